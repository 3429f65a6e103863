#include "engine/nn/decomposition.h"

#include <algorithm>
#include <cassert>
#include <vector>

namespace touchstone::nn {

namespace {

void addRow(std::vector<float>& sums, const float* row, float factor) {
  for (std::size_t h = 0; h < sums.size(); ++h) {
    sums[h] += factor * row[h];
  }
}

void writeRow(const std::vector<float>& sums, float factor, float* out) {
  for (std::size_t h = 0; h < sums.size(); ++h) {
    out[h] = factor * sums[h];
  }
}

}  // namespace

void movingAverage(const Decomposition& shape, std::span<const float> m, std::span<float> out) {
  assert(shape.kernel % 2 == 1 && m.size() == shape.size() && out.size() == shape.size());
  const auto length = static_cast<std::ptrdiff_t>(shape.lookback);
  const auto radius = static_cast<std::ptrdiff_t>(shape.kernel / 2);
  const float* rows = m.data();
  const auto rowAt = [&](std::ptrdiff_t i) {
    return rows + static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(i, 0, length - 1)) * shape.horizon;
  };
  std::vector<float> sums(shape.horizon, 0.0f);
  for (std::ptrdiff_t i = -radius; i <= radius; ++i) {
    addRow(sums, rowAt(i), 1.0f);
  }
  const float share = 1.0f / static_cast<float>(shape.kernel);
  for (std::ptrdiff_t i = 0; i < length; ++i) {
    writeRow(sums, share, out.data() + static_cast<std::size_t>(i) * shape.horizon);
    addRow(sums, rowAt(i + radius + 1), 1.0f);
    addRow(sums, rowAt(i - radius), -1.0f);
  }
}

void movingAverageAdjoint(const Decomposition& shape, std::span<const float> m, std::span<float> out) {
  assert(shape.kernel % 2 == 1 && m.size() == shape.size() && out.size() == shape.size());
  const auto length = static_cast<std::ptrdiff_t>(shape.lookback);
  const auto radius = static_cast<std::ptrdiff_t>(shape.kernel / 2);
  const float share = 1.0f / static_cast<float>(shape.kernel);
  std::fill(out.begin(), out.end(), 0.0f);
  // Row i of m went to positions i - radius .. i + radius; those beyond an end fell on the end itself.
  std::vector<float> sums(shape.horizon, 0.0f);
  const auto inside = [&](std::ptrdiff_t i) { return i >= 0 && i < length; };
  for (std::ptrdiff_t position = -radius; position < length + radius; ++position) {
    if (inside(position + radius)) {
      addRow(sums, m.data() + static_cast<std::size_t>(position + radius) * shape.horizon, 1.0f);
    }
    if (inside(position - radius - 1)) {
      addRow(sums, m.data() + static_cast<std::size_t>(position - radius - 1) * shape.horizon, -1.0f);
    }
    const auto target = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(position, 0, length - 1));
    float* row = out.data() + target * shape.horizon;
    for (std::size_t h = 0; h < shape.horizon; ++h) {
      row[h] += share * sums[h];
    }
  }
}

void foldDecomposition(const Decomposition& shape, std::span<const float> seasonal, std::span<const float> trend,
                       std::span<float> out) {
  std::vector<float> difference(shape.size());
  for (std::size_t i = 0; i < difference.size(); ++i) {
    difference[i] = trend[i] - seasonal[i];
  }
  movingAverageAdjoint(shape, difference, out);
  for (std::size_t i = 0; i < difference.size(); ++i) {
    out[i] += seasonal[i];
  }
}

}  // namespace touchstone::nn
