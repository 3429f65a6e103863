#include "ui/plots/block_layer.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/plots/column_heads.h"
#include "ui/plots/halo_text.h"

namespace touchstone::ui {

namespace {

constexpr double kNowhere = std::numeric_limits<double>::quiet_NaN();
// Classes of a histogram, from the middle outwards.
constexpr State kClasses[] = {State::kPromoted, State::kFinished, State::kPaused,
                              State::kStopped,  State::kRunning,  State::kFailed};

int classOf(State state) {
  const auto* found = std::find(std::begin(kClasses), std::end(kClasses), state);
  return found == std::end(kClasses) ? 0 : static_cast<int>(found - std::begin(kClasses));
}

}  // namespace

BlockLayer::BlockLayer(QCustomPlot* plot, const SeriesLayer* series)
    : QCPLayerable(plot, QStringLiteral("main")), m_series(series) {}

void BlockLayer::setScene(const Scene* scene, const PlotStyle* style) {
  m_scene = scene;
  m_style = style;
  m_isStale = true;
}

void BlockLayer::applyDefaultAntialiasingHint(QCPPainter* painter) const {
  painter->setAntialiasing(true);
}

double BlockLayer::roomAbove(double width) const {
  if (isEmpty()) return 0.0;
  const Blocks& blocks = m_scene->blocks;
  double room = 0.0;
  if (!blocks.topLines.empty()) room += QFontMetricsF(m_style->boldFont).height() + 0.5 * m_style->gap;
  if (!blocks.columns.empty()) {
    // the axis is not laid out yet: its labels take about this much
    const double axis = textSize(m_style->tickFont, QStringLiteral("0.0000")).width() + 3.0 * m_style->gap;
    const double share = 2.0 * block::kColumnHalf / static_cast<double>(blocks.columns.size());
    room += headHeight(headLines(blocks.columns, *m_style, share * (width - axis)), *m_style) + m_style->gap;
  }
  return room;
}

double BlockLayer::halfWidth() const {
  return std::abs(m_x.toPixel(block::kColumnHalf) - m_x.toPixel(0.0));
}

bool BlockLayer::isShown(QPointF at) const {
  return plotArea(*m_series->keyAxis()).adjusted(-1, -1, 1, 1).contains(at);
}

MarkStyle BlockLayer::dotMark(State state, double radius) const {
  MarkStyle mark = rungMark(state, m_style->colours);
  mark.radius = radius;
  mark.penWidth = m_style->curve;
  return mark;
}

// Pixels for the axes of the moment.
void BlockLayer::layOut() const {
  const AxisMap x = mapOf(*m_series->keyAxis());
  const AxisMap y = mapOf(*m_series->valueAxis());
  if (!m_isStale && x == m_x && y == m_y) return;
  m_x = x;
  m_y = y;
  m_isStale = false;
  m_columns.assign(m_scene->blocks.columns.size(), {});
  for (std::size_t i = 0; i < m_columns.size(); ++i) layOutColumn(m_scene->blocks.columns[i], m_columns[i]);
  layOutBars();
}

void BlockLayer::layOutColumn(const DotColumn& column, LaidColumn& laid) const {
  const QRectF area = plotArea(*m_series->keyAxis());
  const double middle = m_x.toPixel(column.at);
  std::vector<double> places;
  std::vector<int> classes;
  places.reserve(column.dots.size());
  for (const ColumnDot& dot : column.dots) {
    const double y = m_y.toPixel(dot.y);
    places.push_back(isShown({middle, y}) ? y : kNowhere);
    classes.push_back(classOf(dot.state));
  }
  const auto shown = std::count_if(places.begin(), places.end(), [](double y) { return std::isfinite(y); });
  laid.isHistogram = shown > block::kMostDots;
  laid.radius = block::kDotRadius * unit();
  for (const double y : places) laid.dots.emplace_back(middle, y);
  if (laid.isHistogram) {
    laid.bins = binned(places, classes, static_cast<int>(std::size(kClasses)), area.top(), area.bottom(),
                       block::kHistogramBin * unit());
    return;
  }
  const Swarm swarm = beeswarm(places, 2.0 * laid.radius + 0.6 * unit(), halfWidth());
  laid.radius = (swarm.diameter - 0.6 * unit() * swarm.diameter / (2.0 * laid.radius + 0.6 * unit())) / 2.0;
  for (std::size_t i = 0; i < places.size(); ++i) laid.dots[i].rx() += swarm.offsets[i];
}

void BlockLayer::rowBox(int row, double& top, double& height) const {
  const double middle = m_y.toPixel(static_cast<double>(m_scene->dotRows.size()) - 1.0 - row);
  const double pitch = std::abs(m_y.toPixel(1.0) - m_y.toPixel(0.0));
  height = std::min(pitch * block::kRowShare, block::kMostBarHeight * unit());
  top = middle - height / 2.0;
}

void BlockLayer::layOutBars() const {
  m_bars.clear();
  const QRectF area = plotArea(*m_series->keyAxis());
  const std::vector<RowBar>& bars = m_scene->blocks.bars;
  std::vector<std::vector<std::size_t>> rows(m_scene->dotRows.size());
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const bool isRow = bars[i].row >= 0 && static_cast<std::size_t>(bars[i].row) < rows.size();
    if (isRow) rows[static_cast<std::size_t>(bars[i].row)].push_back(i);
  }
  const double least = m_style->isPaper ? block::kLeastBar * unit() : block::kLeastBar;
  std::vector<PixelSpan> spans;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    spans.clear();
    for (const std::size_t index : rows[row])
      spans.push_back({m_x.toPixel(bars[index].from), m_x.toPixel(bars[index].to)});
    double top = 0.0;
    double height = 0.0;
    rowBox(static_cast<int>(row), top, height);
    for (const PixelBar& bar : pixelBars(spans, area.left(), area.right(), least)) {
      m_bars.push_back({bar, rows[row][bar.index], top, height});
    }
  }
}

void BlockLayer::draw(QCPPainter* painter) {
  if (isEmpty()) return;
  layOut();
  painter->save();
  drawLinks(*painter);
  const Blocks& blocks = m_scene->blocks;
  for (std::size_t i = 0; i < m_columns.size(); ++i) {
    if (m_columns[i].isHistogram) drawHistogram(*painter, i);
  }
  for (const DotColumn& column : blocks.columns) drawCut(*painter, column);
  for (std::size_t i = 0; i < m_columns.size(); ++i) {
    if (!m_columns[i].isHistogram) drawDots(*painter, i);
  }
  drawBars(*painter);
  drawTopLines(*painter);
  if (!blocks.columns.empty()) {
    const HeadLines lines = headLines(blocks.columns, *m_style, 2.0 * halfWidth());
    const double height = headHeight(lines, *m_style);
    const double top = plotArea(*m_series->keyAxis()).top() - height - m_style->gap;
    for (const DotColumn& column : blocks.columns) {
      const double middle = m_x.toPixel(column.at);
      paintHead(*painter, {middle - halfWidth(), std::max(top, 0.0), 2.0 * halfWidth(), height}, column, lines,
                *m_style);
    }
  }
  painter->restore();
}

QPainterPath BlockLayer::linkPath(const ColumnLink& link) const {
  QPointF from = m_columns[link.column].dots[link.from];
  QPointF to = m_columns[link.column + 1].dots[link.to];
  // a histogram hides its trials' places: links leave it at its edge
  if (m_columns[link.column].isHistogram) from.rx() += halfWidth();
  if (m_columns[link.column + 1].isHistogram) to.rx() -= halfWidth();
  QPainterPath path;
  if (!std::isfinite(from.y()) || !std::isfinite(to.y())) return path;
  const double reach = 0.45 * (to.x() - from.x());
  path.moveTo(from);
  path.cubicTo(from + QPointF(reach, 0), to - QPointF(reach, 0), to);
  return path;
}

void BlockLayer::drawLinks(QPainter& painter) const {
  const auto count = static_cast<double>(m_scene->blocks.links.size());
  QColor colour = m_style->colours.promoted.fill;
  // many links together are as soft as a few
  colour.setAlphaF(
      static_cast<float>(std::max(block::kLeastLinkAlpha, block::kLinkAlpha * std::min(1.0, 80.0 / count))));
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(colour, m_style->ghost));
  for (const ColumnLink& link : m_scene->blocks.links) painter.drawPath(linkPath(link));
}

void BlockLayer::drawHistogram(QPainter& painter, std::size_t column) const {
  const LaidColumn& laid = m_columns[column];
  const double middle = m_x.toPixel(m_scene->blocks.columns[column].at);
  const double perTrial = 2.0 * halfWidth() / std::max(1, laid.bins.most);
  for (std::size_t bin = 0; bin < laid.bins.counts.size(); ++bin) {
    int total = 0;
    for (const int count : laid.bins.counts[bin]) total += count;
    double x = middle - perTrial * total / 2.0;
    const double y = laid.bins.top + laid.bins.height * static_cast<double>(bin);
    for (std::size_t kind = 0; kind < laid.bins.counts[bin].size(); ++kind) {
      const double width = perTrial * laid.bins.counts[bin][kind];
      if (width <= 0.0) continue;
      painter.fillRect(QRectF(x, y, width, std::max(0.5, laid.bins.height - 0.8 * unit())),
                       stateColour(kClasses[kind], m_style->colours));
      x += width;
    }
  }
}

void BlockLayer::drawCut(QPainter& painter, const DotColumn& column) const {
  const double middle = m_x.toPixel(column.at);
  const double y = m_y.toPixel(column.cut);
  if (!isShown({middle, y})) return;
  painter.setPen(QPen(m_style->colours.text, m_style->cutOff, Qt::SolidLine, Qt::FlatCap));
  painter.drawLine(QPointF(middle - halfWidth(), y), QPointF(middle + halfWidth(), y));
}

void BlockLayer::drawDots(QPainter& painter, std::size_t column) const {
  const LaidColumn& laid = m_columns[column];
  const std::vector<ColumnDot>& dots = m_scene->blocks.columns[column].dots;
  for (std::size_t i = 0; i < dots.size(); ++i) {
    if (std::isfinite(laid.dots[i].y())) paintMark(painter, laid.dots[i], dotMark(dots[i].state, laid.radius));
  }
}

void BlockLayer::drawBars(QPainter& painter) const {
  painter.setRenderHint(QPainter::Antialiasing, m_style->isPaper);  // edges of bars stand on pixels
  for (const LaidBar& laid : m_bars) {
    const RowBar& bar = m_scene->blocks.bars[laid.index];
    const QRectF box(laid.bar.from, laid.top, laid.bar.to - laid.bar.from, laid.height);
    if (bar.isExpected) {
      QPen pen(m_style->colours.axis, m_style->markerLine);
      pen.setDashPattern(dashPattern({2.0 * unit(), 2.0 * unit()}, m_style->markerLine));
      painter.setPen(pen);
      painter.setBrush(Qt::NoBrush);
      painter.drawRect(box.adjusted(0.0, 0.5, 0.0, -0.5));
    } else {
      // neighbours stay apart, as long as there is something to part
      const double gap = box.width() > 4.0 * unit() ? unit() : 0.0;
      painter.fillRect(box.adjusted(0.0, 0.0, -gap, 0.0), bar.colour);
    }
  }
  painter.setRenderHint(QPainter::Antialiasing);
  for (const LaidBar& laid : m_bars) drawBarEnd(painter, laid);
}

void BlockLayer::drawBarEnd(QPainter& painter, const LaidBar& laid) const {
  const RowBar& bar = m_scene->blocks.bars[laid.index];
  const double size = std::min(laid.height * 0.75, block::kEndGlyph * unit());
  const bool isCut = m_x.toPixel(bar.to) > laid.bar.to + 0.5;  // its end is not to be seen
  if (bar.end == State::kRunning || bar.isExpected || isCut || laid.bar.to - laid.bar.from < 2.0 * size) return;
  MarkStyle glyph = stateGlyph(bar.end, m_style->colours);
  glyph.colour = m_style->colours.text;
  glyph.radius *= size / 10.0;
  glyph.penWidth = m_style->curve * 0.8;
  paintMark(painter, {laid.bar.to - size * 0.85, laid.top + laid.height / 2.0}, glyph);
}

void BlockLayer::drawTopLines(QPainter& painter) const {
  const QRectF area = plotArea(*m_series->keyAxis());
  const QRectF page = parentPlot()->viewport();
  for (const TopLine& line : m_scene->blocks.topLines) {
    const double x = m_x.toPixel(line.at);
    if (!(x >= area.left() - 1.0 && x <= area.right() + 1.0)) continue;
    painter.setPen(QPen(m_style->colours.text, m_style->cutOff, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    const QString text = fitText(m_style->boldFont, line.text, page.width());
    const QSizeF size = textSize(m_style->boldFont, text);
    const double left =
        std::clamp(x - size.width() / 2.0, page.left(), std::max(page.left(), page.right() - size.width()));
    paintText(painter, {left, area.top() - size.height() / 2.0 - 1.0},
              {text, m_style->boldFont, m_style->colours.text, QColor(), 0.0});
  }
}

}  // namespace touchstone::ui
