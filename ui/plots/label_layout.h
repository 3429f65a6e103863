// Where direct labels go so that none covers another: a column beside the plot, and places near a point inside it.
// Units: px (pt on paper). Thread: pure functions. Both are greedy by priority: the highest keeps its best place, the
// lowest is dropped first where there is no room.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <functional>
#include <vector>

namespace touchstone::ui {

struct ColumnLabel {
  double wanted = 0.0;  // centre it would like
  double height = 0.0;
  int priority = 0;  // the lowest are dropped first
};

// Centres, in the order given: inside top..bottom, at least `apart` from each other and not overlapping, in the order of
// `wanted`, with the least sum of squared moves. NaN: dropped.
std::vector<double> spreadApart(const std::vector<ColumnLabel>& labels, double apart, double top, double bottom);

struct InsideLabel {
  QPointF anchor;
  QSizeF size;
  int priority = 0;
};

// Rectangles, in the order given; null: dropped. `clutter` (may be empty) tells how much of the data a rectangle would
// cover; the least cluttered of the near places wins.
std::vector<QRectF> placeInside(const std::vector<InsideLabel>& labels, const QRectF& bounds,
                                const std::vector<QRectF>& obstacles, double gap, double apart,
                                const std::function<double(const QRectF&)>& clutter = {});

}  // namespace touchstone::ui
