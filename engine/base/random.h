// Counter-based random streams: the n-th draw of a stream depends on its key and on n alone.
// So a trial draws the same numbers whatever the number of slots, the order of trials, or a restart in between.
// Key: (study seed, run, trial, purpose), hashed once. Generator: Philox4x32-10.
// Source: Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3" (Random123); known answers in the test.
// Thread: a stream belongs to one thread; making another from the same key gives the same draws.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <vector>

namespace touchstone::base {

class RandomStream {
 public:
  using result_type = std::uint64_t;  // satisfies UniformRandomBitGenerator

  explicit RandomStream(std::initializer_list<std::uint64_t> key);

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~result_type{0}; }
  result_type operator()();  // 64 uniform bits

  double uniform();                            // [0, 1), 53 bits
  double uniform(double low, double high);     // [low, high)
  std::int64_t below(std::int64_t count);      // 0 .. count-1, unbiased; count > 0
  double normal();                             // standard normal, inverse of the distribution function
  void shuffle(std::vector<std::int64_t>& v);  // Fisher-Yates

  std::uint64_t position() const { return m_counter; }     // draws taken so far
  void seek(std::uint64_t position) { m_counter = position; }

 private:
  std::array<std::uint32_t, 2> m_key{};
  std::uint64_t m_stream = 0;
  std::uint64_t m_counter = 0;
};

// One block of Philox4x32-10: counter [4], key [2] -> 4 words.
std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

// 64-bit mix of any number of words (SplitMix64 chain); used to make keys and content hashes of ids.
std::uint64_t mixKey(std::initializer_list<std::uint64_t> words);

}  // namespace touchstone::base
