// What the Live view reads of one task beyond the snapshot: learning curves, best-so-far steps, the ladder of
// one run, and what the slots did.
// readLive runs on the reader's thread; it touches nothing but its arguments.
// Errors: the first failed query.
#pragma once

#include <vector>

#include "engine/api/project_view.h"
#include "engine/api/read_models.h"
#include "engine/api/result.h"
#include "ui/plots/learning_read.h"
#include "ui/plots/rung_read.h"

namespace touchstone::ui {

struct LiveData {
  StudyId study;
  TaskId task;
  LearningRead learning;
  std::vector<BestSoFar> best;
  RungRead rungs;
  std::vector<SlotSpan> spans;
};

Result<LiveData> readLive(const ProjectView& view, StudyId study, TaskId task, const RungQuery& rungs);

}  // namespace touchstone::ui
