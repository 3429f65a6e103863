// The range an axis takes to show data: all of it, unless a few values lie so far out that they would flatten the
// rest; those are cut and the plot marks them with arrows. Thread: pure functions.
#pragma once

#include <span>

namespace touchstone::ui {

struct FitRange {
  double lo = 0.0, hi = 1.0;
  bool isEmpty = true;  // no finite value (on log: no positive one)
  bool isCutBelow = false, isCutAbove = false;
};

// Values beyond `reach` times the 5..95 % span are left out; `keep` values (ends of lit curves) never are.
// Padding of 4 % on each side is included, multiplicative on log axes.
FitRange fitRange(std::span<const double> values, std::span<const double> keep, bool isLog, double reach = 2.0);

// Fitting again and again while data arrive would make the axis tremble: `now` stays while it holds `wanted` and is at
// most 1.4 times as wide.
bool isStillFitting(const FitRange& now, const FitRange& wanted, bool isLog);

}  // namespace touchstone::ui
