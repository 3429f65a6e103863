// The loss of a logistic regression over all items, without a penalty, and its gradient.
// Shapes: coefficients and their gradient [D, L], intercepts and theirs [L]; L the active outputs of the truth.
// Two passes over a block of rows while it is in the cache: the logits, then the gradient.
// Thread: one at a time for an object. Blocking: one pass over the values; the token is polled for each block.
// Errors: none; NaN when the token was cancelled, the gradient is then undefined.
#pragma once

#include <span>
#include <vector>

#include "engine/base/cancel.h"
#include "engine/contenders/linear/feature_rows.h"
#include "engine/contenders/linear/logistic_truth.h"

namespace touchstone::contenders {

class LogisticLoss {
 public:
  LogisticLoss(const FeatureRows& rows, const LogisticTruth& truth);

  // sum_i s_i loss_i; writes both gradients.
  double evaluate(std::span<const double> coefficients, std::span<const double> intercepts,
                  std::span<double> coefficientGradient, std::span<double> interceptGradient,
                  const base::CancelToken& token);

 private:
  double toResidual(std::size_t item, std::span<double> z) const;

  const FeatureRows& m_rows;
  const LogisticTruth& m_truth;
  RowProducts m_products;
  std::vector<double> m_logits;  // [block, L], then the residuals
};

}  // namespace touchstone::contenders
