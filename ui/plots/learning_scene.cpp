#include "ui/plots/learning_scene.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <map>

#include "ui/plots/fit_range.h"

namespace touchstone::ui {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("touchstone::learning", text);
}

// More labels than this are a second plot, not a help.
constexpr std::size_t kMostLabels = 12;
constexpr std::size_t kMostOffScaleArrows = 8;

bool isBetter(double left, double right, bool lowerIsBetter) {
  if (std::isnan(right)) return !std::isnan(left);
  return lowerIsBetter ? left < right : left > right;
}

std::size_t lengthOf(const Curve& curve) {
  return std::min(curve.steps.size(), curve.values.size());
}

// What one pass over a curve tells; with a million points every further pass would show in the frame time.
struct Digest {
  double lowest = HUGE_VAL, highest = -HUGE_VAL;  // of finite values; lowest > highest: there is none
  std::size_t lastFinite = 0;
  std::size_t firstBad = 0;  // the length: none

  bool isEmpty() const { return lowest > highest; }
  double best(bool lowerIsBetter) const { return isEmpty() ? kNoValue : lowerIsBetter ? lowest : highest; }
};

Digest digestOf(const Curve& curve) {
  Digest digest;
  const std::size_t length = lengthOf(curve);
  digest.firstBad = length;
  for (std::size_t i = 0; i < length; ++i) {
    const double value = curve.values[i];
    if (!std::isfinite(value)) {
      digest.firstBad = std::min(digest.firstBad, i);
      continue;
    }
    digest.lowest = std::min(digest.lowest, value);
    digest.highest = std::max(digest.highest, value);
    digest.lastFinite = i;
  }
  return digest;
}

struct Digests {
  std::vector<Digest> each;  // beside data.curves
  std::size_t points = 0;
  TrialId best;
};

Digests digestAll(const LearningCurvesData& data) {
  Digests all;
  double value = kNoValue;
  for (const Curve& curve : data.curves) {
    all.each.push_back(digestOf(curve));
    all.points += lengthOf(curve);
    const double own = all.each.back().best(data.lowerIsBetter);
    if (!isBetter(own, value, data.lowerIsBetter)) continue;
    value = own;
    all.best = curve.trial;
  }
  if (data.best.isValid()) all.best = data.best;
  return all;
}

// Running trials, the best of each contender, the last paused and the last stopped.
std::set<TrialId> chooseLit(const LearningCurvesData& data, const Digests& digests) {
  if (!data.lit.empty()) return data.lit;
  std::set<TrialId> lit{digests.best};
  std::map<std::string, std::pair<double, TrialId>> bests;
  std::map<TrialState, std::pair<bool, TrialId>> latest;  // rather one with a curve than one that ended at once
  for (std::size_t i = 0; i < data.curves.size(); ++i) {
    const Curve& curve = data.curves[i];
    if (curve.state == TrialState::kRunning) lit.insert(curve.trial);
    const double value = digests.each[i].best(data.lowerIsBetter);
    auto& champion = bests.try_emplace(curve.contenderName, kNoValue, TrialId{}).first->second;
    if (isBetter(value, champion.first, data.lowerIsBetter)) champion = {value, curve.trial};
    const bool isEnded = curve.state == TrialState::kPaused || curve.state == TrialState::kStopped;
    if (isEnded) latest[curve.state] = std::max(latest[curve.state], std::pair(lengthOf(curve) > 1, curve.trial));
  }
  for (const auto& [name, champion] : bests) lit.insert(champion.second);
  for (const auto& [state, last] : latest) lit.insert(last.second);
  return lit;
}

struct Builder {
  const LearningCurvesData& data;
  const PlotStyle& style;
  SceneScales scales;
  const Digests& digests;
  std::set<TrialId> lit;
  Scene scene{};
  std::vector<double> values{}, dots{}, litEnds{};
  std::vector<std::size_t> sources{};  // beside scene.series: index into data.curves
  int points = 0;                      // unlit trials of one step

  bool isBest(const Curve& curve) const { return curve.trial == digests.best; }
  bool isLit(const Curve& curve) const { return curve.trial == data.selected || lit.contains(curve.trial); }
  void addCurve(std::size_t index, bool isShownLit);
  void addValues(const Curve& curve, const Digest& digest);
  void addLabel(const Curve& curve, std::size_t end);
  void addDiverged();
  void limitLabels();
  void setAxes();
  void addOffScale();
};

void Builder::addCurve(std::size_t index, bool isShownLit) {
  const Curve& curve = data.curves[index];
  const Digest& digest = digests.each[index];
  Series series;
  series.name = curveName(curve);
  series.family = curve.family;
  series.familyIndex = curve.familyIndex;
  series.x = curve.steps;
  series.y = curve.values;
  series.id = curve.trial.value;
  scene.isEmpty = scene.isEmpty && lengthOf(curve) == 0;
  if (!isShownLit) {
    series.emphasis = Emphasis::kGhost;
    // a trial that ended at once has no curve; dots of many would pile up to a line along the frame
    if (lengthOf(curve) == 1) {
      addValues(curve, digest);
      ++points;
      return;
    }
  } else {
    const bool isSubject = isBest(curve) || curve.trial == data.selected;
    series.emphasis = isSubject ? Emphasis::kSubject : Emphasis::kNormal;
    const QColor colour = methodColour(curve.family, curve.familyIndex, style.colours);
    series.endMark = stateEndMark(stateOf(curve.state), colour, style.colours);
    // print in grey: the method's marker along the curve, and at its end where that says no more than "finished"
    series.hasMarks = style.isPaper;
    if (style.isPaper && curve.state == TrialState::kFinished)
      series.endMark = methodMark(curve.family, curve.familyIndex, style.colours);
    series.endMark.radius = style.markRadius;
    series.endMark.penWidth = style.curve;
    if (!digest.isEmpty()) {
      addLabel(curve, digest.lastFinite);
      litEnds.push_back(curve.values[digest.lastFinite]);
    }
  }
  addValues(curve, digest);
  scene.series.push_back(std::move(series));
  sources.push_back(index);
}

// For choosing the scale some ten thousand values do, with every curve's extremes among them. Trials of one epoch are
// dots: they may be many and far off, and must not squeeze the curves.
void Builder::addValues(const Curve& curve, const Digest& digest) {
  if (digest.isEmpty()) return;
  if (lengthOf(curve) == 1) {
    dots.push_back(digest.lowest);
    return;
  }
  constexpr std::size_t kEnough = 20000;
  const std::size_t stride = 1 + digests.points / kEnough;
  for (std::size_t i = 0; i < lengthOf(curve); i += stride) values.push_back(curve.values[i]);
  values.push_back(digest.lowest);
  values.push_back(digest.highest);
}

void Builder::addLabel(const Curve& curve, std::size_t end) {
  DirectLabel label;
  label.x = curve.steps[end];
  label.y = curve.values[end];
  const bool isSubject = isBest(curve);
  const bool isChosen = curve.trial == data.selected;
  const bool isEnded = curve.state == TrialState::kPaused || curve.state == TrialState::kStopped;
  if (isEnded && !isSubject && !isChosen) {
    const State state = stateOf(curve.state);
    label.text = trialName(curve.number) + u' ' + stateWord(state);
    label.colour = stateTextColour(state, style.colours);
    label.isMicro = true;
    label.priority = 1;
  } else {
    label.text = trialName(curve.number) + u' ' + QString::fromStdString(curve.contenderName);
    label.colour = style.colours.of(curve.family).text;
    label.isBold = isSubject || isChosen;
    label.priority = isSubject ? 9 : isChosen ? 8 : curve.state == TrialState::kRunning ? 5 : 3;
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
  for (std::size_t i = 0; i < data.curves.size(); ++i) {
    const Curve& curve = data.curves[i];
    const std::size_t at = digests.each[i].firstBad;
    if (at < lengthOf(curve)) names[curve.steps[at]].append(trialName(curve.number));
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

// The ladder as far as it was climbed, and where the budget ends. The topmost rung is told by how far its trials are: while
// they are under way it is less than a full step, and no rung yet.
std::vector<double> ladderTo(double most, std::vector<double> rungs) {
  if (rungs.empty() || !(most > rungs.back())) return rungs;
  const std::size_t last = rungs.size() - 1;
  if (last >= 2 && rungs[last] * rungs[last - 2] < rungs[last - 1] * rungs[last - 1]) rungs.pop_back();
  rungs.push_back(most);
  return rungs;
}

void Builder::setAxes() {
  double first = HUGE_VAL;
  double last = -HUGE_VAL;
  for (const Curve& curve : data.curves) {
    if (curve.steps.empty()) continue;
    for (const double step : {curve.steps.front(), curve.steps.back()}) {
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
  scene.x.preferredTicks = ladderTo(data.mostResource, data.rungResources);
  if (first < last) {
    scene.x.lo = first;
    scene.x.hi = last;
  } else if (std::isfinite(first)) {  // one step so far
    scene.x.lo = isLogX ? first / 2.0 : first - 1.0;
    scene.x.hi = isLogX ? first * 2.0 : first + 1.0;
  }
  const FitRange range = fitRange(values.empty() ? dots : values, litEnds, scales.isLogY);
  scene.y.lo = range.lo;
  scene.y.hi = range.hi;
  scene.y.word = data.metric;
  scene.y.title = data.metric + (data.lowerIsBetter ? QStringLiteral(" ↓") : QStringLiteral(" ↑"));
  const auto isPositive = [](double v) { return !(v <= 0.0); };  // NaN has no place anyway
  scene.y.mayLog =
      std::all_of(values.begin(), values.end(), isPositive) && std::all_of(dots.begin(), dots.end(), isPositive);
}

// Lit curves get an arrow with their name where they leave; ghosts share one a step and are counted in the note.
void Builder::addOffScale() {
  int ghosts = 0;
  std::set<std::pair<EdgeMark::Kind, double>> leaving;
  for (std::size_t i = 0; i < scene.series.size(); ++i) {
    const Series& series = scene.series[i];
    const Digest& digest = digests.each[sources[i]];
    if (digest.isEmpty() || (digest.lowest >= scene.y.lo && digest.highest <= scene.y.hi)) continue;
    const bool isGhost = series.emphasis == Emphasis::kGhost;
    const std::size_t count = std::min(series.x.size(), series.y.size());
    for (std::size_t k = 0; k < count; ++k) {
      const double value = series.y[k];
      const bool isAbove = value > scene.y.hi;
      if (!std::isfinite(value) || (!isAbove && value >= scene.y.lo)) continue;
      const EdgeMark::Kind kind = isAbove ? EdgeMark::Kind::kAbove : EdgeMark::Kind::kBelow;
      if (isGhost) {
        ++ghosts;
        leaving.emplace(kind, series.x[k]);
      } else if (scene.edgeMarks.size() < kMostOffScaleArrows) {
        EdgeMark mark;
        mark.kind = kind;
        mark.at = series.x[k];
        mark.colour = style.colours.of(series.family).text;
        mark.text = series.name.section(u' ', 0, 0);
        scene.edgeMarks.push_back(std::move(mark));
      }
      break;
    }
  }
  for (const auto& [kind, step] : leaving) {
    if (scene.edgeMarks.size() >= kMostOffScaleArrows) break;
    scene.edgeMarks.push_back({.kind = kind, .at = step, .text = {}, .colour = style.colours.muted});
  }
  QStringList notes;
  if (ghosts == 1) notes << tr("1 more curve reaches off the scale");
  if (ghosts > 1) notes << tr("%1 more curves reach off the scale").arg(ghosts);
  if (points == 1) notes << tr("1 trial of one %1 not drawn").arg(scene.x.word);
  if (points > 1) notes << tr("%1 trials of one %2 not drawn").arg(points).arg(scene.x.word);
  scene.note = notes.join(QStringLiteral(" · "));
}

}  // namespace

double bestValue(const Curve& curve, bool lowerIsBetter) {
  return digestOf(curve).best(lowerIsBetter);
}

QString curveName(const Curve& curve) {
  return QStringLiteral("%1 %2, seed %3")
      .arg(trialName(curve.number), QString::fromStdString(curve.contenderName))
      .arg(curve.seed);
}

bool suggestsLogX(const LearningCurvesData& data) {
  return data.rungResources.size() > 1;
}

Scene learningScene(const LearningCurvesData& data, const PlotStyle& style, SceneScales scales) {
  const Digests digests = digestAll(data);
  Builder builder{.data = data, .style = style, .scales = scales, .digests = digests, .lit = chooseLit(data, digests)};
  // ghosts below, the subject on top
  std::vector<std::size_t> lit;
  for (std::size_t i = 0; i < data.curves.size(); ++i) {
    if (builder.isLit(data.curves[i]) && lit.size() < plotpen::kMostLit)
      lit.push_back(i);
    else
      builder.addCurve(i, false);
  }
  std::stable_sort(lit.begin(), lit.end(), [&](std::size_t left, std::size_t right) {
    const auto rank = [&](std::size_t i) {
      return data.curves[i].trial == data.selected ? 2 : builder.isBest(data.curves[i]) ? 1 : 0;
    };
    return rank(left) < rank(right);
  });
  for (const std::size_t i : lit) builder.addCurve(i, true);
  builder.limitLabels();
  builder.setAxes();
  builder.addDiverged();
  builder.addOffScale();
  return std::move(builder.scene);
}

}  // namespace touchstone::ui
