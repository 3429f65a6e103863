// Items that repeat others (engine/data/examples/example_task.h).
#include <algorithm>

#include "engine/data/examples/example_task.h"
#include "engine/data/examples/sorted_keys.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

constexpr std::size_t kMostExamples = 3;

std::uint64_t hashBytes(const std::uint8_t* bytes, std::size_t count) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;  // FNV-1a
  for (std::size_t i = 0; i < count; ++i) {
    hash = (hash ^ bytes[i]) * 0x100000001B3ULL;
  }
  return hash;
}

// Equal for equal labels, class sets or masks.
std::uint64_t targetKey(const Targets& targets, std::size_t item) {
  switch (targets.kind) {
  case TargetKind::kClass:
    return static_cast<std::uint64_t>(targets.labels[item]);
  case TargetKind::kMultiLabel:
    return hashBytes(targets.bits.data() + item * targets.classCount(), targets.classCount());
  case TargetKind::kMask:
    return hashBytes(targets.masks.data() + item * targets.maskPixels, targets.maskPixels);
  }
  return 0;
}

void compareTest(const ExampleSet& set, std::span<const Block> blocks, const SortedKeys& train, const SortedKeys& seen,
                 const SortedKeys& seenNear, OverlapReport& report) {
  for (std::uint32_t item = 0; item < blocks.size(); ++item) {
    if (blocks[item] != Block::kTest) {
      continue;
    }
    ++report.testItems;
    const std::uint32_t* const inTrain = train.find(set.exactKeys[item]);
    const std::uint32_t* other = inTrain != nullptr ? inTrain : seen.find(set.exactKeys[item]);
    const bool isExact = other != nullptr;
    other = isExact ? other : seenNear.find(set.nearKeys[item]);
    if (other == nullptr) {
      continue;
    }
    report.exact += isExact ? 1 : 0;
    report.exactInTrain += inTrain != nullptr ? 1 : 0;
    report.near += isExact ? 0 : 1;
    if (report.examples.size() < kMostExamples) {
      report.examples.push_back(quoteForMessage(set.names[item]) + " is " +
                                (isExact ? "" : "the reverse complement of ") + quoteForMessage(set.names[*other]));
    }
  }
}

std::int64_t countConflicts(const ExampleSet& set, std::span<const Block> blocks) {
  SortedKeys used;
  used.reserve(blocks.size());
  for (std::uint32_t item = 0; item < blocks.size(); ++item) {
    if (blocks[item] != Block::kUnused) {
      used.add(set.exactKeys[item], item);
    }
  }
  used.sort();
  std::int64_t conflicting = 0;
  used.forEachRun([&](auto begin, auto end) {
    if (end - begin > 1) {
      const std::uint64_t target = targetKey(set.targets, begin->second);
      const bool isConflict =
          std::any_of(begin, end, [&](const auto& entry) { return targetKey(set.targets, entry.second) != target; });
      conflicting += isConflict ? end - begin : 0;
    }
  });
  return conflicting;
}

}  // namespace

std::string OverlapReport::flag() const {
  if (exact + near == 0) {
    return {};
  }
  std::string text;
  const auto add = [&text](std::int64_t count, const char* what) {
    if (count > 0) {
      text += (text.empty() ? "" : ", ") + std::to_string(count) + what;
    }
  };
  const std::string of = " of " + std::to_string(testItems) + " test items";
  add(exactInTrain, (of + (exactInTrain == 1 ? " is" : " are") + " also in training").c_str());
  const std::int64_t inValidation = exact - exactInTrain;
  add(inValidation, text.empty() ? (of + (inValidation == 1 ? " is" : " are") + " also in validation").c_str()
                                 : " more in validation");
  add(near, text.empty()
                ? (of + (near == 1 ? " is" : " are") + " in training or validation as reverse complement").c_str()
                : " more as reverse complement");
  return text;
}

OverlapReport findOverlap(const ExampleSet& set, std::span<const Block> blocks) {
  OverlapReport report;
  SortedKeys train, seen, seenNear;
  for (std::uint32_t item = 0; item < blocks.size(); ++item) {
    if (blocks[item] == Block::kTrain) {
      train.add(set.exactKeys[item], item);
    }
    if (blocks[item] == Block::kTrain || blocks[item] == Block::kValidation) {
      seen.add(set.exactKeys[item], item);
      seenNear.add(set.nearKeys[item], item);
    }
  }
  for (SortedKeys* keys : {&train, &seen, &seenNear}) {
    keys->sort();
  }
  train.forEachRun([&report](auto begin, auto end) { report.insideTrain += end - begin - 1; });
  compareTest(set, blocks, train, seen, seenNear, report);
  report.conflicting = countConflicts(set, blocks);
  return report;
}

}  // namespace touchstone::data
