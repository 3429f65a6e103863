#include "engine/data/examples/item_groups.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "engine/data/examples/sorted_keys.h"

namespace touchstone::data {

namespace {

// Positions joined into sets; the smallest position stands for its set.
class JoinedSets {
 public:
  explicit JoinedSets(std::size_t count) : m_parents(count) { std::iota(m_parents.begin(), m_parents.end(), 0U); }

  std::uint32_t find(std::uint32_t place) {
    while (m_parents[place] != place) {
      place = m_parents[place] = m_parents[m_parents[place]];
    }
    return place;
  }

  void join(std::uint32_t a, std::uint32_t b) {
    a = find(a), b = find(b);
    m_parents[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::uint32_t> m_parents;
};

// Of every item, by position in `items`.
std::vector<std::size_t> strataOf(const ExampleSet& set, std::span<const std::uint32_t> items) {
  const Targets& targets = set.targets;
  std::vector<std::size_t> strata(items.size(), 0);
  if (targets.kind == TargetKind::kClass) {
    std::transform(items.begin(), items.end(), strata.begin(),
                   [&](std::uint32_t item) { return static_cast<std::size_t>(targets.labels[item]); });
    return strata;
  }
  if (targets.kind == TargetKind::kMask) {
    return strata;
  }
  const std::size_t classes = targets.classCount();
  std::vector<std::size_t> frequencies(classes, 0);
  for (const std::uint32_t item : items) {
    for (std::size_t c = 0; c < classes; ++c) {
      frequencies[c] += targets.bits[item * classes + c];
    }
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    strata[i] = classes;
    for (std::size_t c = 0; c < classes; ++c) {
      if (targets.bits[items[i] * classes + c] != 0 &&
          (strata[i] == classes || frequencies[c] < frequencies[strata[i]])) {
        strata[i] = c;
      }
    }
  }
  return strata;
}

// The most frequent one; of equal ones the lowest.
std::size_t commonStratum(const std::vector<std::size_t>& strata) {
  std::map<std::size_t, std::size_t> counts;
  for (const std::size_t stratum : strata) {
    ++counts[stratum];
  }
  return std::max_element(counts.begin(), counts.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

}  // namespace

std::size_t stratumCount(const ExampleSet& set) {
  switch (set.targets.kind) {
  case TargetKind::kClass:
    return set.targets.classCount();
  case TargetKind::kMultiLabel:
    return set.targets.classCount() + 1;
  case TargetKind::kMask:
    break;
  }
  return 1;
}

std::vector<ItemGroup> groupItems(const ExampleSet& set, std::span<const std::uint32_t> items) {
  JoinedSets joined(items.size());
  SortedKeys byKey, byGroup;
  byKey.reserve(items.size());
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    byKey.add(set.nearKeys[items[i]], i);
    if (!set.groups.empty()) {
      byGroup.add(set.groups[items[i]], i);
    }
  }
  for (SortedKeys* keys : {&byKey, &byGroup}) {
    keys->sort();
    keys->forEachRun([&joined](auto begin, auto end) {
      std::for_each(begin, end, [&](const auto& entry) { joined.join(begin->second, entry.second); });
    });
  }
  const std::vector<std::size_t> strata = strataOf(set, items);
  std::vector<ItemGroup> groups;
  std::vector<std::uint32_t> numbers(items.size());  // of the group whose first position this is
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    const std::uint32_t first = joined.find(i);
    if (first == i) {
      numbers[i] = static_cast<std::uint32_t>(groups.size());
      groups.push_back({{}, strata[i]});
    }
    groups[numbers[first]].items.push_back(i);
  }
  for (ItemGroup& group : groups) {
    if (group.items.size() > 1) {
      std::vector<std::size_t> own;
      std::transform(group.items.begin(), group.items.end(), std::back_inserter(own),
                     [&strata](std::uint32_t i) { return strata[i]; });
      group.stratum = commonStratum(own);
    }
    std::transform(group.items.begin(), group.items.end(), group.items.begin(),
                   [&items](std::uint32_t i) { return items[i]; });
  }
  return groups;
}

}  // namespace touchstone::data
