// What the Live view reads of one task beyond the snapshot: learning curves and best-so-far steps.
// readLive runs on the reader's thread; it touches nothing but its arguments.
// Errors: the first failed query.
#pragma once

#include <vector>

#include "engine/api/project_view.h"
#include "engine/api/read_models.h"
#include "engine/api/result.h"
#include "ui/plots/learning_read.h"

namespace touchstone::ui {

struct LiveData {
  StudyId study;
  TaskId task;
  LearningRead learning;
  std::vector<BestSoFar> best;
};

Result<LiveData> readLive(const ProjectView& view, StudyId study, TaskId task);

}  // namespace touchstone::ui
