#include "engine/nn/periodogram.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

namespace touchstone::nn {

namespace {

constexpr int kLength = kPeriodogramLength;
constexpr int kHalf = kLength / 2;

// exp(-2 pi i k / 2048), k = 0..1023.
const std::vector<std::complex<double>>& twiddles() {
  static const std::vector<std::complex<double>> kTable = [] {
    std::vector<std::complex<double>> values(kHalf);
    for (int k = 0; k < kHalf; ++k) {
      const double angle = -2.0 * std::numbers::pi * k / kLength;
      values[static_cast<std::size_t>(k)] = {std::cos(angle), std::sin(angle)};
    }
    return values;
  }();
  return kTable;
}

// In-place radix-2 transform of 1,024 complex values.
void transform(std::array<std::complex<double>, kHalf>& x) {
  for (std::size_t i = 1, j = 0; i < kHalf; ++i) {
    std::size_t bit = kHalf >> 1;
    for (; (j & bit) != 0; bit >>= 1) {
      j ^= bit;
    }
    j ^= bit;
    if (i < j) {
      std::swap(x[i], x[j]);
    }
  }
  const auto& table = twiddles();
  for (std::size_t size = 2; size <= kHalf; size *= 2) {
    const std::size_t step = kLength / size;
    for (std::size_t start = 0; start < kHalf; start += size) {
      for (std::size_t k = 0; k < size / 2; ++k) {
        const std::complex<double> w = table[k * step];
        const std::complex<double> b = x[start + k + size / 2];
        // Written out: std::complex multiplication checks for NaN.
        const std::complex<double> t{w.real() * b.real() - w.imag() * b.imag(),
                                     w.real() * b.imag() + w.imag() * b.real()};
        x[start + k + size / 2] = x[start + k] - t;
        x[start + k] += t;
      }
    }
  }
}

}  // namespace

std::array<double, kHalf + 1> powerSpectrum(std::span<const double> values) {
  assert(values.size() == kLength);
  // Two real values make one complex value; even and odd parts are taken apart afterwards.
  std::array<std::complex<double>, kHalf> z;
  for (std::size_t i = 0; i < kHalf; ++i) {
    z[i] = {values[2 * i], values[2 * i + 1]};
  }
  transform(z);
  const auto& table = twiddles();
  std::array<double, kHalf + 1> power{};
  for (std::size_t k = 0; k <= kHalf; ++k) {
    const std::complex<double> a = z[k % kHalf];
    const std::complex<double> b = std::conj(z[(kHalf - k) % kHalf]);
    const std::complex<double> even = 0.5 * (a + b);
    const std::complex<double> odd = std::complex<double>{0.0, -0.5} * (a - b);
    const std::complex<double> w = k == kHalf ? std::complex<double>{-1.0, 0.0} : table[k];
    power[k] = std::norm(even + w * odd);
  }
  return power;
}

std::array<int, 4> significantPeriods(std::span<const float> values, std::span<const float> mask) {
  assert(values.size() == kLength && mask.size() == kLength);
  double sum = 0.0;
  double count = 0.0;
  for (std::size_t i = 0; i < kLength; ++i) {
    sum += mask[i] > 0.0f ? values[i] : 0.0;
    count += mask[i] > 0.0f ? 1.0 : 0.0;
  }
  const double mean = count > 0.0 ? sum / count : 0.0;
  std::array<double, kLength> centred{};
  for (std::size_t i = 0; i < kLength; ++i) {
    centred[i] = mask[i] > 0.0f ? values[i] - mean : 0.0;
  }
  const auto power = powerSpectrum(centred);
  double total = 0.0;
  for (std::size_t k = 1; k <= kHalf; ++k) {
    total += power[k];
  }
  const double least = std::log(kHalf / 0.05) / kHalf * total;
  std::vector<std::pair<double, int>> peaks;
  for (std::size_t k = 2; k < kHalf; ++k) {
    if (power[k] > power[k - 1] && power[k] > power[k + 1] && power[k] >= least && total > 0.0) {
      peaks.emplace_back(power[k], static_cast<int>(k));
    }
  }
  std::stable_sort(peaks.begin(), peaks.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::array<int, 4> periods{};
  for (std::size_t i = 0; i < std::min<std::size_t>(periods.size(), peaks.size()); ++i) {
    periods[i] = static_cast<int>(std::nearbyint(static_cast<double>(kLength) / peaks[i].second));
  }
  return periods;
}

}  // namespace touchstone::nn
