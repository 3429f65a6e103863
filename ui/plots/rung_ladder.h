// From the rung decisions of a run and the trials it has: where every trial stands on the ladder now.
// A rung decides about a trial more than once (first it waits, then it goes on); the last word counts. A trial that goes
// on, or has just begun, stands at the rung it is heading for, as running, until that rung decides.
// Thread: pure functions.
#pragma once

#include <vector>

#include "engine/api/read_models.h"
#include "ui/plots/marks.h"

namespace touchstone::ui {

struct RungPlace {
  TrialId trial;
  int number = 0;
  double value = kNoValue;  // NaN: diverged, or none yet
  State state = State::kRunning;
  int rank = 0, of = 0;      // 0: not ranked
  double cutoff = kNoValue;  // when it was decided
};

struct LadderRung {
  int resource = 0;  // 0: not known yet
  bool isLast = false;
  double cutoff = kNoValue;       // the latest
  std::vector<RungPlace> places;  // by number
  int count(State state) const;
};

// A search without rungs decides nothing between a trial's start and its end.
bool hasRungs(const std::vector<RungRow>& rows);

// `rows` in the order of decision. `resources`: the study's ladder as far as it is known, for rungs nobody has reached;
// `most`: the resource of the last rung; 0: not known. Empty without rungs.
std::vector<LadderRung> ladderOf(const std::vector<RungRow>& rows, const std::vector<TrialRow>& trials,
                                 const std::vector<double>& resources, int most);

}  // namespace touchstone::ui
