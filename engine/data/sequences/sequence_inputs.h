// Nucleotide sequences as inputs of a network: one byte a letter, without padding, expanded to one-hot per gather().
// Shapes: gather() out [B, C, W]; symbols() [L_i], L_i <= W, codes of SequenceAlphabet.
// Channels: 4 are A, C, G, T, where an ambiguous letter is an equal share of what it may be (N 0.25 each); 5 are A, T, C, G, N,
// the published form, where every ambiguous letter is N. Positions from L_i on are padding: all channels 0.
// The reverse complement (Pick::turn 1) turns the letters only; the padding stays on the right.
// Thread: const after construction. Blocking: never. Errors: none; picks are below count() and `out` has B x C x W values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/data/examples/example_set.h"
#include "engine/data/sequences/sequence_alphabet.h"

namespace touchstone::data {

class SequenceInputs final : public ExampleInputs {
 public:
  // Item i is codes[ends[i - 1], ends[i]); width >= the longest; channels 4 or 5.
  SequenceInputs(std::vector<std::uint8_t> codes, std::vector<std::size_t> ends, int width, int channels);

  InputShape shape() const override { return {m_channels, 1, m_width, false}; }
  std::size_t count() const override { return m_ends.size(); }
  bool hasComplement() const override { return true; }
  Result<void> gather(std::span<const Pick> picks, std::span<float> out) const override;
  std::span<const std::uint8_t> symbols(std::size_t item) const override;

 private:
  const std::vector<std::uint8_t> m_codes;
  const std::vector<std::size_t> m_ends;
  const int m_width;
  const int m_channels;
  std::array<std::array<float, SequenceAlphabet::kCodes>, 5> m_values{};  // [channel][code]
};

}  // namespace touchstone::data
