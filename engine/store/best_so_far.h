// The best validation value of a run over what it had cost by then: seconds of compute, epochs, trials.
// Costs between two known moments grow evenly within each segment.
// Thread: pure functions.
#pragma once

#include <vector>

#include "engine/api/read_models.h"

namespace touchstone::store {

struct SegmentSpan {
  double startS = 0.0, endS = 0.0;
  double epochs = 0.0;
};
struct Observation {
  double timeS = 0.0;
  double value = kNoValue;
};
struct RunHistory {
  std::vector<SegmentSpan> segments;
  std::vector<Observation> observations;  // any order; not a number: ignored
  std::vector<double> trialEndsS;
  bool lowerIsBetter = true;
};

// Fills seconds, epochs, trials and values: one entry per improvement, and a last one for all that was spent until now.
void traceBest(const RunHistory& history, BestSoFar& best);

}  // namespace touchstone::store
