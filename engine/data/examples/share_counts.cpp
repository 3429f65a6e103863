#include "engine/data/examples/share_counts.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace touchstone::data {

namespace {

double missingIn(const BlockCounts& counts, const BlockShares& wanted, std::size_t block) {
  return wanted[block] - static_cast<double>(counts[block]);
}

std::size_t sumOf(const BlockCounts& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::size_t{0});
}

// One row on its own: floors, then what is left to where most is missing.
BlockCounts fitRow(const BlockShares& wanted, std::size_t total, const BlockCounts& least) {
  BlockCounts counts{};
  for (std::size_t b = 0; b < kBlocks; ++b) {
    // A hair more, so that 0.1 * 30 is 3.
    counts[b] = std::max(least[b], static_cast<std::size_t>(std::floor(std::max(wanted[b], 0.0) + 1e-9)));
  }
  while (sumOf(counts) < total) {
    std::size_t best = kByNeed.front();
    for (const std::size_t b : kByNeed) {
      best = missingIn(counts, wanted, b) > missingIn(counts, wanted, best) + 1e-9 ? b : best;
    }
    ++counts[best];
  }
  while (sumOf(counts) > total) {
    std::size_t best = kBlocks;
    for (std::size_t b = 0; b < kBlocks; ++b) {
      const bool mayShrink = counts[b] > least[b];
      best =
          mayShrink && (best == kBlocks || missingIn(counts, wanted, b) < missingIn(counts, wanted, best)) ? b : best;
    }
    --counts[best];
  }
  return counts;
}

constexpr double kImpossible = std::numeric_limits<double>::infinity();

// The row in which it costs least to move an item from one block to another.
struct Leg {
  double cost = kImpossible;
  std::size_t row = 0;
};
using Legs = std::array<std::array<Leg, kBlocks>, kBlocks>;  // [from][to]

Legs cheapestLegs(std::span<const BlockShares> wanted, const std::vector<BlockCounts>& counts,
                  std::span<const BlockCounts> least) {
  Legs legs;
  for (std::size_t s = 0; s < counts.size(); ++s) {
    for (std::size_t from = 0; from < kBlocks; ++from) {
      for (std::size_t to = 0; to < kBlocks && counts[s][from] > least[s][from]; ++to) {
        // Half of what it adds to the squared differences.
        const double cost = missingIn(counts[s], wanted[s], from) - missingIn(counts[s], wanted[s], to) + 1.0;
        if (from != to && cost < legs[from][to].cost - 1e-9) {
          legs[from][to] = {cost, s};
        }
      }
    }
  }
  return legs;
}

struct Path {
  double cost = kImpossible;
  std::vector<std::size_t> blocks;  // two or three; empty: there is none
};

Path cheapestPath(const Legs& legs, const BlockCounts& sums, const BlockCounts& columns) {
  Path best;
  const auto offer = [&best](double cost, std::vector<std::size_t> blocks) {
    if (cost < best.cost - 1e-9 || (best.blocks.empty() && cost < kImpossible)) {
      best = {cost, std::move(blocks)};
    }
  };
  for (std::size_t from = 0; from < kBlocks; ++from) {
    for (std::size_t to = 0; to < kBlocks; ++to) {
      if (sums[from] <= columns[from] || sums[to] >= columns[to]) {
        continue;
      }
      offer(legs[from][to].cost, {from, to});
      const std::size_t third = kBlocks - from - to;  // 0 + 1 + 2 less the two
      offer(legs[from][third].cost + legs[third][to].cost, {from, third, to});
    }
  }
  return best;
}

}  // namespace

BlockCounts blockSizes(std::size_t total, const BlockShares& shares) {
  BlockShares wanted{};
  for (std::size_t b = 0; b < kBlocks; ++b) {
    wanted[b] = static_cast<double>(total) * shares[b];
  }
  BlockCounts least{};
  for (const std::size_t b : kByNeed) {
    least[b] = shares[b] > 0.0 && sumOf(least) < total ? 1 : 0;
  }
  return fitRow(wanted, total, least);
}

std::vector<BlockCounts> fitCounts(std::span<const BlockShares> wanted, std::span<const std::size_t> rows,
                                   const BlockCounts& columns, std::span<const BlockCounts> least) {
  std::vector<BlockCounts> counts;
  BlockCounts sums{};
  for (std::size_t s = 0; s < rows.size(); ++s) {
    counts.push_back(fitRow(wanted[s], rows[s], least[s]));
    for (std::size_t b = 0; b < kBlocks; ++b) {
      sums[b] += counts[s][b];
    }
  }
  // Each row is as near as it can be on its own; now one item after the other moves from a block with too many to one with
  // too few, directly or through the third, wherever that adds least: successive shortest paths, so the sum of the squared
  // differences stays the least that is possible.
  while (sums != columns) {
    const auto legs = cheapestLegs(wanted, counts, least);
    const Path path = cheapestPath(legs, sums, columns);
    if (path.blocks.empty()) {
      break;
    }
    for (std::size_t i = 0; i + 1 < path.blocks.size(); ++i) {
      const std::size_t from = path.blocks[i], to = path.blocks[i + 1];
      BlockCounts& row = counts[legs[from][to].row];
      --row[from], ++row[to];
      --sums[from], ++sums[to];
    }
  }
  return counts;
}

}  // namespace touchstone::data
