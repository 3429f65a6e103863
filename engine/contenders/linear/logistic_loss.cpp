#include "engine/contenders/linear/logistic_loss.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace touchstone::contenders {

namespace {

// -ln p of a binary truth; z becomes the residual s(z) - y.
double binaryLoss(double& z, bool isTrue) {
  const double logit = z;
  z = logistic(logit) - (isTrue ? 1.0 : 0.0);
  return std::log1p(std::exp(-std::abs(logit))) + (isTrue ? std::max(-logit, 0.0) : std::max(logit, 0.0));
}

}  // namespace

LogisticLoss::LogisticLoss(const FeatureRows& rows, const LogisticTruth& truth)
    : m_rows(rows), m_truth(truth), m_products(rows), m_logits(m_products.blockRows() * truth.outputs()) {}

// The loss of an item; its logits z [L] become residuals, both times its weight.
double LogisticLoss::toResidual(std::size_t item, std::span<double> z) const {
  const double weight = m_truth.itemWeights[item];
  double loss = 0.0;
  if (m_truth.link == Link::kSoftmax) {
    const auto truth = static_cast<std::size_t>(m_truth.labels[item]);
    const double logit = z[truth];
    loss = softmax(z) - logit;
    z[truth] -= 1.0;
  } else if (m_truth.link == Link::kBinary) {
    loss = binaryLoss(z[0], m_truth.labels[item] != 0);
  } else {
    for (std::size_t k = 0; k < z.size(); ++k) {
      loss += binaryLoss(z[k], m_truth.bits[item * z.size() + k] != 0);
    }
  }
  for (double& residual : z) {
    residual *= weight;
  }
  return weight * loss;
}

double LogisticLoss::evaluate(std::span<const double> coefficients, std::span<const double> intercepts,
                              std::span<double> coefficientGradient, std::span<double> interceptGradient,
                              const base::CancelToken& token) {
  const std::size_t outputs = m_truth.outputs();
  std::fill(coefficientGradient.begin(), coefficientGradient.end(), 0.0);
  std::fill(interceptGradient.begin(), interceptGradient.end(), 0.0);
  double loss = 0.0;
  for (std::size_t first = 0; first < m_rows.rows(); first += m_products.blockRows()) {
    if (token.isCancelled()) {
      return std::numeric_limits<double>::quiet_NaN();
    }
    const std::size_t count = std::min(m_products.blockRows(), m_rows.rows() - first);
    m_products.times(first, count, coefficients.data(), outputs, m_logits.data());
    for (std::size_t row = 0; row < count; ++row) {
      const std::span<double> z = std::span(m_logits).subspan(row * outputs, outputs);
      std::transform(z.begin(), z.end(), intercepts.begin(), z.begin(), std::plus<>());
      loss += toResidual(first + row, z);
      std::transform(z.begin(), z.end(), interceptGradient.begin(), interceptGradient.begin(), std::plus<>());
    }
    m_products.addTransposed(m_logits.data(), outputs, coefficientGradient.data());
  }
  return loss;
}

}  // namespace touchstone::contenders
