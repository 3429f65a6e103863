#include "ui/views/live/live_data.h"

namespace touchstone::ui {

Result<LiveData> readLive(const ProjectView& view, StudyId study, TaskId task, const RungQuery& rungs) {
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
  auto flow = readRungFlow(view, rungs);
  if (!flow) {
    return flow.error();
  }
  auto spans = view.timeline(study);
  if (!spans) {
    return spans.error();
  }
  return LiveData{study, task, std::move(*learning), std::move(*best), std::move(*flow), std::move(*spans)};
}

}  // namespace touchstone::ui
