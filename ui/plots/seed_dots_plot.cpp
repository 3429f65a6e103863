#include "ui/plots/seed_dots_plot.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/api/metric_name.h"
#include "ui/plots/fit_range.h"
#include "ui/plots/numbers.h"
#include "ui/theme/theme.h"

namespace touchstone::ui {

namespace {

struct Summary {
  double mean = kNoValue, deviation = kNoValue;
};

Summary summaryOf(const std::vector<double>& scores) {
  std::vector<double> finite;
  for (const double score : scores) {
    if (std::isfinite(score)) finite.push_back(score);
  }
  Summary summary;
  if (finite.empty()) return summary;
  const double count = static_cast<double>(finite.size());
  summary.mean = std::accumulate(finite.begin(), finite.end(), 0.0) / count;
  if (finite.size() < 2) return summary;
  double squares = 0.0;
  for (const double score : finite) squares += (score - summary.mean) * (score - summary.mean);
  summary.deviation = std::sqrt(squares / (count - 1.0));
  return summary;
}

bool isBetter(double left, double right, bool lowerIsBetter) {
  if (std::isnan(left) || std::isnan(right)) return std::isnan(right) && !std::isnan(left);
  return lowerIsBetter ? left < right : left > right;
}

// Values far from the field are cut: beyond this many times the median distance from the best.
constexpr double kFarFromField = 10.0;

double farthestShown(std::vector<double> distances) {
  std::erase_if(distances, [](double d) { return !(d > 0.0); });
  if (distances.size() < 2) return HUGE_VAL;
  const auto middle = distances.begin() + static_cast<std::ptrdiff_t>((distances.size() - 1) / 2);
  std::nth_element(distances.begin(), middle, distances.end());
  return kFarFromField * *middle;
}

}  // namespace

SeedDotsPlot::SeedDotsPlot(QWidget* parent)
    : PlotView(PlotStyle::screen(coloursOf(parent != nullptr ? parent->palette() : QPalette())), parent) {
  setAccessibleName(tr("Seeds of every contender"));
}

SeedDotsPlot::SeedDotsPlot(const PaperOptions& paper) : PlotView(PlotStyle::paper(paper), nullptr) {}

void SeedDotsPlot::setData(SeedDotsData data) {
  m_data = std::move(data);
  rebuild();
}

int SeedDotsPlot::heightForRows() const {
  const double row = QFontMetricsF(uiFont(Role::kSmall)).height() * 1.15;
  const double axis = 2.6 * QFontMetricsF(uiFont(Role::kSmall)).height();
  return qCeil(static_cast<double>(m_data.rows.size()) * row + axis + 2.0 * space::k12);
}

void SeedDotsPlot::rebuild() {
  Scene next;
  std::vector<double> means;
  double best = kNoValue;
  for (const SeedDotsRow& row : m_data.rows) {
    means.push_back(summaryOf(row.scores).mean);
    if (!row.isReported && isBetter(means.back(), best, m_data.lowerIsBetter)) best = means.back();
  }
  std::vector<double> distances;
  distances.reserve(means.size());
  for (const double mean : means) distances.push_back(std::abs(mean - best));
  const double farthest = farthestShown(distances);
  std::vector<double> shown;
  for (std::size_t i = 0; i < m_data.rows.size(); ++i) {
    next.dotRows.push_back(dotRow(m_data.rows[i], best));
    if (!(distances[i] <= farthest) && !std::isnan(best)) continue;
    for (const double score : m_data.rows[i].scores) shown.push_back(score);
    shown.push_back(next.dotRows.back().lo);
    shown.push_back(next.dotRows.back().hi);
  }
  next.isEmpty = m_data.rows.empty();
  const double margin = m_data.relativeMargin * std::abs(best);
  if (std::isfinite(best) && margin > 0.0) {
    next.shades.push_back(
        {.lo = best - margin, .hi = best + margin, .isAlongX = true, .colour = style().colours.equalTint, .text = {}});
    shown.push_back(best - margin);
    shown.push_back(best + margin);
  }
  const bool isLog = logXOr(false);
  const FitRange range = fitRange(shown, {}, isLog, 1e9);
  const QString arrow = m_data.lowerIsBetter ? QStringLiteral(" ↓") : QStringLiteral(" ↑");
  if (style().isPaper) next.note = legend(margin > 0.0);  // on the screen the card says it
  next.x.title = tr("test %1").arg(m_data.metric) + arrow;
  next.x.word = m_data.metric;
  next.x.lo = range.lo;
  next.x.hi = range.hi;
  next.x.mayLog = std::all_of(shown.begin(), shown.end(), [](double v) { return !(v <= 0.0); });
  next.y.lo = -0.6;
  next.y.hi = static_cast<double>(m_data.rows.size()) - 0.4;
  next.y.mayLog = false;
  next.y.mayZoom = false;
  next.y.ticks = TickKind::kNone;
  setScene(std::move(next));
}

QString SeedDotsPlot::legend(bool hasMargin) const {
  const bool hasSeeds =
      std::any_of(m_data.rows.begin(), m_data.rows.end(), [](const SeedDotsRow& row) { return row.scores.size() > 1; });
  QStringList parts;
  if (hasSeeds) parts << tr("dots: seeds") << tr("bar: ± 1 sd");
  if (hasMargin) parts << tr("shaded: within %1 % of the best").arg(m_data.relativeMargin * 100.0);
  return parts.join(QStringLiteral(" · "));
}

DotRow SeedDotsPlot::dotRow(const SeedDotsRow& row, double best) const {
  const Summary summary = summaryOf(row.scores);
  DotRow dots;
  dots.id = row.id;
  dots.name = row.contender;
  dots.values = row.scores;
  for (std::size_t i = 0; i < row.scores.size(); ++i) {
    const bool hasSeed = i < row.seeds.size();
    dots.valueNames.push_back(hasSeed ? tr("seed %1").arg(row.seeds[i]) : tr("score"));
  }
  dots.mean = summary.mean;
  if (!std::isnan(summary.deviation)) {
    dots.lo = summary.mean - summary.deviation;
    dots.hi = summary.mean + summary.deviation;
  }
  dots.mark = methodMark(row.family, row.familyIndex, style().colours, row.isReported);
  dots.mark.radius = style().markRadius;
  dots.mark.penWidth = style().errorBar;
  dots.isBold = !row.isReported && summary.mean == best;
  const int decimals = decimalsForScores(best);
  // paper fonts have no such glyph, and a second font would come into the file for it
  if (!row.note.isEmpty())
    dots.note = style().isPaper ? QString(row.note).remove(QStringLiteral("✕ ")) : row.note;
  else if (std::isnan(summary.mean))
    dots.note = tr("no score yet");
  else if (row.isReported)
    dots.note = tr("%1 reported").arg(fixedNumber(summary.mean, decimals));
  else if (dots.isBold)
    dots.note = tr("best");
  else if (summary.mean > best)
    dots.note = tr("%1 above best").arg(fixedNumber(summary.mean - best, decimals));
  else
    dots.note = tr("%1 below best").arg(fixedNumber(best - summary.mean, decimals));
  if (dots.isBold) dots.noteColour = style().colours.text;
  if (!row.note.isEmpty()) dots.noteColour = style().colours.failed.text;
  return dots;
}

TidyTable SeedDotsPlot::tidy() const {
  TidyTable rows;
  for (const SeedDotsRow& contender : m_data.rows) {
    const QString family = QString::fromLatin1(toWord(contender.family));
    for (std::size_t i = 0; i < contender.scores.size(); ++i) {
      TidyRow row{.series = contender.contender, .family = family, .task = m_data.task, .seedCount = 1};
      if (i < contender.seeds.size()) row.x = static_cast<double>(contender.seeds[i]);
      row.y = contender.scores[i];
      rows.push_back(std::move(row));
    }
    const Summary summary = summaryOf(contender.scores);
    if (std::isnan(summary.deviation)) continue;
    TidyRow mean{.series = tr("%1, mean").arg(contender.contender),
                 .family = family,
                 .task = m_data.task,
                 .seedCount = static_cast<int>(contender.scores.size())};
    mean.y = summary.mean;
    mean.lo = summary.mean - summary.deviation;
    mean.hi = summary.mean + summary.deviation;
    rows.push_back(std::move(mean));
  }
  return rows;
}

std::unique_ptr<PlotView> SeedDotsPlot::onPaper(const PaperOptions& options) const {
  auto plot = std::make_unique<SeedDotsPlot>(options);
  plot->m_data = m_data;
  plot->copyViewFrom(*this);
  return plot;
}

SeedDotsData seedDotsOf(const std::vector<RunRow>& runs, TaskId task, const std::vector<ContenderRow>& contenders) {
  SeedDotsData data;
  std::vector<ContenderId> order;
  for (const RunRow& run : runs) {
    if (run.task != task) continue;
    data.task = QString::fromStdString(run.taskName);
    data.metric = QString::fromStdString(metricName(run.metric));
    data.lowerIsBetter = run.lowerIsBetter;
    auto at = static_cast<std::size_t>(std::find(order.begin(), order.end(), run.contender) - order.begin());
    if (at == order.size()) {
      order.push_back(run.contender);
      SeedDotsRow row;
      row.contender = QString::fromStdString(run.contenderName);
      row.family = run.family;
      row.id = run.contender.value;
      const auto known = std::find_if(contenders.begin(), contenders.end(),
                                      [&](const ContenderRow& c) { return c.id == run.contender; });
      if (known != contenders.end()) row.familyIndex = known->familyIndex;
      data.rows.push_back(std::move(row));
    }
    SeedDotsRow& row = data.rows[at];
    row.isReported = row.isReported || run.isReported;
    // copies of a contender without randomness are one value, not many seeds that agree
    if (run.state == RunState::kDone && std::isfinite(run.score) && !run.sameAs) {
      row.scores.push_back(run.score);
      row.seeds.push_back(run.seed);
    } else if (run.state == RunState::kFailed && row.scores.empty()) {
      row.note = SeedDotsPlot::tr("✕ failed");
    }
  }
  for (SeedDotsRow& row : data.rows) {
    if (!row.scores.empty()) row.note.clear();
  }
  const auto group = [](const SeedDotsRow& row) { return row.isReported ? 2 : row.scores.empty() ? 1 : 0; };
  std::stable_sort(data.rows.begin(), data.rows.end(), [&](const SeedDotsRow& a, const SeedDotsRow& b) {
    if (group(a) != group(b)) return group(a) < group(b);
    return isBetter(summaryOf(a.scores).mean, summaryOf(b.scores).mean, data.lowerIsBetter);
  });
  return data;
}

}  // namespace touchstone::ui
