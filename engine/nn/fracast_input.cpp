#include "engine/nn/fracast_input.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <vector>

#include "engine/nn/periodogram.h"

namespace touchstone::nn {

namespace {

constexpr int kPhaseBins = 16;

// sin and cos of 2 pi position / period for positions 0..2047, for every period that the search can give.
class PhaseTables {
 public:
  PhaseTables() : m_tables(kFracastContext / 2 + 1) {
    for (int k = 2; k < kFracastContext / 2; ++k) {
      const auto period = static_cast<int>(std::nearbyint(static_cast<double>(kFracastContext) / k));
      if (auto& table = m_tables[static_cast<std::size_t>(period)]; table.empty()) {
        table = make(period);
      }
    }
  }
  // [2048, 2]; nullptr for an empty slot.
  const float* of(int period) const { return period > 0 ? m_tables[static_cast<std::size_t>(period)].data() : nullptr; }

 private:
  static std::vector<float> make(int period) {
    std::vector<float> table;
    table.reserve(2 * kFracastContext);
    for (int position = 0; position < kFracastContext; ++position) {
      const double angle = 2.0 * std::numbers::pi * (position % period) / period;
      table.push_back(static_cast<float>(std::sin(angle)));
      table.push_back(static_cast<float>(std::cos(angle)));
    }
    return table;
  }

  std::vector<std::vector<float>> m_tables;
};

const PhaseTables& phaseTables() {
  static const PhaseTables kTables;
  return kTables;
}

int phaseBin(int position, int period) {
  return position % period * kPhaseBins / period;
}

// The strongest period's mean profile in 16 phase bins, continued over the 48 steps to come.
void fillSeasonal(FracastContext& context) {
  const int period = std::max(context.periods[0], 1);
  std::array<double, kPhaseBins> sums{};
  std::array<double, kPhaseBins> counts{};
  double sum = 0.0;
  double count = 0.0;
  for (int position = 0; position < kFracastContext; ++position) {
    const auto i = static_cast<std::size_t>(position);
    const auto bin = static_cast<std::size_t>(phaseBin(position, period));
    sums[bin] += context.values[i];  // missing values are 0
    counts[bin] += context.mask[i];
    sum += context.values[i];
    count += context.mask[i];
  }
  const double overall = sum / std::max(count, 1.0);
  for (int step = 0; step < kFracastBlock; ++step) {
    const auto bin = static_cast<std::size_t>(phaseBin(kFracastContext + step, period));
    context.seasonal[static_cast<std::size_t>(step)] =
        static_cast<float>(counts[bin] > 0.0 ? sums[bin] / counts[bin] : overall);
  }
}

}  // namespace

Result<void> prepareFracast(std::span<const double> history, FracastContext& context) {
  const auto tail = history.last(std::min<std::size_t>(history.size(), kFracastContext));
  float low = std::numeric_limits<float>::infinity();
  float high = -low;
  int finite = 0;
  // The network was trained on float32 series: values are rounded first, so that equal floats stay equal.
  for (const double value : tail) {
    const auto rounded = static_cast<float>(value);
    if (std::isfinite(rounded)) {
      low = std::min(low, rounded);
      high = std::max(high, rounded);
      ++finite;
    }
  }
  if (finite < kFracastMinimum) {
    return Error{ErrorCode::kBadInput,
                 "Fracast-0 needs at least " + std::to_string(kFracastMinimum) + " observed values, the series has " +
                     std::to_string(finite) + ". Leave the series out or start forecasting later.",
                 {}};
  }
  context.low = low;
  context.span = std::max(static_cast<double>(high) - low, 1e-5);
  context.values.fill(0.0f);
  context.mask.fill(0.0f);
  const std::size_t start = kFracastContext - tail.size();
  for (std::size_t i = 0; i < tail.size(); ++i) {
    const auto rounded = static_cast<float>(tail[i]);
    if (std::isfinite(rounded)) {
      context.values[start + i] = static_cast<float>((rounded - context.low) / context.span);
      context.mask[start + i] = 1.0f;
    }
  }
  context.periods = significantPeriods(context.values, context.mask);
  fillSeasonal(context);
  return {};
}

std::array<float, kFracastRecency> fracastRecency(int position) {
  const double d = static_cast<double>(position - (kFracastContext - 1)) / kFracastContext;
  const double size = std::abs(d);
  return {static_cast<float>(d), static_cast<float>(std::copysign(std::log1p(size) / std::numbers::ln2, d)),
          static_cast<float>(std::exp(-0.5 * size)), static_cast<float>(std::exp(-2.0 * size)),
          static_cast<float>(std::exp(-8.0 * size))};
}

void fillFracastFeatures(const FracastContext& context, int stride, std::span<float> rows) {
  static const auto kRecency = [] {
    std::vector<std::array<float, kFracastRecency>> table;
    table.reserve(kFracastContext);
    for (int position = 0; position < kFracastContext; ++position) {
      table.push_back(fracastRecency(position));
    }
    return table;
  }();
  assert(stride >= kFracastFeatures && rows.size() >= static_cast<std::size_t>(kFracastContext * stride));
  std::array<const float*, kFracastPeriods> phases{};
  std::transform(context.periods.begin(), context.periods.end(), phases.begin(),
                 [](int period) { return phaseTables().of(period); });
  float* row = rows.data();
  for (std::size_t t = 0; t < kFracastContext; ++t, row += stride) {
    row[0] = context.values[t];
    row[1] = context.mask[t];
    std::copy(kRecency[t].begin(), kRecency[t].end(), row + 2);
    float* phase = row + 2 + kFracastRecency;
    for (const float* table : phases) {
      *phase++ = table != nullptr ? table[2 * t] : 0.0f;
      *phase++ = table != nullptr ? table[2 * t + 1] : 0.0f;
    }
  }
}

}  // namespace touchstone::nn
