#include "engine/exec/spec/task_reader.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/data/examples/example_options.h"
#include "engine/data/examples/example_split.h"
#include "engine/data/metrics.h"
#include "engine/data/sequences/sequence_sources.h"
#include "engine/data/split.h"
#include "engine/exec/spec/task_options.h"

namespace touchstone::exec {

namespace {

constexpr Modality kModalities[] = {Modality::kTimeSeries, Modality::kGenomics, Modality::kSatellite};

const char* defaultMetric(Modality modality) {
  return modality == Modality::kTimeSeries ? "mse" : modality == Modality::kGenomics ? "mcc" : "accuracy";
}

// Sequences may be a list of files, with their classes.
void checkData(const toml::table& table, const char* key, const std::string& text, const TaskSpec& task,
               TomlFields& fields) {
  if (task.modality != Modality::kGenomics || text.find_first_of(",=") == std::string::npos) {
    fields.checkFile(table, key, text);
  } else if (const auto sources = data::parseSourceList(text, fields.folder()); !sources) {
    fields.problem(*table.get(key), sources.error().text());
  }
}

void readTaskData(const toml::table& table, TaskSpec& task, TomlFields& fields) {
  for (const auto& [key, target] : {std::pair<const char*, std::string*>{"data", &task.data},
                                    {"train", &task.train},
                                    {"validation", &task.validation},
                                    {"test", &task.test}}) {
    if (fields.readText(table, key, *target)) {
      checkData(table, key, *target, task, fields);
    }
  }
  const bool hasPair = table.contains("train") && table.contains("test");
  if (!table.contains("data") && !hasPair) {
    fields.problem(table, "The task has no data. Give `data`, or `train` and `test`.");
  }
  if (table.contains("data") && (table.contains("train") || table.contains("test"))) {
    fields.problem(*table.get("data"), "Give either `data`, or `train` and `test`, not both.");
  }
}

void readColumns(const toml::table& table, TaskSpec& task, TomlFields& fields) {
  const toml::node* columns = table.get("columns");
  if (columns == nullptr) {
    return;
  }
  if (const auto one = columns->value_exact<std::string>()) {
    if (*one != "*") {
      task.columns = {*one};
    }
  } else if (const toml::array* list = columns->as_array(); list != nullptr && list->is_homogeneous<std::string>()) {
    for (const toml::node& node : *list) {
      task.columns.push_back(*node.value_exact<std::string>());
    }
  } else {
    fields.problem(*columns, "\"columns\" must be \"*\", a name, or a list of names.");
  }
}

void readMissing(const toml::table& table, TaskSpec& task, TomlFields& fields) {
  const toml::node* missing = table.get("missing");
  if (missing == nullptr) {
    return;
  }
  const toml::array* list = missing->as_array();
  if (list == nullptr || !std::all_of(list->begin(), list->end(), [](const toml::node& n) { return n.is_number(); })) {
    fields.problem(*missing,
                   "\"missing\" must be a list of the numbers that stand for a missing value, such as [-9999].");
    return;
  }
  for (const toml::node& node : *list) {
    task.missingCodes.push_back(*node.value<double>());
  }
}

void readTaskMetric(const toml::table& table, TaskSpec& task, TomlFields& fields) {
  task.metric = defaultMetric(task.modality);
  if (!fields.readText(table, "metric", task.metric)) {
    return;
  }
  const std::vector<std::string> known = data::metricNames(task.modality);
  if (data::findMetric(task.metric) == nullptr) {
    fields.problem(*table.get("metric"), "Unknown metric \"" + task.metric + "\"" +
                                             base::didYouMean(task.metric, data::metricNames()) +
                                             " Known: " + base::joinWords(known, "and") + ".");
  } else if (std::find(known.begin(), known.end(), task.metric) == known.end()) {
    fields.problem(*table.get("metric"), "The metric \"" + task.metric + "\" is not for " + toWord(task.modality) +
                                             ". Known there: " + base::joinWords(known, "and") + ".");
  }
}

Result<void> checkSplitText(const TaskSpec& task, const TomlFields& fields) {
  if (task.modality == Modality::kTimeSeries) {
    const auto rule = data::parseSplit(task.split, fields.folder());
    return rule ? Result<void>() : rule.error();
  }
  const auto rule = data::parseExampleSplit(task.split, fields.folder());
  return rule ? Result<void>() : rule.error();
}

void readTaskSplit(const toml::table& table, TaskSpec& task, TomlFields& fields) {
  if (table.contains("train")) {
    fields.readText(table, "split", task.split);
    return;
  }
  if (fields.require(table, "split", "[[task]]") == nullptr || !fields.readText(table, "split", task.split)) {
    return;
  }
  if (const auto checked = checkSplitText(task, fields); !checked) {
    fields.problem(*table.get("split"), checked.error().message);
  }
}

void readModality(const toml::table& table, TaskSpec& task, TomlFields& fields) {
  std::string word;
  if (fields.require(table, "modality", "[[task]]") == nullptr || !fields.readText(table, "modality", word)) {
    return;
  }
  if (const auto modality = modalityFrom(word)) {
    task.modality = *modality;
    return;
  }
  std::vector<std::string> known;
  for (const Modality modality : kModalities) {
    known.emplace_back(toWord(modality));
  }
  fields.problem(*table.get("modality"), "Unknown modality \"" + word + "\"" + base::didYouMean(word, known) +
                                             " Known: " + base::joinWords(known, "and") + ".");
}

void readSeriesKeys(const toml::table& table, TaskSpec& task, TomlFields& fields) {
  readColumns(table, task, fields);
  readMissing(table, task, fields);
  if (fields.require(table, "horizon", "[[task]]") != nullptr) {
    fields.readWhole(table, "horizon", task.horizon, 1, 100'000);
  }
  fields.readWhole(table, "season", task.season, 1, 100'000);
  task.keepForecasts = "some";
  if (fields.readText(table, "forecasts", task.keepForecasts) && task.keepForecasts != "some" &&
      task.keepForecasts != "all") {
    fields.problem(*table.get("forecasts"), "\"forecasts\" must be \"some\" (256 evenly spaced windows) or \"all\".");
  }
}

void readExampleKeys(const toml::table& table, TaskSpec& task, TomlFields& fields) {
  if (task.modality == Modality::kSatellite) {
    readMissing(table, task, fields);
  }
  readTaskOptions(table, task, fields);
}

std::vector<std::string> keysOf(Modality modality) {
  std::vector<std::string> keys = {"name", "modality", "data", "train", "validation", "test", "split", "metric"};
  if (modality == Modality::kTimeSeries) {
    keys.insert(keys.end(), {"columns", "horizon", "season", "missing", "forecasts"});
    return keys;
  }
  if (modality == Modality::kSatellite) {
    keys.emplace_back("missing");
  }
  const std::vector<std::string> options = data::exampleOptionNames(modality);
  keys.insert(keys.end(), options.begin(), options.end());
  return keys;
}

}  // namespace

TaskSpec readTask(const toml::table& table, TomlFields& fields) {
  TaskSpec task;
  if (fields.require(table, "name", "[[task]]") != nullptr) {
    fields.readText(table, "name", task.name);
  }
  readModality(table, task, fields);
  const std::string section = task.modality == Modality::kTimeSeries
                                  ? std::string("[[task]]")
                                  : std::string("[[task]] of modality \"") + toWord(task.modality) + "\"";
  fields.checkKeys(table, section, keysOf(task.modality));
  readTaskData(table, task, fields);
  readTaskSplit(table, task, fields);
  readTaskMetric(table, task, fields);
  if (task.modality == Modality::kTimeSeries) {
    readSeriesKeys(table, task, fields);
  } else {
    readExampleKeys(table, task, fields);
  }
  return task;
}

}  // namespace touchstone::exec
