// A curve on the pixel grid: at most four points a pixel column (first, lowest, highest, last), so that its drawing
// touches the same pixels as all its points would, whatever their number.
// Values without a place (NaN, infinite, not positive on a log axis) break the line. Far outside points are cut off on
// the straight line towards them. Thread: pure functions. Cost: linear, about 5 ns a point (linear axes).
#pragma once

#include <QPolygonF>
#include <cmath>
#include <span>
#include <vector>

namespace touchstone::ui {

// Data -> pixel of one axis.
struct AxisMap {
  double lo = 0.0, hi = 1.0;      // range in data
  double from = 0.0, to = 100.0;  // the same in pixels; to < from for an axis that runs up
  bool isLog = false;

  double toPixel(double value) const {
    if (!isLog) return from + (value - lo) / (hi - lo) * (to - from);
    return from + std::log(value / lo) / std::log(hi / lo) * (to - from);  // NaN or -inf where value <= 0
  }
  double toData(double pixel) const {
    const double share = (pixel - from) / (to - from);
    return isLog ? lo * std::pow(hi / lo, share) : lo + share * (hi - lo);
  }
  friend bool operator==(const AxisMap&, const AxisMap&) = default;
};

using Polylines = std::vector<QPolygonF>;

// `columnWidth`: px; wider columns make coarser and cheaper lines.
Polylines decimated(std::span<const double> x, std::span<const double> y, const AxisMap& xMap, const AxisMap& yMap,
                    double columnWidth = 1.0);

// Lines of a curve that grows at its end: all but the last pixel column stays as it is.
struct GrowingLines {
  Polylines lines;
  std::size_t settledPoints = 0;  // data points before the last column; 0: all must be done anew
  qsizetype settledVertices = 0;  // vertices of the last line before the last column
};
// Makes of the first points' lines those of all points, the same as decimated() makes. `x` and `y` begin with the points
// of the last call, maps and width are the same; `grown` is empty, or has nothing settled, for the first call. Cost: the
// new points.
void extend(GrowingLines& grown, std::span<const double> x, std::span<const double> y, const AxisMap& xMap,
            const AxisMap& yMap, double columnWidth = 1.0);

// The corners of a step curve: value y[i] holds from x[i] to x[i + 1]. Same length inputs.
struct StepCurve {
  std::vector<double> x, y;
};
StepCurve stepped(std::span<const double> x, std::span<const double> y);

}  // namespace touchstone::ui
