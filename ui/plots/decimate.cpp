#include "ui/plots/decimate.h"

#include <algorithm>
#include <cmath>
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
  bool holds(double x) const { return x >= m_left && x < m_right; }

  void start(double left, double right, QPointF point) {
    m_left = left;
    m_right = right;
    m_first = point;
    m_count = 1;
  }
  void add(QPointF point) {
    if (m_count == 1) {
      m_lowest = m_highest = m_first;
      m_lowestAt = m_highestAt = 0;
    }
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
    if (m_count > 0) line.append(m_first);
    if (m_count > 1) flushRest(line);
    m_count = 0;
  }

 private:
  void flushRest(QPolygonF& line) const {
    const int last = m_count - 1;
    const bool isLowestFirst = m_lowestAt <= m_highestAt;
    addInner(line, isLowestFirst ? m_lowest : m_highest, isLowestFirst ? m_lowestAt : m_highestAt, last);
    if (m_lowestAt != m_highestAt) {
      addInner(line, isLowestFirst ? m_highest : m_lowest, isLowestFirst ? m_highestAt : m_lowestAt, last);
    }
    line.append(m_last);
  }
  static void addInner(QPolygonF& line, QPointF point, int at, int last) {
    if (at > 0 && at < last) line.append(point);
  }

  double m_left = 0.0, m_right = 0.0;
  int m_count = 0, m_lowestAt = 0, m_highestAt = 0;
  QPointF m_first, m_lowest, m_highest, m_last;
};

// AxisMap::toPixel, to the bit, with what all points share worked out once.
class Placer {
 public:
  explicit Placer(const AxisMap& map) : m_map(map), m_logSpan(map.isLog ? std::log(map.hi / map.lo) : 0.0) {}

  double operator()(double value) const {
    if (!m_map.isLog) return m_map.toPixel(value);
    return m_map.from + std::log(value / m_map.lo) / m_logSpan * (m_map.to - m_map.from);
  }

 private:
  const AxisMap m_map;
  const double m_logSpan;
};

bool isFar(QPointF point) {
  return std::abs(point.x()) > kFar || std::abs(point.y()) > kFar;
}

// Moves the line to the others, cut where it is far outside; tells whether it stayed whole.
bool takeLine(Polylines& lines, QPolygonF& line, bool hasFar) {
  if (line.isEmpty()) return false;
  if (!hasFar) {
    lines.push_back(std::exchange(line, {}));
    return true;
  }
  for (QPolygonF& part : clipLine(line, QRectF(-kFar, -kFar, 2.0 * kFar, 2.0 * kFar))) lines.push_back(std::move(part));
  line.clear();
  return false;
}

}  // namespace

void extend(GrowingLines& grown, std::span<const double> x, std::span<const double> y, const AxisMap& xMap,
            const AxisMap& yMap, double columnWidth) {
  const std::size_t start = std::exchange(grown.settledPoints, 0);
  const qsizetype vertices = std::exchange(grown.settledVertices, 0);
  QPolygonF line;
  if (start > 0) {
    line = std::move(grown.lines.back());
    grown.lines.pop_back();
    line.resize(vertices);
  } else if (!grown.lines.empty()) {
    line = std::move(grown.lines.front());  // its memory
    line.resize(0);
    grown.lines.clear();
  }
  Column column;
  bool hasFar = false;
  const double left = std::min(xMap.from, xMap.to) - 1.0;
  const double right = std::max(xMap.from, xMap.to) + 1.0;
  const Placer placeX(xMap);
  const Placer placeY(yMap);
  const std::size_t count = std::min(x.size(), y.size());
  std::size_t columnStart = start;
  for (std::size_t i = start; i < count; ++i) {
    const QPointF point(placeX(x[i]), placeY(y[i]));
    if (!std::isfinite(point.x()) || !std::isfinite(point.y())) {
      column.flushInto(line);
      takeLine(grown.lines, line, std::exchange(hasFar, false));
      continue;
    }
    hasFar = hasFar || isFar(point);
    // all that is outside at one side is one column
    const double inside = std::clamp(point.x(), left, right);
    if (!column.isEmpty() && column.holds(inside)) {
      column.add(point);
    } else {
      const double index = std::floor(inside / columnWidth);
      column.flushInto(line);
      column.start(index * columnWidth, (index + 1.0) * columnWidth, point);
      columnStart = i;
    }
  }
  const bool isOpen = !column.isEmpty();
  const qsizetype settled = line.size();
  column.flushInto(line);
  if (takeLine(grown.lines, line, hasFar) && isOpen) {
    grown.settledPoints = columnStart;
    grown.settledVertices = settled;
  }
}

Polylines decimated(std::span<const double> x, std::span<const double> y, const AxisMap& xMap, const AxisMap& yMap,
                    double columnWidth) {
  GrowingLines fresh;
  extend(fresh, x, y, xMap, yMap, columnWidth);
  return std::move(fresh.lines);
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
