// Thins a curve for drawing without losing what an eye would see: the extremes of each bucket of neighbours stay.
// Thread: pure functions. Source: QCustomPlot's adaptive sampling does the same per pixel column.
#pragma once

#include <cstddef>
#include <vector>

namespace touchstone::store {

// At most `most` points (at least 2) remain, in order: the first, the last, and of each bucket the least and the greatest
// value and, where there is one, a NaN (a diverged loss must stay visible as a gap).
void thinToExtremes(std::vector<double>& steps, std::vector<double>& values, std::size_t most);

}  // namespace touchstone::store
