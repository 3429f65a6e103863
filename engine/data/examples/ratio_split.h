// Items drawn into blocks by shares: stratified, groups kept together (see splitByRatio() in example_task.h).
// Thread: free functions. Errors: kBadInput where there are too few items.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/examples/example_task.h"
#include "engine/data/examples/share_counts.h"

namespace touchstone::data {

// The block of each of `items`, in their order; shares sum to 1, a block without a share gets none.
Result<std::vector<Block>> drawBlocks(const ExampleSet& set, std::span<const std::uint32_t> items,
                                      const BlockShares& shares, std::uint64_t seed);

}  // namespace touchstone::data
