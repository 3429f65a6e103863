#include "engine/data/examples/example_options.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/data/images/image_options.h"
#include "engine/data/message_text.h"
#include "engine/data/sequences/sequence_options.h"

namespace touchstone::data {

namespace {

using Kind = ExampleOptionKind;

std::vector<ExampleOption> sequenceOptionList() {
  constexpr Modality kGenomics = Modality::kGenomics;
  constexpr auto kLongest = static_cast<double>(SequenceOptions::kLongest);
  return {
      {"sequence", kGenomics, Kind::kText, 0, 0, {}, "The column of the sequences; \"sequence\" by default."},
      {"label", kGenomics, Kind::kText, 0, 0, {}, "The column of the classes; \"label\" by default."},
      {"labels",
       kGenomics,
       Kind::kTexts,
       0,
       0,
       {},
       "Several columns of 0 and 1, one for each class of a multi-label task."},
      {"multi_label",
       kGenomics,
       Kind::kFlag,
       0,
       0,
       {},
       "Whether an example may have several classes, written in the label column with ; or | between them."},
      {"length",
       kGenomics,
       Kind::kWhole,
       1,
       kLongest,
       {},
       "Letters of every sequence: longer ones are cropped, shorter ones padded; without it the longest one's."},
      {"crop", kGenomics, Kind::kWord, 0, 0, cropWords(),
       "Which part of a longer sequence stays; the centre by default."},
      {"channels",
       kGenomics,
       Kind::kWhole,
       4,
       5,
       {},
       "4: A, C, G, T with shares for ambiguous letters (default); 5: A, T, C, G, N as published."},
      {"label_in_header", kGenomics, Kind::kWord, 0, 0, headerLabelWords(),
       "Where the header of a FASTA record holds the class; without it the class is the name of the file."},
  };
}

ExampleOptionKind kindOf(ImageOptionKind kind) {
  switch (kind) {
  case ImageOptionKind::kTexts:
    return Kind::kTexts;
  case ImageOptionKind::kWord:
    return Kind::kWord;
  case ImageOptionKind::kWhole:
    return Kind::kWhole;
  case ImageOptionKind::kNumbers:
    return Kind::kNumbers;
  case ImageOptionKind::kText:
  case ImageOptionKind::kSizes:
    break;
  }
  return Kind::kText;
}

std::vector<std::string> wordsIn(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::vector<ExampleOption> makeOptions() {
  std::vector<ExampleOption> options = sequenceOptionList();
  for (const ImageOption& image : imageOptions()) {
    const bool hasBounds = image.kind == ImageOptionKind::kWhole || image.kind == ImageOptionKind::kNumbers;
    options.push_back({std::string(image.name), Modality::kSatellite, kindOf(image.kind), hasBounds ? image.low : 0.0,
                       hasBounds ? image.high : 0.0, wordsIn(image.words), std::string(image.help)});
  }
  return options;
}

bool isOfKind(const OptionValue& value, Kind kind) {
  switch (kind) {
  case Kind::kWhole:
    return std::holds_alternative<std::int64_t>(value);
  case Kind::kText:
  case Kind::kWord:
    return std::holds_alternative<std::string>(value);
  case Kind::kFlag:
    return std::holds_alternative<bool>(value);
  case Kind::kTexts:
    return std::holds_alternative<std::string>(value) || std::holds_alternative<std::vector<std::string>>(value);
  case Kind::kNumbers:
    return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value) ||
           std::holds_alternative<std::vector<double>>(value);
  }
  return false;
}

std::string kindText(const ExampleOption& option) {
  const bool isBounded = option.low < option.high && option.high < 1e9;
  const std::string bounds =
      isBounded ? " from " + base::numberText(option.low) + " to " + base::numberText(option.high) : std::string();
  switch (option.kind) {
  case Kind::kWhole:
    return "a whole number" + bounds;
  case Kind::kText:
    return "a text";
  case Kind::kWord:
    return "one of: " + base::joinWords(option.words);
  case Kind::kFlag:
    return "true or false";
  case Kind::kTexts:
    return "a text or a list of texts";
  case Kind::kNumbers:
    return "a number or a list of numbers" + bounds;
  }
  return {};
}

bool isInBounds(const OptionValue& value, const ExampleOption& option) {
  const auto within = [&option](double number) {
    return option.low >= option.high || (number >= option.low && number <= option.high);
  };
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    return within(static_cast<double>(*whole));
  }
  if (const auto* real = std::get_if<double>(&value)) {
    return within(*real);
  }
  if (const auto* list = std::get_if<std::vector<double>>(&value)) {
    return std::all_of(list->begin(), list->end(), within);
  }
  const auto* word = std::get_if<std::string>(&value);
  return word == nullptr || option.kind != Kind::kWord ||
         std::find(option.words.begin(), option.words.end(), *word) != option.words.end();
}

}  // namespace

std::span<const ExampleOption> exampleOptions() {
  static const std::vector<ExampleOption> options = makeOptions();
  return options;
}

const ExampleOption* findExampleOption(Modality modality, std::string_view name) {
  const auto all = exampleOptions();
  const auto found = std::find_if(all.begin(), all.end(), [&](const ExampleOption& option) {
    return option.modality == modality && option.name == name;
  });
  return found != all.end() ? &*found : nullptr;
}

std::vector<std::string> exampleOptionNames(Modality modality) {
  std::vector<std::string> names;
  for (const ExampleOption& option : exampleOptions()) {
    if (option.modality == modality) {
      names.push_back(option.name);
    }
  }
  return names;
}

std::vector<std::string> exampleOptionProblems(const TaskSpec& spec) {
  std::vector<std::string> problems;
  const std::vector<std::string> known = exampleOptionNames(spec.modality);
  for (const auto& [name, value] : spec.options) {
    const ExampleOption* option = findExampleOption(spec.modality, name);
    if (option == nullptr) {
      problems.push_back("There is no option " + quoteForMessage(name) + " of a task of modality " +
                         toWord(spec.modality) + base::didYouMean(name, known) +
                         " Known: " + base::joinWords(known, "and") + ".");
    } else if (spec.modality != Modality::kSatellite &&
               (!isOfKind(value, option->kind) || !isInBounds(value, *option))) {
      problems.push_back("The option " + quoteForMessage(name) + " must be " + kindText(*option) + ".");
    }
  }
  if (spec.modality == Modality::kSatellite) {  // also knows the forms of sizes
    if (const auto read = readImageOptions(spec); !read) {
      problems.push_back(read.error().message);
    }
  }
  return problems;
}

std::string textOption(const TaskSpec& spec, const std::string& name, const std::string& otherwise) {
  const auto found = spec.options.find(name);
  const auto* word = found != spec.options.end() ? std::get_if<std::string>(&found->second) : nullptr;
  return word != nullptr ? *word : otherwise;
}

std::int64_t wholeOption(const TaskSpec& spec, const std::string& name, std::int64_t otherwise) {
  const auto found = spec.options.find(name);
  const auto* whole = found != spec.options.end() ? std::get_if<std::int64_t>(&found->second) : nullptr;
  return whole != nullptr ? *whole : otherwise;
}

bool flagOption(const TaskSpec& spec, const std::string& name) {
  const auto found = spec.options.find(name);
  const auto* flag = found != spec.options.end() ? std::get_if<bool>(&found->second) : nullptr;
  return flag != nullptr && *flag;
}

std::vector<std::string> textsOption(const TaskSpec& spec, const std::string& name) {
  const auto found = spec.options.find(name);
  if (found == spec.options.end()) {
    return {};
  }
  if (const auto* one = std::get_if<std::string>(&found->second)) {
    return {*one};
  }
  const auto* several = std::get_if<std::vector<std::string>>(&found->second);
  return several != nullptr ? *several : std::vector<std::string>();
}

}  // namespace touchstone::data
