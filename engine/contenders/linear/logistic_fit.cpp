#include "engine/contenders/linear/logistic_fit.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/contenders/linear/lbfgs.h"
#include "engine/contenders/linear/logistic_loss.h"

namespace touchstone::contenders {

namespace {

// The penalised mean loss in variables x = (w [D, L], c [L]) with b = c - means w: centred columns. The intercept is free, so
// the optimum is the same; but columns that sum to a constant (k-mer counts of a length) no longer work against it.
class CentredLoss : public SmoothFunction {
 public:
  CentredLoss(const FeatureRows& rows, const LogisticTruth& truth, const ColumnMoments& moments, double strength,
              const CurvatureModel* model, const base::CancelToken& token)
      : m_moments(moments),
        m_model(model),
        m_outputs(truth.outputs()),
        m_weightSum(truth.weightSum),
        m_penalty(penaltyOf(truth, strength)),
        m_token(token),
        m_loss(rows, truth),
        m_intercepts(m_outputs),
        m_gradient(rows.columns * m_outputs),
        m_interceptGradient(m_outputs) {
    for (const double share : truth.shares) {
      m_curvatures.push_back(share * (1.0 - share));
    }
  }

  // 1 / (C S): of the mean loss.
  static double penaltyOf(const LogisticTruth& truth, double strength) { return 1.0 / (strength * truth.weightSum); }

  double evaluate(std::span<const double> x, std::span<double> gradient) override {
    const std::span<const double> w = coefficients(x);
    toIntercepts(x);
    const double loss = m_loss.evaluate(w, m_intercepts, m_gradient, m_interceptGradient, m_token);
    double square = 0.0;
    for (std::size_t j = 0, i = 0; j < m_moments.means.size(); ++j) {
      for (std::size_t k = 0; k < m_outputs; ++k, ++i) {
        square += w[i] * w[i];
        gradient[i] = (m_gradient[i] - m_moments.means[j] * m_interceptGradient[k]) / m_weightSum + m_penalty * w[i];
      }
    }
    for (std::size_t k = 0; k < m_outputs; ++k) {
      gradient[w.size() + k] = m_interceptGradient[k] / m_weightSum;
    }
    return loss / m_weightSum + 0.5 * m_penalty * square;
  }

  void precondition(std::span<const double> gradient, std::span<double> turned) const override {
    const std::size_t size = gradient.size() - m_outputs;
    for (std::size_t k = 0; k < m_outputs; ++k) {
      turned[size + k] = gradient[size + k] / m_curvatures[k];
    }
    if (m_model != nullptr) {
      m_model->solve(gradient.first(size), m_outputs, turned.first(size));
      return;
    }
    // Between the columns' own curvature, which suits tf-idf (of C 10: 95 passes, 245 without), and none, which suits counts.
    for (std::size_t i = 0; i < size; ++i) {
      const double own = m_curvatures[i % m_outputs] * m_moments.variances[i / m_outputs] + m_penalty;
      turned[i] = gradient[i] / std::sqrt(own);
    }
  }

  // Of the mean loss by w and b themselves.
  double gradientSize(std::span<const double> gradient) const override {
    const std::span<const double> byIntercept = gradient.last(m_outputs);
    double largest = SmoothFunction::gradientSize(byIntercept);
    for (std::size_t i = 0; i < gradient.size() - m_outputs; ++i) {
      largest = std::max(largest, std::abs(gradient[i] + m_moments.means[i / m_outputs] * byIntercept[i % m_outputs]));
    }
    return largest;
  }

  double changeSize(std::span<const double> turned) const override {
    return m_model != nullptr ? SmoothFunction::gradientSize(turned) : 0.0;
  }

  std::vector<double> toVariables(const LogisticWeights& weights) const {
    std::vector<double> x = weights.coefficients;
    std::vector<double> centred = weights.intercepts;
    for (std::size_t i = 0; i < x.size(); ++i) {
      centred[i % m_outputs] += m_moments.means[i / m_outputs] * x[i];
    }
    x.insert(x.end(), centred.begin(), centred.end());
    return x;
  }

  std::span<const double> coefficients(std::span<const double> x) const { return x.first(x.size() - m_outputs); }
  const std::vector<double>& toIntercepts(std::span<const double> x) {
    std::copy(x.end() - static_cast<std::ptrdiff_t>(m_outputs), x.end(), m_intercepts.begin());
    for (std::size_t i = 0; i < x.size() - m_outputs; ++i) {
      m_intercepts[i % m_outputs] -= m_moments.means[i / m_outputs] * x[i];
    }
    return m_intercepts;
  }

 private:
  const ColumnMoments& m_moments;
  const CurvatureModel* m_model;  // null: none
  const std::size_t m_outputs;
  const double m_weightSum;
  const double m_penalty;
  const base::CancelToken& m_token;
  LogisticLoss m_loss;
  std::vector<double> m_curvatures;  // [L] p (1 - p) at the start
  std::vector<double> m_intercepts, m_gradient, m_interceptGradient;
};

// No coefficients: the intercepts that say each class's share.
LogisticWeights shareOnly(const LogisticTruth& truth, std::size_t features) {
  LogisticWeights weights{truth.link, features, std::vector<double>(features * truth.outputs(), 0.0), {}};
  for (const double share : truth.shares) {
    weights.intercepts.push_back(truth.link == Link::kSoftmax ? std::log(share) : std::log(share / (1.0 - share)));
  }
  return weights;
}

Result<void> checkStart(const LogisticTruth& truth, const LogisticOptions& options) {
  if (truth.items() == 0) {
    return Error{ErrorCode::kBadInput, "There is no training item to fit a linear model to.", ""};
  }
  if (!(options.strength > 0.0) || !std::isfinite(options.strength)) {
    return Error{ErrorCode::kBadInput, "The strength of a linear model must be a positive number.", ""};
  }
  return {};
}

}  // namespace

std::vector<double> balancedClassWeights(const data::Targets& targets) {
  std::vector<double> weights(targets.classCount(), 0.0);
  for (const std::int32_t label : targets.labels) {
    weights[static_cast<std::size_t>(label)] += 1.0;
  }
  const auto items = static_cast<double>(targets.labels.size()), classes = static_cast<double>(weights.size());
  for (double& weight : weights) {
    weight = weight > 0.0 ? items / (classes * weight) : 1.0;
  }
  return weights;
}

LogisticProblem::LogisticProblem(const FeatureRows& rows, const data::Targets& targets,
                                 std::span<const double> classWeights)
    : m_rows(rows), m_truth(makeTruth(targets, classWeights)) {
  assert(rows.rows() == m_truth.items());
  if (m_truth.items() > 0) {
    m_moments = columnMoments(rows, m_truth.itemWeights);
    m_wantsModel = CurvatureModel::isWorthwhile(rows, m_truth.outputs());
  }
}

Result<LogisticFit> LogisticProblem::fit(const LogisticOptions& options, const LogisticWeights* warmStart,
                                         const base::CancelToken& token) {
  if (const auto checked = checkStart(m_truth, options); !checked) {
    return checked.error();
  }
  LogisticFit fit;
  if (m_truth.outputs() == 0) {  // a single class, or labels that say nothing
    fit.weights = toTask({}, {});
    fit.isConverged = true;
    return fit;
  }
  CentredLoss loss(m_rows, m_truth, m_moments, options.strength, modelFor(options.strength, token), token);
  const LogisticWeights start = warmStart != nullptr ? toActive(*warmStart) : shareOnly(m_truth, m_rows.columns);
  std::vector<double> x = loss.toVariables(start);
  const LbfgsOptions steps{options.tolerance, options.changeTolerance, options.maxIterations};
  const auto report = minimise(loss, x, steps, token);
  if (!report) {
    return report.error();
  }
  fit.weights = toTask(loss.coefficients(x), loss.toIntercepts(x));
  fit.objective = report->value * m_truth.weightSum;
  fit.gradientSize = report->gradientSize;
  fit.iterations = report->iterations;
  fit.evaluations = report->evaluations;
  fit.isConverged = report->isConverged;
  return fit;
}

const CurvatureModel* LogisticProblem::modelFor(double strength, const base::CancelToken& token) {
  if (!m_wantsModel) {
    return nullptr;
  }
  if (!m_model) {
    m_model.emplace();
    m_wantsModel = m_model->build(m_rows, m_truth.itemWeights, m_moments, token);
  }
  double curvature = 0.0;
  for (const double share : m_truth.shares) {
    curvature += share * (1.0 - share) / static_cast<double>(m_truth.outputs());
  }
  m_wantsModel = m_wantsModel && m_model->factor(curvature, CentredLoss::penaltyOf(m_truth, strength));
  if (!m_wantsModel) {
    m_model.reset();
    return nullptr;
  }
  return &*m_model;
}

// Weights of the active outputs among those of all classes.
LogisticWeights LogisticProblem::toTask(std::span<const double> coefficients,
                                        std::span<const double> intercepts) const {
  const std::size_t all = m_truth.restIntercepts.size(), active = m_truth.outputs();
  LogisticWeights weights{m_truth.taskLink, m_rows.columns, std::vector<double>(m_rows.columns * all, 0.0),
                          m_truth.restIntercepts};
  double mean = 0.0;
  for (std::size_t k = 0; m_truth.link == Link::kSoftmax && k < active; ++k) {
    mean += intercepts[k] / static_cast<double>(active);
  }
  for (std::size_t k = 0; k < active; ++k) {
    const std::size_t output = m_truth.taskLink == Link::kBinary ? 0 : m_truth.classes[k];
    weights.intercepts[output] = intercepts[k] - mean;
    for (std::size_t j = 0; j < m_rows.columns; ++j) {
      weights.coefficients[j * all + output] = coefficients[j * active + k];
    }
  }
  return weights;
}

LogisticWeights LogisticProblem::toActive(const LogisticWeights& weights) const {
  LogisticWeights start = shareOnly(m_truth, m_rows.columns);
  if (weights.link != m_truth.taskLink || weights.features != m_rows.columns ||
      weights.outputs() != m_truth.restIntercepts.size()) {
    return start;
  }
  const std::size_t all = weights.outputs(), active = m_truth.outputs();
  for (std::size_t k = 0; k < active; ++k) {
    const std::size_t output = m_truth.taskLink == Link::kBinary ? 0 : m_truth.classes[k];
    const bool isPair = m_truth.link == Link::kBinary && m_truth.taskLink == Link::kSoftmax;  // one logit for two
    const auto difference = [&](const double* row) { return row[output] - (isPair ? row[m_truth.firstClass] : 0.0); };
    const double intercept = difference(weights.intercepts.data());
    if (!std::isfinite(intercept)) {
      continue;  // a class that the other fit had no items of
    }
    start.intercepts[k] = intercept;
    for (std::size_t j = 0; j < weights.features; ++j) {
      start.coefficients[j * active + k] = difference(weights.coefficients.data() + j * all);
    }
  }
  return start;
}

}  // namespace touchstone::contenders
