// Bars of one row on the pixel grid: wide ones as they are, of those narrower than a pixel column one a column, so that
// drawing costs as much as the plot is wide. Thread: pure function.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace touchstone::ui {

struct PixelSpan {
  double from = 0.0, to = 0.0;
};

struct PixelBar {
  double from = 0.0, to = 0.0;
  std::size_t index = 0;  // of the span that it shows; of a crowded column the longest
  int count = 1;          // spans that it stands for
};

// `spans` by their start, in px. Spans outside left .. right are left out. No bar is narrower than `least`.
std::vector<PixelBar> pixelBars(std::span<const PixelSpan> spans, double left, double right, double least);

}  // namespace touchstone::ui
