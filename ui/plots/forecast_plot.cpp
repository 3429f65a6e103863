#include "ui/plots/forecast_plot.h"

#include <algorithm>
#include <cmath>

#include "ui/plots/fit_range.h"
#include "ui/theme/theme.h"

namespace touchstone::ui {

namespace {

constexpr std::int64_t kIdsPerWindow = 1 << 20;  // more contenders than any study has
constexpr std::int64_t kObserved = kIdsPerWindow - 1;

}  // namespace

QString aheadTitle(const Calendar& calendar) {
  switch (calendar.unit) {
  case Calendar::Unit::kNone:
    return ForecastPlot::tr("steps ahead");
  case Calendar::Unit::kWeekdays:
    return ForecastPlot::tr("weekdays ahead");
  case Calendar::Unit::kMonths:
    return ForecastPlot::tr("months ahead");
  case Calendar::Unit::kQuarters:
    return ForecastPlot::tr("quarters ahead");
  case Calendar::Unit::kYears:
    return ForecastPlot::tr("years ahead");
  case Calendar::Unit::kSeconds:
    break;
  }
  if (calendar.stepS == 3600.0) return ForecastPlot::tr("hours ahead");
  if (calendar.stepS == 86400.0) return ForecastPlot::tr("days ahead");
  return ForecastPlot::tr("steps ahead (%1)").arg(calendar.stepText());
}

ForecastPlot::ForecastPlot(QWidget* parent)
    : PlotView(PlotStyle::screen(coloursOf(parent != nullptr ? parent->palette() : QPalette())), parent) {
  setAccessibleName(tr("Forecasts"));
}

ForecastPlot::ForecastPlot(const PaperOptions& paper) : PlotView(PlotStyle::paper(paper), nullptr) {}

void ForecastPlot::setData(ForecastPlotData data) {
  // the old scene points into the old values, so these live until the new scene is set
  std::swap(m_data, data);
  rebuild();
}

void ForecastPlot::rebuild() {
  Scene next;
  next.isEmpty = m_data.future.empty() || m_data.lines.empty();
  const std::vector<double> oldX = std::exchange(m_observedX, {});
  const std::vector<double> oldY = std::exchange(m_observedY, {});
  const std::vector<double> oldSteps = std::exchange(m_steps, {});
  if (!next.isEmpty) {
    for (std::size_t step = 1; step <= m_data.future.size(); ++step) m_steps.push_back(static_cast<double>(step));
    setAxes(next);
    Shade shade;
    shade.lo = 0.0;
    shade.hi = next.x.hi;
    shade.colour = style().colours.testShade;
    next.shades.push_back(std::move(shade));
    next.rules.push_back({.at = 0.0, .isVertical = true, .isDashed = false, .isThin = true, .text = {}});
    addLines(next);
    addObserved(next);
    if (style().isPaper) next.note = m_data.note;
  }
  setScene(std::move(next));
}

void ForecastPlot::addObserved(Scene& next) {
  const auto past = static_cast<double>(m_data.past.size());
  for (std::size_t i = 0; i < m_data.past.size(); ++i) {
    m_observedX.push_back(static_cast<double>(i) - past + 1.0);
    m_observedY.push_back(m_data.past[i]);
  }
  m_observedX.insert(m_observedX.end(), m_steps.begin(), m_steps.end());
  m_observedY.insert(m_observedY.end(), m_data.future.begin(), m_data.future.end());
  Series observed;
  observed.name = tr("observed");
  observed.x = m_observedX;
  observed.y = m_observedY;
  observed.colour = style().colours.text;
  observed.id = m_data.window * kIdsPerWindow + kObserved;
  next.series.push_back(std::move(observed));
  std::size_t last = m_observedY.size();
  while (last > 0 && !std::isfinite(m_observedY[last - 1])) --last;
  if (last == 0) return;
  DirectLabel label;
  label.x = m_observedX[last - 1];
  label.y = m_observedY[last - 1];
  label.text = tr("observed");
  label.colour = style().colours.text;
  label.isBold = true;
  label.priority = 9;
  next.labels.push_back(std::move(label));
}

void ForecastPlot::addLines(Scene& next) const {
  int marked = 0;
  for (const ForecastLine& line : m_data.lines) {
    const bool isReference = line.family == Family::kReference;
    Series series;
    series.name = line.fullName;
    series.family = line.family;
    series.familyIndex = line.familyIndex;
    series.x = std::span<const double>(m_steps).first(std::min(m_steps.size(), line.values.size()));
    series.y = line.values;
    series.hasMarks = !isReference;
    constexpr int kPlaces = 4;  // markers of several lines take turns
    series.markShift = isReference ? 0.0 : static_cast<double>(marked++ % kPlaces) / kPlaces;
    series.id = m_data.window * kIdsPerWindow + line.id;  // each window's lines are lines of their own
    next.series.push_back(std::move(series));
    std::size_t last = std::min(m_steps.size(), line.values.size());
    while (last > 0 && !std::isfinite(line.values[last - 1])) --last;
    if (last == 0) continue;
    DirectLabel label;
    label.x = m_steps[last - 1];
    label.y = line.values[last - 1];
    label.text = line.name;
    label.colour = style().colours.of(line.family).text;
    label.isBold = line.isLeading && !style().isPaper;
    label.priority = line.isLeading ? 7 : isReference ? 1 : 5;
    next.labels.push_back(std::move(label));
  }
}

void ForecastPlot::setAxes(Scene& next) const {
  std::vector<double> observed = m_data.past;
  observed.insert(observed.end(), m_data.future.begin(), m_data.future.end());
  std::vector<double> values = observed;
  for (const ForecastLine& line : m_data.lines) values.insert(values.end(), line.values.begin(), line.values.end());
  // a forecast that explodes must not flatten what was observed
  const FitRange range = fitRange(values, observed, logYOr(false));
  next.x.lo = 1.0 - static_cast<double>(std::max<std::size_t>(1, m_data.past.size()));
  next.x.hi = static_cast<double>(m_data.future.size());
  next.x.mayLog = false;
  next.x.ticks = m_data.period > 1 ? TickKind::kPeriod : TickKind::kWhole;
  next.x.period = m_data.period;
  next.x.title = m_data.xTitle.isEmpty() ? tr("steps ahead") : m_data.xTitle;
  next.x.word = tr("step");
  next.y.lo = range.lo;
  next.y.hi = range.hi;
  next.y.word = m_data.channel;
  next.y.title = m_data.channel;
  next.y.mayLog = std::none_of(values.begin(), values.end(), [](double value) { return value <= 0.0; });
  for (const ForecastLine& line : m_data.lines) {
    for (std::size_t i = 0; i < line.values.size(); ++i) {
      const double value = line.values[i];
      if (!std::isfinite(value) || (value >= range.lo && value <= range.hi)) continue;
      next.edgeMarks.push_back({.kind = value > range.hi ? EdgeMark::Kind::kAbove : EdgeMark::Kind::kBelow,
                                .at = static_cast<double>(i + 1),
                                .text = line.name,
                                .colour = style().colours.of(line.family).text});
      break;
    }
  }
}

TidyTable ForecastPlot::tidy() const {
  TidyTable rows;
  const auto add = [&](const QString& name, const QString& family, double x, double y) {
    TidyRow row;
    row.series = name;
    row.family = family;
    row.task = m_data.task;
    row.x = x;
    row.y = y;
    rows.push_back(std::move(row));
  };
  for (std::size_t i = 0; i < m_observedX.size(); ++i) add(tr("observed"), {}, m_observedX[i], m_observedY[i]);
  for (const ForecastLine& line : m_data.lines) {
    const std::size_t count = std::min(m_steps.size(), line.values.size());
    for (std::size_t i = 0; i < count; ++i)
      add(line.fullName, QString::fromLatin1(toWord(line.family)), m_steps[i], line.values[i]);
  }
  return rows;
}

std::unique_ptr<PlotView> ForecastPlot::onPaper(const PaperOptions& options) const {
  auto plot = std::make_unique<ForecastPlot>(options);
  plot->setData(m_data);
  plot->copyViewFrom(*this);
  return plot;
}

}  // namespace touchstone::ui
