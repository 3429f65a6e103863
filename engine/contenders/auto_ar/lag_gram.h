// Gram matrix of lagged windows, pooled over channels, without a product of the window matrix with itself.
// G[i][j] = sum over channels and t in [first, end) of x[t-i] x[t-j], 0 <= i, j <= L. Its first row is an
// autocovariance; every other entry follows down its diagonal: G[i+1][j+1] = G[i][j] + x[first-1-i] x[first-1-j]
// - x[end-1-i] x[end-1-j]. Cost O(N L + C L^2) instead of O(N L^2), for N rows in C channels.
// Thread: any, no shared state. Errors: none; the caller keeps the preconditions.
// Source: lagged sums, covariance method of linear prediction. Oracle: brute force (tests/unit/contenders/lag_gram_test.cpp).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace touchstone::contenders {

// Windows of one channel, one for each newest row t in [first, end). Needs maxLag <= first <= end <= values.size().
struct LagRows {
  std::span<const double> values;
  std::size_t first = 0;
  std::size_t end = 0;
};

struct LagGram {
  std::size_t maxLag = 0;        // L
  std::size_t rows = 0;          // windows in all channels
  std::vector<double> products;  // [L+1, L+1], symmetric, row-major
  std::vector<double> sums;      // [L+1], sum of x[t-i]

  const double* row(std::size_t lag) const { return products.data() + lag * (maxLag + 1); }
};

LagGram lagGram(std::span<const LagRows> channels, std::size_t maxLag);

// Adds sum over t in [first, x.size()) of x[t] x[t-k] to out[k], k = 0 .. out.size()-1; x before its start counts as 0.
void addLagProducts(std::span<const double> x, std::size_t first, std::span<double> out);

}  // namespace touchstone::contenders
