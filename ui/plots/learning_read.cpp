#include "ui/plots/learning_read.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace touchstone::ui {
namespace {

// All runs of a study have the same ladder; the first few that climbed it tell it. A trial that ended early left its
// rung before the top, so the farthest of each rung counts.
std::vector<double> readRungs(const ProjectView& view, const std::vector<Curve>& curves) {
  constexpr std::size_t kMostRunsAsked = 4;
  std::set<RunId> asked;
  std::map<int, double> ladder;
  for (const Curve& curve : curves) {
    if (asked.size() >= kMostRunsAsked || !asked.insert(curve.run).second) continue;
    const auto rungs = view.rungs(curve.run);
    if (!rungs) continue;
    for (const RungRow& rung : *rungs) {
      double& resource = ladder[rung.rung];
      resource = std::max(resource, static_cast<double>(rung.resource));
    }
  }
  std::vector<double> resources;
  for (const auto& [rung, resource] : ladder) resources.push_back(resource);
  std::sort(resources.begin(), resources.end());
  resources.erase(std::unique(resources.begin(), resources.end()), resources.end());
  return resources;
}

void dropPointCurves(std::vector<Curve>& curves) {
  std::set<std::string> learning;
  for (const Curve& curve : curves) {
    if (curve.steps.size() > 1 || curve.state == TrialState::kRunning) learning.insert(curve.contenderName);
  }
  std::erase_if(curves, [&learning](const Curve& curve) { return !learning.contains(curve.contenderName); });
}

}  // namespace

Result<LearningRead> readLearning(const ProjectView& view, const CurveQuery& query) {
  auto curves = view.curves(query);
  if (!curves) return curves.error();
  dropPointCurves(*curves);
  std::vector<double> rungs = readRungs(view, *curves);
  return LearningRead{std::move(*curves), std::move(rungs)};
}

}  // namespace touchstone::ui
