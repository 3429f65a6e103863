// A block of floats that starts on a cache line, so that vector loads of rows never straddle two lines.
// Thread: value type. Errors: std::bad_alloc.
#pragma once

#include <cstddef>
#include <vector>

namespace touchstone::nn {

class AlignedFloats {
 public:
  AlignedFloats() = default;
  explicit AlignedFloats(std::size_t count) : m_lines((count + kPerLine - 1) / kPerLine), m_count(count) {}

  float* data() { return m_lines.empty() ? nullptr : m_lines.front().values; }
  const float* data() const { return m_lines.empty() ? nullptr : m_lines.front().values; }
  std::size_t size() const { return m_count; }
  float& operator[](std::size_t i) { return data()[i]; }
  float operator[](std::size_t i) const { return data()[i]; }

 private:
  static constexpr std::size_t kPerLine = 16;
  struct alignas(64) Line {
    float values[kPerLine] = {};
  };

  std::vector<Line> m_lines;
  std::size_t m_count = 0;
};

}  // namespace touchstone::nn
