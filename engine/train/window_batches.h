// Training windows of many series as batches: (look-back, target) pairs, pooled over channels, in a shuffled order that
// depends on (seed, epoch) alone.
// A window of a channel starts at any s with s + L + H <= rows of that channel. Channels with fewer rows give none.
// Shapes: inputs [B, L], targets [B, H], row-major.
// Thread: const members from any thread. Errors: none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace touchstone::train {

class WindowBatches {
 public:
  // Each channel's training rows; kept by reference.
  WindowBatches(std::vector<std::span<const float>> channels, std::size_t lookback, std::size_t horizon);

  std::int64_t count() const { return m_firstOf.back(); }

  // All windows, shuffled.
  std::vector<std::int64_t> order(std::uint64_t seed, int epoch) const;

  // Copies the windows into inputs and targets, row by row.
  void gather(std::span<const std::int64_t> windows, std::span<float> inputs, std::span<float> targets) const;

 private:
  std::vector<std::span<const float>> m_channels;
  std::size_t m_lookback;
  std::size_t m_horizon;
  std::vector<std::int64_t> m_firstOf;  // [channels + 1]: number of windows before each channel
};

}  // namespace touchstone::train
