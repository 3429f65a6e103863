// The part of SeriesLayer that strokes lit curves: one by one, or many of them as one picture.
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/plots/series_layer.h"

namespace touchstone::ui {

namespace {

constexpr qsizetype kDense = 150;
constexpr double kNoisyPerPixel = 1.0;

// Means of stretches of `width` px: what a pen of that width shows of a noisy line anyway.
QPolygonF smoothedPath(const QPolygonF& line, double width) {
  if (line.size() <= kDense) return line;
  QPolygonF out{line.front()};
  QPointF sum;
  int count = 0;
  double start = line.front().x();
  for (const QPointF& point : line) {
    if (point.x() - start > width && count > 0) {
      out.append(sum / count);
      sum = {};
      count = 0;
      start = point.x();
    }
    sum += point;
    ++count;
  }
  out.append(line.back());
  return out;
}

// The raster engine looks for each pixel among those of its row that the line has touched so far: what a flat line costs
// grows with the square of its length. Stretches of some 60 px, each with round ends, look the same.
void drawInStretches(QPainter& painter, const QPolygonF& line) {
  constexpr double kStretch = 60.0;
  qsizetype from = 0;
  for (qsizetype to = 1; to < line.size(); ++to) {
    if (to + 1 < line.size() && line[to].x() - line[from].x() < kStretch) continue;
    painter.drawPolyline(line.constData() + from, static_cast<int>(to - from + 1));
    from = to;
  }
}

// The drawn pieces of a line with this pattern of dashes and gaps, all in px.
Polylines dashed(const QPolygonF& line, const QList<qreal>& pattern) {
  Polylines pieces;
  qsizetype part = 0;
  double left = pattern.front();
  QPolygonF piece{line.front()};
  for (qsizetype i = 1; i < line.size(); ++i) {
    QPointF from = line[i - 1];
    double length = std::hypot(line[i].x() - from.x(), line[i].y() - from.y());
    while (length > left) {
      from += (line[i] - from) * (left / length);
      length -= left;
      const bool isDash = part % 2 == 0;
      if (isDash) pieces.push_back(std::exchange(piece, {}) << from);
      part = (part + 1) % pattern.size();
      left = pattern[part];
      if (!isDash) piece = {from};
    }
    left -= length;
    if (part % 2 == 0) piece << line[i];
  }
  if (piece.size() > 1) pieces.push_back(std::move(piece));
  return pieces;
}

}  // namespace

void SeriesLayer::drawLit(QCPPainter& painter) {
  const double width = m_isCrowded ? m_style->curveMany : m_style->curve;
  const bool isRaster = mayRaster(painter);
  if (isRaster) rasterLit(painter, width);
  for (std::size_t i = 0; i < m_scene->series.size(); ++i) {
    const Emphasis emphasis = m_scene->series[i].emphasis;
    if (emphasis == Emphasis::kSubject || (emphasis == Emphasis::kNormal && !isRaster)) drawLine(painter, i, width);
  }
}

// Many lit curves on the screen. Steps have corners and stems are no lines.
bool SeriesLayer::mayRaster(const QCPPainter& painter) const {
  if (!m_isCrowded || m_style->isPaper || painter.modes().testFlag(QCPPainter::pmVectorized) ||
      painter.modes().testFlag(QCPPainter::pmNoCaching)) {
    return false;
  }
  return std::none_of(m_scene->series.begin(), m_scene->series.end(),
                      [](const Series& series) { return series.isStep || series.isStem; });
}

void SeriesLayer::rasterLit(QCPPainter& painter, double width) {
  const QRect rect = keyAxis()->axisRect()->rect();
  const double ratio = painter.device()->devicePixelRatioF();
  m_strokes.reset((QSizeF(rect.size()) * ratio).toSize());
  for (std::size_t i = 0; i < m_scene->series.size(); ++i) {
    const Series& series = m_scene->series[i];
    if (series.emphasis != Emphasis::kNormal) continue;
    const double own = series.isThin ? width * 0.66 : width;
    for (const QPolygonF& line : m_lines[i].grown.lines) {
      if (line.size() == 1) continue;
      const QPen pen = linePen(series, line, own, ratio);
      QList<qreal> pattern = pen.style() == Qt::SolidLine ? QList<qreal>() : pen.dashPattern();
      for (qreal& length : pattern) length *= pen.widthF();
      const Polylines pieces = pattern.isEmpty() ? Polylines{line} : dashed(line, pattern);
      for (const QPolygonF& piece : pieces) m_strokes.add(piece, rect.topLeft(), ratio, pen.widthF());
    }
    m_strokes.blend(colourOf(series));
  }
  QImage picture = m_strokes.picture();
  picture.setDevicePixelRatio(ratio);
  painter.setAntialiasing(false);  // takes QCustomPlot's half-pixel shift back
  painter.drawImage(rect.topLeft(), picture);
  painter.setAntialiasing(true);
  for (std::size_t i = 0; i < m_scene->series.size(); ++i) {
    const Series& series = m_scene->series[i];
    if (series.emphasis != Emphasis::kNormal) continue;
    drawDots(painter, series, m_lines[i].grown.lines, series.isThin ? width * 0.66 : width);
  }
}

// Values without neighbours.
void SeriesLayer::drawDots(QPainter& painter, const Series& series, const Polylines& lines, double radius) const {
  for (const QPolygonF& line : lines) {
    if (line.size() > 1) continue;
    paintMark(painter, line.front(), {.mark = Mark::kCircle, .colour = colourOf(series), .radius = radius});
  }
}

// Noise of several vertices a pixel fills its width by itself: one device pixel, which the raster engine draws without
// stroking outlines.
QPen SeriesLayer::linePen(const Series& series, const QPolygonF& line, double width, double ratio) const {
  const bool isNoise =
      !m_style->isPaper && static_cast<double>(line.size()) > kNoisyPerPixel * keyAxis()->axisRect()->width();
  return penOf(series, isNoise ? 1.0 / ratio : width);
}

void SeriesLayer::drawLine(QPainter& painter, std::size_t index, double width) const {
  const Series& series = m_scene->series[index];
  const bool isSubject = series.emphasis == Emphasis::kSubject;
  const double own = isSubject ? m_style->subject : series.isThin ? width * 0.66 : width;
  if (isSubject) {
    QColor halo = colourOf(series);
    halo.setAlphaF(static_cast<float>(plotpen::kHaloAlpha));
    painter.setPen(QPen(halo, m_style->halo, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
    for (const QPolygonF& line : drawnLines(index)) painter.drawPolyline(smoothedPath(line, m_style->halo));
  }
  strokeLine(painter, index, own);
}

void SeriesLayer::strokeLine(QPainter& painter, std::size_t index, double width) const {
  const Series& series = m_scene->series[index];
  painter.setBrush(Qt::NoBrush);
  if (series.isStem) {
    drawStems(painter, series, width);
    return;
  }
  const Polylines lines = drawnLines(index);
  drawDots(painter, series, lines, width);
  for (const QPolygonF& line : lines) {
    if (line.size() == 1) continue;
    QPen pen = linePen(series, line, width, painter.device()->devicePixelRatioF());
    // round joins are arcs, which cost several times the line itself and do not show in a dense one
    pen.setJoinStyle(line.size() > kDense ? Qt::BevelJoin : Qt::RoundJoin);
    const bool isInStretches = m_isCrowded && !m_style->isPaper && pen.style() == Qt::SolidLine;
    if (isInStretches) pen.setCapStyle(Qt::RoundCap);
    painter.setPen(pen);
    if (isInStretches) {
      drawInStretches(painter, line);
    } else {
      painter.drawPolyline(line);
    }
  }
}

}  // namespace touchstone::ui
