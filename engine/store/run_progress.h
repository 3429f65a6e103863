// How far a run is and how long it may still take, from what the project file says of it.
// Estimates: a scheduler decides only later how far each trial goes. They never fall while a run goes on.
// Thread: pure functions.
#pragma once

#include <span>
#include <vector>

#include "engine/api/read_models.h"

namespace touchstone::store {

struct RunWork {
  RunState state = RunState::kQueued;
  int plannedTrials = 0;
  bool hasResource = false;  // trials have epochs; without, the test takes most of the time
  double trialUnits = 0.0;   // trials done: ended 1, at a rung 0.9, in their first segments a fraction of that
  std::int64_t testDone = 0, testItems = 0;
  double elapsedS = 0.0;  // seconds that the run has been going, pauses not counted
};

double progressOf(const RunWork& work);  // 0..1
// Seconds left at the pace so far; negative: not known.
double etaOf(const RunWork& work);

// Seconds until all runs of a study are done: running ones as they say, queued ones as long as their contender's others
// took, shared by as many runs at a time as run now. Negative: not known.
struct RunSpan {
  ContenderId contender;
  RunState state = RunState::kQueued;
  double elapsedS = 0.0;  // of a finished or running run
  double etaS = -1.0;     // of a running run
};
double studyEta(std::span<const RunSpan> runs);

}  // namespace touchstone::store
