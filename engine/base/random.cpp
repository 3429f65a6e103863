#include "engine/base/random.h"

#include <boost/math/special_functions/erf.hpp>
#include <cassert>
#include <cmath>
#include <numbers>

namespace touchstone::base {

namespace {

constexpr std::uint32_t kMultiplier0 = 0xD2511F53;
constexpr std::uint32_t kMultiplier1 = 0xCD9E8D57;
constexpr std::uint32_t kWeyl0 = 0x9E3779B9;
constexpr std::uint32_t kWeyl1 = 0xBB67AE85;
constexpr int kRounds = 10;

std::uint64_t splitMix(std::uint64_t z) {
  z += 0x9E3779B97F4A7C15ull;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

}  // namespace

std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> c, std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < kRounds; ++round) {
    const std::uint64_t product0 = std::uint64_t{kMultiplier0} * c[0];
    const std::uint64_t product1 = std::uint64_t{kMultiplier1} * c[2];
    c = {static_cast<std::uint32_t>(product1 >> 32) ^ c[1] ^ key[0], static_cast<std::uint32_t>(product1),
         static_cast<std::uint32_t>(product0 >> 32) ^ c[3] ^ key[1], static_cast<std::uint32_t>(product0)};
    key = {key[0] + kWeyl0, key[1] + kWeyl1};
  }
  return c;
}

std::uint64_t mixKey(std::initializer_list<std::uint64_t> words) {
  std::uint64_t state = 0;
  for (const std::uint64_t word : words) {
    state = splitMix(state ^ splitMix(word));
  }
  return state;
}

RandomStream::RandomStream(std::initializer_list<std::uint64_t> key) {
  const std::uint64_t mixed = mixKey(key);
  m_key = {static_cast<std::uint32_t>(mixed), static_cast<std::uint32_t>(mixed >> 32)};
  m_stream = splitMix(mixed);
}

RandomStream::result_type RandomStream::operator()() {
  const auto block = philox4x32({static_cast<std::uint32_t>(m_counter), static_cast<std::uint32_t>(m_counter >> 32),
                                 static_cast<std::uint32_t>(m_stream), static_cast<std::uint32_t>(m_stream >> 32)},
                                m_key);
  ++m_counter;
  return (std::uint64_t{block[1]} << 32) | block[0];
}

double RandomStream::uniform() {
  return static_cast<double>((*this)() >> 11) * 0x1.0p-53;
}

double RandomStream::uniform(double low, double high) {
  return low + (high - low) * uniform();
}

std::int64_t RandomStream::below(std::int64_t count) {
  assert(count > 0);
  // Lemire's rejection: the low word decides whether the draw falls into the short, biased part.
  __extension__ using Product = unsigned __int128;
  const auto range = static_cast<std::uint64_t>(count);
  const std::uint64_t threshold = (0 - range) % range;
  while (true) {
    const auto product = static_cast<Product>((*this)()) * range;
    if (static_cast<std::uint64_t>(product) >= threshold) {
      return static_cast<std::int64_t>(product >> 64);
    }
  }
}

double RandomStream::normal() {
  const double u = (static_cast<double>((*this)() >> 11) + 0.5) * 0x1.0p-53;  // (0, 1): both ends are excluded
  return -std::numbers::sqrt2 * boost::math::erfc_inv(2.0 * u);
}

void RandomStream::shuffle(std::vector<std::int64_t>& v) {
  for (auto i = static_cast<std::int64_t>(v.size()) - 1; i > 0; --i) {
    std::swap(v[static_cast<std::size_t>(i)], v[static_cast<std::size_t>(below(i + 1))]);
  }
}

}  // namespace touchstone::base
