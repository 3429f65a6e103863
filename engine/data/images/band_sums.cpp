#include "engine/data/images/band_sums.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace touchstone::data {

void BandSums::add(std::span<const float> values, std::size_t stride) {
  std::size_t i = 0;
  for (; m_values == 0 && i < values.size(); i += stride) {
    if (std::isfinite(values[i])) {
      m_pivot = m_min = m_max = static_cast<double>(values[i]);
      break;
    }
    ++m_missing;
  }
  // Without branches: a missing value counts as the pivot, whose distance is 0, and is not counted.
  const auto pivot = static_cast<float>(m_pivot);
  constexpr float kMost = std::numeric_limits<float>::max();
  double sum = 0.0, squares = 0.0;
  float low = static_cast<float>(m_min), high = static_cast<float>(m_max);
  std::uint64_t missing = 0, count = 0;
  for (; i < values.size(); i += stride) {
    const bool isMissing = !(std::fabs(values[i]) <= kMost);
    const float value = isMissing ? pivot : values[i];
    const double distance = static_cast<double>(value) - m_pivot;
    sum += distance;
    squares += distance * distance;
    low = std::min(low, value);
    high = std::max(high, value);
    missing += isMissing ? 1U : 0U;
    ++count;
  }
  m_sum += sum;
  m_squares += squares;
  m_min = static_cast<double>(low);
  m_max = static_cast<double>(high);
  m_missing += missing;
  m_values += count - missing;
}

BandStatistics BandSums::finish() const {
  BandStatistics result{m_values, m_missing, m_min, m_max, 0.0, 0.0};
  if (m_values > 0) {
    const auto count = static_cast<double>(m_values);
    result.mean = m_pivot + m_sum / count;
    result.deviation = std::sqrt(std::max(0.0, (m_squares - m_sum * m_sum / count) / count));
  }
  return result;
}

}  // namespace touchstone::data
