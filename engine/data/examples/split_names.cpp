// Splits by lists of names (engine/data/examples/example_split.h).
#include "engine/data/examples/split_names.h"

#include <fstream>

#include "engine/data/csv_cell.h"
#include "engine/data/examples/item_names.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr const char* kLineForms = "Write \"train NAME\", \"validation NAME\" or \"test NAME\".";

std::string_view withoutComment(std::string_view line) {
  for (std::size_t place = line.find('#'); place != std::string_view::npos; place = line.find('#', place + 1)) {
    if (place == 0 || line[place - 1] == ' ' || line[place - 1] == '\t') {
      return line.substr(0, place);
    }
  }
  return line;
}

class NameSplit {
 public:
  explicit NameSplit(const ExampleSet& set) : m_names(set.names), m_itemNames(set.names) {
    m_blocks.assign(set.names.size(), Block::kUnused);
  }

  // Every line names items of `block`; nothing: the line's first word is the block.
  Result<void> takeFile(const fs::path& file, std::optional<Block> block) {
    std::ifstream in(file);
    if (!in) {
      return Error{ErrorCode::kBadInput, "The split file cannot be opened. Check its rights.", file.string()};
    }
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
      std::string_view whole = line;
      whole.remove_suffix(whole.ends_with('\r') ? 1 : 0);
      whole.remove_prefix(number == 1 && whole.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
      const std::string_view text = trimmed(withoutComment(whole));
      if (text.empty()) {
        continue;
      }
      if (auto taken = takeLine(text, block); !taken) {
        return Error{taken.error().code, taken.error().message, file.string() + ":" + std::to_string(number)};
      }
    }
    if (!in.eof()) {
      return Error{ErrorCode::kBadInput, "The split file cannot be read. Check its rights.", file.string()};
    }
    return {};
  }

  std::vector<Block> blocks() && { return std::move(m_blocks); }

 private:
  Result<void> takeLine(std::string_view text, std::optional<Block> block) {
    if (!block) {
      const std::size_t border = text.find_first_of(" \t,");
      const auto named = blockFrom(text.substr(0, border));
      if (!named || border == std::string_view::npos) {
        return Error{
            ErrorCode::kBadInput, "The line " + quoteForMessage(text) + " is not understood. " + kLineForms, {}};
      }
      block = named;
      text = trimmed(text.substr(border + 1));
    }
    const auto items = m_itemNames.find(text);
    if (!items) {
      return items.error();
    }
    for (const std::uint32_t item : *items) {
      if (m_blocks[item] != Block::kUnused && m_blocks[item] != *block) {
        return Error{ErrorCode::kBadInput,
                     "The item " + quoteForMessage(m_names[item]) + " is already in the " + toWord(m_blocks[item]) +
                         " block. Name it in one block only.",
                     {}};
      }
      m_blocks[item] = *block;
    }
    return {};
  }

  const std::vector<std::string>& m_names;
  const ItemNames m_itemNames;
  std::vector<Block> m_blocks;
};

}  // namespace

Result<std::vector<Block>> splitByNames(const ExampleSet& set, const std::vector<fs::path>& files) {
  NameSplit split(set);
  for (std::size_t i = 0; i < files.size(); ++i) {
    std::optional<Block> block;
    if (files.size() > 1) {
      const bool isLast = i + 1 == files.size();
      block = i == 0 ? Block::kTrain : isLast ? Block::kTest : Block::kValidation;
    }
    if (auto taken = split.takeFile(files[i], block); !taken) {
      return taken.error();
    }
  }
  return std::move(split).blocks();
}

std::optional<Block> blockFrom(std::string_view word) {
  const std::string lower = lowerCase(word);
  if (lower == "train" || lower == "training") {
    return Block::kTrain;
  }
  for (const std::string_view name : {"validation", "valid", "val", "dev"}) {
    if (lower == name) {
      return Block::kValidation;
    }
  }
  return lower == "test" || lower == "testing" ? std::optional(Block::kTest) : std::nullopt;
}

const char* toWord(Block block) {
  switch (block) {
  case Block::kTrain:
    return "train";
  case Block::kValidation:
    return "validation";
  case Block::kTest:
    return "test";
  case Block::kUnused:
    break;
  }
  return "unused";
}

}  // namespace touchstone::data
