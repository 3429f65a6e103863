// Small estimators and their densities, for the tests of Parzen estimators.
// Thread: test code, one thread.
#pragma once

#include <cmath>
#include <initializer_list>
#include <numbers>
#include <span>

#include "engine/search/parzen_estimator.h"

namespace touchstone::search::testing {

inline double densityAt(const ParzenEstimator& estimator, double x) {
  double result = 0.0;
  estimator.logDensity(0, std::span<const double>(&x, 1), std::span<double>(&result, 1));
  return std::exp(result);
}

inline double normalBelow(double z) {
  return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

inline ParzenEstimator estimatorOf(const Param& param, std::initializer_list<double> values) {
  ParzenEstimator estimator(Space{{param}});
  int trial = 0;
  for (const double value : values) {
    estimator.insert(trial++, std::span<const double>(&value, 1));
  }
  return estimator;
}

}  // namespace touchstone::search::testing
