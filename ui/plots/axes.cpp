#include "ui/plots/axes.h"

#include <algorithm>

#include "ui/plots/calendar_ticks.h"
#include "ui/plots/halo_text.h"
#include "ui/plots/time_ticks.h"

namespace touchstone::ui {

void SpecTicker::setSpec(const AxisSpec& spec) {
  m_spec = spec;
}

// Four to seven labels are wanted, one more on a long axis; a third of a line's height between them along y, and the
// width of a figure and a half along x.
TickRoom SpecTicker::room() const {
  constexpr double kRoomy = 30.0;  // lines of text that a long axis has space for
  const QRect rect = m_axis->axisRect()->rect();
  const double line = QFontMetricsF(m_font).height();
  TickRoom room;
  if (m_axis->orientation() == Qt::Vertical) {
    room.length = rect.height();
    room.extent = [line](const QString&) { return line * 1.35; };
  } else {
    room.length = rect.width();
    room.extent = [font = m_font, gap = line * 0.8](const QString& label) {
      return textSize(font, label).width() + gap;
    };
  }
  room.most = room.length > kRoomy * line ? 8 : 7;
  return room;
}

void SpecTicker::generate(const QCPRange& range, const QLocale&, QChar, int, QVector<double>& ticks,
                          QVector<double>* subTicks, QVector<QString>* tickLabels) {
  const bool isLog = m_axis->scaleType() == QCPAxis::stLogarithmic;
  Ticks made;
  if (m_spec.ticks == TickKind::kNone)
    made = {};
  else if (m_spec.ticks == TickKind::kTime)
    made = timeTicks(range.lower, range.upper, room());
  else if (isLog && m_spec.ticks == TickKind::kResource)
    made = resourceTicks(range.lower, range.upper, m_spec.preferredTicks, room());
  else if (isLog)
    made = logTicks(range.lower, range.upper, room());
  else if (m_spec.ticks == TickKind::kCalendar)
    made = calendarTicks(m_spec.calendar, range.lower, range.upper, room());
  else if (m_spec.ticks == TickKind::kPeriod)
    made = periodTicks(range.lower, range.upper, m_spec.period, room());
  else if (m_spec.ticks == TickKind::kNumbers)
    made = linearTicks(range.lower, range.upper, room());
  else
    made = wholeTicks(range.lower, range.upper, room());
  ticks = QVector<double>(made.major.begin(), made.major.end());
  if (subTicks != nullptr) *subTicks = QVector<double>(made.minor.begin(), made.minor.end());
  if (tickLabels != nullptr) *tickLabels = QVector<QString>(made.labels.begin(), made.labels.end());
}

namespace {

void dressAxis(QCPAxis& axis, const PlotStyle& style, bool hasLine) {
  const QColor line = style.colours.axis;
  axis.setBasePen(hasLine ? QPen(line, style.axis, Qt::SolidLine, Qt::FlatCap) : QPen(Qt::NoPen));
  axis.setTickPen(hasLine ? QPen(line, style.tick, Qt::SolidLine, Qt::FlatCap) : QPen(Qt::NoPen));
  axis.setSubTickPen(hasLine ? QPen(line, style.subTick, Qt::SolidLine, Qt::FlatCap) : QPen(Qt::NoPen));
  axis.setTickLength(0, hasLine ? style.tickLength : 0);
  axis.setSubTickLength(0, hasLine ? style.subTickLength : 0);
  axis.setTickLabelFont(style.tickFont);
  axis.setTickLabelColor(style.isPaper ? style.colours.text : style.colours.muted);
  axis.setTickLabelPadding(style.isPaper ? 2 : 4);
  axis.setLabelFont(style.titleFont);
  axis.setLabelColor(style.isPaper ? style.colours.text : style.colours.muted);
  axis.setLabelPadding(style.isPaper ? 2 : 3);
  axis.setSelectableParts(QCPAxis::spNone);
}

void dressGrid(QCPGrid& grid, const PlotStyle& style, bool isVisible) {
  grid.setVisible(isVisible);
  grid.setPen(QPen(style.colours.line, style.grid, Qt::SolidLine, Qt::FlatCap));
  grid.setZeroLinePen(Qt::NoPen);
  grid.setSubGridVisible(false);
}

}  // namespace

void dressAxes(QCustomPlot& plot, const PlotStyle& style, const Scene& scene) {
  const bool hasRows = !scene.dotRows.empty();
  dressAxis(*plot.xAxis, style, scene.x.hasLine);
  dressAxis(*plot.yAxis, style, style.hasLeftLine && !hasRows);
  dressGrid(*plot.xAxis->grid(), style, hasRows && style.hasGrid);
  dressGrid(*plot.yAxis->grid(), style, !hasRows && style.hasGrid);
  plot.xAxis->setLabel(scene.x.title);
  plot.yAxis->setLabel(style.hasYTitle && !hasRows ? scene.y.title : QString());
  plot.yAxis->setTickLabels(!hasRows);
  plot.yAxis->setTicks(!hasRows);
  plot.setBackground(QBrush(style.isPaper ? QColor(Qt::white) : style.colours.surface));
}

void setScale(QCPAxis& axis, const AxisSpec& spec, bool isLog, const PlotStyle& style) {
  axis.setScaleType(isLog ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
  QSharedPointer<SpecTicker> ticker(new SpecTicker(&axis, style.tickFont));
  ticker->setSpec(spec);
  axis.setTicker(ticker);
}

}  // namespace touchstone::ui
