// A labelled task, read, split, scaled and ready for the runner: what contenders may see (training and validation items)
// and what only the runner may (test items).
// Splits: the forms of engine/data/examples/example_split.h, or the files and folders of the task themselves. Where these have
// no validation block, a tenth of the training items (stratified, seed 0) becomes one.
// Thread: const after loading, any thread. Blocking: loadExampleTask() reads the files.
// Errors: kBadInput, kNotFound with the place and advice; the study's folder is where relative paths start.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/api/spec.h"
#include "engine/data/examples/example_set.h"

namespace touchstone::data {

enum class Block : std::uint8_t { kTrain, kValidation, kTest, kUnused };
const char* toWord(Block block);  // train, validation, test, unused

// Items of the test block whose like is in the training or validation block, and other repetitions.
struct OverlapReport {
  std::int64_t testItems = 0;
  std::int64_t exact = 0;         // test items with the same content as a training or validation item
  std::int64_t exactInTrain = 0;  // of these, with that of a training item
  std::int64_t near = 0;          // the reverse complement of one, exact ones not counted again
  std::int64_t insideTrain = 0;   // training items that repeat an earlier one
  std::int64_t conflicting = 0;   // items of all blocks with the content of another but another label
  std::vector<std::string> examples;  // a few pairs by name

  std::string flag() const;  // for the leaderboard: "16 of 613 test items are also in training"; empty: none
};

struct ExampleTask {
  ExampleSet set;             // inputs scaled by the training items
  std::vector<Block> blocks;  // [N]
  std::vector<std::uint32_t> train, validation, test;  // items, ascending
  OverlapReport overlap;
  std::string splitHash;
  std::vector<std::string> notes;  // of the reader, the split and the overlap; one sentence each
};

Result<ExampleTask> loadExampleTask(const TaskSpec& spec, const std::filesystem::path& folder);

// Blocks of a ratio split: stratified by label (multi-label: by the rarest label of an item; masks: none), seeded, groups
// with one near key kept together. percent sums to 100. Every block gets an item, every class a training item.
Result<std::vector<Block>> splitByRatio(const ExampleSet& set, double trainPercent, double validationPercent,
                                        std::uint64_t seed);

OverlapReport findOverlap(const ExampleSet& set, std::span<const Block> blocks);

}  // namespace touchstone::data
