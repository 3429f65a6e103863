// Splits of labelled examples into training, validation and test items.
// Forms (parseExampleSplit):
//   "stratified 80/10/10 seed 0"  percent of the items, each class in the same shares, drawn with that seed; "80/10/10" is the
//                                 same with seed 0. Identical items stay in one block.
//   "file:splits.txt"             lines `train NAME`, `validation NAME`, `test NAME`
//   "files:a.txt b.txt c.txt"     names of the training, validation and test items, one a line, in a file for each block; two
//                                 files are training and test. A comma between the files allows blanks in their names.
// NAME is an item's name, the end of it after a /, the same without the ending of a file, or its number from 1, or numbers
// such as 1-4435. Text after # at the start of a word is a comment. Items that no line names are not used.
// Thread: free functions and value types. Blocking: reads the split files.
// Errors: kBadInput and kNotFound, with file and line, or with the list of forms.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/examples/example_task.h"

namespace touchstone::data {

struct ExampleSplitRule {
  enum class Kind { kRatio, kFile, kFiles };
  Kind kind = Kind::kRatio;
  std::array<double, 3> percent{};           // kRatio: train, validation, test
  std::uint64_t seed = 0;                    // kRatio
  std::vector<std::filesystem::path> files;  // kFile: one; kFiles: two or three
  std::string text;                          // as written
};

// Relative files start at `folder`; they must exist, and are read by applyExampleSplit().
Result<ExampleSplitRule> parseExampleSplit(const std::string& text, const std::filesystem::path& folder);

// [N]. The validation block may be empty where split files name none.
Result<std::vector<Block>> applyExampleSplit(const ExampleSplitRule& rule, const ExampleSet& set);

// Makes a tenth of the training items validation: stratified, seed 0, groups kept together. How many they are.
Result<std::size_t> takeValidation(const ExampleSet& set, std::vector<Block>& blocks);

// Every block has items, there are two classes at least, and every class that occurs has a training item. What is worth
// knowing, but no error, goes to `notes`.
Result<void> checkExampleSplit(const ExampleSet& set, std::span<const Block> blocks, std::vector<std::string>& notes);

// 16 hex digits over the blocks of all items.
std::string splitHash(std::span<const Block> blocks);

}  // namespace touchstone::data
