// KPSS test of stationarity around a linear trend, with statsmodels' automatic number of lags, and the order of
// differencing that it leads to.
// eta = (sum S_t^2 / n^2) / lambda^2 over the residuals of x on (1, t): S_t their partial sums, lambda^2 their long-run
// variance with Bartlett weights. p > 0.05 is exactly eta < 0.146 (Kwiatkowski et al. 1992, table 1, trend).
// A series without residuals (constant, or an exact line) counts as stationary with eta 0; statsmodels divides 0 by 0.
// Thread: any, no shared state. Errors: none.
// Source: Kwiatkowski et al. 1992; statsmodels.tsa.stattools.kpss(regression="ct", nlags="auto"), golden numbers in
// tests/golden/kpss.json.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace touchstone::contenders {

inline constexpr double kKpssCritical5Percent = 0.146;
inline constexpr int kMostDifferences = 2;

struct KpssResult {
  double eta = 0.0;
  std::size_t lags = 0;  // of the long-run variance

  bool isStationary() const { return eta < kKpssCritical5Percent; }
};

// n < 3 leaves no residuals to speak of: stationary.
KpssResult kpss(std::span<const double> x);

// One more difference: [n] -> [n-1]; an empty series stays empty.
std::vector<double> difference(std::span<const double> x);
// Differenced `times` times: [n] -> [n - times], or empty.
std::vector<double> difference(std::span<const double> x, int times);

struct DifferenceChoice {
  int difference = 0;
  std::vector<std::vector<double>> etas;  // [differences tried, channels]
};

// The smallest d in 0..most with which every channel is stationary; `most` when there is none.
DifferenceChoice chooseDifference(std::span<const std::span<const double>> channels, int most = kMostDifferences);

}  // namespace touchstone::contenders
