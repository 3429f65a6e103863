#include "ui/plots/series_plot.h"

#include <algorithm>
#include <cmath>

#include "ui/plots/fit_range.h"
#include "ui/theme/theme.h"

namespace touchstone::ui {

namespace {

constexpr double kHistoryShare = 1.0;  // rows before validation, for each row of validation and test
constexpr double kNearlyAll = 0.85;    // from this share on everything is shown
constexpr std::size_t kEnoughForRange = 20000;

}  // namespace

QString channelName(const SeriesRow& series) {
  const QString name = QString::fromStdString(series.name).simplified();
  return name.isEmpty() ? SeriesPlot::tr("channel %1").arg(series.channel + 1) : name;
}

SeriesPlot::SeriesPlot(QWidget* parent)
    : PlotView(PlotStyle::screen(coloursOf(parent != nullptr ? parent->palette() : QPalette())), parent) {
  setAccessibleName(tr("Series"));
}

SeriesPlot::SeriesPlot(const PaperOptions& paper) : PlotView(PlotStyle::paper(paper), nullptr) {}

void SeriesPlot::setData(SeriesPlotData data) {
  const SeriesRow& before = m_data.series;
  const bool isSame = before.task == data.series.task && before.channel == data.series.channel &&
                      before.values.size() == data.series.values.size();
  m_data = std::move(data);
  const SeriesRow& series = m_data.series;
  m_calendar = Calendar::of(series.stepUnit, series.startS, series.stepS);
  std::vector<double> x(series.values.size());
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<double>(series.firstRow) + static_cast<double>(i);
  std::vector<double> y(series.values.begin(), series.values.end());
  // the old scene points into the old values, so these live until the new scene is set
  m_x.swap(x);
  m_y.swap(y);
  ++m_id;
  rebuild();
  if (!isSame) fit();
}

void SeriesPlot::setFrame(std::int64_t from, std::int64_t to) {
  if (from == m_frameFrom && to == m_frameTo) return;
  m_frameFrom = from;
  m_frameTo = to;
  rebuild();
}

SeriesPlot::Rows SeriesPlot::shownRows() const {
  const SeriesRow& series = m_data.series;
  const auto first = static_cast<double>(series.firstRow);
  const double last = first + std::max<double>(1.0, static_cast<double>(series.values.size()) - 1.0);
  const auto from = static_cast<double>(series.trainEnd);
  const double end =
      series.testEnd > series.trainEnd ? std::min(last, static_cast<double>(series.testEnd) - 1.0) : last;
  const double lo = std::max(first, from - kHistoryShare * (end - from));
  if (!(end > lo) || end - lo >= kNearlyAll * (last - first)) return {first, last};
  return {lo, end};
}

QString SeriesPlot::extentText() const {
  const auto whole = static_cast<std::int64_t>(m_y.size());
  const Rows rows = shownRows();
  const auto shown = static_cast<std::int64_t>(std::lround(rows.hi - rows.lo)) + 1;
  if (shown >= whole) return m_calendar.lengthText(whole);
  const QString part = m_calendar.lengthText(shown), all = m_calendar.lengthText(whole);
  const bool isSameUnit = part.section(QLatin1Char(' '), 1) == all.section(QLatin1Char(' '), 1);
  return tr("last %1 of %2").arg(isSameUnit ? part.section(QLatin1Char(' '), 0, 0) : part, all);
}

void SeriesPlot::rebuild() {
  Scene next;
  next.isEmpty = m_y.empty();
  if (!next.isEmpty) {
    Series observed;
    observed.name = channelName(m_data.series);
    observed.x = m_x;
    observed.y = m_y;
    observed.colour = style().colours.text;
    observed.isThin = true;
    observed.id = m_id;
    next.series.push_back(std::move(observed));
    addShades(next);
    setAxes(next);
  }
  setScene(std::move(next));
}

// Parts meet in the middle between two rows; what lies after the test block belongs to none.
void SeriesPlot::addShades(Scene& next) const {
  const SeriesRow& series = m_data.series;
  const Colours& colours = style().colours;
  const std::int64_t end = series.firstRow + static_cast<std::int64_t>(series.values.size());
  const auto add = [&](std::int64_t from, std::int64_t to, const QString& text, QColor ground, QColor word) {
    if (to <= from) return;
    Shade shade;
    shade.lo = static_cast<double>(std::max(from, series.firstRow)) - 0.5;
    shade.hi = static_cast<double>(std::min(to, end)) - 0.5;
    if (!(shade.hi > shade.lo)) return;
    shade.colour = ground;
    shade.text = text.arg(m_calendar.lengthText(to - from));
    shade.textColour = word;
    shade.isNamedAtStart = true;
    next.shades.push_back(std::move(shade));
  };
  add(0, series.trainEnd, tr("train, %1"), QColor(), colours.muted);
  add(series.trainEnd, series.validationEnd, tr("validation, %1"), colours.valShade, colours.muted);
  add(series.validationEnd, series.testEnd, tr("test, %1"), colours.testShade, colours.paused.text);
  if (m_frameTo <= m_frameFrom) return;
  Shade frame;
  frame.lo = static_cast<double>(m_frameFrom) - 0.5;
  frame.hi = static_cast<double>(m_frameTo) - 0.5;
  frame.edge = colours.accent;
  frame.text = tr("window");
  next.shades.push_back(std::move(frame));
}

void SeriesPlot::setAxes(Scene& next) const {
  const Rows rows = shownRows();
  next.x.lo = rows.lo - 0.5;
  next.x.hi = rows.hi + 0.5;
  next.x.mayLog = false;
  next.x.ticks = m_calendar.isKnown() ? TickKind::kCalendar : TickKind::kWhole;
  next.x.calendar = m_calendar;
  next.x.title = m_calendar.isKnown() ? QString() : tr("row");
  next.x.word = tr("row");
  const auto from = static_cast<std::size_t>(std::max(0.0, rows.lo - m_x.front()));
  const std::size_t to = std::min(m_y.size(), static_cast<std::size_t>(std::max(0.0, rows.hi - m_x.front())) + 1);
  double lowest = HUGE_VAL, highest = -HUGE_VAL;
  for (std::size_t i = from; i < to; ++i) {
    if (!std::isfinite(m_y[i])) continue;
    lowest = std::min(lowest, m_y[i]);
    highest = std::max(highest, m_y[i]);
  }
  // every value counts: a spike is data, not an accident of training
  const std::vector<double> values = {lowest, highest};
  const FitRange range = fitRange(values, values, logYOr(false));
  next.y.lo = range.lo;
  next.y.hi = range.hi;
  next.y.word = channelName(m_data.series);
  next.y.title = next.y.word;
  next.y.mayLog = std::none_of(m_y.begin(), m_y.end(), [](double value) { return value <= 0.0; });
}

TidyTable SeriesPlot::tidy() const {
  TidyTable rows;
  const QString name = channelName(m_data.series);
  for (std::size_t i = 0; i < m_y.size(); ++i) {
    TidyRow row;
    row.series = name;
    row.task = m_data.task;
    row.x = m_x[i];
    row.y = m_y[i];
    rows.push_back(std::move(row));
  }
  return rows;
}

std::unique_ptr<PlotView> SeriesPlot::onPaper(const PaperOptions& options) const {
  auto plot = std::make_unique<SeriesPlot>(options);
  plot->setData(m_data);
  plot->m_frameFrom = m_frameFrom;
  plot->m_frameTo = m_frameTo;
  plot->copyViewFrom(*this);
  return plot;
}

}  // namespace touchstone::ui
