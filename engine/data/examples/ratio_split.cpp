#include "engine/data/examples/ratio_split.h"

#include <algorithm>
#include <numeric>

#include "engine/base/random.h"
#include "engine/data/examples/item_groups.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

constexpr std::uint64_t kPurpose = 0x73706C6974;  // "split": no other stream has this key

class RatioDraw {
 public:
  RatioDraw(std::vector<ItemGroup> groups, std::size_t strata, const BlockShares& shares, std::uint64_t seed)
      : m_groups(std::move(groups)), m_shares(shares), m_seed(seed), m_strata(strata) {
    for (std::size_t g = 0; g < m_groups.size(); ++g) {
      const std::size_t size = m_groups[g].items.size();
      Stratum& stratum = m_strata[m_groups[g].stratum];
      (size == 1 ? stratum.singles : stratum.large).push_back(static_cast<std::int64_t>(g));
      stratum.items += size;
      m_items += size;
    }
    m_sizes = blockSizes(m_items, shares);
    m_free = m_sizes;
  }

  // The block of every group.
  std::vector<std::size_t> draw() {
    m_blocks.assign(m_groups.size(), 0);
    decideCover();
    for (std::size_t s = 0; s < m_strata.size(); ++s) {
      base::RandomStream random{m_seed, kPurpose, s};
      random.shuffle(m_strata[s].singles);
      random.shuffle(m_strata[s].large);
      placeLarge(m_strata[s], random);
    }
    placeSingles();
    fillEmptyBlocks();
    return m_blocks;
  }

  const std::vector<ItemGroup>& groups() const { return m_groups; }

 private:
  struct Stratum {
    std::vector<std::int64_t> singles, large;  // groups of one item, of several
    std::size_t items = 0;
    BlockCounts placed{};

    std::size_t groupCount() const { return singles.size() + large.size(); }
  };

  double wanted(const Stratum& stratum, std::size_t block) const {
    return static_cast<double>(stratum.items) * m_shares[block] - static_cast<double>(stratum.placed[block]);
  }

  // A block has an item of every class where it has room for that: training always, the others if there are no more classes
  // than places.
  void decideCover() {
    const auto classes = static_cast<std::size_t>(
        std::count_if(m_strata.begin(), m_strata.end(), [](const Stratum& s) { return s.groupCount() > 0; }));
    for (std::size_t b = 0; b < kBlocks; ++b) {
      m_isCovering[b] = m_shares[b] > 0.0 && (b == 0 || m_sizes[b] >= classes);
    }
  }

  // Blocks that still need an item of the stratum, at most `most` of them.
  std::vector<std::size_t> uncovered(const Stratum& stratum, std::size_t most) const {
    std::vector<std::size_t> blocks;
    for (const std::size_t b : kByNeed) {
      if (m_isCovering[b] && stratum.placed[b] == 0 && blocks.size() < most) {
        blocks.push_back(b);
      }
    }
    return blocks;
  }

  void place(std::int64_t group, std::size_t block, Stratum& stratum) {
    const auto g = static_cast<std::size_t>(group);
    const std::size_t size = m_groups[g].items.size();
    m_blocks[g] = block;
    stratum.placed[block] += size;
    m_free[block] -= std::min(m_free[block], size);
  }

  // Largest first, while there is room; a block's chance is what it still wants of the class.
  void placeLarge(Stratum& stratum, base::RandomStream& random) {
    std::stable_sort(stratum.large.begin(), stratum.large.end(), [this](std::int64_t a, std::int64_t b) {
      return m_groups[static_cast<std::size_t>(a)].items.size() > m_groups[static_cast<std::size_t>(b)].items.size();
    });
    std::size_t left = stratum.groupCount();
    for (const std::int64_t group : stratum.large) {
      const auto needy = uncovered(stratum, kBlocks);
      place(group, left <= needy.size() ? needy.front() : chooseBlock(group, stratum, random), stratum);
      --left;
    }
  }

  std::size_t chooseBlock(std::int64_t group, const Stratum& stratum, base::RandomStream& random) const {
    const std::size_t size = m_groups[static_cast<std::size_t>(group)].items.size();
    BlockShares chances{};
    for (std::size_t b = 0; b < kBlocks; ++b) {
      const double want = wanted(stratum, b);
      chances[b] = m_free[b] >= size && want >= 0.5 * static_cast<double>(size) ? want : 0.0;
    }
    const double sum = std::accumulate(chances.begin(), chances.end(), 0.0);
    double place = random.uniform() * sum;
    std::size_t chosen = 0;
    for (std::size_t b = 0; b < kBlocks; ++b) {
      if (sum <= 0.0) {  // too large for all: where it does least harm
        chosen = wanted(stratum, b) > wanted(stratum, chosen) ? b : chosen;
      } else if (chances[b] > 0.0) {
        chosen = b;
        if (place < chances[b]) {
          break;
        }
        place -= chances[b];
      }
    }
    return chosen;
  }

  void placeSingles() {
    std::vector<BlockShares> wants;
    std::vector<std::size_t> rows;
    std::vector<BlockCounts> least;
    BlockCounts needed{};
    for (const Stratum& stratum : m_strata) {
      rows.push_back(stratum.singles.size());
      wants.push_back(singlesWanted(stratum));
      least.emplace_back();
      for (const std::size_t b : uncovered(stratum, stratum.singles.size())) {
        least.back()[b] = 1;
        ++needed[b];
      }
    }
    const BlockCounts columns = freePlaces(std::accumulate(rows.begin(), rows.end(), std::size_t{0}));
    for (std::size_t b = 1; b < kBlocks; ++b) {
      if (needed[b] > columns[b]) {
        std::for_each(least.begin(), least.end(), [b](BlockCounts& counts) { counts[b] = 0; });
      }
    }
    const auto counts = fitCounts(wants, rows, columns, least);
    for (std::size_t s = 0; s < m_strata.size(); ++s) {
      std::size_t next = 0;
      for (std::size_t b = 0; b < kBlocks; ++b) {
        for (std::size_t i = 0; i < counts[s][b]; ++i) {
          place(m_strata[s].singles[next++], b, m_strata[s]);
        }
      }
    }
  }

  // A block that got nothing, because there are few and large groups, takes the smallest group that another can spare.
  void fillEmptyBlocks() {
    for (const std::size_t b : kByNeed) {
      const auto groupsIn = [this](std::size_t block) { return std::count(m_blocks.begin(), m_blocks.end(), block); };
      if (m_shares[b] <= 0.0 || groupsIn(b) > 0) {
        continue;
      }
      std::size_t best = m_groups.size();
      for (std::size_t g = 0; g < m_groups.size(); ++g) {
        const std::size_t size = m_groups[g].items.size();
        const Stratum& stratum = m_strata[m_groups[g].stratum];
        const bool canSpare = groupsIn(m_blocks[g]) > 1 && (m_blocks[g] != 0 || stratum.placed[0] > size);
        best = canSpare && (best == m_groups.size() || size < m_groups[best].items.size()) ? g : best;
      }
      if (best < m_groups.size()) {
        m_strata[m_groups[best].stratum].placed[m_blocks[best]] -= m_groups[best].items.size();
        place(static_cast<std::int64_t>(best), b, m_strata[m_groups[best].stratum]);
      }
    }
  }

  // What the blocks still want of a class, scaled to its items that are left.
  BlockShares singlesWanted(const Stratum& stratum) const {
    BlockShares wants{};
    for (std::size_t b = 0; b < kBlocks; ++b) {
      wants[b] = std::max(0.0, wanted(stratum, b));
    }
    const double sum = std::accumulate(wants.begin(), wants.end(), 0.0);
    for (double& want : wants) {
      want *= sum > 0.0 ? static_cast<double>(stratum.singles.size()) / sum : 0.0;
    }
    return wants;
  }

  // Places for `items` of the blocks: more than these where groups overfilled a block, which the others have fewer then.
  BlockCounts freePlaces(std::size_t items) const {
    BlockCounts places = m_free;
    while (std::accumulate(places.begin(), places.end(), std::size_t{0}) > items) {
      --*std::max_element(places.begin(), places.end());
    }
    return places;
  }

  std::vector<ItemGroup> m_groups;
  const BlockShares m_shares;
  const std::uint64_t m_seed;
  std::vector<Stratum> m_strata;
  std::size_t m_items = 0;
  BlockCounts m_sizes{};  // wanted
  BlockCounts m_free{};   // of these, not yet taken
  std::array<bool, kBlocks> m_isCovering{};
  std::vector<std::size_t> m_blocks;
};

// A class of a multi-label task may be the rarest of no item, so that nothing put it into training.
void coverClasses(const ExampleSet& set, const std::vector<ItemGroup>& groups, std::vector<std::size_t>& blocks) {
  const std::size_t classes = set.targets.classCount();
  const auto has = [&](const ItemGroup& group, std::size_t c) {
    return std::any_of(group.items.begin(), group.items.end(),
                       [&](std::uint32_t item) { return set.targets.bits[item * classes + c] != 0; });
  };
  for (std::size_t c = 0; c < classes; ++c) {
    std::size_t other = groups.size();
    bool isCovered = false;
    for (std::size_t g = 0; g < groups.size() && !isCovered; ++g) {
      if (has(groups[g], c)) {
        isCovered = blocks[g] == 0;
        other = g;
      }
    }
    if (!isCovered && other < groups.size()) {
      blocks[other] = 0;
    }
  }
}

}  // namespace

Result<std::vector<Block>> drawBlocks(const ExampleSet& set, std::span<const std::uint32_t> items,
                                      const BlockShares& shares, std::uint64_t seed) {
  const auto needed =
      static_cast<std::size_t>(std::count_if(shares.begin(), shares.end(), [](double share) { return share > 0.0; }));
  auto groups = groupItems(set, items);
  if (groups.size() < needed) {
    return Error{ErrorCode::kBadInput,
                 "There are " + counted(items.size(), "item") + " in " + counted(groups.size(), "group") +
                     " of different content, too few for " + std::to_string(needed) + " blocks. Give more examples.",
                 "split"};
  }
  RatioDraw ratio(std::move(groups), stratumCount(set), shares, seed);
  std::vector<std::size_t> drawn = ratio.draw();
  if (set.targets.kind == TargetKind::kMultiLabel) {
    coverClasses(set, ratio.groups(), drawn);
  }
  std::vector<Block> byItem(set.names.size(), Block::kUnused);
  for (std::size_t g = 0; g < drawn.size(); ++g) {
    for (const std::uint32_t item : ratio.groups()[g].items) {
      byItem[item] = static_cast<Block>(drawn[g]);
    }
  }
  std::vector<Block> blocks;
  blocks.reserve(items.size());
  for (const std::uint32_t item : items) {
    blocks.push_back(byItem[item]);
  }
  return blocks;
}

Result<std::vector<Block>> splitByRatio(const ExampleSet& set, double trainPercent, double validationPercent,
                                        std::uint64_t seed) {
  std::vector<std::uint32_t> items(set.names.size());
  std::iota(items.begin(), items.end(), 0U);
  const double train = trainPercent / 100.0, validation = validationPercent / 100.0;
  // A rounding remainder is no test block.
  const double test = trainPercent + validationPercent > 100.0 - 1e-9 ? 0.0 : 1.0 - train - validation;
  return drawBlocks(set, items, {train, validation, test}, seed);
}

}  // namespace touchstone::data
