#include "ui/plots/rung_flow_scene.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "ui/plots/fit_range.h"
#include "ui/plots/learning_curves_plot.h"
#include "ui/plots/numbers.h"

namespace touchstone::ui {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("touchstone::rungs", text);
}

// Of the share bar and its numbers: who went on first, who still runs last.
constexpr State kShareOrder[] = {State::kPromoted, State::kFinished, State::kPaused,
                                 State::kStopped,  State::kFailed,   State::kRunning};

int decimalsOf(const RungFlowData& data) {
  double largest = 0.0;
  for (const LadderRung& rung : data.rungs) {
    if (std::isfinite(rung.cutoff)) largest = std::max(largest, std::abs(rung.cutoff));
  }
  return decimalsForScores(largest);
}

QString footOf(const LadderRung& rung, int decimals) {
  if (rung.isLast) return tr("last rung");
  return std::isfinite(rung.cutoff) ? tr("cut-off %1").arg(fixedNumber(rung.cutoff, decimals)) : tr("no cut-off");
}

bool hasPlace(double value, bool isLog) {
  return std::isfinite(value) && (!isLog || value > 0.0);
}

DotColumn columnOf(const RungFlowData& data, std::size_t index, int decimals, bool isLogY) {
  const LadderRung& rung = data.rungs[index];
  DotColumn column;
  column.at = static_cast<double>(index);
  column.name = rungTitle(rung, data.unit);
  column.count = tr("%1 in").arg(rung.places.size());
  column.foot = footOf(rung, decimals);
  column.cut = rung.isLast ? kNoValue : rung.cutoff;
  for (const State state : kShareOrder) {
    if (const int count = rung.count(state); count > 0) column.shares.push_back({state, count});
  }
  for (const RungPlace& place : rung.places) {
    if (hasPlace(place.value, isLogY)) column.dots.push_back({place.value, place.state, place.trial.value});
  }
  return column;
}

std::vector<ColumnLink> linksOf(const std::vector<DotColumn>& columns) {
  std::vector<ColumnLink> links;
  for (std::size_t column = 0; column + 1 < columns.size(); ++column) {
    std::unordered_map<std::int64_t, std::size_t> next;
    for (std::size_t i = 0; i < columns[column + 1].dots.size(); ++i) next.emplace(columns[column + 1].dots[i].id, i);
    for (std::size_t i = 0; i < columns[column].dots.size(); ++i) {
      const auto found = next.find(columns[column].dots[i].id);
      if (found != next.end()) links.push_back({column, i, found->second});
    }
  }
  return links;
}

// Trials whose loss is no number stand at the frame by name; those still running without a value are only counted.
void addMarks(Scene& scene, const RungFlowData& data, const PlotStyle& style) {
  for (std::size_t i = 0; i < data.rungs.size(); ++i) {
    QStringList bad;
    int above = 0;
    int below = 0;
    for (const RungPlace& place : data.rungs[i].places) {
      if (place.state == State::kFailed && !std::isfinite(place.value)) bad << trialName(place.number);
      above += place.value > scene.y.hi;
      below += place.value < scene.y.lo;
    }
    const auto at = static_cast<double>(i);
    if (!bad.isEmpty()) {
      const QString text = bad.size() == 1 ? tr("NaN %1").arg(bad.front())
                                           : tr("NaN %1 and %2 more").arg(bad.front()).arg(bad.size() - 1);
      scene.edgeMarks.push_back({EdgeMark::Kind::kNan, at, text, style.colours.failed.fill});
    }
    if (above > 0)
      scene.edgeMarks.push_back({EdgeMark::Kind::kAbove, at, tr("%1 off scale").arg(above), style.colours.muted});
    if (below > 0)
      scene.edgeMarks.push_back({EdgeMark::Kind::kBelow, at, tr("%1 off scale").arg(below), style.colours.muted});
  }
}

void setAxes(Scene& scene, const RungFlowData& data, bool isLogY) {
  std::vector<double> values;
  std::vector<double> cuts;
  bool isPositive = true;
  for (const LadderRung& rung : data.rungs) {
    for (const RungPlace& place : rung.places) {
      values.push_back(place.value);
      isPositive = isPositive && !(place.value <= 0.0);
    }
    if (!rung.isLast) cuts.push_back(rung.cutoff);
  }
  const FitRange range = fitRange(values, cuts, isLogY);
  const auto last = static_cast<double>(data.rungs.empty() ? 0 : data.rungs.size() - 1);
  scene.x.lo = -block::kColumnHalf;
  scene.x.hi = last + block::kColumnHalf;
  scene.x.mayLog = false;
  scene.x.mayZoom = false;
  scene.x.hasLine = false;
  scene.x.ticks = TickKind::kNone;
  scene.y.lo = range.lo;
  scene.y.hi = range.hi;
  scene.y.word = data.metric;
  scene.y.title = data.metric + (data.lowerIsBetter ? QStringLiteral(" ↓") : QStringLiteral(" ↑"));
  scene.y.mayLog = isPositive;
}

}  // namespace

QString rungTitle(const LadderRung& rung, const QString& unit) {
  if (rung.resource <= 0) return tr("next rung");
  const QString word = unit.isEmpty() ? tr("epoch") : unit;
  return rung.resource == 1 ? QStringLiteral("1 ") + word : QStringLiteral("%1 %2s").arg(rung.resource).arg(word);
}

Scene rungFlowScene(const RungFlowData& data, const PlotStyle& style, bool isLogY) {
  Scene scene;
  const int decimals = decimalsOf(data);
  for (std::size_t i = 0; i < data.rungs.size(); ++i) {
    scene.blocks.columns.push_back(columnOf(data, i, decimals, isLogY));
    scene.isEmpty = scene.isEmpty && data.rungs[i].places.empty();
  }
  scene.blocks.links = linksOf(scene.blocks.columns);
  setAxes(scene, data, isLogY);
  addMarks(scene, data, style);
  return scene;
}

}  // namespace touchstone::ui
