// Tables of a Fourier transform down packed rows: radices, twiddle factors, and the next length that has them.
// Lengths are products of 2, 3 and 5; a real transform is even. Twiddles are rounded once from double.
// Thread: value type, immutable after construction. Errors: none; the length is smooth.
// Source: Stockham's self-sorting transform, decimation in frequency.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/nn/mixed_conv/kernels.h"

namespace touchstone::nn {

// The smallest product of 2, 3 and 5 that is at least `least`.
int smoothLength(int least);
// The same, even.
int evenSmoothLength(int least);

template <typename T>
class FourierPlan {
 public:
  explicit FourierPlan(int length);

  int length() const { return m_length; }
  FftPasses<T> passes() const {
    return {m_length, static_cast<int>(m_radices.size()), m_radices.data(), m_twiddles.data(), m_places.data()};
  }

 private:
  int m_length;
  std::vector<int> m_radices;
  std::vector<T> m_twiddles;
  std::vector<std::ptrdiff_t> m_places;
};

// `length` real rows as half as many complex ones.
template <typename T>
class RealFourierPlan {
 public:
  explicit RealFourierPlan(int length);

  int length() const { return 2 * m_half.length(); }
  int frequencies() const { return m_half.length() + 1; }
  FftPasses<T> half() const { return m_half.passes(); }
  const T* twist() const { return m_twist.data(); }

 private:
  FourierPlan<T> m_half;
  std::vector<T> m_twist;  // e^(-2 pi i k / length), k = 0 .. length / 4
};

}  // namespace touchstone::nn
