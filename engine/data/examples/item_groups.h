// Items that must stay in one block of a split, because they are the same or were cut from one piece, and the class that
// each such group counts for.
// Thread: free functions. Errors: none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/data/examples/example_set.h"

namespace touchstone::data {

struct ItemGroup {
  std::vector<std::uint32_t> items;  // ascending
  std::size_t stratum = 0;
};

// In the order of their first items. Items with equal near keys or equal numbers in set.groups are together.
std::vector<ItemGroup> groupItems(const ExampleSet& set, std::span<const std::uint32_t> items);

// Strata are numbered from 0 without a bound on how many: the classes; of a multi-label item its rarest one (items without
// any are one more stratum); one for masks.
std::size_t stratumCount(const ExampleSet& set);

}  // namespace touchstone::data
