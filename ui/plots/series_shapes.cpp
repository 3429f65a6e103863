// The part of SeriesLayer that draws what is neither a line nor a shade: stems and frames. Also its colours and pens.
#include <algorithm>

#include "ui/plots/series_layer.h"

namespace touchstone::ui {

QColor SeriesLayer::colourOf(const Series& series) const {
  return series.colour.isValid() ? series.colour : methodColour(series.family, series.familyIndex, m_style->colours);
}

// A colour of its own goes with a solid line: dashes tell families.
QPen SeriesLayer::penOf(const Series& series, double width) const {
  if (series.colour.isValid()) return {series.colour, width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin};
  return m_style->familyPen(series.family, series.familyIndex, width);
}

// Tall stems end in a small marker of the method; where stems are crowded, only the tallest few.
void SeriesLayer::drawStems(QPainter& painter, const Series& series, double width) const {
  const QRectF rect = plotArea(*keyAxis());
  const double zero = std::clamp(m_y.toPixel(0.0), rect.top(), rect.bottom());
  painter.setPen(QPen(colourOf(series), width, Qt::SolidLine, Qt::FlatCap));
  const double radius = m_style->markRadius * 0.75;
  std::vector<QPointF> tall;
  const std::size_t count = std::min(series.x.size(), series.y.size());
  const double spacing = count > 1 ? m_x.toPixel(series.x[1]) - m_x.toPixel(series.x[0]) : rect.width();
  const bool hasRoom = spacing >= 3.0 * radius;
  for (std::size_t i = 0; i < count; ++i) {
    const QPointF tip(m_x.toPixel(series.x[i]), m_y.toPixel(series.y[i]));
    if (!std::isfinite(tip.y()) || tip.x() < rect.left() - 1.0 || tip.x() > rect.right() + 1.0) continue;
    const QPointF end(tip.x(), std::clamp(tip.y(), rect.top(), rect.bottom()));
    painter.drawLine(QPointF(tip.x(), zero), end);
    if (end == tip && (hasRoom || std::abs(tip.y() - zero) > 1.5 * radius)) tall.push_back(tip);
  }
  std::stable_sort(tall.begin(), tall.end(),
                   [&](const QPointF& a, const QPointF& b) { return std::abs(a.y() - zero) > std::abs(b.y() - zero); });
  MarkStyle mark = methodMark(series.family, series.familyIndex, m_style->colours);
  mark.colour = colourOf(series);
  mark.radius = radius;
  mark.penWidth = m_style->curve * 0.8;
  const std::size_t most = hasRoom ? tall.size() : plotpen::kMostMarkers;
  std::vector<QPointF> drawn;
  for (const QPointF& tip : tall) {
    if (drawn.size() >= most) break;
    const bool isFree = std::none_of(drawn.begin(), drawn.end(), [&](const QPointF& other) {
      return std::hypot(other.x() - tip.x(), other.y() - tip.y()) < 1.6 * radius;
    });
    if (!isFree) continue;
    paintMark(painter, tip, mark);
    drawn.push_back(tip);
  }
}

double SeriesLayer::stemDistance(const Series& series, QPointF pixel, double reach) const {
  const double zero = m_y.toPixel(0.0);
  double best = reach;
  const std::size_t count = std::min(series.x.size(), series.y.size());
  for (std::size_t i = 0; i < count; ++i) {
    const double tip = m_y.toPixel(series.y[i]);
    if (!std::isfinite(tip)) continue;
    const auto [low, high] = std::minmax(tip, zero);
    const double beside = std::abs(m_x.toPixel(series.x[i]) - pixel.x());
    best = std::min(best, std::hypot(beside, std::max({0.0, low - pixel.y(), pixel.y() - high})));
  }
  return best;
}

void SeriesLayer::drawFrames(QPainter& painter) const {
  const QRectF rect = plotArea(*keyAxis());
  for (const Shade& shade : m_scene->shades) {
    if (!shade.edge.isValid()) continue;
    const double from = m_x.toPixel(shade.lo);
    const double to = m_x.toPixel(shade.hi);
    if (!(to >= rect.left() && from <= rect.right())) continue;
    const double inset = m_style->curve / 2.0;
    painter.setPen(QPen(shade.edge, m_style->curve, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(QPointF(from, rect.top() + inset), QPointF(to, rect.bottom() - inset)));
  }
}

}  // namespace touchstone::ui
