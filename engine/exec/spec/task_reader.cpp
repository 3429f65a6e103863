#include "engine/exec/spec/task_reader.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/data/metrics.h"
#include "engine/data/split.h"

namespace touchstone::exec {

namespace {

void readTaskData(const toml::table& table, TaskSpec& task, TomlFields& fields) {
  for (const auto& [key, target] : {std::pair<const char*, std::string*>{"data", &task.data},
                                    {"train", &task.train},
                                    {"validation", &task.validation},
                                    {"test", &task.test}}) {
    if (fields.readText(table, key, *target)) {
      fields.checkFile(table, key, *target);
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

void readTaskLists(const toml::table& table, TaskSpec& task, TomlFields& fields) {
  if (const toml::node* columns = table.get("columns")) {
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
  if (const toml::node* missing = table.get("missing")) {
    const toml::array* list = missing->as_array();
    if (list == nullptr ||
        !std::all_of(list->begin(), list->end(), [](const toml::node& n) { return n.is_number(); })) {
      fields.problem(*missing,
                     "\"missing\" must be a list of the numbers that stand for a missing value, such as [-9999].");
      return;
    }
    for (const toml::node& node : *list) {
      task.missingCodes.push_back(*node.value<double>());
    }
  }
}

void readTaskMetric(const toml::table& table, TaskSpec& task, TomlFields& fields) {
  task.metric = data::defaultMetric(task.modality);
  if (!fields.readText(table, "metric", task.metric)) {
    return;
  }
  const data::MetricCard* card = data::findMetric(task.metric);
  if (card == nullptr || !card->appliesTo(task.modality)) {
    const std::vector<std::string> known = data::metricNames(task.modality);
    fields.problem(*table.get("metric"), "Unknown metric \"" + task.metric + "\"" +
                                             base::didYouMean(task.metric, known) +
                                             " Known: " + base::joinWords(known, "and") + ".");
  }
}

void readTaskSplit(const toml::table& table, TaskSpec& task, TomlFields& fields) {
  if (table.contains("train")) {
    fields.readText(table, "split", task.split);
    return;
  }
  if (fields.require(table, "split", "[[task]]") == nullptr || !fields.readText(table, "split", task.split)) {
    return;
  }
  if (const auto rule = data::parseSplit(task.split, fields.folder()); !rule) {
    fields.problem(*table.get("split"), rule.error().message);
  }
}

}  // namespace

TaskSpec readTask(const toml::table& table, TomlFields& fields) {
  fields.checkKeys(table, "[[task]]",
                   {"name", "modality", "data", "train", "validation", "test", "split", "columns", "horizon", "metric",
                    "season", "missing", "forecasts"});
  TaskSpec task;
  if (fields.require(table, "name", "[[task]]") != nullptr) {
    fields.readText(table, "name", task.name);
  }
  std::string modality = "time-series";
  if (fields.require(table, "modality", "[[task]]") != nullptr && fields.readText(table, "modality", modality) &&
      modality != "time-series") {
    const std::vector<std::string> known = {"time-series"};
    fields.problem(*table.get("modality"), "Unknown modality \"" + modality + "\"" + base::didYouMean(modality, known) +
                                               " Known: time-series.");
  }
  readTaskData(table, task, fields);
  readTaskSplit(table, task, fields);
  readTaskLists(table, task, fields);
  readTaskMetric(table, task, fields);
  if (fields.require(table, "horizon", "[[task]]") != nullptr) {
    fields.readWhole(table, "horizon", task.horizon, 1, 100'000);
  }
  fields.readWhole(table, "season", task.season, 1, 100'000);
  task.keepForecasts = "some";
  if (fields.readText(table, "forecasts", task.keepForecasts) && task.keepForecasts != "some" &&
      task.keepForecasts != "all") {
    fields.problem(*table.get("forecasts"), "\"forecasts\" must be \"some\" (256 evenly spaced windows) or \"all\".");
  }
  return task;
}

}  // namespace touchstone::exec
