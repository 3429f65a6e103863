// Whole numbers that come as near as possible to shares, with given sums: how many items of each class go to each block.
// Thread: free functions. Errors: none.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace touchstone::data {

inline constexpr std::size_t kBlocks = 3;  // train, validation, test
// The order in which blocks get what cannot be shared: a test block one larger is worth more than a validation block is.
inline constexpr std::array<std::size_t, kBlocks> kByNeed = {0, 2, 1};
using BlockShares = std::array<double, kBlocks>;
using BlockCounts = std::array<std::size_t, kBlocks>;

// Largest remainder: sums to `total`; every block with a share gets one at least where there are enough.
BlockCounts blockSizes(std::size_t total, const BlockShares& shares);

// Row s of the answer sums to rows[s], column b to columns[b] as far as `least` allows; cells are at least `least`, and the sum
// of their squared differences from `wanted` is as small as it can be (tests/unit/data/examples_ratio_test.cpp tries all).
// Needs sum(least[s]) <= rows[s] and sum(rows) == sum(columns).
std::vector<BlockCounts> fitCounts(std::span<const BlockShares> wanted, std::span<const std::size_t> rows,
                                   const BlockCounts& columns, std::span<const BlockCounts> least);

}  // namespace touchstone::data
