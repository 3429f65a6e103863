// The kernels of one numeric parameter: truncated normal densities around the observations, and a wide one as the prior.
// Observations are kept in the order of their trials (that order carries the weights) and in the order of their values
// (that order gives the spreads: a kernel reaches to its farther neighbour). Adding or removing one observation touches
// two neighbours, not the whole set.
// Shapes: arrays have one entry per observation in trial order and the prior last.
// Thread: one object per thread. Blocking: never. Errors: none; positions are asserted.
// Source: Optuna samplers/_tpe/parzen_estimator.py, _calculate_numerical_distributions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/search/parzen_options.h"
#include "engine/search/space.h"

namespace touchstone::search {

class NumericKernels {
 public:
  NumericKernels(const Param& param, const ParzenOptions& options);

  void insert(std::size_t at, double value);  // before the observation that is now at `at`
  void erase(std::size_t at);

  std::size_t size() const { return m_order.size(); }  // observations, without the prior
  const Param& param() const { return m_param; }
  Range range() const { return m_range; }  // of the means: innerRange() of the parameter
  std::span<const double> mu() const { return m_mu; }
  std::span<const double> sigma() const { return m_sigma; }
  std::span<const double> inverse() const { return m_inverse; }  // 1 / sigma
  // What turns exp(-z^2/2), or the mass of a bin on a grid, into the kernel's density: truncation included.
  std::span<const double> scale() const { return m_scale; }
  std::span<const double> logScale() const { return m_logScale; }
  std::span<const std::uint32_t> order() const { return m_order; }  // observations by value, then by trial

  double toInner(double value) const;
  // One value from kernel `kernel`: truncated normal by its inverse, then onto the grid. Takes one draw.
  double draw(std::size_t kernel, base::RandomStream& stream) const;

 private:
  std::size_t placeInOrder(std::size_t at, double inner) const;
  double leastSigma() const;
  void refreshAround(std::size_t place);
  void refresh(std::size_t place);
  void setSigma(std::size_t kernel, double sigma);

  // constant after construction
  Param m_param;
  ParzenOptions m_options;
  Range m_range;

  double m_leastSigma = 0.0;  // the one that the spreads were clipped with
  std::vector<double> m_mu, m_sigma, m_inverse, m_scale, m_logScale;
  std::vector<std::uint32_t> m_order;
};

}  // namespace touchstone::search
