#include "engine/train/window_batches.h"

#include <algorithm>
#include <numeric>

#include "engine/base/random.h"

namespace touchstone::train {

namespace {

constexpr std::uint64_t kOrderPurpose = 0x6F72646572;  // "order": keeps this stream apart from others of the trial

}  // namespace

WindowBatches::WindowBatches(std::vector<std::span<const float>> channels, std::size_t lookback, std::size_t horizon)
    : m_channels(std::move(channels)), m_lookback(lookback), m_horizon(horizon), m_firstOf{0} {
  for (const auto& rows : m_channels) {
    const std::size_t needed = m_lookback + m_horizon;
    const std::size_t windows = rows.size() >= needed ? rows.size() - needed + 1 : 0;
    m_firstOf.push_back(m_firstOf.back() + static_cast<std::int64_t>(windows));
  }
}

std::vector<std::int64_t> WindowBatches::order(std::uint64_t seed, int epoch) const {
  std::vector<std::int64_t> order(static_cast<std::size_t>(count()));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  base::RandomStream stream({seed, kOrderPurpose, static_cast<std::uint64_t>(epoch)});
  stream.shuffle(order);
  return order;
}

void WindowBatches::gather(std::span<const std::int64_t> windows, std::span<float> inputs,
                           std::span<float> targets) const {
  float* input = inputs.data();
  float* target = targets.data();
  for (const std::int64_t window : windows) {
    const auto after = std::upper_bound(m_firstOf.begin(), m_firstOf.end(), window);
    const auto channel = static_cast<std::size_t>(after - m_firstOf.begin()) - 1;
    const float* from = m_channels[channel].data() + (window - m_firstOf[channel]);
    input = std::copy(from, from + m_lookback, input);
    target = std::copy(from + m_lookback, from + m_lookback + m_horizon, target);
  }
}

}  // namespace touchstone::train
