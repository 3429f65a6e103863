#include "engine/store/best_so_far.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace touchstone::store {

namespace {

struct Cost {
  double seconds = 0.0, epochs = 0.0, trials = 0.0;
};

Cost costAt(const RunHistory& history, double timeS) {
  Cost cost;
  for (const SegmentSpan& segment : history.segments) {
    const double lengthS = segment.endS - segment.startS;
    const double spentS = std::clamp(timeS - segment.startS, 0.0, std::max(lengthS, 0.0));
    cost.seconds += spentS;
    cost.epochs += segment.epochs * (lengthS > 0.0 ? spentS / lengthS : (timeS >= segment.endS ? 1.0 : 0.0));
  }
  cost.trials = static_cast<double>(
      std::count_if(history.trialEndsS.begin(), history.trialEndsS.end(), [&](double endS) { return endS <= timeS; }));
  return cost;
}

void append(BestSoFar& best, const Cost& cost, double value) {
  best.seconds.push_back(cost.seconds);
  best.epochs.push_back(cost.epochs);
  best.trials.push_back(cost.trials);
  best.values.push_back(value);
}

}  // namespace

void traceBest(const RunHistory& history, BestSoFar& best) {
  std::vector<Observation> sorted;
  std::copy_if(history.observations.begin(), history.observations.end(), std::back_inserter(sorted),
               [](const Observation& seen) { return std::isfinite(seen.value); });
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Observation& a, const Observation& b) { return a.timeS < b.timeS; });
  for (const Observation& seen : sorted) {
    const bool isBetter = best.values.empty() ||
                          (history.lowerIsBetter ? seen.value < best.values.back() : seen.value > best.values.back());
    if (isBetter) {
      append(best, costAt(history, seen.timeS), seen.value);
    }
  }
  if (!best.values.empty()) {
    append(best, costAt(history, std::numeric_limits<double>::infinity()), best.values.back());
  }
}

}  // namespace touchstone::store
