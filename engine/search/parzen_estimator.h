// A Parzen estimator over a search space: the density that a set of trials suggests, one kernel per trial and a prior.
// For one parameter it is a mixture of that parameter's kernels; for whole points a mixture of products over parameters.
// Later trials weigh more (trialWeights). The density depends on the set of observations alone, not on the order in which
// they were inserted. Densities are of the inner value (the logarithm where the parameter is logarithmic), and of the
// whole bin on a grid, so that quotients of two estimators need no Jacobian.
// Shapes: points are row-major [count, params] as in space.h; x and out have one entry per candidate.
// Cost: insert and erase O(params * n) moves of a few bytes and O(params log n) arithmetic; densities O(params * n) each.
// Thread: one object per thread (weights are computed on demand). Blocking: never.
// Errors: none; the space must pass check(), trials differ, values lie inside the space.
// Source: Bergstra 2011; Falkner 2018 for products; Optuna samplers/_tpe/parzen_estimator.py.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/base/random.h"
#include "engine/search/parzen_column.h"
#include "engine/search/space.h"

namespace touchstone::search {

// Not normalised, oldest first: all 1 below 25 observations; else a ramp from 1/n to 1 and then 25 ones.
std::vector<double> trialWeights(std::size_t count);

class ParzenEstimator {
 public:
  explicit ParzenEstimator(const Space& space, const ParzenOptions& options = {});

  void insert(int trial, std::span<const double> point);
  void erase(int trial);
  bool contains(int trial) const;
  std::size_t size() const { return m_trials.size(); }
  const std::vector<int>& trials() const { return m_trials; }  // ascending

  // Shares of the kernels in trial order, the prior last; sum 1.
  const std::vector<double>& weights() const;
  std::vector<ParzenKernel> kernels(std::size_t param) const { return m_columns[param]->kernels(); }

  // One parameter alone.
  void sample(std::size_t param, base::RandomStream& stream, std::span<double> out) const;
  void logDensity(std::size_t param, std::span<const double> x, std::span<double> out) const;

  // Whole points: all values of a point come from the same kernel.
  void samplePoints(base::RandomStream& stream, std::span<double> points) const;
  void logDensityOfPoints(std::span<const double> points, std::span<double> out) const;

 private:
  std::size_t placeOf(int trial) const;
  std::size_t drawKernel(base::RandomStream& stream) const;

  // constant after construction
  ParzenOptions m_options;
  std::vector<std::unique_ptr<ParzenColumn>> m_columns;

  std::vector<int> m_trials;
  mutable std::vector<double> m_weights;  // empty: to be computed
};

}  // namespace touchstone::search
