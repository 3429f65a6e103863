#include "engine/exec/spec/study_reader.h"

#include <algorithm>
#include <set>

#include "engine/exec/spec/contender_reader.h"
#include "engine/exec/spec/task_reader.h"
#include "engine/exec/study_cells.h"

namespace touchstone::exec {

namespace {

void readStudySection(const toml::table& table, StudySpec& spec, TomlFields& fields) {
  fields.checkKeys(table, "[study]", {"name", "seeds"});
  if (fields.require(table, "name", "[study]") != nullptr && fields.readText(table, "name", spec.name) &&
      spec.name.empty()) {
    fields.problem(*table.get("name"), "The study's name is empty. Give it one.");
  }
  const toml::node* seeds = table.get("seeds");
  if (seeds == nullptr) {
    spec.seeds = {0};
    return;
  }
  const toml::array* list = seeds->as_array();
  if (list == nullptr || list->empty()) {
    fields.problem(*seeds, std::string("\"seeds\" must be a list of whole numbers such as [0, 1, 2]") +
                               (list == nullptr ? std::string(", not ") + typeWord(*seeds) : std::string()) + ".");
    return;
  }
  for (const toml::node& node : *list) {
    const auto seed = node.value_exact<std::int64_t>();
    if (!seed || *seed < 0) {
      fields.problem(node, "A seed must be a whole number from 0.");
    } else if (std::find(spec.seeds.begin(), spec.seeds.end(), *seed) != spec.seeds.end()) {
      fields.problem(node, "The seed " + std::to_string(*seed) + " is there twice. Each seed counts once.");
    } else {
      spec.seeds.push_back(*seed);
    }
  }
}

void readBudget(const toml::table& table, BudgetSpec& budget, TomlFields& fields) {
  fields.checkKeys(table, "[budget]", {"trials", "resource", "seconds", "slots"});
  fields.readWhole(table, "trials", budget.trials, 1, 1'000'000);
  fields.readWhole(table, "resource", budget.resource, 1, 1'000'000);
  fields.readReal(table, "seconds", budget.secondsPerRun, 0.0);
  fields.readWhole(table, "slots", budget.slotCount, 0, 1024);
}

template <typename Item, typename Read>
void readList(const toml::table& root, const char* key, std::vector<Item>& out, Read read, TomlFields& fields) {
  const toml::node* node = root.get(key);
  const toml::array* list = node != nullptr ? node->as_array() : nullptr;
  if (list == nullptr || list->empty() || !list->is_array_of_tables()) {
    const bool isSingle = node != nullptr && node->is_table();
    const std::string message =
        isSingle ? std::string("A study may have several of them: write [[") + key + "]] in double brackets."
                 : std::string("The study needs at least one [[") + key + "]] section.";
    node != nullptr ? fields.problem(*node, message) : fields.problem({1, 1}, message);
    return;
  }
  for (const toml::node& item : *list) {
    out.push_back(read(*item.as_table(), fields));
  }
}

template <typename Item>
void checkNames(const toml::table& root, const char* key, const std::vector<Item>& items, TomlFields& fields) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i].name.empty() && !seen.insert(items[i].name).second) {
      fields.problem((*root.get(key)->as_array())[i], std::string("Two [[") + key + "]] sections are called \"" +
                                                          items[i].name + "\". Give each its own `name`.");
    }
  }
}

// A study may have tasks of several modalities; a contender gets those that it can take, but must get one.
void checkModalities(const toml::table& root, const StudySpec& spec, TomlFields& fields) {
  const toml::array* contenders = root.get("contender") != nullptr ? root.get("contender")->as_array() : nullptr;
  for (std::size_t i = 0; contenders != nullptr && i < spec.contenders.size(); ++i) {
    const ContenderSpec& contender = spec.contenders[i];
    const auto fits = [&](const TaskSpec& task) { return canTake(contender, task); };
    if (!spec.tasks.empty() && std::none_of(spec.tasks.begin(), spec.tasks.end(), fits)) {
      const TaskSpec& first = spec.tasks.front();
      fields.problem((*contenders)[i], "The method \"" + contender.method + "\" cannot take the task \"" + first.name +
                                           "\" (" + toWord(first.modality) + ")" +
                                           (spec.tasks.size() > 1 ? " nor any other of the study." : "."));
    }
  }
  const toml::array* tasks = root.get("task") != nullptr ? root.get("task")->as_array() : nullptr;
  for (std::size_t i = 0; tasks != nullptr && i < spec.tasks.size(); ++i) {
    const auto fits = [&](const ContenderSpec& contender) { return canTake(contender, spec.tasks[i]); };
    if (!spec.contenders.empty() && std::none_of(spec.contenders.begin(), spec.contenders.end(), fits)) {
      fields.problem((*tasks)[i], std::string("No contender of the study can take a task of modality \"") +
                                      toWord(spec.tasks[i].modality) + "\". Add one that can.");
    }
  }
}

}  // namespace

StudySpec readStudy(const toml::table& root, TomlFields& fields) {
  StudySpec spec;
  spec.folder = fields.folder();
  fields.checkKeys(root, "the study file", {"study", "budget", "task", "contender"});
  if (const toml::node* study = fields.require(root, "study", "the study file")) {
    if (const toml::table* table = study->as_table()) {
      readStudySection(*table, spec, fields);
    } else {
      fields.problem(*study, "\"study\" must be a section: [study].");
    }
  }
  if (const toml::node* budget = root.get("budget")) {
    if (const toml::table* table = budget->as_table()) {
      readBudget(*table, spec.budget, fields);
    } else {
      fields.problem(*budget, "\"budget\" must be a section: [budget].");
    }
  }
  readList(root, "task", spec.tasks, readTask, fields);
  readList(root, "contender", spec.contenders, readContender, fields);
  checkNames(root, "task", spec.tasks, fields);
  checkNames(root, "contender", spec.contenders, fields);
  checkModalities(root, spec, fields);
  return spec;
}

}  // namespace touchstone::exec
