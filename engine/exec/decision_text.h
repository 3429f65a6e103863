// What a decision at a rung means for a trial's state, and sentences for trials that no rung decided on.
// Thread: free functions.
#pragma once

#include <string>

#include "engine/api/states.h"
#include "engine/search/rung_event.h"

namespace touchstone::exec {

// `segmentOutcome`: of the trial's last segment ("ok", "finished", "diverged", "failed", "time").
TrialState stateAfter(const search::RungEvent& event, const std::string& segmentOutcome);

// "At 9 epochs it scored 0.889, rank 1 of 8. One third goes on (2 of 8); ...", or what else ended the trial.
std::string reasonText(const search::RungEvent& event, const std::string& segmentOutcome, const std::string& unit);
// For a trial that waited at a rung until the search ended.
std::string notPromotedText(int resource, const std::string& unit);
std::string outOfTimeText(int resource, const std::string& unit);

}  // namespace touchstone::exec
