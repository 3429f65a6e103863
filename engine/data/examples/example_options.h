// The keys of a [[task]] with labelled examples beyond those that every task has: their types, bounds and meaning.
// A study file's reader checks its keys against this list and puts the values into TaskSpec::options under these names.
// Thread: constant data and free functions. Errors: sentences that name the key; the caller knows its place.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/spec.h"

namespace touchstone::data {

enum class ExampleOptionKind {
  kWhole,    // std::int64_t
  kText,     // std::string
  kWord,     // std::string, one of `words`
  kFlag,     // bool
  kTexts,    // std::vector<std::string>, or one std::string
  kNumbers,  // std::vector<double>, or one number
};

struct ExampleOption {
  std::string name;
  Modality modality = Modality::kGenomics;
  ExampleOptionKind kind = ExampleOptionKind::kText;
  double low = 0.0, high = 0.0;    // numbers: inclusive bounds; equal: no bounds
  std::vector<std::string> words;  // of kWord
  std::string help;                // one sentence
};

// All of them; a name may stand once for each modality.
std::span<const ExampleOption> exampleOptions();
// Null where the modality has no such key.
const ExampleOption* findExampleOption(Modality modality, std::string_view name);
std::vector<std::string> exampleOptionNames(Modality modality);

// What is wrong with the options of a task: unknown names, wrong types, values out of bounds.
std::vector<std::string> exampleOptionProblems(const TaskSpec& spec);

// The value of an option that exampleOptionProblems() accepts, or the default.
std::string textOption(const TaskSpec& spec, const std::string& name, const std::string& otherwise = {});
std::int64_t wholeOption(const TaskSpec& spec, const std::string& name, std::int64_t otherwise);
bool flagOption(const TaskSpec& spec, const std::string& name);
std::vector<std::string> textsOption(const TaskSpec& spec, const std::string& name);

}  // namespace touchstone::data
