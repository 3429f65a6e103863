#include "engine/data/examples/example_options.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/data/message_text.h"
#include "engine/data/sequences/sequence_options.h"

namespace touchstone::data {

namespace {

using Kind = ExampleOptionKind;

std::vector<ExampleOption> makeOptions() {
  constexpr Modality kGenomics = Modality::kGenomics, kSatellite = Modality::kSatellite;
  constexpr auto kLongest = static_cast<double>(SequenceOptions::kLongest);
  constexpr double kAnyLow = -1e18, kAnyHigh = 1e18;
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
      {"labels_file",
       kSatellite,
       Kind::kText,
       0,
       0,
       {},
       "A CSV with the names of the images and their classes, for images that are not in class folders."},
      {"label_separator",
       kSatellite,
       Kind::kText,
       0,
       0,
       {},
       "What stands between several classes in one cell of labels_file; \";\" by default."},
      {"image_folder",
       kSatellite,
       Kind::kText,
       0,
       0,
       {},
       "Where the images are that a CSV names; beside it by default."},
      {"label", kSatellite, Kind::kTexts, 0, 0, {}, "The column, array or file with the classes."},
      {"images", kSatellite, Kind::kTexts, 0, 0, {}, "The array of an NPZ or HDF5 file that holds the images."},
      {"class_names", kSatellite, Kind::kTexts, 0, 0, {}, "Names of the classes 0, 1, 2, ..."},
      {"layout",
       kSatellite,
       Kind::kWord,
       0,
       0,
       {"auto", "nhwc", "nchw"},
       "The order of the axes of an array of images."},
      {"masks", kSatellite, Kind::kTexts, 0, 0, {}, "The folder of the masks, one for each image."},
      {"image_suffix", kSatellite, Kind::kText, 0, 0, {}, "The end of an image's name that its mask does not have."},
      {"mask_suffix", kSatellite, Kind::kText, 0, 0, {}, "The end of a mask's name that its image does not have."},
      {"ignore",
       kSatellite,
       Kind::kNumbers,
       kAnyLow,
       kAnyHigh,
       {},
       "Mask values that are neither trained on nor scored."},
      {"crop_tiles", kSatellite, Kind::kWhole, 8, 4096, {}, "Cuts every image into square tiles of so many pixels."},
      {"resize", kSatellite, Kind::kText, 0, 0, {}, "Resamples image files to HEIGHTxWIDTH pixels, such as \"64x64\"."},
      {"resize_method", kSatellite, Kind::kWord, 0, 0, {"bilinear", "nearest"}, "How resize computes pixels."},
      {"bands", kSatellite, Kind::kNumbers, 1, 4096, {}, "The bands to use, from 1, in this order; all by default."},
      {"tile", kSatellite, Kind::kText, 0, 0, {}, "ROWSxCOLUMNSxBANDS of a table's rows, such as \"3x3x4\"."},
  };
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
    } else if (!isOfKind(value, option->kind) || !isInBounds(value, *option)) {
      problems.push_back("The option " + quoteForMessage(name) + " must be " + kindText(*option) + ".");
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
