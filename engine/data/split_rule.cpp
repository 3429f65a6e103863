// The forms of a split (engine/data/split.h).
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <optional>
#include <sstream>

#include "engine/api/spec.h"
#include "engine/base/text.h"
#include "engine/data/csv_cell.h"
#include "engine/data/message_text.h"
#include "engine/data/split.h"

namespace touchstone::data {

namespace {

constexpr const char* kForms =
    "Write \"12/4/4 months\" (or weeks, days, rows), \"70/10/20\" (percent), \"last 48\" (rows) or \"file:split.txt\".";

Error badSplit(const std::string& text, const std::string& why) {
  return {ErrorCode::kBadInput, "The split " + quoteForMessage(text) + " " + why, "split"};
}

template <typename Number>
std::optional<Number> readNumber(std::string_view text) {
  Number value{};
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool isRead = code == std::errc() && end == text.data() + text.size();
  return isRead ? std::optional<Number>(value) : std::nullopt;
}

std::vector<std::string> words(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::istringstream in{std::string(text)};
  std::string part;
  while (std::getline(in, part, separator)) {
    if (const std::string_view word = trimmed(part); !word.empty() || separator != ' ') {
      parts.emplace_back(word);
    }
  }
  return parts;
}

// Three finite numbers from 0 of "12/4/4".
std::optional<std::array<double, 3>> readTriple(std::string_view text) {
  const auto parts = words(text, '/');
  std::array<double, 3> values{};
  if (parts.size() != 3) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < 3; ++i) {
    const auto value = readNumber<double>(parts[i]);
    if (!value || !std::isfinite(*value) || *value < 0.0 || *value > 1e9) {
      return std::nullopt;
    }
    values[i] = *value;
  }
  return values;
}

// Days in the unit; 0 for rows, nothing for an unknown word.
std::optional<double> unitDays(const std::string& unit) {
  struct Unit {
    std::string_view name;
    double days;
  };
  for (const Unit& known : {Unit{"month", 30}, Unit{"week", 7}, Unit{"day", 1}, Unit{"row", 0}}) {
    if (unit == known.name || unit == std::string(known.name) + "s") {
      return known.days;
    }
  }
  return std::nullopt;
}

Result<SplitRule> parseBlocks(const std::string& text, const std::array<double, 3>& blocks, const std::string& unit) {
  SplitRule rule{SplitRule::Kind::kPercent, blocks[0], blocks[1], blocks[2], 0.0, text};
  if (std::any_of(blocks.begin(), blocks.end(), [](double block) { return block <= 0.0; })) {
    return badSplit(text, "has an empty block. Training, validation and test each need rows.");
  }
  if (unit.empty() || unit == "%" || unit == "percent") {
    const double sum = blocks[0] + blocks[1] + blocks[2];
    if (std::abs(sum - 100.0) > 1e-6) {
      return badSplit(text, "adds up to " + base::numberText(sum) +
                                " percent, not 100. For blocks of time name the unit, as in \"" + text + " months\".");
    }
    return rule;
  }
  const auto days = unitDays(unit);
  if (!days) {
    const std::vector<std::string> known = {"months", "weeks", "days", "rows", "percent"};
    return badSplit(text,
                    "has the unknown unit " + quoteForMessage(unit) + base::didYouMean(unit, known) + " " + kForms);
  }
  rule.kind = *days > 0.0 ? SplitRule::Kind::kDuration : SplitRule::Kind::kRows;
  rule.unitDays = *days;
  const auto isFraction = [](double block) { return block != std::floor(block); };
  if (rule.kind == SplitRule::Kind::kRows && std::any_of(blocks.begin(), blocks.end(), isFraction)) {
    return badSplit(text, "has a fraction of a row. Give whole numbers of rows.");
  }
  return rule;
}

Result<SplitRule> parseLast(const std::string& text, std::string_view count) {
  const auto rows = readNumber<std::int64_t>(trimmed(count));
  if (!rows || *rows <= 0 || *rows > 1'000'000'000) {
    return badSplit(text, "needs a whole number of rows from 1, as in \"last 48\".");
  }
  const auto block = static_cast<double>(*rows);
  return SplitRule{SplitRule::Kind::kLast, 0.0, block, block, 0.0, text};
}

// A split file: its numbers, and the block names where it gives ranges.
class SplitFile {
 public:
  explicit SplitFile(std::filesystem::path path) : m_path(std::move(path)) {}

  Result<SplitRule> read(const std::string& text) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(m_path, ignored)) {
      return Error{ErrorCode::kNotFound, "There is no split file here. Paths start at the folder of the study file.",
                   m_path.string()};
    }
    std::ifstream in(m_path);
    std::string line;
    while (std::getline(in, line)) {
      if (auto taken = takeLine(line); !taken) {
        return taken.error();
      }
      if (++m_line > kMostLines) {
        return errorHere("The split file is longer than " + std::to_string(kMostLines) + " lines. " + kHelp);
      }
    }
    if (!in.eof()) {
      return Error{ErrorCode::kBadInput, "The split file cannot be read. Check its rights.", m_path.string()};
    }
    return finish(text);
  }

 private:
  static constexpr std::size_t kMostLines = 1000;
  static constexpr const char* kHelp = "Write three whole numbers (rows of train, validation, test), or the lines "
                                       "\"train 0 8640\", \"validation 8640 11520\" "
                                       "and \"test 11520 14400\".";

  Error errorHere(std::string message) const {
    return {ErrorCode::kBadInput, std::move(message), m_path.string() + ":" + std::to_string(m_line)};
  }

  Result<void> takeLine(std::string line) {
    line = line.substr(0, line.find('#'));
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\t' || c == '\r' || c == ',' || c == '/'; }, ' ');
    for (const std::string& word : words(line, ' ')) {
      if (const auto number = readNumber<std::int64_t>(word); number && *number >= 0 && *number <= 1'000'000'000'000) {
        m_numbers.push_back(*number);
        continue;
      }
      constexpr std::string_view kNames[] = {"train", "validation", "test"};
      const bool isExpected = m_names < 3 && m_numbers.size() == 2 * m_names && lowerCase(word) == kNames[m_names];
      if (!isExpected) {
        return errorHere("The word " + quoteForMessage(word) + " is not expected here. " + kHelp);
      }
      ++m_names;
    }
    return {};
  }

  Result<SplitRule> finish(const std::string& text) const {
    SplitRule rule{SplitRule::Kind::kRows, 0.0, 0.0, 0.0, 0.0, text};
    const auto number = [this](std::size_t i) { return static_cast<double>(m_numbers[i]); };
    if (m_names == 0 && m_numbers.size() == 3) {
      rule.train = number(0), rule.validation = number(1), rule.test = number(2);
    } else if (m_names == 3 && m_numbers.size() == 6) {
      if (m_numbers[0] != 0 || m_numbers[1] != m_numbers[2] || m_numbers[3] != m_numbers[4]) {
        return Error{ErrorCode::kBadInput,
                     "The blocks must start at row 0 and follow each other without a gap or an overlap.",
                     m_path.string()};
      }
      rule.train = number(1), rule.validation = number(3) - number(2), rule.test = number(5) - number(4);
    } else {
      return Error{ErrorCode::kBadInput, std::string("The split file is not complete. ") + kHelp, m_path.string()};
    }
    if (rule.train <= 0.0 || rule.validation <= 0.0 || rule.test <= 0.0) {
      return Error{ErrorCode::kBadInput, "A block of the split is empty. Training, validation and test each need rows.",
                   m_path.string()};
    }
    return rule;
  }

  std::filesystem::path m_path;
  std::vector<std::int64_t> m_numbers;
  std::size_t m_names = 0;
  std::size_t m_line = 1;
};

}  // namespace

Result<SplitRule> parseSplit(const std::string& text, const std::filesystem::path& folder) {
  const std::string_view plain = trimmed(text);
  if (plain.starts_with(kSplitFile)) {
    const std::filesystem::path named{std::string(trimmed(plain.substr(kSplitFile.size())))};
    return SplitFile(named.is_absolute() ? named : folder / named).read(text);
  }
  const std::string lower = lowerCase(plain);
  if (lower.starts_with("last ")) {
    return parseLast(text, std::string_view(lower).substr(5));
  }
  const std::size_t end = lower.find_first_not_of("0123456789./ ");
  if (const auto blocks = readTriple(std::string_view(lower).substr(0, end))) {
    const std::string unit =
        end == std::string::npos ? std::string() : std::string(trimmed(std::string_view(lower).substr(end)));
    return parseBlocks(text, *blocks, unit);
  }
  return badSplit(text, std::string("is not understood. ") + kForms);
}

}  // namespace touchstone::data
