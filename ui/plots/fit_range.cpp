#include "ui/plots/fit_range.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace touchstone::ui {

namespace {

constexpr double kPadding = 0.04;
constexpr double kLooseness = 1.4;

std::vector<double> placed(std::span<const double> values, bool isLog) {
  std::vector<double> out;
  out.reserve(values.size());
  for (const double value : values) {
    if (!std::isfinite(value) || (isLog && value <= 0.0)) continue;
    out.push_back(isLog ? std::log(value) : value);
  }
  return out;
}

double quantile(std::vector<double>& values, double share) {
  const auto at = values.begin() + std::lround(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

// Quantiles of some ten thousand evenly taken values do for choosing a scale, and millions of points stay cheap.
std::vector<double> sampled(const std::vector<double>& values) {
  constexpr std::size_t kMost = 10007;  // prime: no period of the data meets the stride's
  if (values.size() <= 2 * kMost) return values;
  std::vector<double> sample;
  const std::size_t stride = values.size() / kMost;
  for (std::size_t i = 0; i < values.size(); i += stride) sample.push_back(values[i]);
  return sample;
}

// A single value gets a range around it whose ticks are readable.
void widen(double& lo, double& hi, bool isLog) {
  if (hi > lo) {
    const double pad = kPadding * (hi - lo);
    lo -= pad;
    hi += pad;
  } else {
    const double pad = isLog ? 0.5 : lo == 0.0 ? 1.0 : 0.1 * std::abs(lo);
    lo -= pad;
    hi += pad;
  }
}

}  // namespace

FitRange fitRange(std::span<const double> values, std::span<const double> keep, bool isLog, double reach) {
  std::vector<double> all = placed(values, isLog);
  const std::vector<double> kept = placed(keep, isLog);
  all.insert(all.end(), kept.begin(), kept.end());
  if (all.empty()) return isLog ? FitRange{.lo = 0.1, .hi = 10.0} : FitRange{};
  std::vector<double> sample = sampled(all);
  const double low = quantile(sample, 0.05);
  const double high = quantile(sample, 0.95);
  const double span = high - low;
  const double from = span > 0.0 ? low - reach * span : -HUGE_VAL;
  const double to = span > 0.0 ? high + reach * span : HUGE_VAL;
  FitRange range{.lo = HUGE_VAL, .hi = -HUGE_VAL, .isEmpty = false};
  for (const double value : all) {
    if (value < from)
      range.isCutBelow = true;
    else
      range.lo = std::min(range.lo, value);
    if (value > to)
      range.isCutAbove = true;
    else
      range.hi = std::max(range.hi, value);
  }
  for (const double value : kept) {
    range.lo = std::min(range.lo, value);
    range.hi = std::max(range.hi, value);
  }
  widen(range.lo, range.hi, isLog);
  if (isLog) {
    range.lo = std::exp(range.lo);
    range.hi = std::exp(range.hi);
  }
  return range;
}

bool isStillFitting(const FitRange& now, const FitRange& wanted, bool isLog) {
  if (wanted.lo < now.lo || wanted.hi > now.hi) return false;
  const double width = isLog ? std::log(now.hi / now.lo) : now.hi - now.lo;
  const double wantedWidth = isLog ? std::log(wanted.hi / wanted.lo) : wanted.hi - wanted.lo;
  return width <= kLooseness * wantedWidth;
}

}  // namespace touchstone::ui
