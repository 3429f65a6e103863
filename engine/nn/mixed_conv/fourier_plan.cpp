#include "engine/nn/mixed_conv/fourier_plan.h"

#include <cassert>
#include <cmath>
#include <numbers>

namespace touchstone::nn {

namespace {

bool isSmooth(int length) {
  for (const int factor : {2, 3, 5}) {
    while (length % factor == 0) {
      length /= factor;
    }
  }
  return length == 1;
}

// Appends e^(-2 pi i k / length).
template <typename T>
void appendRoot(std::vector<T>& roots, int k, int length) {
  const double angle = -2.0 * std::numbers::pi * k / length;
  roots.push_back(static_cast<T>(std::cos(angle)));
  roots.push_back(static_cast<T>(std::sin(angle)));
}

}  // namespace

int smoothLength(int least) {
  while (!isSmooth(least)) {
    ++least;
  }
  return least;
}

int evenSmoothLength(int least) {
  return 2 * smoothLength((least + 1) / 2);
}

template <typename T>
FourierPlan<T>::FourierPlan(int length) : m_length(length) {
  assert(isSmooth(length));
  int rest = length;
  for (const int radix : {4, 5, 3, 2}) {
    for (; rest % radix == 0; rest /= radix) {
      m_radices.push_back(radix);
    }
  }
  rest = length;
  for (const int radix : m_radices) {
    for (int p = 0; p < rest / radix; ++p) {
      for (int i = 1; i < radix; ++i) {
        appendRoot(m_twiddles, p * i, rest);
      }
    }
    rest /= radix;
  }
  for (int i = 0; i < length; ++i) {
    m_places.push_back(static_cast<std::ptrdiff_t>(i) * kComplex);
  }
}

template <typename T>
RealFourierPlan<T>::RealFourierPlan(int length) : m_half(length / 2) {
  assert(length % 2 == 0);
  for (int k = 0; 4 * k <= length; ++k) {
    appendRoot(m_twist, k, length);
  }
}

template class FourierPlan<float>;
template class FourierPlan<double>;
template class RealFourierPlan<float>;
template class RealFourierPlan<double>;

}  // namespace touchstone::nn
