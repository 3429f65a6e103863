#include "engine/search/no_scheduler.h"

#include <algorithm>
#include <cmath>

namespace touchstone::search {

int NoScheduler::targetAfter(int resource) const {
  return m_step > 0 ? std::min(resource + m_step, m_maxResource) : m_maxResource;
}

RungEvent NoScheduler::report(const SegmentResult& result) {
  const bool isDiverged = !std::isfinite(result.loss);
  if (m_step > 0 && !isDiverged && !result.isFinished && result.resource < m_maxResource) {
    return RungEvent{.trial = result.trial,
                     .resource = result.resource,
                     .value = result.loss,
                     .decision = RungDecision::kPromoted,
                     .cutoff = std::nullopt,
                     .nextResource = targetAfter(result.resource),
                     .isCheckpoint = true};
  }
  const RungEntry entry = m_finished.record(result.trial, result.loss);
  return RungEvent{.trial = result.trial,
                   .resource = result.resource,
                   .value = result.loss,
                   .decision = isDiverged ? RungDecision::kStopped : RungDecision::kFinished,
                   .cutoff = std::nullopt,
                   .rank = static_cast<int>(m_finished.rankOf(entry)) + 1,
                   .of = static_cast<int>(m_finished.size()),
                   .isEarly = !isDiverged && result.resource < m_maxResource};
}

}  // namespace touchstone::search
