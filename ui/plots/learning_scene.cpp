#include "ui/plots/learning_scene.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <map>

#include "ui/plots/fit_range.h"

namespace touchstone::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("touchstone::learning", text); }

// More labels than this are a second plot, not a help.
constexpr std::size_t kMostLabels = 12;
constexpr std::size_t kMostOffScaleArrows = 8;

bool isBetter(double left, double right, bool lowerIsBetter) {
  if (std::isnan(right)) return !std::isnan(left);
  return lowerIsBetter ? left < right : left > right;
}

std::size_t lengthOf(const Curve& curve) { return std::min(curve.steps.size(), curve.values.size()); }

// Index of the last finite value; the length where there is none.
std::size_t lastFinite(const Curve& curve) {
  for (std::size_t i = lengthOf(curve); i > 0; --i) {
    if (std::isfinite(curve.values[i - 1])) return i - 1;
  }
  return lengthOf(curve);
}

TrialId bestTrial(const LearningCurvesData& data) {
  if (data.best.isValid()) return data.best;
  TrialId best;
  double value = kNoValue;
  for (const Curve& curve : data.curves) {
    const double own = bestValue(curve, data.lowerIsBetter);
    if (!isBetter(own, value, data.lowerIsBetter)) continue;
    value = own;
    best = curve.trial;
  }
  return best;
}

// Running trials, the best of each contender, the last paused and the last stopped.
std::set<TrialId> chooseLit(const LearningCurvesData& data, TrialId best) {
  if (!data.lit.empty()) return data.lit;
  std::set<TrialId> lit{best};
  std::map<std::string, std::pair<double, TrialId>> bests;
  std::map<TrialState, TrialId> latest;
  for (const Curve& curve : data.curves) {
    if (curve.state == TrialState::kRunning) lit.insert(curve.trial);
    const double value = bestValue(curve, data.lowerIsBetter);
    auto& champion = bests.try_emplace(curve.contenderName, kNoValue, TrialId{}).first->second;
    if (isBetter(value, champion.first, data.lowerIsBetter)) champion = {value, curve.trial};
    const bool isEnded = curve.state == TrialState::kPaused || curve.state == TrialState::kStopped;
    if (isEnded) latest[curve.state] = std::max(latest[curve.state], curve.trial);
  }
  for (const auto& [name, champion] : bests) lit.insert(champion.second);
  for (const auto& [state, trial] : latest) lit.insert(trial);
  return lit;
}

struct Builder {
  const LearningCurvesData& data;
  const PlotStyle& style;
  SceneScales scales;
  TrialId best;
  std::set<TrialId> lit;
  Scene scene;
  std::vector<double> values, litEnds;

  bool isLit(const Curve& curve) const { return curve.trial == data.selected || lit.contains(curve.trial); }
  void addCurve(const Curve& curve, bool isShownLit);
  void addLabel(const Curve& curve, std::size_t end);
  void addDiverged();
  void limitLabels();
  void setAxes();
  void addOffScale();
};

void Builder::addCurve(const Curve& curve, bool isShownLit) {
  Series series;
  series.name = curveName(curve);
  series.family = curve.family;
  series.familyIndex = curve.familyIndex;
  series.x = curve.steps;
  series.y = curve.values;
  series.id = curve.trial.value;
  const std::size_t end = lastFinite(curve);
  if (!isShownLit) {
    series.emphasis = Emphasis::kGhost;
  } else {
    const bool isSubject = curve.trial == best || curve.trial == data.selected;
    series.emphasis = isSubject ? Emphasis::kSubject : Emphasis::kNormal;
    const QColor colour = methodColour(curve.family, curve.familyIndex, style.colours);
    series.endMark = stateEndMark(stateOf(curve.state), colour, style.colours);
    series.endMark.radius = style.markRadius;
    series.endMark.penWidth = style.curve;
    if (end < lengthOf(curve)) {
      addLabel(curve, end);
      litEnds.push_back(curve.values[end]);
    }
  }
  for (const double value : curve.values) values.push_back(value);
  scene.isEmpty = scene.isEmpty && lengthOf(curve) == 0;
  scene.series.push_back(std::move(series));
}

void Builder::addLabel(const Curve& curve, std::size_t end) {
  DirectLabel label;
  label.x = curve.steps[end];
  label.y = curve.values[end];
  const bool isBest = curve.trial == best;
  const bool isChosen = curve.trial == data.selected;
  const bool isEnded = curve.state == TrialState::kPaused || curve.state == TrialState::kStopped;
  if (isEnded && !isBest && !isChosen) {
    const State state = stateOf(curve.state);
    label.text = trialName(curve.number) + u' ' + stateWord(state);
    label.colour = stateTextColour(state, style.colours);
    label.isMicro = true;
    label.priority = 1;
  } else {
    label.text = trialName(curve.number) + u' ' + QString::fromStdString(curve.contenderName);
    label.colour = style.colours.of(curve.family).text;
    label.isBold = isBest || isChosen;
    label.priority = isBest ? 9 : isChosen ? 8 : curve.state == TrialState::kRunning ? 5 : 3;
  }
  scene.labels.push_back(std::move(label));
}

void Builder::limitLabels() {
  std::stable_sort(scene.labels.begin(), scene.labels.end(),
                   [](const DirectLabel& a, const DirectLabel& b) { return a.priority > b.priority; });
  if (scene.labels.size() > kMostLabels) scene.labels.resize(kMostLabels);
}

// Trials that diverged at the same step share one mark with their names.
void Builder::addDiverged() {
  std::map<double, QStringList> names;
  for (const Curve& curve : data.curves) {
    const auto bad = std::find_if(curve.values.begin(), curve.values.end(), [](double v) { return !std::isfinite(v); });
    if (bad == curve.values.end()) continue;
    const auto at = static_cast<std::size_t>(bad - curve.values.begin());
    if (at < curve.steps.size()) names[curve.steps[at]].append(trialName(curve.number));
  }
  for (const auto& [step, trials] : names) {
    EdgeMark mark;
    mark.at = step;
    mark.colour = style.colours.failed.fill;
    mark.text = trials.size() <= 2 ? tr("NaN %1").arg(trials.join(QStringLiteral(", ")))
                                   : tr("NaN %1 and %2 more").arg(trials.front()).arg(trials.size() - 1);
    scene.edgeMarks.push_back(std::move(mark));
  }
}

void Builder::setAxes() {
  double first = HUGE_VAL;
  double last = -HUGE_VAL;
  for (const Curve& curve : data.curves) {
    for (const double step : curve.steps) {
      if (!std::isfinite(step)) continue;
      first = std::min(first, step);
      last = std::max(last, step);
    }
  }
  if (std::isfinite(data.mostResource)) last = std::max(last, data.mostResource);
  const bool isLogX = scales.isLogX && first > 0.0;
  const QString resource = data.resource.isEmpty() ? tr("epoch") : data.resource;
  scene.x.word = resource;
  scene.x.title = isLogX ? tr("%1 (log)").arg(resource) : resource;
  scene.x.isLog = suggestsLogX(data);
  scene.x.mayLog = first > 0.0;
  scene.x.ticks = TickKind::kResource;
  scene.x.preferredTicks = data.rungResources;
  if (first < last) {
    scene.x.lo = first;
    scene.x.hi = last;
  } else if (std::isfinite(first)) {  // one step so far
    scene.x.lo = isLogX ? first / 2.0 : first - 1.0;
    scene.x.hi = isLogX ? first * 2.0 : first + 1.0;
  }
  const FitRange range = fitRange(values, litEnds, scales.isLogY);
  scene.y.lo = range.lo;
  scene.y.hi = range.hi;
  scene.y.word = data.metric;
  scene.y.title = data.metric + (data.lowerIsBetter ? QStringLiteral(" ↓") : QStringLiteral(" ↑"));
  scene.y.mayLog = std::all_of(values.begin(), values.end(), [](double v) { return !(v <= 0.0); });
}

// Lit curves get an arrow where they leave; ghosts are counted in the note.
void Builder::addOffScale() {
  int ghosts = 0;
  for (std::size_t i = 0; i < scene.series.size(); ++i) {
    const Series& series = scene.series[i];
    const bool isGhost = series.emphasis == Emphasis::kGhost;
    const std::size_t count = std::min(series.x.size(), series.y.size());
    for (std::size_t k = 0; k < count; ++k) {
      const double value = series.y[k];
      const bool isAbove = value > scene.y.hi;
      if (!std::isfinite(value) || (!isAbove && value >= scene.y.lo)) continue;
      if (isGhost) {
        ++ghosts;
      } else if (scene.edgeMarks.size() < kMostOffScaleArrows) {
        EdgeMark mark;
        mark.kind = isAbove ? EdgeMark::Kind::kAbove : EdgeMark::Kind::kBelow;
        mark.at = series.x[k];
        mark.colour = style.colours.of(series.family).text;
        mark.text = series.name.section(u' ', 0, 0);
        scene.edgeMarks.push_back(std::move(mark));
      }
      break;
    }
  }
  if (ghosts == 1) scene.note = tr("1 more curve reaches off the scale");
  if (ghosts > 1) scene.note = tr("%1 more curves reach off the scale").arg(ghosts);
}

}  // namespace

double bestValue(const Curve& curve, bool lowerIsBetter) {
  double best = kNoValue;
  for (const double value : curve.values) {
    if (std::isfinite(value) && isBetter(value, best, lowerIsBetter)) best = value;
  }
  return best;
}

QString curveName(const Curve& curve) {
  return QStringLiteral("%1 %2, seed %3").arg(trialName(curve.number), QString::fromStdString(curve.contenderName)).arg(curve.seed);
}

bool suggestsLogX(const LearningCurvesData& data) {
  return data.rungResources.size() > 1;
}

Scene learningScene(const LearningCurvesData& data, const PlotStyle& style, SceneScales scales) {
  const TrialId best = bestTrial(data);
  Builder builder{data, style, scales, best, chooseLit(data, best), {}, {}, {}};
  // ghosts below, the subject on top
  std::vector<const Curve*> lit;
  std::size_t count = 0;
  for (const Curve& curve : data.curves) {
    const bool isShownLit = builder.isLit(curve) && count < plotpen::kMostLit;
    if (isShownLit) {
      lit.push_back(&curve);
      ++count;
    } else {
      builder.addCurve(curve, false);
    }
  }
  std::stable_sort(lit.begin(), lit.end(), [&](const Curve* a, const Curve* b) {
    const auto rank = [&](const Curve* c) { return c->trial == data.selected ? 2 : c->trial == best ? 1 : 0; };
    return rank(a) < rank(b);
  });
  for (const Curve* curve : lit) builder.addCurve(*curve, true);
  builder.limitLabels();
  builder.setAxes();
  builder.addDiverged();
  builder.addOffScale();
  return std::move(builder.scene);
}

}  // namespace touchstone::ui
