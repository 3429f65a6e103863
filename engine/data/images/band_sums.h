// Minimum, maximum, mean and population deviation of a band's pixels, taken row by row.
// Thread: an object belongs to one thread. Errors: none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace touchstone::data {

struct BandStatistics {
  std::uint64_t values = 0;  // present
  std::uint64_t missing = 0;
  double min = 0.0, max = 0.0;
  double mean = 0.0;
  double deviation = 0.0;
};

// Sums of distances from the first value, so that large values with a small spread lose nothing.
class BandSums {
 public:
  // Every stride-th value from the first one; NaN and infinity are missing.
  void add(std::span<const float> values, std::size_t stride);
  BandStatistics finish() const;

 private:
  double m_pivot = 0.0, m_sum = 0.0, m_squares = 0.0;
  double m_min = 0.0, m_max = 0.0;
  std::uint64_t m_values = 0, m_missing = 0;
};

}  // namespace touchstone::data
