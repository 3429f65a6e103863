#include "engine/contenders/linear/logistic_weights.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace touchstone::contenders {

namespace {

void toProbabilities(Link link, std::span<double> z, float* out) {
  if (link == Link::kBinary) {
    out[0] = static_cast<float>(logistic(-z[0]));
    out[1] = static_cast<float>(logistic(z[0]));
    return;
  }
  if (link == Link::kSoftmax) {
    softmax(z);
  } else {
    std::transform(z.begin(), z.end(), z.begin(), logistic);
  }
  std::transform(z.begin(), z.end(), out, [](double p) { return static_cast<float>(p); });
}

}  // namespace

double logistic(double z) {
  // exp of a negative number alone: no overflow, and small probabilities keep their digits.
  const double e = std::exp(-std::abs(z));
  return z >= 0.0 ? 1.0 / (1.0 + e) : e / (1.0 + e);
}

double softmax(std::span<double> z) {
  const double top = *std::max_element(z.begin(), z.end());
  double sum = 0.0;
  for (double& value : z) {
    value = std::exp(value - top);
    sum += value;
  }
  for (double& value : z) {
    value /= sum;
  }
  return top + std::log(sum);
}

void predict(const LogisticWeights& weights, const FeatureRows& rows, std::span<float> out) {
  const std::size_t outputs = weights.outputs(), classes = weights.classCount();
  assert(rows.columns == weights.features && out.size() == rows.rows() * classes);
  RowProducts products(rows);
  std::vector<double> logits(products.blockRows() * outputs);
  for (std::size_t first = 0; first < rows.rows(); first += products.blockRows()) {
    const std::size_t count = std::min(products.blockRows(), rows.rows() - first);
    products.times(first, count, weights.coefficients.data(), outputs, logits.data());
    for (std::size_t row = 0; row < count; ++row) {
      const std::span<double> z = std::span(logits).subspan(row * outputs, outputs);
      std::transform(z.begin(), z.end(), weights.intercepts.begin(), z.begin(), std::plus<>());
      toProbabilities(weights.link, z, out.data() + (first + row) * classes);
    }
  }
}

}  // namespace touchstone::contenders
