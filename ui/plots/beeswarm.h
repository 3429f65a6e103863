// Dots of one column moved sideways until none covers another, as near to the middle as they can; and, for very many,
// their histogram. Thread: pure functions. Units: px or pt.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace touchstone::ui {

struct Swarm {
  std::vector<double> offsets;  // beside the values; 0 for those that are not finite
  double diameter = 0.0;        // of the dots; smaller than asked for where the column is too narrow
};

// `y`: places along the column. Where even small dots do not fit into `halfWidth` they come closer and overlap.
// Cost: n times the neighbours of a dot; for a few hundred dots.
Swarm beeswarm(std::span<const double> y, double diameter, double halfWidth);

// Values of several classes counted in bins of equal height along a column.
struct ColumnBins {
  double top = 0.0, height = 1.0;        // of the first bin, which is at the smallest place
  std::vector<std::vector<int>> counts;  // [bin][class]
  int most = 0;                          // in one bin
};

// `classes`: beside `y`, 0 .. classCount - 1. Places outside top .. bottom are not counted.
ColumnBins binned(std::span<const double> y, std::span<const int> classes, int classCount, double top, double bottom,
                  double binHeight);

}  // namespace touchstone::ui
