#include "ui/plots/best_so_far_plot.h"

#include <algorithm>
#include <cmath>

#include "ui/plots/best_scene.h"
#include "ui/plots/fit_range.h"
#include "ui/plots/marks.h"
#include "ui/plots/numbers.h"
#include "ui/theme/theme.h"

namespace touchstone::ui {

namespace {

constexpr double kLateStart = 0.97;  // of the cost that is shown
// Values are weighed by how long they stood: a bad first trial of a second must not set the scale of an hour.
constexpr int kSamples = 60;

void sample(const BestLine& line, std::vector<double>& values) {
  if (line.x.empty()) return;
  std::size_t at = 0;
  for (int i = 0; i < kSamples; ++i) {
    const double x = line.x.front() + (line.x.back() - line.x.front()) * i / (kSamples - 1.0);
    while (at + 1 < line.x.size() && line.x[at + 1] <= x) ++at;
    values.push_back(line.y[at]);
  }
}

void scaleCosts(BestGroup& group, double unit) {
  for (BestLine& run : group.runs) {
    for (double& x : run.x) x /= unit;
  }
  for (double& x : group.mean.x) x /= unit;
  group.spentUntil /= unit;
}

const BestGroup* familyGroup(const std::vector<BestGroup>& groups, Family family) {
  const auto found = std::find_if(groups.begin(), groups.end(), [&](const BestGroup& g) { return g.family == family; });
  return found == groups.end() ? nullptr : &*found;
}

}  // namespace

BestSoFarPlot::BestSoFarPlot(QWidget* parent)
    : PlotView(PlotStyle::screen(coloursOf(parent != nullptr ? parent->palette() : QPalette())), parent) {
  setAccessibleName(tr("Best so far"));
}

BestSoFarPlot::BestSoFarPlot(const PaperOptions& paper) : PlotView(PlotStyle::paper(paper), nullptr) {}

BestSoFarPlot::~BestSoFarPlot() = default;

void BestSoFarPlot::setData(BestSoFarData runs) {
  m_data = std::move(runs);
  rebuild();
}

void BestSoFarPlot::setCostAxis(CostAxis axis) {
  if (axis == m_axis) return;
  m_axis = axis;
  rebuild();
  fit();
}

void BestSoFarPlot::setGrouping(BestGrouping grouping) {
  if (grouping == m_grouping) return;
  m_grouping = grouping;
  rebuild();
  fit();
}

QString BestSoFarPlot::bandNote() const {
  std::size_t seeds = 0;
  for (const BestGroup& group : m_groups) seeds = std::max(seeds, group.runs.size());
  if (seeds == 0) return {};
  if (seeds == 1) return tr("one seed");
  if (seeds < plotpen::kFewestSeedsForBand) return tr("single runs, %1 seeds").arg(seeds);
  return tr("band: ± 1 sd of %1 seeds").arg(seeds);
}

void BestSoFarPlot::rebuild() {
  std::vector<BestGroup> groups = bestGroups(m_data, m_axis, m_grouping);
  double largest = 0.0;
  for (const BestGroup& group : groups) largest = std::max(largest, group.spentUntil);
  const CostUnit unit = costUnit(m_axis, largest);
  for (BestGroup& group : groups) scaleCosts(group, unit.size);
  m_unit = unit.name;
  // the old scene's series point into the old groups, so these live until the new scene is set
  m_groups.swap(groups);
  Scene next;
  std::vector<double> values;
  for (const BestGroup& group : m_groups) addGroup(next, group, values);
  addCrossing(next);
  setAxes(next, values);
  addEntries(next);
  if (style().isPaper) next.note = bandNote();  // on the screen the card says it
  setScene(std::move(next));
}

void BestSoFarPlot::addGroup(Scene& next, const BestGroup& group, std::vector<double>& values) const {
  next.isEmpty = false;
  const bool isReference = group.family == Family::kReference;
  const bool hasBand = !group.lo.empty();
  const auto line = [&](const BestLine& steps, const QString& name, std::int64_t key) {
    Series series;
    series.name = name;
    series.family = group.family;
    series.familyIndex = group.familyIndex;
    series.x = steps.x;
    series.y = steps.y;
    series.isStep = true;
    // Too short to be seen: its first value has only just come.
    if (steps.x.front() > kLateStart * steps.x.back()) {
      series.endMark = methodMark(group.family, group.familyIndex, style().colours);
      series.endMark.radius = style().markRadius;
      series.endMark.penWidth = style().curve;
    }
    series.id = key;
    return series;
  };
  const std::int64_t id = 1 + (&group - m_groups.data());
  if (!hasBand && group.runs.size() > 1) {
    for (std::size_t i = 0; i < group.runs.size(); ++i) {
      next.series.push_back(line(group.runs[i], tr("%1, seed %2").arg(group.name).arg(group.seeds[i]), id));
    }
  } else {
    Series series = line(group.mean, group.name, id);
    series.lo = group.lo;
    series.hi = group.hi;
    series.hasMarks = style().isPaper && !isReference;
    next.series.push_back(std::move(series));
  }
  if (!isReference) sample(group.mean, values);
  DirectLabel label;
  label.x = group.mean.x.back();
  label.y = group.mean.y.back();
  label.text = group.name;
  label.colour = style().colours.of(group.family).text;
  label.isBold = !isReference && !style().isPaper;
  label.priority = isReference ? 1 : 5;
  const int decimals = decimalsForScores(label.y);
  label.second = fixedNumber(label.y, decimals);
  if (hasBand) label.second += tr(" ± %1").arg(fixedNumber(group.hi.back() - label.y, decimals));
  next.labels.push_back(std::move(label));
}

void BestSoFarPlot::setAxes(Scene& next, const std::vector<double>& values) const {
  const QString words[] = {tr("tuning time per run"), tr("epochs per run"), tr("trials per run")};
  const QString& word = words[static_cast<int>(m_axis)];
  const bool isTime = m_axis == CostAxis::kSeconds;
  next.x.title = isTime ? tr("%1 (%2)").arg(word, m_unit) : word;
  next.x.word = isTime ? tr("after %1").arg(m_unit) : m_unit;
  next.x.ticks = isTime ? TickKind::kNumbers : TickKind::kWhole;
  double first = HUGE_VAL;
  double last = 0.0;
  std::vector<double> keep;
  for (const BestGroup& group : m_groups) {
    for (const BestLine& run : group.runs) {
      if (run.x.front() > 0.0) first = std::min(first, run.x.front());
      last = std::max(last, run.x.back());
    }
    if (group.family != Family::kReference) keep.push_back(group.mean.y.back());
  }
  const bool isLogX = logXOr(false);
  next.x.mayLog = std::isfinite(first) && last > first;
  next.x.lo = isLogX && next.x.mayLog ? first : 0.0;
  next.x.hi = last > 0.0 ? last : 1.0;
  if (isLogX && next.x.mayLog) next.x.title += tr(", log");
  const FitRange range = rangeOf(values, keep);
  next.y.lo = range.lo;
  next.y.hi = range.hi;
  next.y.word = m_data.metric;
  next.y.title = m_data.metric + (m_data.lowerIsBetter ? QStringLiteral(" ↓") : QStringLiteral(" ↑"));
  next.y.mayLog = std::all_of(values.begin(), values.end(), [](double v) { return v > 0.0; });
  for (const BestGroup& group : m_groups) {
    const double value = group.mean.y.back();
    if (value >= range.lo && value <= range.hi) continue;
    EdgeMark mark;
    mark.kind = value > range.hi ? EdgeMark::Kind::kAbove : EdgeMark::Kind::kBelow;
    // clear of the rule that marks the crossing
    const double middle = next.x.lo + 0.6 * (next.x.hi - next.x.lo);
    const bool isRuled =
        !next.rules.empty() && std::abs(next.rules.front().at - middle) < 0.25 * (next.x.hi - next.x.lo);
    mark.at = isRuled ? next.x.lo + 0.92 * (next.x.hi - next.x.lo) : middle;
    mark.colour = style().colours.of(group.family).text;
    mark.text = tr("%1 %2").arg(group.name, fixedNumber(value, decimalsForScores(value)));
    next.edgeMarks.push_back(std::move(mark));
  }
}

// A reference far off is an arrow; one just outside is worth a little more height.
FitRange BestSoFarPlot::rangeOf(const std::vector<double>& values, const std::vector<double>& keep) const {
  constexpr double kNear = 0.2;
  constexpr double kPadding = 0.04;
  FitRange range = fitRange(values, keep, logYOr(false), 1.0);
  const FitRange before = range;
  const double span = before.hi - before.lo;
  for (const BestGroup& group : m_groups) {
    const double value = group.mean.y.back();
    if (value > before.hi && value < before.hi + kNear * span) range.hi = std::max(range.hi, value + kPadding * span);
    const double below = value - kPadding * span;
    if (value < before.lo && value > before.lo - kNear * span && (below > 0.0 || !logYOr(false)))
      range.lo = std::min(range.lo, below);
  }
  return range;
}

// Where a line comes in from off the scale.
void BestSoFarPlot::addEntries(Scene& next) const {
  for (const BestGroup& group : m_groups) {
    const BestLine& line = group.mean;
    for (std::size_t i = line.x.size() - 1; i > 0; --i) {
      const double before = line.y[i - 1];
      if (before >= next.y.lo && before <= next.y.hi) continue;
      const bool isAbove = before > next.y.hi;
      const bool isSeen = line.y[i] >= next.y.lo && line.y[i] <= next.y.hi;
      if (isSeen)
        next.edgeMarks.push_back({.kind = isAbove ? EdgeMark::Kind::kAbove : EdgeMark::Kind::kBelow,
                                  .at = line.x[i],
                                  .text = {},
                                  .colour = style().colours.of(group.family).text});
      break;
    }
  }
}

void BestSoFarPlot::addCrossing(Scene& next) const {
  const BestGroup* supervised = familyGroup(m_groups, Family::kSupervised);
  const BestGroup* foundation = familyGroup(m_groups, Family::kFoundation);
  if (m_grouping != BestGrouping::kFamily || supervised == nullptr || foundation == nullptr) return;
  const Crossing crossing = lastCrossing(supervised->mean, foundation->mean, m_data.lowerIsBetter);
  if (std::isnan(crossing.x)) return;
  Rule rule;
  rule.at = crossing.x;
  const QString at = tr("%1 %2").arg(readableNumber(crossing.x, 2), m_unit);
  rule.text =
      crossing.isSupervisedAhead ? tr("supervised overtakes at %1").arg(at) : tr("foundation overtakes at %1").arg(at);
  next.rules.push_back(std::move(rule));
}

TidyTable BestSoFarPlot::tidy() const {
  TidyTable rows;
  const auto add = [&](const BestGroup& group, const BestLine& line, const QString& name, int seeds, bool hasBand) {
    for (std::size_t i = 0; i < line.x.size(); ++i) {
      TidyRow row{.series = name,
                  .family = QString::fromLatin1(toWord(group.family)),
                  .task = m_data.task,
                  .seedCount = seeds,
                  .x = line.x[i],
                  .y = line.y[i]};
      if (hasBand) {
        row.lo = group.lo[i];
        row.hi = group.hi[i];
      }
      rows.push_back(std::move(row));
    }
  };
  for (const BestGroup& group : m_groups) {
    const bool hasBand = !group.lo.empty();
    if (hasBand || group.runs.size() == 1) {
      add(group, group.mean, group.name, static_cast<int>(group.runs.size()), hasBand);
    } else {
      for (std::size_t i = 0; i < group.runs.size(); ++i) {
        add(group, group.runs[i], tr("%1, seed %2").arg(group.name).arg(group.seeds[i]), 1, false);
      }
    }
  }
  return rows;
}

std::unique_ptr<PlotView> BestSoFarPlot::onPaper(const PaperOptions& options) const {
  auto plot = std::make_unique<BestSoFarPlot>(options);
  plot->m_data = m_data;
  plot->m_axis = m_axis;
  plot->m_grouping = m_grouping;
  plot->copyViewFrom(*this);
  return plot;
}

}  // namespace touchstone::ui
