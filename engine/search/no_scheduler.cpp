#include "engine/search/no_scheduler.h"

#include <cmath>

namespace touchstone::search {

RungEvent NoScheduler::report(const SegmentResult& result) {
  const bool isDiverged = !std::isfinite(result.loss);
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
