#include "ui/plots/clip.h"

#include <algorithm>
#include <functional>
#include <optional>

namespace touchstone::ui {

namespace {

bool isInside(const QRectF& rect, QPointF point) {
  return point.x() >= rect.left() && point.x() <= rect.right() && point.y() >= rect.top() && point.y() <= rect.bottom();
}

struct Cut {
  QPointF from, to;
};

// Liang-Barsky.
std::optional<Cut> cutSegment(QPointF a, QPointF b, const QRectF& rect) {
  double begin = 0.0;
  double end = 1.0;
  const QPointF d = b - a;
  for (const auto& [step, distance] :
       {std::pair{-d.x(), a.x() - rect.left()}, std::pair{d.x(), rect.right() - a.x()},
        std::pair{-d.y(), a.y() - rect.top()}, std::pair{d.y(), rect.bottom() - a.y()}}) {
    if (step == 0.0) {
      if (distance < 0.0) return std::nullopt;
      continue;
    }
    const double at = distance / step;
    if (step < 0.0)
      begin = std::max(begin, at);
    else
      end = std::min(end, at);
  }
  if (begin > end) return std::nullopt;
  return Cut{a + begin * d, a + end * d};
}

// One side of Sutherland-Hodgman: `depth` is positive inside.
QPolygonF clipSide(const QPolygonF& area, const std::function<double(QPointF)>& depth) {
  QPolygonF out;
  for (qsizetype i = 0; i < area.size(); ++i) {
    const QPointF here = area[i];
    const QPointF next = area[(i + 1) % area.size()];
    const double a = depth(here);
    const double b = depth(next);
    if (a >= 0.0) out.append(here);
    if ((a < 0.0) != (b < 0.0)) out.append(here + (next - here) * (a / (a - b)));
  }
  return out;
}

}  // namespace

std::vector<QPolygonF> clipLine(const QPolygonF& line, const QRectF& rect) {
  if (std::all_of(line.begin(), line.end(), [&](QPointF point) { return isInside(rect, point); })) {
    return line.isEmpty() ? std::vector<QPolygonF>{} : std::vector<QPolygonF>{line};
  }
  std::vector<QPolygonF> out;
  QPolygonF part;
  for (qsizetype i = 1; i < line.size(); ++i) {
    const std::optional<Cut> cut = cutSegment(line[i - 1], line[i], rect);
    if (!cut) continue;
    if (part.isEmpty() || part.back() != cut->from) {
      if (part.size() > 1) out.push_back(part);
      part = QPolygonF({cut->from});
    }
    part.append(cut->to);
  }
  if (part.size() > 1) out.push_back(part);
  return out;
}

QPolygonF clipArea(const QPolygonF& area, const QRectF& rect) {
  QPolygonF out = clipSide(area, [&](QPointF p) { return p.x() - rect.left(); });
  out = clipSide(out, [&](QPointF p) { return rect.right() - p.x(); });
  out = clipSide(out, [&](QPointF p) { return p.y() - rect.top(); });
  return clipSide(out, [&](QPointF p) { return rect.bottom() - p.y(); });
}

}  // namespace touchstone::ui
