// DLinear's moving-average decomposition as a linear map on look-backs, so that its two linear layers fold into one.
// trend = A x, the mean of `kernel` values around each, ends repeated; seasonal = x - A x; so
// Ws (x - A x) + Wt (A x) = (Ws + (Wt - Ws) A) x.
// Shapes: matrices [L, H] row-major with the look-back as rows: a step of A adds whole rows, which vectorises.
// Thread: pure functions. Errors: none; kernel is odd and >= 1. Cost O(L H), sliding sums.
// Source: Zeng et al. 2023, "Are Transformers effective for time series forecasting?", series_decomp of LTSF-Linear.
// Oracle: brute force and autograd (tests/torch/dlinear_test.cpp).
#pragma once

#include <cstddef>
#include <span>

namespace touchstone::nn {

struct Decomposition {
  std::size_t lookback = 0;  // L
  std::size_t horizon = 0;   // H
  std::size_t kernel = 25;

  std::size_t size() const { return lookback * horizon; }
};

// out = A m: the moving average down each column.
void movingAverage(const Decomposition& shape, std::span<const float> m, std::span<float> out);

// out = A^T m.
void movingAverageAdjoint(const Decomposition& shape, std::span<const float> m, std::span<float> out);

// out = seasonal + A^T (trend - seasonal): the one matrix that forecasts, as weights [L, H] that multiply x from the
// right.
void foldDecomposition(const Decomposition& shape, std::span<const float> seasonal, std::span<const float> trend,
                       std::span<float> out);

}  // namespace touchstone::nn
