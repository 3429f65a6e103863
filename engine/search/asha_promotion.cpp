#include "engine/search/asha_promotion.h"

#include <cmath>

namespace touchstone::search {

// The event of a recorded trial as the rung is now, waiting.
RungEvent AshaPromotion::eventAt(int index, const RungEntry& entry) const {
  const Rung& rung = m_table.rung(index);
  const std::size_t places = rung.size() / static_cast<std::size_t>(m_table.options().reductionFactor);
  const bool isCompared = index < m_table.count();
  RungEvent event{.trial = entry.trial,
                  .rung = index,
                  .resource = isCompared ? m_table.milestone(index) : m_table.options().maxResource,
                  .value = entry.loss,
                  .cutoff = std::nullopt,
                  .rank = static_cast<int>(rung.rankOf(entry)) + 1,
                  .of = static_cast<int>(rung.size()),
                  .goOn = isCompared ? static_cast<int>(places) : 0,
                  .reductionFactor = m_table.options().reductionFactor};
  if (isCompared && places > 0 && std::isfinite(rung.at(places - 1).loss)) {
    event.cutoff = rung.at(places - 1).loss;
  }
  return event;
}

RungEvent AshaPromotion::report(const SegmentResult& result) {
  const int index = m_table.rungAt(result.target);
  const bool isTop = index == m_table.count();
  const bool isDiverged = !std::isfinite(result.loss);
  const bool isAtRung = result.resource >= result.target;
  RungEvent event{.trial = result.trial,
                  .rung = index,
                  .cutoff = std::nullopt,
                  .reductionFactor = m_table.options().reductionFactor};
  // Between rungs only an end is reported; such a trial did not come as far as the rung and is not ranked.
  if (isAtRung || isDiverged) {
    const RungEntry entry = m_table.rung(index).record(result.trial, result.loss);
    event = eventAt(index, entry);
    if (!isTop && !isDiverged && !result.isFinished) {
      m_waiting[static_cast<std::size_t>(index)].insert(entry);
    }
  }
  event.resource = result.resource;
  event.value = result.loss;
  if (isDiverged) {
    event.decision = RungDecision::kStopped;
  } else if (isTop || result.isFinished || !isAtRung) {  // short of its target a trial can only be over
    event.decision = RungDecision::kFinished;
    event.isEarly = !isTop || !isAtRung;
  }
  return event;
}

std::optional<RungEvent> AshaPromotion::promote() {
  for (int index = m_table.count() - 1; index >= 0; --index) {
    auto& waiting = m_waiting[static_cast<std::size_t>(index)];
    if (waiting.empty()) {
      continue;
    }
    const RungEntry best = *waiting.begin();
    const Rung& rung = m_table.rung(index);
    if (rung.rankOf(best) < rung.size() / static_cast<std::size_t>(m_table.options().reductionFactor)) {
      RungEvent event = eventAt(index, best);
      event.decision = RungDecision::kPromoted;
      event.nextResource = m_table.targetAfter(event.resource);
      waiting.erase(waiting.begin());
      return event;
    }
  }
  return std::nullopt;
}

}  // namespace touchstone::search
