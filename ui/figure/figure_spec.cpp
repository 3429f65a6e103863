#include "ui/figure/figure_spec.h"

#include <algorithm>
#include <cmath>

namespace touchstone::ui {

namespace {

constexpr double kPointsPerMm = 72.0 / 25.4;
constexpr double kGoldenRatio = 0.618;

}  // namespace

int FigureSpec::widthPt() const {
  return std::max(1, static_cast<int>(std::lround(widthMm * kPointsPerMm)));
}

int FigureSpec::heightPt() const {
  const double height = heightMm > 0.0 ? heightMm : widthMm * kGoldenRatio;
  return std::max(1, static_cast<int>(std::lround(height * kPointsPerMm)));
}

}  // namespace touchstone::ui
