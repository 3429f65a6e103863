// Significant periods of a series of 2,048 values by its normalised periodogram.
// Missing values take the mean of the others; frequencies k = 2..1023 that exceed both neighbours and hold at least
// ln(1024 / 0.05) / 1024 of the power (a 5 % test against white noise over all 1,024 frequencies) count; the strongest
// four give periods round-half-even(2048 / k).
// Thread: pure functions. Errors: none. Cost: one transform of 2,048 values, about 20 us.
// Source: shared/models/README.md, "Fracast-0"; the search is credited to TinyCast (Apache-2.0).
#pragma once

#include <array>
#include <span>

namespace touchstone::nn {

inline constexpr int kPeriodogramLength = 2048;

// Strongest first, 0 in empty slots. values and mask [2048]; mask 0 marks a missing value.
std::array<int, 4> significantPeriods(std::span<const float> values, std::span<const float> mask);

// |X_k|^2 of the real discrete Fourier transform, k = 0..1024. `values` [2048].
std::array<double, kPeriodogramLength / 2 + 1> powerSpectrum(std::span<const double> values);

}  // namespace touchstone::nn
