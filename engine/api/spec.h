// The study as asked for: tasks x contenders x seeds under one budget, exactly what a study file says.
// Thread: value types. Read from a file by readStudyFile (engine/api/engine.h).
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace touchstone {

enum class Modality { kTimeSeries, kGenomics, kSatellite };
enum class Family { kSupervised, kFoundation, kReference };

// Words of the files, the JSON and the SQL views: "time-series", "foundation", ...
const char* toWord(Modality modality);
const char* toWord(Family family);
std::optional<Modality> modalityFrom(std::string_view word);
std::optional<Family> familyFrom(std::string_view word);

// The same for every contender of a study.
struct BudgetSpec {
  int trials = 30;       // configurations per run
  int resource = 20;     // epochs one trial may reach
  double secondsPerRun = 0.0;  // wall clock; 0: no limit
  int slotCount = 0;     // trials at a time on this machine; 0: one per core

  friend bool operator==(const BudgetSpec&, const BudgetSpec&) = default;
};

using OptionValue = std::variant<bool, std::int64_t, double, std::string, std::vector<double>, std::vector<std::string>>;
using Options = std::map<std::string, OptionValue>;

// A split that is a file: the word before its path.
inline constexpr std::string_view kSplitFile = "file:";
inline constexpr std::string_view kSplitFiles = "files:";  // one file for each block

struct TaskSpec {
  std::string name;
  Modality modality = Modality::kTimeSeries;
  // Files, absolute or relative to StudySpec::folder. Either `data`, or `train` and `test` (and maybe `validation`).
  std::string data;
  std::string train;
  std::string validation;
  std::string test;
  std::string split;                 // "12/4/4 months", "70/10/20", "last 48", "file:split.txt"
  std::vector<std::string> columns;  // empty: all numeric channels
  int horizon = 0;
  std::string metric;
  int season = 0;                    // 0: detect on the training rows
  std::vector<double> missingCodes;  // values that stand for "missing", e.g. -9999
  std::string keepForecasts;         // "some" (256 evenly spaced windows) or "all"
  Options options;                   // everything else that the modality knows

  friend bool operator==(const TaskSpec&, const TaskSpec&) = default;
};

struct ContenderSpec {
  std::string name;    // shown; unique in a study
  std::string method;  // "auto-ar", "dlinear", "naive", "seasonal-naive", "foundation", ...
  std::string model;   // for foundation: catalogue name or file
  std::string adapt;   // for foundation: "zero-shot", "full", ...
  Options options;     // method's own options; each is declared in the contender catalogue

  friend bool operator==(const ContenderSpec&, const ContenderSpec&) = default;
};

struct StudySpec {
  std::string name;
  std::vector<std::int64_t> seeds;
  BudgetSpec budget;
  std::vector<TaskSpec> tasks;
  std::vector<ContenderSpec> contenders;
  std::filesystem::path folder;  // where relative paths start
  std::string toml;              // the text as read, kept in the project file
};

}  // namespace touchstone
