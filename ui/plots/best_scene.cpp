#include "ui/plots/best_scene.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <map>

#include "ui/plots/marks.h"

namespace touchstone::ui {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("touchstone::best", text);
}

const std::vector<double>& costsOf(const BestSoFar& run, CostAxis axis) {
  switch (axis) {
  case CostAxis::kEpochs:
    return run.epochs;
  case CostAxis::kTrials:
    return run.trials;
  case CostAxis::kSeconds:
    break;
  }
  return run.seconds;
}

// The runs of one seed as one line: at each cost the best of them so far.
BestLine joined(const std::vector<const BestSoFar*>& runs, CostAxis axis, bool lowerIsBetter) {
  std::vector<std::pair<double, double>> steps;
  for (const BestSoFar* run : runs) {
    const std::vector<double>& costs = costsOf(*run, axis);
    const std::size_t count = std::min(costs.size(), run->values.size());
    for (std::size_t i = 0; i < count; ++i) {
      if (std::isfinite(costs[i]) && std::isfinite(run->values[i])) steps.emplace_back(costs[i], run->values[i]);
    }
  }
  std::stable_sort(steps.begin(), steps.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  BestLine line;
  for (const auto& [x, y] : steps) {
    if (!line.y.empty() && !(lowerIsBetter ? y < line.y.back() : y > line.y.back())) continue;
    if (!line.x.empty() && line.x.back() == x) {
      line.y.back() = y;
    } else {
      line.x.push_back(x);
      line.y.push_back(y);
    }
  }
  return line;
}

double valueAt(const BestLine& line, double x) {
  const auto after = std::upper_bound(line.x.begin(), line.x.end(), x);
  return after == line.x.begin() ? kNoValue : line.y[static_cast<std::size_t>(after - line.x.begin()) - 1];
}

void addMean(BestGroup& group) {
  double start = -HUGE_VAL;
  std::vector<double> grid;
  for (const BestLine& run : group.runs) {
    start = std::max(start, run.x.front());
    grid.insert(grid.end(), run.x.begin(), run.x.end());
  }
  std::sort(grid.begin(), grid.end());
  grid.erase(std::unique(grid.begin(), grid.end()), grid.end());
  const double count = static_cast<double>(group.runs.size());
  for (const double x : grid) {
    if (x < start) continue;
    double sum = 0.0;
    for (const BestLine& run : group.runs) sum += valueAt(run, x);
    const double mean = sum / count;
    double squares = 0.0;
    for (const BestLine& run : group.runs) squares += (valueAt(run, x) - mean) * (valueAt(run, x) - mean);
    group.mean.x.push_back(x);
    group.mean.y.push_back(mean);
    if (group.runs.size() < plotpen::kFewestSeedsForBand) continue;
    const double deviation = std::sqrt(squares / (count - 1.0));
    group.lo.push_back(mean - deviation);
    group.hi.push_back(mean + deviation);
  }
}

void extend(BestLine& line, double to) {
  if (line.x.empty() || line.x.back() >= to) return;
  line.x.push_back(to);
  line.y.push_back(line.y.back());
}

void extendTo(BestGroup& group, double to) {
  for (BestLine& run : group.runs) extend(run, to);
  const bool hasBand = !group.lo.empty();
  const std::size_t before = group.mean.x.size();
  extend(group.mean, to);
  if (hasBand && group.mean.x.size() > before) {
    group.lo.push_back(group.lo.back());
    group.hi.push_back(group.hi.back());
  }
}

}  // namespace

std::vector<BestGroup> bestGroups(const BestSoFarData& data, CostAxis axis, BestGrouping grouping) {
  std::vector<BestGroup> groups;
  std::vector<std::map<std::int64_t, std::vector<const BestSoFar*>>> members;
  std::map<Family, int> indices;
  double largest = 0.0;
  for (const BestSoFar& run : data.runs) {
    // a reference costs nothing to speak of; each stays a line of its own, for "the best naive" is no family
    const bool isAlone = grouping == BestGrouping::kContender || run.family == Family::kReference;
    const QString name = isAlone ? QString::fromStdString(run.contenderName) : familyWord(run.family);
    auto found = std::find_if(groups.begin(), groups.end(),
                              [&](const BestGroup& g) { return g.name == name && g.family == run.family; });
    if (found == groups.end()) {
      const int index = isAlone ? indices[run.family]++ : 0;
      groups.push_back({.name = name,
                        .family = run.family,
                        .familyIndex = index,
                        .seeds = {},
                        .runs = {},
                        .mean = {},
                        .lo = {},
                        .hi = {}});
      members.emplace_back();
      found = groups.end() - 1;
    }
    members[static_cast<std::size_t>(found - groups.begin())][run.seed].push_back(&run);
  }
  for (std::size_t i = 0; i < groups.size(); ++i) {
    for (const auto& [seed, runs] : members[i]) {
      BestLine line = joined(runs, axis, data.lowerIsBetter);
      for (const BestSoFar* run : runs) {
        const std::vector<double>& costs = costsOf(*run, axis);
        if (!costs.empty() && std::isfinite(costs.back()))
          groups[i].spentUntil = std::max(groups[i].spentUntil, costs.back());
      }
      if (line.x.empty()) continue;
      groups[i].seeds.push_back(seed);
      groups[i].runs.push_back(std::move(line));
    }
    largest = std::max(largest, groups[i].spentUntil);
  }
  std::erase_if(groups, [](const BestGroup& group) { return group.runs.empty(); });
  for (BestGroup& group : groups) {
    addMean(group);
    extendTo(group, largest);
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const BestGroup& a, const BestGroup& b) { return a.family < b.family; });
  return groups;
}

Crossing lastCrossing(const BestLine& supervised, const BestLine& foundation, bool lowerIsBetter) {
  std::vector<double> grid(supervised.x);
  grid.insert(grid.end(), foundation.x.begin(), foundation.x.end());
  std::sort(grid.begin(), grid.end());
  Crossing crossing{kNoValue, false};
  int leader = 0;
  for (const double x : grid) {
    const double s = valueAt(supervised, x);
    const double f = valueAt(foundation, x);
    if (std::isnan(s) || std::isnan(f) || s == f) continue;
    const int now = (s < f) == lowerIsBetter ? 1 : -1;
    if (leader != 0 && now != leader) crossing = {x, now > 0};
    leader = now;
  }
  return crossing;
}

CostUnit costUnit(CostAxis axis, double largest) {
  if (axis == CostAxis::kEpochs) return {tr("epochs"), 1.0};
  if (axis == CostAxis::kTrials) return {tr("trials"), 1.0};
  if (largest >= 3.0 * 3600.0) return {tr("h"), 3600.0};
  if (largest >= 180.0) return {tr("min"), 60.0};
  return {tr("s"), 1.0};
}

}  // namespace touchstone::ui
