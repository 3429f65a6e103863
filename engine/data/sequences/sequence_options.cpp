#include "engine/data/sequences/sequence_options.h"

#include <algorithm>

#include "engine/data/csv_cell.h"
#include "engine/data/examples/example_options.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

constexpr std::string_view kLastWord = "last word";
constexpr std::string_view kAfter = "after ";
constexpr std::string_view kBetween = "between |";
constexpr std::string_view kKey = "label=";

std::optional<std::string_view> unlessEmpty(std::string_view text) {
  const std::string_view label = trimmed(text);
  return label.empty() ? std::nullopt : std::optional<std::string_view>(label);
}

std::optional<std::string_view> afterLast(std::string_view header, std::string_view separators) {
  const std::size_t place = trimmed(header).find_last_of(separators);
  return place == std::string_view::npos ? std::nullopt : unlessEmpty(trimmed(header).substr(place + 1));
}

// The value of `key` where it starts a word.
std::optional<std::string_view> valueOf(std::string_view header, std::string_view key) {
  constexpr std::string_view kBorders = " \t;|,";
  for (std::size_t place = header.find(key); place != std::string_view::npos; place = header.find(key, place + 1)) {
    if (place == 0 || kBorders.find(header[place - 1]) != std::string_view::npos) {
      const std::string_view rest = header.substr(place + key.size());
      return unlessEmpty(rest.substr(0, rest.find_first_of(kBorders)));
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> cropWords() {
  return {"centre", "left", "right"};
}

std::vector<std::string> headerLabelWords() {
  return {"last word", "after |", "after _", "after :", "after =", "between |", "label="};
}

std::optional<std::string_view> headerLabel(std::string_view header, std::string_view rule) {
  if (rule == kLastWord) {
    return afterLast(header, " \t");
  }
  if (rule.starts_with(kAfter)) {
    return afterLast(header, rule.substr(kAfter.size()));
  }
  if (rule == kBetween) {
    const std::size_t first = header.find('|');
    const std::size_t second = first == std::string_view::npos ? first : header.find('|', first + 1);
    return second == std::string_view::npos ? std::nullopt : unlessEmpty(header.substr(first + 1, second - first - 1));
  }
  if (rule == kKey) {
    const auto label = valueOf(header, kKey);
    return label ? label : valueOf(header, "class=");
  }
  return std::nullopt;
}

Result<SequenceOptions> sequenceOptions(const TaskSpec& spec) {
  if (const auto problems = exampleOptionProblems(spec); !problems.empty()) {
    return Error{ErrorCode::kBadInput, problems.front(), "task " + quoteForMessage(spec.name)};
  }
  SequenceOptions options;
  options.sequence = textOption(spec, "sequence");
  options.label = textOption(spec, "label");
  options.labels = textsOption(spec, "labels");
  options.isMultiLabel = flagOption(spec, "multi_label");
  options.length = static_cast<std::size_t>(wholeOption(spec, "length", 0));
  options.channels = static_cast<int>(wholeOption(spec, "channels", 4));
  options.labelInHeader = textOption(spec, "label_in_header");
  const std::string crop = textOption(spec, "crop", "centre");
  options.crop = crop == "left" ? Crop::kLeft : crop == "right" ? Crop::kRight : Crop::kCentre;
  if (!options.labels.empty() && !options.label.empty()) {
    return Error{ErrorCode::kBadInput, "Give either label (one column) or labels (columns of 0 and 1), not both.",
                 "task " + quoteForMessage(spec.name)};
  }
  return options;
}

}  // namespace touchstone::data
