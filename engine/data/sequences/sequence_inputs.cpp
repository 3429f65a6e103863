#include "engine/data/sequences/sequence_inputs.h"

#include <algorithm>
#include <cassert>

namespace touchstone::data {

SequenceInputs::SequenceInputs(std::vector<std::uint8_t> codes, std::vector<std::size_t> ends, int width, int channels)
    : m_codes(std::move(codes)), m_ends(std::move(ends)), m_width(width), m_channels(channels) {
  using Alphabet = SequenceAlphabet;
  constexpr std::array<std::uint8_t, 4> kFour = {Alphabet::kA, Alphabet::kC, Alphabet::kG, Alphabet::kT};
  constexpr std::array<std::uint8_t, 4> kFive = {Alphabet::kA, Alphabet::kT, Alphabet::kC, Alphabet::kG};
  for (std::uint8_t code = 1; code < Alphabet::kCodes; ++code) {
    for (std::size_t channel = 0; channel < 4; ++channel) {
      if (channels == 4 && (code & kFour[channel]) != 0) {
        m_values[channel][code] = 1.0F / static_cast<float>(Alphabet::choices(code));
      } else if (channels == 5 && code == kFive[channel]) {
        m_values[channel][code] = 1.0F;
      }
    }
    if (channels == 5 && Alphabet::isAmbiguous(code)) {
      m_values[4][code] = 1.0F;
    }
  }
}

std::span<const std::uint8_t> SequenceInputs::symbols(std::size_t item) const {
  const std::size_t start = item == 0 ? 0 : m_ends[item - 1];
  return std::span<const std::uint8_t>(m_codes).subspan(start, m_ends[item] - start);
}

Result<void> SequenceInputs::gather(std::span<const Pick> picks, std::span<float> out) const {
  assert(out.size() == picks.size() * shape().values());
  const auto width = static_cast<std::size_t>(m_width);
  float* row = out.data();
  std::vector<std::uint8_t> turned;
  for (const Pick& pick : picks) {
    std::span<const std::uint8_t> letters = symbols(pick.item);
    if (pick.turn == 1) {
      turned.resize(letters.size());
      std::transform(letters.rbegin(), letters.rend(), turned.begin(), SequenceAlphabet::complement);
      letters = turned;
    }
    for (std::size_t channel = 0; channel < static_cast<std::size_t>(m_channels); ++channel) {
      const auto& values = m_values[channel];
      float* const end =
          std::transform(letters.begin(), letters.end(), row, [&values](std::uint8_t code) { return values[code]; });
      std::fill(end, row + width, 0.0F);
      row += width;
    }
  }
  return {};
}

}  // namespace touchstone::data
