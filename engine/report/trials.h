// Trials of a study as aligned text, CSV or JSON, with the columns of the view v_trials. Thread: pure functions.
#pragma once

#include <string>
#include <vector>

#include "engine/api/read_models.h"
#include "engine/report/leaderboard.h"

namespace touchstone::report {

// The formats: table, csv and json; Markdown and LaTeX are not made for trials and give the text table.
std::string trialTable(const std::vector<TrialRow>& trials, TableFormat format);

}  // namespace touchstone::report
