// The learning curves of one task, for the window and for paper alike, with the rungs their axis shows.
// Thread: any; touches nothing but its arguments. Blocking: file reads. Errors: the first failed query.
#pragma once

#include <vector>

#include "engine/api/project_view.h"
#include "engine/api/read_models.h"
#include "engine/api/result.h"

namespace touchstone::ui {

struct LearningRead {
  std::vector<Curve> curves;
  std::vector<double> rungResources;  // empty: no run has rungs
};

// Contenders that have their value after one step, the naive ones for example, have no curve and are left out.
Result<LearningRead> readLearning(const ProjectView& view, const CurveQuery& query);

}  // namespace touchstone::ui
