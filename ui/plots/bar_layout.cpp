#include "ui/plots/bar_layout.h"

#include <algorithm>
#include <cmath>

namespace touchstone::ui {

std::vector<PixelBar> pixelBars(std::span<const PixelSpan> spans, double left, double right, double least) {
  std::vector<PixelBar> bars;
  double widest = 0.0;  // of the spans in the crowded column that is being filled
  double column = -HUGE_VAL;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const PixelSpan& span = spans[i];
    if (!(span.to >= left && span.from <= right)) continue;
    const double width = span.to - span.from;
    if (width >= least) {
      bars.push_back({std::max(span.from, left), std::min(span.to, right), i, 1});
      column = -HUGE_VAL;
      continue;
    }
    const double own = std::floor(std::max(span.from, left) / least) * least;
    if (own == column) {
      ++bars.back().count;
      if (width > widest) {
        widest = width;
        bars.back().index = i;
      }
      continue;
    }
    column = own;
    widest = width;
    bars.push_back({std::max(own, left), std::min(own + least, right), i, 1});
  }
  return bars;
}

}  // namespace touchstone::ui
