// What earlier runs of the open project took, by contender: the only source of times that the sheet shows.
// Thread: any. Blocking: never.
#pragma once

#include <QString>
#include <map>
#include <vector>

#include "engine/api/read_models.h"
#include "engine/api/study_plan.h"

namespace touchstone::ui {

struct RunCost {
  double secondsPerEpoch = kNoValue;  // of runs that trained
  double secondsPerRun = kNoValue;
  int runs = 0;
};
using RunCosts = std::map<QString, RunCost>;

// Medians over the finished runs that were computed.
RunCosts costsOf(const std::vector<ContenderRow>& contenders, const std::vector<RunRow>& runs);
// Seconds of all runs of the contender, one after the other; NaN: nothing measured.
double expectedSeconds(const RunCosts& costs, const ContenderSpec& contender, const ContenderPlan& plan, int tasks);

}  // namespace touchstone::ui
