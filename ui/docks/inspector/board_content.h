// A cell of the leaderboard, and a task, in the Inspector. Pure functions of a snapshot. Thread: any.
#pragma once

#include "ui/docks/inspector/inspector_content.h"
#include "ui/models/project_state.h"

namespace touchstone::ui {

// A contender on a task: its mean, every seed, the distance to the others, what it cost, notes.
InspectorContent cellContent(const ProjectSnapshot& snapshot, TaskId task, ContenderId contender);
// A task: the contenders' scores, the split, notes on the data.
InspectorContent taskContent(const ProjectSnapshot& snapshot, TaskId task);

}  // namespace touchstone::ui
