#include "ui/plots/ticks.h"

#include <algorithm>
#include <cmath>

#include "ui/plots/numbers.h"

namespace touchstone::ui {

namespace {

bool isRange(double lo, double hi) {
  return std::isfinite(lo) && std::isfinite(hi) && hi > lo;
}

double niceStep(double width, int most) {
  const double raw = width / std::max(1, most);
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0}) {
    if (factor * power >= raw * (1.0 - 1e-9)) return factor * power;
  }
  return 10.0 * power;
}

Ticks steppedTicks(double lo, double hi, double step) {
  Ticks ticks;
  const int decimals = decimalsForStep(step);
  const double first = std::ceil(lo / step - 1e-9);
  const double last = std::floor(hi / step + 1e-9);
  if (last - first > 1000.0) return ticks;  // a step below the resolution of doubles
  for (double i = first; i <= last; i += 1.0) {
    ticks.major.push_back(i * step);
    ticks.labels.push_back(fixedNumber(i * step, decimals));
  }
  return ticks;
}

QString plainNumber(double value) {
  const int exponent = static_cast<int>(std::floor(std::log10(std::abs(value)) + 1e-9));
  if (exponent >= 0) return value < 1e4 ? fixedNumber(value, decimalsForStep(value)) : count(value);
  return fixedNumber(value, decimalsForStep(value));
}

void addMinor(Ticks& ticks, double lo, double hi, int firstExponent, int lastExponent) {
  for (int exponent = firstExponent; exponent <= lastExponent; ++exponent) {
    for (int factor = 1; factor <= 9; ++factor) {
      const double at = factor * std::pow(10.0, exponent);
      const bool isMajor = std::any_of(ticks.major.begin(), ticks.major.end(),
                                       [&](double major) { return std::abs(major / at - 1.0) < 1e-9; });
      if (at >= lo && at <= hi && !isMajor) ticks.minor.push_back(at);
    }
  }
}

Ticks decadeTicks(double lo, double hi, int most) {
  Ticks ticks;
  const int first = static_cast<int>(std::ceil(std::log10(lo) - 1e-9));
  const int last = static_cast<int>(std::floor(std::log10(hi) + 1e-9));
  const int stride = std::max(1, (last - first + most) / std::max(1, most));
  for (int exponent = first; exponent <= last; ++exponent) {
    if ((exponent % stride + stride) % stride != 0) continue;
    ticks.major.push_back(std::pow(10.0, exponent));
    ticks.labels.push_back(powerOfTen(exponent));
  }
  if (stride == 1) addMinor(ticks, lo, hi, first - 1, last);
  return ticks;
}

// Within two decades: 1, 2, 5 or 1, 3 or 1 per decade, as many as there is room for.
Ticks fewDecadesTicks(double lo, double hi, int most) {
  const int first = static_cast<int>(std::floor(std::log10(lo)));
  const int last = static_cast<int>(std::floor(std::log10(hi)));
  for (const std::vector<double>& factors : {std::vector<double>{1, 2, 5}, {1, 3}, {1}}) {
    Ticks ticks;
    for (int exponent = first; exponent <= last; ++exponent) {
      for (const double factor : factors) {
        const double at = factor * std::pow(10.0, exponent);
        if (at < lo * (1.0 - 1e-9) || at > hi * (1.0 + 1e-9)) continue;
        ticks.major.push_back(at);
        ticks.labels.push_back(plainNumber(at));
      }
    }
    if (static_cast<int>(ticks.major.size()) <= std::max(2, most)) {
      addMinor(ticks, lo, hi, first, last);
      return ticks;
    }
  }
  return {};
}

}  // namespace

Ticks linearTicks(double lo, double hi, int most) {
  if (!isRange(lo, hi)) return {};
  // one tick tells no scale: rather a little tight than alone
  for (int tries = most; tries < most + 4; ++tries) {
    Ticks ticks = steppedTicks(lo, hi, niceStep(hi - lo, tries));
    if (ticks.major.size() >= 2) return ticks;
  }
  return steppedTicks(lo, hi, niceStep(hi - lo, most));
}

Ticks wholeTicks(double lo, double hi, int most) {
  if (!isRange(lo, hi)) return {};
  const double step = niceStep(hi - lo, most);
  return steppedTicks(lo, hi, step < 1.0 ? 1.0 : step == 2.5 ? 5.0 : step);
}

Ticks logTicks(double lo, double hi, int most) {
  if (!isRange(lo, hi) || lo <= 0.0) return {};
  const double decades = std::log10(hi / lo);
  if (decades >= 2.0) return decadeTicks(lo, hi, most);
  Ticks ticks = decades >= 0.7 ? fewDecadesTicks(lo, hi, most) : Ticks{};
  return ticks.major.size() >= 2 ? ticks : steppedTicks(lo, hi, niceStep(hi - lo, most));
}

Ticks resourceTicks(double lo, double hi, std::span<const double> preferred, int most) {
  if (!isRange(lo, hi) || lo <= 0.0) return {};
  std::vector<double> candidates(preferred.begin(), preferred.end());
  if (candidates.empty()) {
    for (double at = 1.0; at <= hi * (1.0 + 1e-9); at *= 2.0) candidates.push_back(at);
  }
  std::erase_if(candidates, [&](double at) { return at < lo * (1.0 - 1e-9) || at > hi * (1.0 + 1e-9); });
  if (candidates.empty()) return logTicks(lo, hi, most);
  const std::size_t stride = (candidates.size() + static_cast<std::size_t>(std::max(1, most)) - 1) /
                             static_cast<std::size_t>(std::max(1, most));
  Ticks ticks;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (i % stride == 0) {
      ticks.major.push_back(candidates[i]);
      ticks.labels.push_back(plainNumber(candidates[i]));
    } else {
      ticks.minor.push_back(candidates[i]);
    }
  }
  const int last = static_cast<int>(std::floor(std::log10(hi)));
  if (preferred.empty() == false && hi / lo < 1000.0) addMinor(ticks, std::max(lo, 1.0), hi, 0, last);
  return ticks;
}

}  // namespace touchstone::ui
