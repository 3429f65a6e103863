// A step along a descent direction that meets the strong Wolfe conditions: enough descent, and a slope that has flattened.
// phi(t) = f(x + t d). Accepts t with phi(t) <= phi(0) + 1e-4 t phi'(0) and |phi'(t)| <= 0.9 |phi'(0)|; near the minimum, where
// the difference of two values is all rounding, the slope alone decides (Hager and Zhang's approximate condition).
// Thread: the caller's. Blocking: as long as the function takes, at most kMostTrials times. Errors: none.
// Source: Nocedal and Wright 2006, algorithms 3.5 and 3.6; Hager and Zhang 2005, SIAM J. Optim. 16, section 2.
#pragma once

#include <functional>

namespace touchstone::contenders {

struct LinePoint {
  double step = 0.0;
  double value = 0.0;
  double slope = 0.0;
};

struct LineResult {
  LinePoint point;  // the accepted one: always the last that was asked for
  int trials = 0;
  bool isFound = false;  // false: no step that descends was found
};

inline constexpr int kMostTrials = 25;

// phi: value and slope at a step; start: of step 0, with slope < 0; firstStep > 0.
LineResult searchLine(const std::function<LinePoint(double step)>& phi, const LinePoint& start, double firstStep);

}  // namespace touchstone::contenders
