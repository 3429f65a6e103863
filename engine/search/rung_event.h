// What happened to a trial at a rung, and the sentence that says so.
// Schedulers make events with losses (lower is better); SearchController turns them into values of the metric.
// Thread: value types and a pure function. Blocking: never. Errors: none.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/api/states.h"

namespace touchstone::search {

struct RungEvent {
  int trial = 0;
  int rung = 0;        // 0 is the lowest; the number of milestones where the trial has all its resource
  int resource = 0;    // what the trial had when this was decided
  double value = 0.0;  // NaN: diverged
  RungDecision decision = RungDecision::kPaused;
  std::optional<double> cutoff;  // what had to be reached; nothing while too few trials have come this far
  int rank = 0;                  // 1 is the best of those that have come this far; 0: not ranked
  int of = 0;                    // how many have, this one included
  int goOn = 0;                  // how many of them go on (promotion); 0 where no number is fixed (stopping)
  int reductionFactor = 0;       // one in so many goes on; 0: there are no rungs
  int nextResource = 0;          // where a promoted trial goes; 0: nowhere
  bool isEarly = false;          // finished by itself before it had all its resource
  bool isCheckpoint = false;     // nothing was decided: a stop on the way of a trial without rungs
  bool isOutOfTime = false;      // stopped because the budget is used up, not for its value

  friend bool operator==(const RungEvent& a, const RungEvent& b);  // two NaN values are equal
};

// "At 9 epochs it scored 0.889, rank 1 of 8. One third goes on (2 of 8); the cut-off was 0.871, so it went on to 27 epochs."
// Units are given in both forms: "epoch", "epochs". Numbers have four digits and a decimal point in any locale.
std::string describe(const RungEvent& event, std::string_view unit = "epoch", std::string_view units = "epochs");

}  // namespace touchstone::search
