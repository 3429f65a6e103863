#include "ui/plots/stem_plot.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/plots/numbers.h"
#include "ui/theme/theme.h"

namespace touchstone::ui {

namespace {

constexpr std::size_t kMostNamed = 4;
constexpr double kLeastNamed = 0.1;  // of the largest

}  // namespace

StemPlot::StemPlot(QWidget* parent)
    : PlotView(PlotStyle::screen(coloursOf(parent != nullptr ? parent->palette() : QPalette())), parent) {
  setAccessibleName(tr("Coefficients"));
}

StemPlot::StemPlot(const PaperOptions& paper) : PlotView(PlotStyle::paper(paper), nullptr) {}

void StemPlot::setData(StemPlotData data) {
  std::swap(m_data, data);  // the old scene points into the old weights
  ++m_id;
  rebuild();
}

void StemPlot::rebuild() {
  std::vector<double> lags(m_data.weights.size());
  std::iota(lags.begin(), lags.end(), 1.0);
  m_lags.swap(lags);
  Scene next;
  next.isEmpty = m_data.weights.empty();
  if (!next.isEmpty) {
    Series series;
    series.name = m_data.name;
    series.family = Family::kSupervised;
    series.familyIndex = m_data.familyIndex;
    series.x = m_lags;
    series.y = m_data.weights;
    series.isStem = true;
    series.id = m_id;
    next.series.push_back(std::move(series));
    next.rules.push_back({.at = 0.0, .isVertical = false, .isDashed = false, .isThin = true, .text = {}});
    double lowest = 0.0, highest = 0.0;
    for (const double weight : m_data.weights) {
      if (!std::isfinite(weight)) continue;
      lowest = std::min(lowest, weight);
      highest = std::max(highest, weight);
    }
    const double span = highest > lowest ? highest - lowest : 1.0;
    constexpr double kRoom = 0.15;  // for labels beside the lowest and highest
    const double last = m_lags.back();
    next.x.lo = 1.0 - std::clamp(0.012 * last, 0.4, 0.9);
    next.x.hi = last + std::max(0.4, 0.012 * last);
    next.x.mayLog = false;
    next.x.ticks = m_data.period > 1 ? TickKind::kPeriod : TickKind::kWhole;
    next.x.period = m_data.period;
    next.x.title = tr("lag (steps back)");
    next.x.word = tr("lag");
    next.y.lo = lowest - kRoom * span;
    next.y.hi = highest + kRoom * span;
    next.y.mayLog = false;
    next.y.word = tr("coefficient");
    next.y.title = tr("coefficient");
    addLabels(next);
  }
  setScene(std::move(next));
}

// The few largest; where lags are many only peaks, and of those that are close the tallest.
void StemPlot::addLabels(Scene& next) const {
  const std::vector<double>& weights = m_data.weights;
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (std::isfinite(weights[i])) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return std::abs(weights[a]) > std::abs(weights[b]); });
  std::vector<std::size_t> named;
  const double apart = std::max(1.0, 0.02 * static_cast<double>(weights.size()));
  const auto isPeak = [&](std::size_t i) {
    const double own = std::abs(weights[i]);
    return (i == 0 || !(std::abs(weights[i - 1]) > own)) &&
           (i + 1 == weights.size() || !(std::abs(weights[i + 1]) > own));
  };
  const bool isCrowded = apart > 2.0;
  for (const std::size_t i : order) {
    if (named.size() >= kMostNamed || std::abs(weights[i]) < kLeastNamed * std::abs(weights[order.front()])) break;
    const bool isBeside = std::any_of(named.begin(), named.end(), [&](std::size_t other) {
      return std::abs(static_cast<double>(other) - static_cast<double>(i)) < apart;
    });
    if (!isBeside && (!isCrowded || isPeak(i))) named.push_back(i);
  }
  for (const std::size_t i : named) {
    const auto lag = static_cast<std::int64_t>(i) + 1;
    const QString round = m_data.calendar.roundLength(lag);
    const QString value = fixedNumber(weights[i], 2);
    DirectLabel label;
    label.x = static_cast<double>(lag);
    label.y = weights[i];
    label.text = lag == 1 ? value : tr("%1, %2").arg(round.isEmpty() ? tr("lag %1").arg(lag) : round, value);
    label.colour = style().colours.text;
    label.isMicro = true;
    label.isInside = true;
    label.priority = static_cast<int>(named.size() - next.labels.size());
    next.labels.push_back(std::move(label));
  }
}

TidyTable StemPlot::tidy() const {
  TidyTable rows;
  for (std::size_t i = 0; i < m_lags.size(); ++i) {
    TidyRow row;
    row.series = m_data.name;
    row.family = QString::fromLatin1(toWord(Family::kSupervised));
    row.task = m_data.task;
    row.x = m_lags[i];
    row.y = m_data.weights[i];
    rows.push_back(std::move(row));
  }
  return rows;
}

std::unique_ptr<PlotView> StemPlot::onPaper(const PaperOptions& options) const {
  auto plot = std::make_unique<StemPlot>(options);
  plot->setData(m_data);
  plot->copyViewFrom(*this);
  return plot;
}

}  // namespace touchstone::ui
