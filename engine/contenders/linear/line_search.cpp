#include "engine/contenders/linear/line_search.h"

#include <algorithm>
#include <cmath>

namespace touchstone::contenders {

namespace {

constexpr double kDescent = 1e-4;
constexpr double kFlattening = 0.9;
constexpr double kRounding = 1e-13;  // of a value: sums of many terms
constexpr double kMargin = 0.1;      // of the bracket, kept from its ends
constexpr double kMostGrowth = 10.0;

// Where the cubic through both points, with their slopes, has its minimum; NaN if nowhere.
double cubicMinimum(const LinePoint& a, const LinePoint& b) {
  const double width = b.step - a.step;
  const double d1 = a.slope + b.slope - 3.0 * (b.value - a.value) / width;
  const double square = d1 * d1 - a.slope * b.slope;
  const double d2 = std::copysign(std::sqrt(square), width);  // NaN where square < 0
  return b.step - width * (b.slope + d2 - d1) / (b.slope - a.slope + 2.0 * d2);
}

class Search {
 public:
  Search(const std::function<LinePoint(double)>& phi, const LinePoint& start) : m_phi(phi), m_start(start) {}

  LineResult run(double firstStep) {
    LinePoint before = m_start, now = ask(firstStep);
    while (m_trials < kMostTrials) {
      if (isAccepted(now)) {
        return {now, m_trials, true};
      }
      if (!descends(now) || (m_trials > 1 && now.value >= before.value)) {
        return zoom(before, now);
      }
      if (now.slope >= 0.0) {
        return zoom(now, before);
      }
      const double guess = cubicMinimum(before, now);
      const double low = now.step + kMargin * (now.step - before.step), high = kMostGrowth * now.step;
      before = now;
      now = ask(std::isfinite(guess) && guess > now.step ? std::clamp(guess, low, high) : high);
    }
    return {now, m_trials, false};
  }

 private:
  LinePoint ask(double step) {
    ++m_trials;
    return m_phi(step);
  }

  bool descends(const LinePoint& point) const {
    return point.value <= m_start.value + kDescent * point.step * m_start.slope;
  }

  bool isAccepted(const LinePoint& point) const {
    if (!std::isfinite(point.value)) {
      return false;
    }
    if (descends(point)) {
      return std::abs(point.slope) <= -kFlattening * m_start.slope;
    }
    return std::abs(point.value - m_start.value) <= kRounding * std::abs(m_start.value) &&
           point.slope <= (2.0 * kDescent - 1.0) * m_start.slope && point.slope >= kFlattening * m_start.slope;
  }

  // low: the best descending end of the bracket, its slope pointing to high.
  LineResult zoom(LinePoint low, LinePoint high) {
    LinePoint now = low;
    while (m_trials < kMostTrials) {
      const double width = high.step - low.step;
      const double guess = std::isfinite(high.value) ? cubicMinimum(low, high) : low.step + kMargin * width;
      const double left = std::min(low.step + kMargin * width, high.step - kMargin * width);
      const double right = std::max(low.step + kMargin * width, high.step - kMargin * width);
      now = ask(std::isfinite(guess) ? std::clamp(guess, left, right) : low.step + 0.5 * width);
      if (isAccepted(now)) {
        return {now, m_trials, true};
      }
      if (!descends(now) || now.value >= low.value) {
        high = now;
        continue;
      }
      if (now.slope * width >= 0.0) {
        high = low;
      }
      low = now;
    }
    // Flat to rounding, or a kink: any descent is better than none.
    if (low.step > 0.0 && now.step != low.step) {
      now = ask(low.step);
    }
    return {now, m_trials, low.step > 0.0};
  }

  const std::function<LinePoint(double)>& m_phi;
  const LinePoint m_start;
  int m_trials = 0;
};

}  // namespace

LineResult searchLine(const std::function<LinePoint(double)>& phi, const LinePoint& start, double firstStep) {
  return Search(phi, start).run(firstStep);
}

}  // namespace touchstone::contenders
