// Least-squares AR(p) with a constant, for every order p = 0..P, from one Cholesky factor of the lag Gram matrix.
// Regressors in the order [1, x[t-1], ..., x[t-P]]: the normal matrix of order p is the leading block of that of P, and
// its factor the leading block of the factor U (N = U'U). With z = U'^-1 b, the coefficients of order p are
// sum_{k <= p} z_k U^-1[:, k], so each order costs one more column: O(P^3) for all together.
// All orders share the rows of the Gram (t >= P): the leading blocks are then exact fits, and comparable.
// Near-singular normal matrices (a constant channel alone, collinear lags) get the smallest ridge of 1e-10, 1e-8, ...
// times their diagonal that keeps every pivot above 1e-12 of it; it is recorded.
// Thread: any, no shared state. Errors: kBadInput for values that are not finite.
// Source: Auto-AR of arXiv 2411.02796. Oracle: QR for every order (tests/unit/contenders/order_fits_test.cpp), statsmodels
// (tests/golden/ar_ols.json).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/api/result.h"
#include "engine/contenders/auto_ar/lag_gram.h"

namespace touchstone::contenders {

struct OrderFits {
  std::size_t maxOrder = 0;          // P
  std::vector<double> coefficients;  // [P+1 orders, P+1]: row p = const, lag 1 (newest), ..., lag p, then zeros
  double ridge = 0.0;                // relative to the diagonal; 0: none was needed

  const double* row(std::size_t order) const { return coefficients.data() + order * (maxOrder + 1); }
  std::span<const double> order(std::size_t p) const { return {row(p), p + 1}; }
};

// Orders 0..gram.maxLag. Needs gram.rows >= 1. Works in the memory of the Gram matrix: move it in.
Result<OrderFits> fitEveryOrder(LagGram gram);

// Order gram.maxLag alone, a third of the work.
struct OrderFit {
  std::vector<double> coefficients;  // [p+1]: const, lag 1, ..., lag p
  double ridge = 0.0;
};
Result<OrderFit> fitOneOrder(LagGram gram);

// The largest order that P = min(maxOrder, ...) allows: every channel keeps at least one row of the common sample
// (t >= P), and all together at least kRowsPerCoefficient rows for each of the P+1 coefficients; 0 if none does.
// lengths: training rows of each channel after differencing.
inline constexpr std::size_t kRowsPerCoefficient = 3;
std::size_t largestOrder(std::span<const std::size_t> lengths, std::size_t maxOrder);

}  // namespace touchstone::contenders
