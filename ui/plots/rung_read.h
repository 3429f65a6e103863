// The ladder of one run of a task: which runs have rungs, which of them is meant, and what was decided there.
// Thread: any; touches nothing but its arguments. Blocking: file reads. Errors: the first failed query.
#pragma once

#include <map>
#include <vector>

#include "engine/api/project_view.h"
#include "engine/api/read_models.h"
#include "engine/api/result.h"

namespace touchstone::ui {

struct RungQuery {
  std::vector<RunRow> runs;     // of one task, oldest first
  RunId chosen;                 // 0: the newest that runs, else the newest
  std::map<RunId, bool> known;  // whether a run has rungs, where that is known already
};

struct RungRead {
  std::map<RunId, bool> known;
  RunId run;  // 0: no run has rungs
  std::vector<RungRow> rows;
  std::vector<TrialRow> trials;
};

Result<RungRead> readRungFlow(const ProjectView& view, const RungQuery& query);

}  // namespace touchstone::ui
