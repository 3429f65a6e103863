#include "ui/plots/decimate.h"

#include <algorithm>
#include <utility>

#include "ui/plots/clip.h"

namespace touchstone::ui {

namespace {

// QPainter's dashes and its 26.6 raster coordinates fail on far outside points; this is far enough to keep every slope.
constexpr double kFar = 30000.0;

// Collects the points of one pixel column.
class Column {
 public:
  bool isEmpty() const { return m_count == 0; }
  int index() const { return m_index; }

  void start(int index, QPointF point) {
    m_index = index;
    m_first = m_lowest = m_highest = m_last = point;
    m_lowestAt = m_highestAt = 0;
    m_count = 1;
  }
  void add(QPointF point) {
    if (point.y() < m_lowest.y()) {
      m_lowest = point;
      m_lowestAt = m_count;
    }
    if (point.y() > m_highest.y()) {
      m_highest = point;
      m_highestAt = m_count;
    }
    m_last = point;
    ++m_count;
  }
  void flushInto(QPolygonF& line) {
    if (m_count == 0) return;
    line.append(m_first);
    const int last = m_count - 1;
    const bool isLowestFirst = m_lowestAt <= m_highestAt;
    addInner(line, isLowestFirst ? m_lowest : m_highest, isLowestFirst ? m_lowestAt : m_highestAt, last);
    if (m_lowestAt != m_highestAt) {
      addInner(line, isLowestFirst ? m_highest : m_lowest, isLowestFirst ? m_highestAt : m_lowestAt, last);
    }
    if (last > 0) line.append(m_last);
    m_count = 0;
  }

 private:
  static void addInner(QPolygonF& line, QPointF point, int at, int last) {
    if (at > 0 && at < last) line.append(point);
  }

  int m_index = 0, m_count = 0, m_lowestAt = 0, m_highestAt = 0;
  QPointF m_first, m_lowest, m_highest, m_last;
};

}  // namespace

Polylines decimated(std::span<const double> x, std::span<const double> y, const AxisMap& xMap, const AxisMap& yMap,
                    double columnWidth) {
  Polylines lines;
  QPolygonF line;
  Column column;
  const double left = std::min(xMap.from, xMap.to) - 1.0;
  const double right = std::max(xMap.from, xMap.to) + 1.0;
  const auto finish = [&] {
    column.flushInto(line);
    for (QPolygonF& part : clipLine(line, QRectF(-kFar, -kFar, 2.0 * kFar, 2.0 * kFar)))
      lines.push_back(std::move(part));
    line.clear();
  };
  const std::size_t count = std::min(x.size(), y.size());
  for (std::size_t i = 0; i < count; ++i) {
    const QPointF point(xMap.toPixel(x[i]), yMap.toPixel(y[i]));
    if (!std::isfinite(point.x()) || !std::isfinite(point.y())) {
      finish();
      continue;
    }
    // all that is outside at one side is one column
    const int index = static_cast<int>(std::floor(std::clamp(point.x(), left, right) / columnWidth));
    if (!column.isEmpty() && column.index() == index) {
      column.add(point);
    } else {
      column.flushInto(line);
      column.start(index, point);
    }
  }
  finish();
  return lines;
}

StepCurve stepped(std::span<const double> x, std::span<const double> y) {
  StepCurve out;
  const std::size_t count = std::min(x.size(), y.size());
  out.x.reserve(2 * count);
  out.y.reserve(2 * count);
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) {
      out.x.push_back(x[i]);
      out.y.push_back(y[i - 1]);
    }
    out.x.push_back(x[i]);
    out.y.push_back(y[i]);
  }
  return out;
}

}  // namespace touchstone::ui
