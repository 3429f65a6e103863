#include "ui/views/live/live_data.h"

#include <set>

namespace touchstone::ui {
namespace {

// All runs of a study have the same ladder: the first one with rungs tells it.
std::vector<double> readRungs(const ProjectView& view, const std::vector<Curve>& curves) {
  constexpr std::size_t kMostRunsAsked = 4;
  std::set<RunId> asked;
  for (const Curve& curve : curves) {
    if (asked.size() >= kMostRunsAsked || !asked.insert(curve.run).second) {
      continue;
    }
    std::set<double> resources;
    const auto rungs = view.rungs(curve.run);
    if (!rungs) {
      continue;
    }
    for (const RungRow& rung : *rungs) {
      resources.insert(rung.resource);
    }
    if (!resources.empty()) {
      return {resources.begin(), resources.end()};
    }
  }
  return {};
}

// Contenders that have their value after one step, the naive ones for example, have no curve to show.
void dropPointCurves(std::vector<Curve>& curves) {
  std::set<std::string> learning;
  for (const Curve& curve : curves) {
    if (curve.steps.size() > 1 || curve.state == TrialState::kRunning) {
      learning.insert(curve.contenderName);
    }
  }
  std::erase_if(curves, [&learning](const Curve& curve) { return !learning.contains(curve.contenderName); });
}

}  // namespace

Result<LiveData> readLive(const ProjectView& view, StudyId study, TaskId task) {
  CurveQuery query;
  query.study = study;
  query.task = task;
  auto curves = view.curves(query);
  if (!curves) {
    return curves.error();
  }
  auto best = view.bestSoFar(study, task);
  if (!best) {
    return best.error();
  }
  dropPointCurves(*curves);
  std::vector<double> rungs = readRungs(view, *curves);
  return LiveData{study, task, std::move(*curves), std::move(*best), std::move(rungs)};
}

}  // namespace touchstone::ui
