// Minimum of a smooth function by the limited-memory BFGS method, with a line search for the strong Wolfe conditions.
// The function may bring a model of its inverse Hessian, which takes the place of the unit matrix that BFGS starts from.
// Deterministic: the same function and start give the same steps. Meant for convex functions; on others it ends in a
// stationary point.
// Thread: one; the function is called on the caller's thread. Blocking: until done; the token is polled before each call.
// Errors: kCancelled; kBadInput where the function is not finite at the start.
// Source: Nocedal and Wright 2006, "Numerical optimization", algorithms 7.4 and 7.5 (two loops), 3.5 and 3.6 (line search).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/api/result.h"
#include "engine/base/cancel.h"

namespace touchstone::contenders {

class SmoothFunction {
 public:
  virtual ~SmoothFunction() = default;
  // The value at x, and the gradient [as x]. May leave a value that is not finite outside its domain.
  virtual double evaluate(std::span<const double> x, std::span<double> gradient) = 0;
  // turned = M^-1 gradient, M a positive definite model of the Hessian; the unit matrix unless the function knows better.
  virtual void precondition(std::span<const double> gradient, std::span<double> turned) const;
  // What the stopping rule compares with the tolerance; the largest absolute entry unless the function knows better.
  virtual double gradientSize(std::span<const double> gradient) const;
  // Likewise of the step that M expects to be left, M^-1 gradient; 0: says nothing.
  virtual double changeSize(std::span<const double>) const { return 0.0; }
};

struct LbfgsOptions {
  double tolerance = 1e-6;        // of gradientSize()
  double changeTolerance = 1e-6;  // of changeSize()
  int maxIterations = 1000;
  int memory = 10;  // pairs of steps kept
};

struct LbfgsReport {
  double value = 0.0;
  double gradientSize = 0.0;
  int iterations = 0;
  int evaluations = 0;
  bool isConverged = false;  // false: out of iterations, or rounding allows no further descent
};

// x: the start on entry, the best point on return.
Result<LbfgsReport> minimise(SmoothFunction& function, std::vector<double>& x, const LbfgsOptions& options,
                             const base::CancelToken& token);

}  // namespace touchstone::contenders
