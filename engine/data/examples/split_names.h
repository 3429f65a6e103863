// Blocks by name: the words for them, and the files that list what is in each.
// Thread: free functions. Blocking: splitByNames() reads the files. Errors: kBadInput with file and line.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/examples/example_task.h"

namespace touchstone::data {

// "train", "val", "dev", ... in any case.
std::optional<Block> blockFrom(std::string_view word);
const char* toWord(Block block);

// One file: lines `BLOCK NAME`. Two: training and test names; three: validation names between them. Items that are not named
// are kUnused.
Result<std::vector<Block>> splitByNames(const ExampleSet& set, const std::vector<std::filesystem::path>& files);

}  // namespace touchstone::data
