#include "engine/data/examples/example_split.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <optional>

#include "engine/base/text.h"
#include "engine/data/content_hash.h"
#include "engine/data/csv_cell.h"
#include "engine/data/examples/ratio_split.h"
#include "engine/data/examples/split_names.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

constexpr const char* kForms =
    "Write \"stratified 80/10/10 seed 0\" (percent), \"file:split.txt\" (lines `train NAME`) or \"files:train.txt "
    "validation.txt test.txt\" (names).";

Error badSplit(const std::string& text, const std::string& why) {
  return {ErrorCode::kBadInput, "The split " + quoteForMessage(text) + " " + why, "split"};
}

std::vector<std::string> splitWords(std::string_view text, const char* borders) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t border = text.find_first_of(borders);
    if (const std::string_view word = trimmed(text.substr(0, border)); !word.empty()) {
      words.emplace_back(word);
    }
    text.remove_prefix(border == std::string_view::npos ? text.size() : border + 1);
  }
  return words;
}

template <typename Number>
std::optional<Number> readNumber(std::string_view text) {
  Number value{};
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  return code == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::optional<std::array<double, 3>> readPercent(std::string_view text) {
  std::array<double, 3> percent{};
  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t border = text.find('/');
    const auto value = readNumber<double>(trimmed(text.substr(0, border)));
    if (!value || !std::isfinite(*value) || *value < 0.0 || (border == std::string_view::npos) != (i == 2)) {
      return std::nullopt;
    }
    percent[i] = *value;
    text.remove_prefix(i == 2 ? text.size() : border + 1);
  }
  return percent;
}

// "[stratified] 80/10/10 [percent] [seed 0]"
Result<ExampleSplitRule> parseRatio(const std::string& text) {
  ExampleSplitRule rule;
  rule.text = text;
  std::string lower = lowerCase(trimmed(text));
  if (const std::size_t seed = lower.find("seed"); seed != std::string::npos) {
    const auto number = readNumber<std::uint64_t>(trimmed(std::string_view(lower).substr(seed + 4)));
    if (!number) {
      return badSplit(text, "needs a whole number from 0 after \"seed\", as in \"stratified 80/10/10 seed 0\".");
    }
    rule.seed = *number;
    lower.resize(seed);
  }
  std::string_view rest = trimmed(lower);
  constexpr std::string_view kWord = "stratified";
  if (rest.starts_with(kWord)) {
    rest = trimmed(rest.substr(kWord.size()));
  }
  for (const std::string_view unit : {"percent", "%"}) {
    rest = rest.ends_with(unit) ? trimmed(rest.substr(0, rest.size() - unit.size())) : rest;
  }
  const auto percent = readPercent(rest);
  if (!percent) {
    return badSplit(text, std::string("is not understood. ") + kForms);
  }
  if (std::any_of(percent->begin(), percent->end(), [](double share) { return share <= 0.0; })) {
    return badSplit(text, "has an empty block. Training, validation and test each need items.");
  }
  const double sum = std::accumulate(percent->begin(), percent->end(), 0.0);
  if (std::abs(sum - 100.0) > 1e-6) {
    return badSplit(text, "adds up to " + base::numberText(sum) + " percent, not 100.");
  }
  rule.percent = *percent;
  return rule;
}

Result<ExampleSplitRule> parseFiles(const std::string& text, std::string_view listed, bool isOne,
                                    const fs::path& folder) {
  ExampleSplitRule rule;
  rule.kind = isOne ? ExampleSplitRule::Kind::kFile : ExampleSplitRule::Kind::kFiles;
  rule.text = text;
  const bool hasCommas = listed.find(',') != std::string_view::npos;
  const std::vector<std::string> names =
      isOne ? std::vector<std::string>{std::string(trimmed(listed))} : splitWords(listed, hasCommas ? "," : " \t");
  if (!isOne && names.size() != 2 && names.size() != 3) {
    return badSplit(text, "names " + counted(names.size(), "file") +
                              ". Give two files (training and test) or three (training, validation and test).");
  }
  for (const std::string& name : names) {
    rule.files.push_back(folder / fs::path(name));
    std::error_code ignored;
    if (name.empty() || !fs::is_regular_file(rule.files.back(), ignored)) {
      return Error{ErrorCode::kNotFound, "There is no split file here. Paths start at the folder of the study file.",
                   rule.files.back().string()};
    }
  }
  return rule;
}

struct BlockCount {
  std::array<std::size_t, 4> items{};                  // by block
  std::vector<std::array<std::size_t, 4>> classItems;  // [K]
  std::vector<std::uint32_t> firstItem;                // [K] of the items that are used
};

void countClass(BlockCount& count, std::size_t c, std::uint32_t item, Block block) {
  const auto& items = count.classItems[c];
  if (items[0] + items[1] + items[2] == 0) {
    count.firstItem[c] = item;
  }
  ++count.classItems[c][static_cast<std::size_t>(block)];
}

BlockCount countBlocks(const ExampleSet& set, std::span<const Block> blocks) {
  const Targets& targets = set.targets;
  const std::size_t classes = targets.classCount();
  BlockCount count;
  count.classItems.resize(classes);
  count.firstItem.resize(classes);
  for (std::uint32_t item = 0; item < blocks.size(); ++item) {
    const Block block = blocks[item];
    ++count.items[static_cast<std::size_t>(block)];
    if (block == Block::kUnused) {
      continue;
    }
    if (targets.kind == TargetKind::kClass) {
      countClass(count, static_cast<std::size_t>(targets.labels[item]), item, block);
    } else if (targets.kind == TargetKind::kMultiLabel) {
      for (std::size_t c = 0; c < classes; ++c) {
        if (targets.bits[item * classes + c] != 0) {
          countClass(count, c, item, block);
        }
      }
    }
  }
  return count;
}

std::size_t inBlock(const std::array<std::size_t, 4>& items, Block block) {
  return items[static_cast<std::size_t>(block)];
}

// Classes of the labels, each with a training item.
Result<void> checkClasses(const ExampleSet& set, std::span<const Block> blocks, const BlockCount& count) {
  const auto& classes = set.targets.classes;
  std::vector<std::string> known;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    if (inBlock(count.classItems[c], Block::kTrain) > 0) {
      known.push_back(classes[c]);
    }
  }
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const auto& items = count.classItems[c];
    const std::size_t others = inBlock(items, Block::kValidation) + inBlock(items, Block::kTest);
    if (inBlock(items, Block::kTrain) > 0 || (others == 0 && set.targets.kind == TargetKind::kClass)) {
      continue;
    }
    if (others == 0) {
      return Error{ErrorCode::kBadInput,
                   "No item has the class " + quoteForMessage(classes[c]) + ". Take it out of the labels.", "split"};
    }
    const std::uint32_t first = count.firstItem[c];
    return Error{ErrorCode::kBadInput,
                 "The " + std::string(toWord(blocks[first])) + " item " + quoteForMessage(set.names[first]) +
                     " has the class " + quoteForMessage(classes[c]) + ", which no training item has (" +
                     counted(others, "item") + " in all). The classes of training are " + listNames(known, 10) +
                     ". Mend the labels, or split otherwise.",
                 "split"};
  }
  if (known.size() < 2 && set.targets.kind == TargetKind::kClass) {
    return Error{ErrorCode::kBadInput,
                 "All training items have the class " + quoteForMessage(known.empty() ? std::string() : known.front()) +
                     ". There must be two classes at least.",
                 "split"};
  }
  return {};
}

void noteClasses(const ExampleSet& set, const BlockCount& count, std::vector<std::string>& notes) {
  for (const Block block : {Block::kValidation, Block::kTest}) {
    std::vector<std::string> missing;
    for (std::size_t c = 0; c < set.targets.classCount(); ++c) {
      if (inBlock(count.classItems[c], block) == 0 && inBlock(count.classItems[c], Block::kTrain) > 0) {
        missing.push_back(quoteForMessage(set.targets.classes[c]));
      }
    }
    if (!missing.empty()) {
      notes.push_back(std::string("The ") + toWord(block) + " block has no item of " +
                      (missing.size() == 1 ? "the class " : "the classes ") + listNames(missing, 5) + ".");
    }
  }
}

}  // namespace

Result<ExampleSplitRule> parseExampleSplit(const std::string& text, const fs::path& folder) {
  const std::string_view plain = trimmed(text);
  for (const std::string_view word : {kSplitFile, kSplitFiles}) {
    if (plain.starts_with(word)) {
      return parseFiles(text, plain.substr(word.size()), word == kSplitFile, folder);
    }
  }
  return parseRatio(text);
}

Result<std::vector<Block>> applyExampleSplit(const ExampleSplitRule& rule, const ExampleSet& set) {
  if (rule.kind == ExampleSplitRule::Kind::kRatio) {
    return splitByRatio(set, rule.percent[0], rule.percent[1], rule.seed);
  }
  return splitByNames(set, rule.files);
}

Result<std::size_t> takeValidation(const ExampleSet& set, std::vector<Block>& blocks) {
  std::vector<std::uint32_t> items;
  for (std::uint32_t item = 0; item < blocks.size(); ++item) {
    if (blocks[item] == Block::kTrain) {
      items.push_back(item);
    }
  }
  const auto drawn = drawBlocks(set, items, {0.9, 0.1, 0.0}, 0);
  if (!drawn) {
    return drawn.error();
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    blocks[items[i]] = (*drawn)[i];
  }
  return static_cast<std::size_t>(std::count(drawn->begin(), drawn->end(), Block::kValidation));
}

Result<void> checkExampleSplit(const ExampleSet& set, std::span<const Block> blocks, std::vector<std::string>& notes) {
  const BlockCount count = countBlocks(set, blocks);
  for (const Block block : {Block::kTrain, Block::kValidation, Block::kTest}) {
    if (inBlock(count.items, block) == 0) {
      return Error{ErrorCode::kBadInput,
                   std::string("The ") + toWord(block) + " block has no item, of " + std::to_string(blocks.size()) +
                       " in all. Training, validation and test each need items.",
                   "split"};
    }
  }
  if (set.targets.classCount() < 2 && set.targets.kind != TargetKind::kMultiLabel) {
    return Error{ErrorCode::kBadInput,
                 "All items have one class, " +
                     quoteForMessage(set.targets.classes.empty() ? std::string() : set.targets.classes.front()) +
                     ". There must be two classes at least.",
                 "split"};
  }
  if (set.targets.kind != TargetKind::kMask) {
    if (auto checked = checkClasses(set, blocks, count); !checked) {
      return checked;
    }
    noteClasses(set, count, notes);
  }
  if (const std::size_t unused = inBlock(count.items, Block::kUnused); unused > 0) {
    notes.push_back("Not used, because the split names them in no block: " + counted(unused, "item") + ".");
  }
  return {};
}

std::string splitHash(std::span<const Block> blocks) {
  std::string text;
  text.reserve(blocks.size());
  for (const Block block : blocks) {
    text += static_cast<char>('0' + static_cast<int>(block));
  }
  return shortHash(text);
}

}  // namespace touchstone::data
