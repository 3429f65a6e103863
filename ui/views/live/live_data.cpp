#include "ui/views/live/live_data.h"

namespace touchstone::ui {

Result<LiveData> readLive(const ProjectView& view, StudyId study, TaskId task) {
  CurveQuery query;
  query.study = study;
  query.task = task;
  auto learning = readLearning(view, query);
  if (!learning) {
    return learning.error();
  }
  auto best = view.bestSoFar(study, task);
  if (!best) {
    return best.error();
  }
  return LiveData{study, task, std::move(*learning), std::move(*best)};
}

}  // namespace touchstone::ui
