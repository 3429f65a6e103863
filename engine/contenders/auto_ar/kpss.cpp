#include "engine/contenders/auto_ar/kpss.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/contenders/auto_ar/lag_gram.h"

namespace touchstone::contenders {

namespace {

// Least squares on (1, t), with t centred so that the two regressors are orthogonal.
std::vector<double> detrend(std::span<const double> x) {
  const auto n = static_cast<double>(x.size());
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  const double middle = (n - 1.0) / 2.0;
  double product = 0.0;
  for (std::size_t t = 0; t < x.size(); ++t) {
    product += (static_cast<double>(t) - middle) * (x[t] - mean);
  }
  const double slope = product / (n * (n * n - 1.0) / 12.0);
  std::vector<double> residuals(x.size());
  for (std::size_t t = 0; t < x.size(); ++t) {
    residuals[t] = (x[t] - mean) - slope * (static_cast<double>(t) - middle);
  }
  return residuals;
}

// Hobijn et al. 1998, as statsmodels computes it: from the first n^(2/9) autocovariances.
std::size_t automaticLags(std::span<const double> residuals) {
  const auto n = static_cast<double>(residuals.size());
  const auto covarianceLags = static_cast<std::size_t>(std::pow(n, 2.0 / 9.0));
  std::vector<double> products(covarianceLags + 1, 0.0);
  addLagProducts(residuals, 0, products);
  double s0 = products[0] / n;
  double s1 = 0.0;
  for (std::size_t i = 1; i <= covarianceLags; ++i) {
    const double scaled = products[i] / (n / 2.0);
    s0 += scaled;
    s1 += static_cast<double>(i) * scaled;
  }
  const double ratio = s1 / s0;
  const double lags = 1.1447 * std::pow(ratio * ratio, 1.0 / 3.0) * std::pow(n, 1.0 / 3.0);
  // s0 may vanish; the comparison comes before the conversion, which has no result for an infinite number.
  return lags < n - 1.0 ? static_cast<std::size_t>(lags) : residuals.size() - 1;
}

double longRunVariance(std::span<const double> residuals, std::size_t lags) {
  std::vector<double> products(lags + 1, 0.0);
  addLagProducts(residuals, 0, products);
  double variance = products[0];
  for (std::size_t i = 1; i <= lags; ++i) {
    variance += 2.0 * products[i] * (1.0 - static_cast<double>(i) / (static_cast<double>(lags) + 1.0));
  }
  return variance / static_cast<double>(residuals.size());
}

}  // namespace

KpssResult kpss(std::span<const double> x) {
  if (x.size() < 3) {
    return {};
  }
  const std::vector<double> residuals = detrend(x);
  const double squares = std::inner_product(residuals.begin(), residuals.end(), residuals.begin(), 0.0);
  const double total = std::inner_product(x.begin(), x.end(), x.begin(), 0.0);
  // What an exact line leaves is rounding, 1e-16 of its values; a ratio of such residuals means nothing.
  constexpr double kRounding = 1e-26;
  if (squares <= kRounding * total) {
    return {};
  }
  KpssResult result;
  result.lags = automaticLags(residuals);
  double partial = 0.0;
  double sumOfSquares = 0.0;
  for (const double e : residuals) {
    partial += e;
    sumOfSquares += partial * partial;
  }
  const auto n = static_cast<double>(x.size());
  result.eta = sumOfSquares / (n * n) / longRunVariance(residuals, result.lags);
  return result;
}

std::vector<double> difference(std::span<const double> x) {
  std::vector<double> steps(x.empty() ? 0 : x.size() - 1);
  for (std::size_t t = 0; t < steps.size(); ++t) {
    steps[t] = x[t + 1] - x[t];
  }
  return steps;
}

std::vector<double> difference(std::span<const double> x, int times) {
  std::vector<double> result(x.begin(), x.end());
  for (int i = 0; i < times; ++i) {
    result = difference(result);
  }
  return result;
}

DifferenceChoice chooseDifference(std::span<const std::span<const double>> channels, int most) {
  DifferenceChoice choice;
  for (int d = 0; d <= most; ++d) {
    choice.difference = d;
    std::vector<double> etas;
    bool isAccepted = true;
    for (const auto& channel : channels) {
      const KpssResult result = kpss(difference(channel, d));
      etas.push_back(result.eta);
      isAccepted = isAccepted && result.isStationary();
    }
    choice.etas.push_back(std::move(etas));
    if (isAccepted) {
      break;
    }
  }
  return choice;
}

}  // namespace touchstone::contenders
