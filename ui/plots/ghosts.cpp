// The part of SeriesLayer that draws unlit curves by the thousand, and picks curves under the cursor.
#include <algorithm>

#include "ui/plots/series_layer.h"

namespace touchstone::ui {

std::vector<std::size_t> SeriesLayer::ghosts() const {
  std::vector<std::size_t> which;
  for (std::size_t i = 0; i < m_scene->series.size(); ++i) {
    if (m_scene->series[i].emphasis == Emphasis::kGhost) which.push_back(i);
  }
  return which;
}

// What the picture lacks, or nothing when it shows something that is no longer so and must be painted anew.
std::optional<std::vector<std::size_t>> SeriesLayer::newGhosts() const {
  std::vector<std::size_t> fresh;
  std::size_t known = 0;
  for (const std::size_t i : ghosts()) {
    const CurveKey& now = m_lines[i].key;
    const auto drawn = m_drawnGhosts.find(m_lines[i].id);
    if (drawn == m_drawnGhosts.end()) {
      fresh.push_back(i);
      continue;
    }
    ++known;
    const CurveKey& key = drawn->second.key;
    if (key == now) continue;
    // a curve that grew covers its own shorter picture, but no stub
    const bool isLonger =
        key.points > 1 && key.points < now.points && CurveKey::of(m_scene->series[i], key.points) == key;
    if (!isLonger) return std::nullopt;
    fresh.push_back(i);
  }
  if (known != m_drawnGhosts.size()) return std::nullopt;
  return fresh;
}

// Of a curve that grew, from the last vertex on that has not changed.
void SeriesLayer::addGhost(std::size_t index, QPointF origin, double ratio) {
  const CurveLines& curve = m_lines[index];
  const Polylines& lines = curve.grown.lines;
  DrawnGhost& drawn = m_drawnGhosts[curve.id];
  const bool isTail =
      drawn.settledVertices > 0 && drawn.lines == lines.size() && drawn.columnWidth == curve.columnWidth;
  for (std::size_t i = isTail ? lines.size() - 1 : 0; i < lines.size(); ++i) {
    const QPolygonF& line = lines[i];
    m_ghostRaster.add(line.size() > 1 ? line : stubOf(line.front()), origin, ratio,
                      isTail ? drawn.settledVertices - 1 : 0);
  }
  drawn = {curve.key, curve.columnWidth, lines.size(), curve.grown.settledVertices};
}

// A value without neighbours, between two that diverged for example, is a short dash.
QPolygonF SeriesLayer::stubOf(QPointF at) const {
  const QRectF rect = plotArea(*keyAxis());
  const double length = 1.5 * m_style->markRadius;
  const bool isSeen = at.x() <= rect.right() + 1.0;
  const double left = isSeen ? std::min(at.x(), rect.right() - length) : at.x();
  return QPolygonF({{left, at.y()}, {left + length, at.y()}});
}

void SeriesLayer::paintGhosts(QPainter& painter) const {
  const QColor colour = m_style->colours.ghost;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(colour, m_style->ghost, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
  for (const std::size_t i : ghosts()) {
    for (const QPolygonF& line : drawnLines(i)) painter.drawPolyline(line.size() > 1 ? line : stubOf(line.front()));
  }
}

void SeriesLayer::prepare() {
  if (m_scene == nullptr || m_scene->isEmpty) return;
  project();
  updateGhosts(parentPlot()->bufferDevicePixelRatio());
}

void SeriesLayer::updateGhosts(double ratio) {
  const QRect rect = keyAxis()->axisRect()->rect();
  const QSize size = (QSizeF(rect.size()) * ratio).toSize();
  if (size.isEmpty()) return;
  std::optional<std::vector<std::size_t>> fresh;
  const QRgb colour = m_style->colours.ghost.rgb();
  const bool isUsable = m_ghostRaster.size() == size && m_ghostX == m_x && m_ghostY == m_y;
  if (isUsable) fresh = newGhosts();
  if (!fresh) {
    m_ghostRaster.reset(size);
    m_drawnGhosts.clear();
    fresh = ghosts();
  }
  for (const std::size_t i : *fresh) addGhost(i, rect.topLeft(), ratio);
  if (!isUsable || !fresh->empty() || colour != m_ghostColour)
    m_ghostPicture = m_ghostRaster.picture(m_style->colours.ghost);
  m_ghostPicture.setDevicePixelRatio(ratio);
  m_ghostX = m_x;
  m_ghostY = m_y;
  m_ghostColour = colour;
}

void SeriesLayer::drawGhosts(QCPPainter& painter) {
  if (painter.modes().testFlag(QCPPainter::pmVectorized) || painter.modes().testFlag(QCPPainter::pmNoCaching)) {
    paintGhosts(painter);
    return;
  }
  updateGhosts(painter.device()->devicePixelRatioF());
  painter.setAntialiasing(false);  // takes QCustomPlot's half-pixel shift back
  painter.drawImage(keyAxis()->axisRect()->rect().topLeft(), m_ghostPicture);
  painter.setAntialiasing(true);
}

namespace {

double distanceSquared(QPointF p, QPointF a, QPointF b) {
  const QPointF d = b - a;
  const double length = QPointF::dotProduct(d, d);
  const double share = length > 0.0 ? std::clamp(QPointF::dotProduct(p - a, d) / length, 0.0, 1.0) : 0.0;
  const QPointF off = p - (a + share * d);
  return QPointF::dotProduct(off, off);
}

double distanceTo(const Polylines& lines, QPointF pixel, double reach) {
  double best = reach * reach;
  for (const QPolygonF& line : lines) {
    // only segments whose columns are near can be near; x does not decrease
    auto point = std::lower_bound(line.begin(), line.end(), pixel.x() - reach,
                                  [](const QPointF& p, double x) { return p.x() < x; });
    if (point != line.begin()) --point;
    for (; point != line.end() && point->x() <= pixel.x() + reach; ++point) {
      const QPointF next = point + 1 != line.end() ? *(point + 1) : *point;
      best = std::min(best, distanceSquared(pixel, *point, next));
    }
  }
  return std::sqrt(best);
}

}  // namespace

SeriesLayer::Hit SeriesLayer::nearest(QPointF pixel, double reach) const {
  Hit hit;
  if (m_scene == nullptr || m_scene->isEmpty) return hit;
  project();
  double best = reach;
  bool isLit = false;
  for (std::size_t i = 0; i < m_scene->series.size(); ++i) {
    const Series& series = m_scene->series[i];
    if (series.id == 0) continue;
    const double distance =
        series.isStem ? stemDistance(series, pixel, reach) : distanceTo(m_lines[i].grown.lines, pixel, reach);
    const bool isGhost = series.emphasis == Emphasis::kGhost;
    if (distance >= reach || (isLit && isGhost)) continue;
    if (distance < best || (!isLit && !isGhost)) {
      hit = nearestPoint(i, pixel);
      hit.distance = best = distance;
      isLit = !isGhost;
    }
  }
  for (std::size_t row = 0; row < m_scene->dotRows.size(); ++row) {
    for (std::size_t i = 0; i < m_scene->dotRows[row].values.size(); ++i) {
      const QPointF at(m_x.toPixel(m_scene->dotRows[row].values[i]), rowY(row));
      const double distance = std::hypot(at.x() - pixel.x(), at.y() - pixel.y());
      if (distance >= best) continue;
      best = distance;
      hit = {.series = -1, .row = static_cast<int>(row), .point = i, .at = at, .distance = distance};
    }
  }
  return hit;
}

SeriesLayer::Hit SeriesLayer::nearestPoint(std::size_t series, QPointF pixel) const {
  const Series& data = m_scene->series[series];
  Hit best{.series = static_cast<int>(series), .row = -1, .point = 0, .at = {}, .distance = HUGE_VAL};
  const std::size_t count = std::min(data.x.size(), data.y.size());
  for (std::size_t i = 0; i < count; ++i) {
    const double x = m_x.toPixel(data.x[i]);
    const double y = m_y.toPixel(data.y[i]);
    const double distance = std::abs(x - pixel.x());
    // of a step, the value that holds under the cursor
    const bool isAhead = data.isStep && x > pixel.x() && i > 0;
    if (!std::isfinite(y) || isAhead || distance > best.distance) continue;
    best.distance = distance;
    best.point = i;
    best.at = {data.isStep ? std::max(x, pixel.x()) : x, y};
  }
  return best;
}

SeriesLayer::Hit SeriesLayer::hitOf(int series, std::size_t point) const {
  project();
  const Series& data = m_scene->series.at(static_cast<std::size_t>(series));
  Hit hit{.series = series, .row = -1, .point = point, .at = {}, .distance = 0.0};
  hit.at = {m_x.toPixel(data.x[point]), m_y.toPixel(data.y[point])};
  return hit;
}

SeriesLayer::Hit SeriesLayer::hitOfRow(int row, std::size_t point) const {
  project();
  const DotRow& data = m_scene->dotRows.at(static_cast<std::size_t>(row));
  const double value = point < data.values.size() ? data.values[point] : data.mean;
  return {.series = -1,
          .row = row,
          .point = point,
          .at = {m_x.toPixel(value), rowY(static_cast<std::size_t>(row))},
          .distance = 0.0};
}

}  // namespace touchstone::ui
