// Logistic regression with an L2 penalty, at scikit-learn's optimum.
//   minimise sum_i s_i loss_i(w, b) + |w|^2 / (2 C), the intercepts b free;
//   loss: two classes -ln p of the true one with one logit; more classes softmax cross-entropy with K logits; multi-label the
//   sum of K binary losses. s_i: the weight of the item's class, 1 by default. C: the strength, as scikit-learn's C.
// Solved by L-BFGS on columns that are centred inside, with a model of the curvature where that pays (curvature_model.h). It ends
// where no entry of the gradient of the mean loss exceeds the tolerance and the model expects no coefficient to move by more
// than its own; the distance from scikit-learn's optimum is then below 1e-4 in the tests.
// Softmax intercepts sum to 0. Classes without training items get probability 0; two that are left are fitted as two classes;
// labels that no item or every item has get (n + 1/2) / (N + 1) and no coefficients.
// Thread: one. Blocking: the fit, some dozens to hundreds of passes over
// the values; the token is polled before each.
// Errors: kBadInput without items or for values that are not finite; kCancelled.
// Source: scikit-learn's LogisticRegression (tests/golden/logistic.json).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/api/result.h"
#include "engine/base/cancel.h"
#include "engine/contenders/linear/curvature_model.h"
#include "engine/contenders/linear/feature_rows.h"
#include "engine/contenders/linear/logistic_truth.h"
#include "engine/contenders/linear/logistic_weights.h"
#include "engine/data/examples/example_set.h"

namespace touchstone::contenders {

struct LogisticOptions {
  double strength = 1.0;          // C > 0: small is a strong penalty
  double tolerance = 1e-7;        // of the gradient of the mean loss
  double changeTolerance = 1e-5;  // of the coefficients, as far as the model of the curvature knows
  int maxIterations = 2000;
};

struct LogisticFit {
  LogisticWeights weights;
  double objective = 0.0;     // as above, in the sum
  double gradientSize = 0.0;  // of the mean
  int iterations = 0;
  int evaluations = 0;  // passes over the rows
  bool isConverged = false;
};

// Weights N / (K n_k) that make every class count the same; [K], 1 for a class without items.
std::vector<double> balancedClassWeights(const data::Targets& targets);

class LogisticProblem {
 public:
  // rows and targets, of kind kClass or kMultiLabel, must outlive it. classWeights [K], or empty: 1 each (kClass only).
  LogisticProblem(const FeatureRows& rows, const data::Targets& targets, std::span<const double> classWeights = {});

  // warmStart: weights of a fit of the same shape, such as one of another strength; null: the intercepts alone.
  Result<LogisticFit> fit(const LogisticOptions& options, const LogisticWeights* warmStart,
                          const base::CancelToken& token);

 private:
  const CurvatureModel* modelFor(double strength, const base::CancelToken& token);
  LogisticWeights toTask(std::span<const double> coefficients, std::span<const double> intercepts) const;
  LogisticWeights toActive(const LogisticWeights& weights) const;

  const FeatureRows& m_rows;
  const LogisticTruth m_truth;
  ColumnMoments m_moments;
  bool m_wantsModel = false;
  std::optional<CurvatureModel> m_model;  // built by the first fit
};

}  // namespace touchstone::contenders
