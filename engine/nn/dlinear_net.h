// DLinear: two linear layers from a look-back to the horizon, one for the moving average, one for the rest, shared by
// all channels. Trained on the folded matrix (decomposition.h): one product forward and one backward instead of two
// each, no decomposition of the batches, and the same gradients as the two layers.
// Shapes: inputs [B, L], targets and forecasts [B, H], row-major; parameters seasonal [L, H], trend [L, H], two biases
// [H] (2 L H + 2 H values, as LTSF counts them).
// Thread: one at a time; forecastWith() is const. Errors: none; the caller keeps the shapes.
// Source: Zeng et al. 2023 (LTSF-Linear); weights start at 1 / L, biases at 0.
// Oracle: the two layers written in torch with autograd (tests/torch/dlinear_test.cpp).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/nn/decomposition.h"

namespace touchstone::nn {

// Y = X * matrix + bias.
struct LinearForecast {
  std::size_t lookback = 0;
  std::size_t horizon = 0;
  std::vector<float> matrix;  // [L, H]
  std::vector<float> bias;    // [H]

  // forecasts [rows, H] of inputs [rows, L].
  void apply(std::span<const float> inputs, std::size_t rows, std::span<float> forecasts) const;
};

class DLinearNet {
 public:
  explicit DLinearNet(const Decomposition& shape);

  const Decomposition& shape() const { return m_shape; }
  std::size_t parameterCount() const { return m_parameters.size(); }
  std::span<float> parameters() { return m_parameters; }
  std::span<const float> parameters() const { return m_parameters; }

  // What the two layers amount to.
  LinearForecast folded() const;

  // Gradient of the mean squared error of one batch; answers the sum of squared errors.
  double gradient(std::span<const float> inputs, std::span<const float> targets, std::span<float> gradient);

 private:
  std::span<const float> seasonal() const { return std::span(m_parameters).first(m_shape.size()); }
  std::span<const float> trend() const { return std::span(m_parameters).subspan(m_shape.size(), m_shape.size()); }
  void foldInto(LinearForecast& forecast) const;

  Decomposition m_shape;
  std::vector<float> m_parameters;  // seasonal, trend, seasonal bias, trend bias
  LinearForecast m_folded;          // scratch of gradient()
  std::vector<float> m_errors;
  std::vector<float> m_matrixGradient;
};

}  // namespace touchstone::nn
