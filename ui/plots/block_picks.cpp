// The part of BlockLayer that finds what is under the cursor and what stands next to something.
#include <algorithm>
#include <cmath>

#include "ui/plots/block_layer.h"

namespace touchstone::ui {

std::int64_t BlockLayer::idOf(const PlotHit& hit) const {
  if (hit.column >= 0) return m_scene->blocks.columns.at(static_cast<std::size_t>(hit.column)).dots.at(hit.point).id;
  return hit.bar >= 0 ? m_scene->blocks.bars.at(static_cast<std::size_t>(hit.bar)).id : 0;
}

PlotHit BlockLayer::hitOfDot(std::size_t column, std::size_t dot) const {
  PlotHit hit;
  hit.column = static_cast<int>(column);
  hit.point = dot;
  hit.at = m_columns[column].dots[dot];
  return hit;
}

QRectF BlockLayer::boxOf(const RowBar& bar) const {
  double top = 0.0;
  double height = 0.0;
  rowBox(bar.row, top, height);
  const QRectF area = plotArea(*m_series->keyAxis());
  const double from = std::clamp(m_x.toPixel(bar.from), area.left(), area.right());
  const double to = std::clamp(m_x.toPixel(bar.to), area.left(), area.right());
  return {from, top, std::max(block::kLeastBar, to - from), height};
}

PlotHit BlockLayer::hitOfBar(std::size_t bar) const {
  PlotHit hit;
  hit.bar = static_cast<int>(bar);
  hit.at = boxOf(m_scene->blocks.bars[bar]).center();
  return hit;
}

PlotHit BlockLayer::nearest(QPointF pixel, double reach) const {
  if (isEmpty()) return {};
  layOut();
  return m_scene->blocks.columns.empty() ? nearestBar(pixel, reach) : nearestDot(pixel, reach);
}

// In a histogram the trial whose value is nearest to the cursor, wherever its bin is drawn.
PlotHit BlockLayer::nearestDot(QPointF pixel, double reach) const {
  PlotHit hit;
  double best = reach;
  for (std::size_t column = 0; column < m_columns.size(); ++column) {
    const LaidColumn& laid = m_columns[column];
    const double middle = m_x.toPixel(m_scene->blocks.columns[column].at);
    const bool isInside = std::abs(pixel.x() - middle) <= halfWidth();
    if (laid.isHistogram && !isInside) continue;
    for (std::size_t dot = 0; dot < laid.dots.size(); ++dot) {
      const QPointF at = laid.dots[dot];
      const double across = laid.isHistogram ? 0.0 : at.x() - pixel.x();
      const double distance = std::hypot(across, at.y() - pixel.y());
      if (!(distance < best)) continue;
      best = distance;
      hit = hitOfDot(column, dot);
      hit.distance = distance;
    }
  }
  return hit;
}

PlotHit BlockLayer::nearestBar(QPointF pixel, double reach) const {
  PlotHit hit;
  double best = reach;
  for (const LaidBar& laid : m_bars) {
    const RowBar& bar = m_scene->blocks.bars[laid.index];
    const double below = laid.top - pixel.y();
    const double above = pixel.y() - laid.top - laid.height;
    if (bar.isExpected || bar.id == 0 || std::max(below, above) > reach / 2.0) continue;
    const double distance =
        std::max({laid.bar.from - pixel.x(), pixel.x() - laid.bar.to, 0.0}) + std::max({below, above, 0.0});
    if (!(distance < best)) continue;
    best = distance;
    hit = hitOfBar(laid.index);
    hit.at.setX(std::clamp(pixel.x(), laid.bar.from, laid.bar.to));
    hit.distance = distance;
  }
  return hit;
}

PlotHit BlockLayer::step(const PlotHit& from, int across, int up) const {
  if (isEmpty()) return {};
  layOut();
  return m_scene->blocks.columns.empty() ? stepBars(from, across, up) : stepDots(from, across, up);
}

std::vector<std::size_t> BlockLayer::dotsFromTop(std::size_t column) const {
  const std::vector<QPointF>& dots = m_columns[column].dots;
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < dots.size(); ++i) {
    if (std::isfinite(dots[i].y())) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&dots](std::size_t a, std::size_t b) {
    return std::pair(dots[a].y(), dots[a].x()) < std::pair(dots[b].y(), dots[b].x());
  });
  return order;
}

// Up and down through a column; across to the same trial's place, or to the nearest value where it has none.
PlotHit BlockLayer::stepDots(const PlotHit& from, int across, int up) const {
  const int columns = static_cast<int>(m_columns.size());
  if (from.column < 0 || from.column >= columns) {
    for (std::size_t column = 0; column < m_columns.size(); ++column) {
      const std::vector<std::size_t> order = dotsFromTop(column);
      if (!order.empty()) return hitOfDot(column, up < 0 || across != 0 ? order.front() : order.back());
    }
    return {};
  }
  const auto own = static_cast<std::size_t>(from.column);
  if (up != 0) {
    const std::vector<std::size_t> order = dotsFromTop(own);
    const auto at = std::find(order.begin(), order.end(), from.point);
    if (at == order.end()) return from;
    const auto next = (at - order.begin()) - up;
    if (next < 0 || next >= static_cast<std::ptrdiff_t>(order.size())) return from;
    return hitOfDot(own, order[static_cast<std::size_t>(next)]);
  }
  const std::int64_t id = idOf(from);
  for (int column = from.column + across; column >= 0 && column < columns; column += across) {
    const auto index = static_cast<std::size_t>(column);
    const std::vector<ColumnDot>& dots = m_scene->blocks.columns[index].dots;
    const std::vector<std::size_t> order = dotsFromTop(index);
    const auto same = std::find_if(order.begin(), order.end(), [&](std::size_t dot) { return dots[dot].id == id; });
    if (same != order.end()) return hitOfDot(index, *same);
    const double y = m_columns[own].dots[from.point].y();
    const auto near = std::min_element(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return std::abs(m_columns[index].dots[a].y() - y) < std::abs(m_columns[index].dots[b].y() - y);
    });
    if (near != order.end()) return hitOfDot(index, *near);
  }
  return from;
}

// Left and right through a slot's row; up and down to what the next slot did at that time.
PlotHit BlockLayer::stepBars(const PlotHit& from, int across, int up) const {
  const std::vector<RowBar>& bars = m_scene->blocks.bars;
  const auto isPickable = [&bars](std::size_t i) { return !bars[i].isExpected && bars[i].id != 0; };
  if (from.bar < 0 || static_cast<std::size_t>(from.bar) >= bars.size()) {
    for (std::size_t i = 0; i < bars.size(); ++i) {
      if (isPickable(i)) return hitOfBar(i);
    }
    return {};
  }
  const RowBar& own = bars[static_cast<std::size_t>(from.bar)];
  const double middle = (own.from + own.to) / 2.0;
  int found = -1;
  double least = HUGE_VAL;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    if (!isPickable(i) || static_cast<int>(i) == from.bar) continue;
    const double off = (bars[i].from + bars[i].to) / 2.0 - middle;
    const bool isWanted = up != 0 ? bars[i].row == own.row - up : bars[i].row == own.row && off * across > 0.0;
    if (!isWanted || std::abs(off) >= least) continue;
    least = std::abs(off);
    found = static_cast<int>(i);
  }
  return found < 0 ? from : hitOfBar(static_cast<std::size_t>(found));
}

// The bar's edge; of a dot the way its trial took.
void BlockLayer::paintHit(QPainter& painter, const PlotHit& hit) const {
  layOut();
  painter.setBrush(Qt::NoBrush);
  if (hit.bar >= 0) {
    painter.setPen(QPen(m_style->colours.text, m_style->subject));
    painter.drawRect(boxOf(m_scene->blocks.bars.at(static_cast<std::size_t>(hit.bar))));
    return;
  }
  const std::int64_t id = idOf(hit);
  painter.setPen(QPen(m_style->colours.promoted.fill, m_style->subject));
  for (const ColumnLink& link : m_scene->blocks.links) {
    if (m_scene->blocks.columns[link.column].dots[link.from].id == id) painter.drawPath(linkPath(link));
  }
}

std::vector<QPointF> BlockLayer::dotPlaces(std::size_t column) const {
  layOut();
  return m_columns.at(column).dots;
}

bool BlockLayer::isHistogram(std::size_t column) const {
  layOut();
  return m_columns.at(column).isHistogram;
}

std::vector<QRectF> BlockLayer::barBoxes() const {
  layOut();
  std::vector<QRectF> boxes;
  for (const LaidBar& laid : m_bars)
    boxes.emplace_back(laid.bar.from, laid.top, laid.bar.to - laid.bar.from, laid.height);
  return boxes;
}

}  // namespace touchstone::ui
