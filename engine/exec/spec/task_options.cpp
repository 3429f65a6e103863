#include "engine/exec/spec/task_options.h"

#include <algorithm>

#include "engine/data/examples/example_options.h"

namespace touchstone::exec {

namespace {

// A TOML value as an option; nothing for what no option can be, such as a table or a mixed list.
std::optional<OptionValue> optionFrom(const toml::node& node) {
  if (const auto flag = node.value_exact<bool>()) {
    return *flag;
  }
  if (const auto whole = node.value_exact<std::int64_t>()) {
    return *whole;
  }
  if (const auto real = node.value_exact<double>()) {
    return *real;
  }
  if (const auto text = node.value_exact<std::string>()) {
    return *text;
  }
  const toml::array* list = node.as_array();
  if (list == nullptr || list->empty()) {
    return std::nullopt;
  }
  if (std::all_of(list->begin(), list->end(), [](const toml::node& item) { return item.is_string(); })) {
    std::vector<std::string> texts;
    for (const toml::node& item : *list) {
      texts.push_back(*item.value_exact<std::string>());
    }
    return texts;
  }
  if (std::all_of(list->begin(), list->end(), [](const toml::node& item) { return item.is_number(); })) {
    std::vector<double> numbers;
    for (const toml::node& item : *list) {
      numbers.push_back(*item.value<double>());
    }
    return numbers;
  }
  return std::nullopt;
}

}  // namespace

void readTaskOptions(const toml::table& table, TaskSpec& task, TomlFields& fields) {
  for (const std::string& name : data::exampleOptionNames(task.modality)) {
    const toml::node* node = table.get(name);
    if (node == nullptr) {
      continue;
    }
    const auto value = optionFrom(*node);
    if (!value) {
      fields.problem(*node, "\"" + name + "\" has the wrong type: " + typeWord(*node) + ".");
      continue;
    }
    // One key at a time, so that each problem gets its own place.
    TaskSpec alone;
    alone.modality = task.modality;
    alone.options[name] = *value;
    const std::vector<std::string> problems = data::exampleOptionProblems(alone);
    for (const std::string& problem : problems) {
      fields.problem(*node, problem);
    }
    if (problems.empty()) {
      task.options[name] = *value;
    }
  }
}

}  // namespace touchstone::exec
