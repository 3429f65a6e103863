// Labelled examples without content, for the tests of splits.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "engine/data/examples/example_task.h"

namespace touchstone::data {

// One item for each label; every item's content is its own.
inline ExampleSet classSet(const std::vector<int>& labels) {
  ExampleSet set;
  int most = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    set.targets.labels.push_back(labels[i]);
    most = std::max(most, labels[i]);
    set.names.push_back("row " + std::to_string(i + 1));
    set.exactKeys.push_back(1000 + i);
    set.nearKeys.push_back(1000 + i);
  }
  for (int c = 0; c <= most; ++c) {
    set.targets.classes.push_back("c" + std::to_string(c));
  }
  return set;
}

// So many items of each class, one class after the other.
inline ExampleSet countedSet(const std::vector<std::size_t>& counts) {
  std::vector<int> labels;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    labels.insert(labels.end(), counts[c], static_cast<int>(c));
  }
  return classSet(labels);
}

inline std::size_t countOf(const std::vector<Block>& blocks, Block block) {
  return static_cast<std::size_t>(std::count(blocks.begin(), blocks.end(), block));
}

// Items of a class in a block.
inline std::size_t countOf(const ExampleSet& set, const std::vector<Block>& blocks, int label, Block block) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    count += blocks[i] == block && set.targets.labels[i] == label ? 1U : 0U;
  }
  return count;
}

}  // namespace touchstone::data
