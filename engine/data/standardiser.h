// Scaling from the training rows alone, and gaps filled without a look at later test values.
// z = (value - mean) / deviation, population deviation, NaN skipped. Filling: straight lines between neighbours inside the
// training and validation rows; in the test rows the last value is carried on, so that no future test value enters a
// history. A gap at the very start takes the first value.
// Thread: free functions. Errors: std::nullopt where there is nothing to scale or fill with.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "engine/data/series.h"

namespace touchstone::data {

// No value where all training rows are missing. A constant channel has deviation 1.
std::optional<Scale> scaleOf(std::span<const double> trainingRows);

// [T] without gaps; no value where the training and validation rows hold nothing at all.
std::optional<std::vector<double>> fillGaps(std::span<const double> values, std::size_t validationEnd);

}  // namespace touchstone::data
