#include "engine/search/asha_stopping.h"

#include <cmath>

namespace touchstone::search {

bool AshaStopping::isRecorded(int trial, int rung) const {
  const auto index = static_cast<std::size_t>(trial);
  return index < m_recorded.size() && ((m_recorded[index] >> rung) & 1u) != 0;
}

void AshaStopping::markRecorded(int trial, int rung) {
  const auto index = static_cast<std::size_t>(trial);
  if (index >= m_recorded.size()) {
    m_recorded.resize(index + 1, 0);
  }
  m_recorded[index] |= std::uint64_t{1} << rung;
}

RungEvent AshaStopping::report(const SegmentResult& result) {
  if (result.resource >= m_table.options().maxResource) {
    return recordAt(m_table.count(), result);
  }
  for (int rung = m_table.count() - 1; rung >= 0; --rung) {
    if (result.resource >= m_table.milestone(rung) && !isRecorded(result.trial, rung)) {
      return recordAt(rung, result);
    }
  }
  // Between rungs nothing is compared. A diverged trial takes the last rank of the rung that it was heading for.
  const bool isDiverged = !std::isfinite(result.loss);
  const int heading = m_table.rungAt(result.target);
  if (isDiverged && !isRecorded(result.trial, heading)) {
    return recordAt(heading, result);
  }
  const bool isOver = isDiverged || result.isFinished;
  RungEvent event{.trial = result.trial,
                  .rung = heading,
                  .resource = result.resource,
                  .value = result.loss,
                  .decision = result.isFinished ? RungDecision::kFinished : RungDecision::kPromoted,
                  .cutoff = std::nullopt,
                  .reductionFactor = m_table.options().reductionFactor,
                  .nextResource = isOver ? 0 : m_table.targetAfter(result.resource),
                  .isEarly = result.isFinished && !isDiverged};
  if (isDiverged) {
    event.decision = RungDecision::kStopped;
  }
  return event;
}

RungEvent AshaStopping::recordAt(int index, const SegmentResult& result) {
  Rung& rung = m_table.rung(index);
  const bool isTop = index == m_table.count();
  const bool isDiverged = !std::isfinite(result.loss);
  const std::optional<double> cutoff = isTop ? std::nullopt : rung.scorePercentile(m_table.options().reductionFactor);
  RungDecision decision = RungDecision::kPromoted;
  if (isDiverged || (cutoff && -result.loss < *cutoff)) {
    decision = RungDecision::kStopped;
  }
  if (!isDiverged && (isTop || result.isFinished)) {
    decision = RungDecision::kFinished;
  }
  markRecorded(result.trial, index);
  const RungEntry entry = rung.record(result.trial, result.loss);
  const bool goesOn = decision == RungDecision::kPromoted;
  return RungEvent{.trial = result.trial,
                   .rung = index,
                   .resource = result.resource,
                   .value = result.loss,
                   .decision = decision,
                   .cutoff = cutoff ? std::optional(-*cutoff) : std::nullopt,
                   .rank = static_cast<int>(rung.rankOf(entry)) + 1,
                   .of = static_cast<int>(rung.size()),
                   .reductionFactor = m_table.options().reductionFactor,
                   .nextResource = goesOn ? m_table.targetAfter(result.resource) : 0,
                   .isEarly = decision == RungDecision::kFinished && !isTop};
}

}  // namespace touchstone::search
