#include "engine/contenders/linear/lbfgs.h"

#include <cblas.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>

#include "engine/contenders/blas.h"
#include "engine/contenders/linear/line_search.h"

namespace touchstone::contenders {

namespace {

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
  return cblas_ddot(blasSize(a.size()), a.data(), 1, b.data(), 1);
}

void addScaled(double factor, const Vector& x, Vector& y) {
  cblas_daxpy(blasSize(x.size()), factor, x.data(), 1, y.data(), 1);
}

void scaleBy(double factor, Vector& x) {
  cblas_dscal(blasSize(x.size()), factor, x.data(), 1);
}

// The last steps and the changes of the gradient along them: what is known of the inverse Hessian beyond M.
class Memory {
 public:
  explicit Memory(int pairs) : m_most(static_cast<std::size_t>(std::max(1, pairs))) {}

  bool isEmpty() const { return m_pairs.empty(); }
  void clear() { m_pairs.clear(); }
  // The factor that M^-1 lacks along the last step.
  double scale() const { return m_pairs.empty() ? 1.0 : m_pairs.back().scale; }

  // turned = M^-1 change. Only with positive curvature, so that directions descend.
  void add(Vector step, Vector change, Vector turned) {
    const double curvature = dot(step, change), square = dot(turned, change);
    if (!(curvature > std::numeric_limits<double>::epsilon() * square) || !(square > 0.0)) {
      return;
    }
    if (m_pairs.size() == m_most) {
      m_pairs.pop_front();
    }
    m_pairs.push_back({std::move(step), std::move(change), std::move(turned), 1.0 / curvature, curvature / square});
  }

  // -H g by the two loops; M^-1 g is given, and M^-1 of what the first loop subtracts is kept: no product with M^-1 here.
  Vector direction(const Vector& gradient, const Vector& turned) const {
    Vector rest = gradient, d = turned, shares(m_pairs.size());
    for (std::size_t i = m_pairs.size(); i-- > 0;) {
      shares[i] = m_pairs[i].inverse * dot(m_pairs[i].step, rest);
      addScaled(-shares[i], m_pairs[i].change, rest);
      addScaled(-shares[i], m_pairs[i].turned, d);
    }
    scaleBy(scale(), d);
    for (std::size_t i = 0; i < m_pairs.size(); ++i) {
      addScaled(shares[i] - m_pairs[i].inverse * dot(m_pairs[i].change, d), m_pairs[i].step, d);
    }
    scaleBy(-1.0, d);
    return d;
  }

 private:
  struct Pair {
    Vector step, change, turned;
    double inverse = 0.0;  // 1 / (step . change)
    double scale = 1.0;    // (step . change) / (turned . change)
  };

  const std::size_t m_most;
  std::deque<Pair> m_pairs;
};

class Minimiser {
 public:
  Minimiser(SmoothFunction& function, Vector& x, const LbfgsOptions& options, const base::CancelToken& token)
      : m_function(function),
        m_x(x),
        m_options(options),
        m_token(token),
        m_memory(options.memory),
        m_gradient(x.size()),
        m_turned(x.size()),
        m_nextGradient(x.size()) {}

  Result<LbfgsReport> run() {
    m_report.value = evaluate(m_x, m_gradient);
    if (!std::isfinite(m_report.value) && !m_token.isCancelled()) {
      return Error{ErrorCode::kBadInput,
                   "The loss is not a finite number at the start. Check the data for values that are none.", ""};
    }
    m_function.precondition(m_gradient, m_turned);
    while (!m_token.isCancelled()) {
      m_report.gradientSize = m_function.gradientSize(m_gradient);
      m_report.isConverged = m_report.gradientSize <= m_options.tolerance &&
                             m_memory.scale() * m_function.changeSize(m_turned) <= m_options.changeTolerance;
      if (m_report.isConverged || m_report.iterations == m_options.maxIterations || !step()) {
        break;
      }
      ++m_report.iterations;
    }
    if (m_token.isCancelled()) {
      return Error{ErrorCode::kCancelled, "Cancelled.", ""};
    }
    return m_report;
  }

 private:
  double evaluate(const Vector& x, Vector& gradient) {
    if (m_token.isCancelled()) {
      return std::numeric_limits<double>::quiet_NaN();
    }
    ++m_report.evaluations;
    return m_function.evaluate(x, gradient);
  }

  // False where no step descends any more.
  bool step() {
    if (tryLine()) {
      return true;
    }
    if (m_memory.isEmpty() || m_token.isCancelled()) {
      return false;
    }
    m_memory.clear();  // once more without what was learnt
    return tryLine();
  }

  bool tryLine() {
    const Vector direction = m_memory.direction(m_gradient, m_turned);
    const double slope = dot(direction, m_gradient);
    if (!(slope < 0.0)) {
      return false;
    }
    const double firstStep = m_memory.isEmpty() ? std::min(1.0, 1.0 / std::sqrt(-slope)) : 1.0;
    const auto phi = [&](double t) -> LinePoint {
      m_next = m_x;
      addScaled(t, direction, m_next);
      const double value = evaluate(m_next, m_nextGradient);
      return {t, value, dot(direction, m_nextGradient)};
    };
    const LineResult found = searchLine(phi, {0.0, m_report.value, slope}, firstStep);
    if (!found.isFound || m_token.isCancelled()) {
      return false;
    }
    move(direction, found.point);
    return true;
  }

  void move(Vector step, const LinePoint& point) {
    Vector change = m_nextGradient, turned(m_x.size()), turnedChange;
    m_function.precondition(m_nextGradient, turned);
    turnedChange = turned;
    addScaled(-1.0, m_gradient, change);
    addScaled(-1.0, m_turned, turnedChange);
    scaleBy(point.step, step);
    m_memory.add(std::move(step), std::move(change), std::move(turnedChange));
    m_x.swap(m_next);
    m_gradient.swap(m_nextGradient);
    m_turned.swap(turned);
    m_report.value = point.value;
  }

  SmoothFunction& m_function;
  Vector& m_x;
  const LbfgsOptions m_options;
  const base::CancelToken m_token;
  Memory m_memory;
  Vector m_gradient, m_turned, m_next, m_nextGradient;
  LbfgsReport m_report;
};

}  // namespace

void SmoothFunction::precondition(std::span<const double> gradient, std::span<double> turned) const {
  std::copy(gradient.begin(), gradient.end(), turned.begin());
}

double SmoothFunction::gradientSize(std::span<const double> gradient) const {
  double largest = 0.0;
  for (const double entry : gradient) {
    largest = std::max(largest, std::abs(entry));
  }
  return largest;
}

Result<LbfgsReport> minimise(SmoothFunction& function, std::vector<double>& x, const LbfgsOptions& options,
                             const base::CancelToken& token) {
  useSingleThreadedBlas();
  return Minimiser(function, x, options, token).run();
}

}  // namespace touchstone::contenders
