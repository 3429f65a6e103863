#include "engine/nn/dlinear_net.h"

#include <cblas.h>

#include <algorithm>
#include <cassert>

namespace touchstone::nn {

namespace {

int blasSize(std::size_t size) {
  return static_cast<int>(size);
}

}  // namespace

void LinearForecast::apply(std::span<const float> inputs, std::size_t rows, std::span<float> forecasts) const {
  assert(inputs.size() >= rows * lookback && forecasts.size() >= rows * horizon);
  for (std::size_t row = 0; row < rows; ++row) {
    std::copy(bias.begin(), bias.end(), forecasts.begin() + static_cast<std::ptrdiff_t>(row * horizon));
  }
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, blasSize(rows), blasSize(horizon), blasSize(lookback), 1.0f,
              inputs.data(), blasSize(lookback), matrix.data(), blasSize(horizon), 1.0f, forecasts.data(),
              blasSize(horizon));
}

DLinearNet::DLinearNet(const Decomposition& shape)
    : m_shape(shape),
      m_parameters(2 * shape.size() + 2 * shape.horizon, 0.0f),
      m_folded{shape.lookback, shape.horizon, std::vector<float>(shape.size()), std::vector<float>(shape.horizon)},
      m_matrixGradient(shape.size()) {
  std::fill_n(m_parameters.begin(), 2 * shape.size(), 1.0f / static_cast<float>(shape.lookback));
}

void DLinearNet::foldInto(LinearForecast& forecast) const {
  foldDecomposition(m_shape, seasonal(), trend(), forecast.matrix);
  const float* biases = m_parameters.data() + 2 * m_shape.size();
  for (std::size_t h = 0; h < m_shape.horizon; ++h) {
    forecast.bias[h] = biases[h] + biases[m_shape.horizon + h];
  }
}

LinearForecast DLinearNet::folded() const {
  LinearForecast forecast = m_folded;
  foldInto(forecast);
  return forecast;
}

double DLinearNet::gradient(std::span<const float> inputs, std::span<const float> targets, std::span<float> gradient) {
  const std::size_t horizon = m_shape.horizon;
  const std::size_t rows = targets.size() / horizon;
  assert(inputs.size() == rows * m_shape.lookback && gradient.size() == m_parameters.size());
  foldInto(m_folded);
  m_errors.resize(targets.size());
  m_folded.apply(inputs, rows, m_errors);
  double squares = 0.0;
  std::fill(gradient.begin() + static_cast<std::ptrdiff_t>(2 * m_shape.size()), gradient.end(), 0.0f);
  float* biasGradient = gradient.data() + 2 * m_shape.size();
  const float factor = 2.0f / static_cast<float>(targets.size());
  for (std::size_t row = 0; row < rows; ++row) {
    double rowSquares = 0.0;
    for (std::size_t h = 0; h < horizon; ++h) {
      float& error = m_errors[row * horizon + h];
      error -= targets[row * horizon + h];
      rowSquares += static_cast<double>(error) * error;
      error *= factor;
      biasGradient[h] += error;
    }
    squares += rowSquares;
  }
  std::copy_n(biasGradient, horizon, biasGradient + horizon);
  cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, blasSize(m_shape.lookback), blasSize(horizon), blasSize(rows),
              1.0f, inputs.data(), blasSize(m_shape.lookback), m_errors.data(), blasSize(horizon), 0.0f,
              m_matrixGradient.data(), blasSize(horizon));
  const auto trendGradient = gradient.subspan(m_shape.size(), m_shape.size());
  movingAverage(m_shape, m_matrixGradient, trendGradient);
  for (std::size_t i = 0; i < m_shape.size(); ++i) {
    gradient[i] = m_matrixGradient[i] - trendGradient[i];
  }
  return squares;
}

}  // namespace touchstone::nn
