#include "engine/exec/study_file.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <toml++/toml.h>

#include "engine/base/folders.h"
#include "engine/base/text.h"
#include "engine/contenders/catalogue.h"
#include "engine/contenders/model_catalogue.h"
#include "engine/data/metrics.h"
#include "engine/data/split.h"

namespace touchstone::exec {

namespace {

namespace fs = std::filesystem;
using contenders::MethodCard;
using contenders::OptionKind;
using contenders::OptionRule;

const char* typeWord(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::string: return "a text";
    case toml::node_type::integer: return "a whole number";
    case toml::node_type::floating_point:
      return "a decimal number";
    case toml::node_type::boolean: return "true or false";
    case toml::node_type::array: return "a list";
    case toml::node_type::table: return "a section";
    default: return "a date or time";
  }
}

// Walks one file; every member function reports what it finds wrong and goes on.
class Checker {
 public:
  explicit Checker(fs::path folder) : m_folder(std::move(folder)) {}

  StudySpec read(const toml::table& root);
  std::vector<SpecProblem> takeProblems() { return std::move(m_problems); }

 private:
  void problem(toml::source_position where, std::string message) {
    m_problems.push_back({static_cast<int>(where.line), static_cast<int>(where.column), std::move(message)});
  }
  void problem(const toml::node& node, std::string message) { problem(node.source().begin, std::move(message)); }

  void checkKeys(const toml::table& table, const std::string& section, const std::vector<std::string>& known);
  const toml::node* require(const toml::table& table, const char* key, const std::string& section);
  bool readText(const toml::table& table, const char* key, std::string& out);
  template <typename T>
  bool readWhole(const toml::table& table, const char* key, T& out, std::int64_t low, std::int64_t high);
  bool readReal(const toml::table& table, const char* key, double& out, double low);

  void readStudy(const toml::table& table, StudySpec& spec);
  void readBudget(const toml::table& table, BudgetSpec& budget);
  TaskSpec readTask(const toml::table& table);
  void readTaskData(const toml::table& table, TaskSpec& task);
  void readTaskLists(const toml::table& table, TaskSpec& task);
  void readTaskMetric(const toml::table& table, TaskSpec& task);
  void readTaskSplit(const toml::table& table, TaskSpec& task);
  void checkFile(const toml::table& table, const char* key, const std::string& file);
  ContenderSpec readContender(const toml::table& table);
  void readModel(const toml::table& table, ContenderSpec& contender);
  void readOptions(const toml::table& table, const MethodCard& card, ContenderSpec& contender);
  void readOption(const toml::node& node, const OptionRule& rule, ContenderSpec& contender);
  template <typename Item, typename Read>
  void readList(const toml::table& root, const char* key, std::vector<Item>& out, Read read);
  template <typename Item>
  void checkNames(const toml::table& root, const char* key, const std::vector<Item>& items);
  void checkModalities(const toml::table& root, const StudySpec& spec);

  fs::path m_folder;
  std::vector<SpecProblem> m_problems;
};

void Checker::checkKeys(const toml::table& table, const std::string& section, const std::vector<std::string>& known) {
  for (const auto& [key, value] : table) {
    if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
      problem(key.source().begin, "Unknown key \"" + std::string(key.str()) + "\" in " + section + base::didYouMean(key.str(), known) +
                                      " Known: " + base::joinWords(known, "and") + ".");
    }
  }
}

const toml::node* Checker::require(const toml::table& table, const char* key, const std::string& section) {
  const toml::node* node = table.get(key);
  if (node == nullptr) {
    problem(table, std::string("The key \"") + key + "\" is missing in " + section + ". Add it.");
  }
  return node;
}

bool Checker::readText(const toml::table& table, const char* key, std::string& out) {
  const toml::node* node = table.get(key);
  if (node == nullptr) {
    return false;
  }
  if (const auto text = node->value_exact<std::string>()) {
    out = *text;
    return true;
  }
  problem(*node, std::string("\"") + key + "\" must be a text in quotes, not " + typeWord(*node) + ".");
  return false;
}

template <typename T>
bool Checker::readWhole(const toml::table& table, const char* key, T& out, std::int64_t low, std::int64_t high) {
  const toml::node* node = table.get(key);
  if (node == nullptr) {
    return false;
  }
  const auto number = node->value_exact<std::int64_t>();
  if (!number) {
    problem(*node, std::string("\"") + key + "\" must be a whole number, not " + typeWord(*node) + ".");
    return false;
  }
  if (*number < low || *number > high) {
    problem(*node, std::string("\"") + key + "\" is " + std::to_string(*number) + "; it must be from " + std::to_string(low) + " to " +
                       std::to_string(high) + ".");
    return false;
  }
  out = static_cast<T>(*number);
  return true;
}

bool Checker::readReal(const toml::table& table, const char* key, double& out, double low) {
  const toml::node* node = table.get(key);
  if (node == nullptr) {
    return false;
  }
  if (!node->is_number()) {
    problem(*node, std::string("\"") + key + "\" must be a number, not " + typeWord(*node) + ".");
    return false;
  }
  const double number = *node->value<double>();
  if (!(number >= low)) {
    problem(*node, std::string("\"") + key + "\" is " + base::numberText(number) + "; it must be at least " + base::numberText(low) + ".");
    return false;
  }
  out = number;
  return true;
}

void Checker::readStudy(const toml::table& table, StudySpec& spec) {
  checkKeys(table, "[study]", {"name", "seeds"});
  if (require(table, "name", "[study]") != nullptr && readText(table, "name", spec.name) && spec.name.empty()) {
    problem(*table.get("name"), "The study's name is empty. Give it one.");
  }
  const toml::node* seeds = table.get("seeds");
  if (seeds == nullptr) {
    spec.seeds = {0};
    return;
  }
  const toml::array* list = seeds->as_array();
  if (list == nullptr || list->empty()) {
    problem(*seeds, std::string("\"seeds\" must be a list of whole numbers such as [0, 1, 2]") +
                        (list == nullptr ? std::string(", not ") + typeWord(*seeds) : std::string()) + ".");
    return;
  }
  for (const toml::node& node : *list) {
    const auto seed = node.value_exact<std::int64_t>();
    if (!seed || *seed < 0) {
      problem(node, "A seed must be a whole number from 0.");
    } else if (std::find(spec.seeds.begin(), spec.seeds.end(), *seed) != spec.seeds.end()) {
      problem(node, "The seed " + std::to_string(*seed) + " is there twice. Each seed counts once.");
    } else {
      spec.seeds.push_back(*seed);
    }
  }
}

void Checker::readBudget(const toml::table& table, BudgetSpec& budget) {
  checkKeys(table, "[budget]", {"trials", "resource", "seconds", "slots"});
  readWhole(table, "trials", budget.trials, 1, 1'000'000);
  readWhole(table, "resource", budget.resource, 1, 1'000'000);
  readReal(table, "seconds", budget.secondsPerRun, 0.0);
  readWhole(table, "slots", budget.slotCount, 0, 1024);
}

void Checker::checkFile(const toml::table& table, const char* key, const std::string& file) {
  const fs::path path = fs::path(file).is_absolute() ? fs::path(file) : m_folder / file;
  std::error_code ignored;
  if (!fs::exists(path, ignored)) {
    problem(*table.get(key), "There is no file " + path.lexically_normal().string() +
                                 ". Paths start at the folder of the study file.");
  }
}

void Checker::readTaskData(const toml::table& table, TaskSpec& task) {
  for (const auto& [key, target] : {std::pair<const char*, std::string*>{"data", &task.data}, {"train", &task.train},
                                    {"validation", &task.validation}, {"test", &task.test}}) {
    if (readText(table, key, *target)) {
      checkFile(table, key, *target);
    }
  }
  const bool hasPair = table.contains("train") && table.contains("test");
  if (!table.contains("data") && !hasPair) {
    problem(table, "The task has no data. Give `data`, or `train` and `test`.");
  }
  if (table.contains("data") && (table.contains("train") || table.contains("test"))) {
    problem(*table.get("data"), "Give either `data`, or `train` and `test`, not both.");
  }
}

void Checker::readTaskLists(const toml::table& table, TaskSpec& task) {
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
      problem(*columns, "\"columns\" must be \"*\", a name, or a list of names.");
    }
  }
  if (const toml::node* missing = table.get("missing")) {
    const toml::array* list = missing->as_array();
    if (list == nullptr || !std::all_of(list->begin(), list->end(), [](const toml::node& n) { return n.is_number(); })) {
      problem(*missing, "\"missing\" must be a list of the numbers that stand for a missing value, such as [-9999].");
      return;
    }
    for (const toml::node& node : *list) {
      task.missingCodes.push_back(*node.value<double>());
    }
  }
}

void Checker::readTaskMetric(const toml::table& table, TaskSpec& task) {
  task.metric = "mse";
  if (readText(table, "metric", task.metric) && !data::findMetric(task.metric)) {
    problem(*table.get("metric"), "Unknown metric \"" + task.metric + "\"" + base::didYouMean(task.metric, data::metricNames()) +
                                      " Known: " + base::joinWords(data::metricNames(), "and") + ".");
  }
}

void Checker::readTaskSplit(const toml::table& table, TaskSpec& task) {
  if (table.contains("train")) {
    readText(table, "split", task.split);
    return;
  }
  if (require(table, "split", "[[task]]") == nullptr || !readText(table, "split", task.split)) {
    return;
  }
  if (const auto rule = data::parseSplit(task.split, m_folder); !rule) {
    problem(*table.get("split"), rule.error().message);
  }
}

TaskSpec Checker::readTask(const toml::table& table) {
  checkKeys(table, "[[task]]", {"name", "modality", "data", "train", "validation", "test", "split", "columns", "horizon", "metric",
                                "season", "missing", "forecasts"});
  TaskSpec task;
  if (require(table, "name", "[[task]]") != nullptr) {
    readText(table, "name", task.name);
  }
  std::string modality = "time-series";
  if (require(table, "modality", "[[task]]") != nullptr && readText(table, "modality", modality) && modality != "time-series") {
    const std::vector<std::string> known = {"time-series"};
    problem(*table.get("modality"),
            "Unknown modality \"" + modality + "\"" + base::didYouMean(modality, known) + " Known: time-series.");
  }
  readTaskData(table, task);
  readTaskSplit(table, task);
  readTaskLists(table, task);
  readTaskMetric(table, task);
  if (require(table, "horizon", "[[task]]") != nullptr) {
    readWhole(table, "horizon", task.horizon, 1, 100'000);
  }
  readWhole(table, "season", task.season, 1, 100'000);
  task.keepForecasts = "some";
  if (readText(table, "forecasts", task.keepForecasts) && task.keepForecasts != "some" && task.keepForecasts != "all") {
    problem(*table.get("forecasts"), "\"forecasts\" must be \"some\" (256 evenly spaced windows) or \"all\".");
  }
  return task;
}

void Checker::readModel(const toml::table& table, ContenderSpec& contender) {
  if (require(table, "model", "[[contender]]") != nullptr && readText(table, "model", contender.model)) {
    const auto card = contenders::findModel(contender.model, m_folder);
    if (!card) {
      problem(*table.get("model"), card.error().text());
    } else if (contender.name.empty()) {
      contender.name = card->title + " zero-shot";
    }
  }
  contender.adapt = "zero-shot";
  const auto known = contenders::adaptNames();
  if (readText(table, "adapt", contender.adapt) && std::find(known.begin(), known.end(), contender.adapt) == known.end()) {
    problem(*table.get("adapt"), "Unknown way to adapt \"" + contender.adapt + "\"" + base::didYouMean(contender.adapt, known) +
                                     " Known: " + base::joinWords(known, "and") + ".");
  }
}

void Checker::readOption(const toml::node& node, const OptionRule& rule, ContenderSpec& contender) {
  const auto inBounds = [&rule](double x) { return rule.low >= rule.high || (x >= rule.low && x <= rule.high); };
  const std::string name = "\"" + rule.name + "\"";
  const std::string bounds = " from " + base::numberText(rule.low) + " to " + base::numberText(rule.high);
  if (rule.kind == OptionKind::kWord) {
    // 0, 1 and 2 may be written without quotes where they are among the words.
    const auto text = node.value_exact<std::string>();
    const auto number = node.value_exact<std::int64_t>();
    const std::string word = text ? *text : number ? std::to_string(*number) : std::string();
    if (!rule.words.empty() && std::find(rule.words.begin(), rule.words.end(), word) == rule.words.end()) {
      problem(node, name + " must be " + base::joinWords(rule.words) + base::didYouMean(word, rule.words));
    }
    contender.options[rule.name] = word;
  } else if (rule.kind == OptionKind::kWhole) {
    const auto number = node.value_exact<std::int64_t>();
    if (!number || !inBounds(static_cast<double>(*number))) {
      problem(node, name + " must be a whole number" + bounds + ".");
      return;
    }
    contender.options[rule.name] = *number;
  } else if (rule.kind == OptionKind::kReal) {
    if (!node.is_number() || !inBounds(*node.value<double>())) {
      problem(node, name + " must be a number" + bounds + ".");
      return;
    }
    contender.options[rule.name] = *node.value<double>();
  } else if (const auto flag = node.value_exact<bool>(); rule.kind == OptionKind::kFlag && flag) {
    contender.options[rule.name] = *flag;
  } else {
    problem(node, name + " has the wrong type: " + typeWord(node) + ".");
  }
}

void Checker::readOptions(const toml::table& table, const MethodCard& card, ContenderSpec& contender) {
  std::vector<std::string> known = {"name", "method"};
  if (card.needsModel) {
    known.insert(known.end(), {"model", "adapt"});
  }
  for (const OptionRule& rule : card.options) {
    known.push_back(rule.name);
  }
  checkKeys(table, "[[contender]] of method \"" + card.method + "\"", known);
  for (const OptionRule& rule : card.options) {
    if (const toml::node* node = table.get(rule.name)) {
      readOption(*node, rule, contender);
    }
  }
}

ContenderSpec Checker::readContender(const toml::table& table) {
  ContenderSpec contender;
  readText(table, "name", contender.name);
  if (require(table, "method", "[[contender]]") == nullptr || !readText(table, "method", contender.method)) {
    return contender;
  }
  const MethodCard* card = contenders::findMethod(contender.method);
  if (card == nullptr) {
    const auto known = contenders::methodNames();
    problem(*table.get("method"), "Unknown method \"" + contender.method + "\"" + base::didYouMean(contender.method, known) +
                                      " Known: " + base::joinWords(known, "and") + ".");
    return contender;
  }
  readOptions(table, *card, contender);
  if (card->needsModel) {
    readModel(table, contender);
  }
  if (contender.name.empty()) {
    contender.name = card->title.empty() ? contender.method : card->title;
  }
  return contender;
}

template <typename Item, typename Read>
void Checker::readList(const toml::table& root, const char* key, std::vector<Item>& out, Read read) {
  const toml::node* node = root.get(key);
  const toml::array* list = node != nullptr ? node->as_array() : nullptr;
  if (list == nullptr || list->empty() || !list->is_array_of_tables()) {
    const bool isSingle = node != nullptr && node->is_table();
    const std::string message =
        isSingle ? std::string("A study may have several of them: write [[") + key + "]] in double brackets."
                 : std::string("The study needs at least one [[") + key + "]] section.";
    node != nullptr ? problem(*node, message) : problem({1, 1}, message);
    return;
  }
  for (const toml::node& item : *list) {
    out.push_back(read(*item.as_table()));
  }
}

template <typename Item>
void Checker::checkNames(const toml::table& root, const char* key, const std::vector<Item>& items) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i].name.empty() && !seen.insert(items[i].name).second) {
      problem((*root.get(key)->as_array())[i], std::string("Two [[") + key + "]] sections are called \"" + items[i].name +
                                                   "\". Give each its own `name`.");
    }
  }
}

void Checker::checkModalities(const toml::table& root, const StudySpec& spec) {
  const toml::array* list = root.get("contender") != nullptr ? root.get("contender")->as_array() : nullptr;
  for (std::size_t i = 0; list != nullptr && i < spec.contenders.size(); ++i) {
    const MethodCard* card = contenders::findMethod(spec.contenders[i].method);
    for (const TaskSpec& task : spec.tasks) {
      if (card != nullptr && std::find(card->modalities.begin(), card->modalities.end(), task.modality) == card->modalities.end()) {
        problem((*list)[i], "The method \"" + card->method + "\" cannot take the task \"" + task.name + "\" (" +
                                toWord(task.modality) + ").");
      }
    }
  }
}

StudySpec Checker::read(const toml::table& root) {
  StudySpec spec;
  spec.folder = m_folder;
  checkKeys(root, "the study file", {"study", "budget", "task", "contender"});
  if (const toml::node* study = require(root, "study", "the study file")) {
    if (const toml::table* table = study->as_table()) {
      readStudy(*table, spec);
    } else {
      problem(*study, "\"study\" must be a section: [study].");
    }
  }
  if (const toml::node* budget = root.get("budget")) {
    if (const toml::table* table = budget->as_table()) {
      readBudget(*table, spec.budget);
    } else {
      problem(*budget, "\"budget\" must be a section: [budget].");
    }
  }
  readList(root, "task", spec.tasks, [this](const toml::table& table) { return readTask(table); });
  readList(root, "contender", spec.contenders, [this](const toml::table& table) { return readContender(table); });
  checkNames(root, "task", spec.tasks);
  checkNames(root, "contender", spec.contenders);
  checkModalities(root, spec);
  return spec;
}

// Finds or makes the place of a dotted key and puts the value there; false when the path does not fit the file.
bool place(toml::table& root, std::string_view key, const toml::node& value) {
  toml::node* here = &root;
  while (true) {
    const std::size_t dot = key.find('.');
    const std::string part(key.substr(0, dot));
    const bool isLast = dot == std::string_view::npos;
    if (toml::table* table = here->as_table()) {
      if (isLast) {
        table->insert_or_assign(part, value);
        return true;
      }
      if (!table->contains(part)) {
        table->insert(part, toml::table());
      }
      here = table->get(part);
    } else if (toml::array* list = here->as_array()) {
      const bool isIndex = !part.empty() && std::all_of(part.begin(), part.end(), [](unsigned char c) { return std::isdigit(c); });
      const std::size_t index = isIndex && part.size() < 6 ? std::stoul(part) : list->size();
      if (index >= list->size() || isLast) {
        return false;
      }
      here = list->get(index);
    } else {
      return false;
    }
    key.remove_prefix(dot + 1);
  }
}

std::string applyOverride(toml::table& root, const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    return "--set " + text + ": write KEY=VALUE, for example budget.trials=5.";
  }
  const std::string value = text.substr(equals + 1);
  toml::table parsed;
  try {
    parsed = toml::parse("value = " + value);
  } catch (const toml::parse_error&) {
    parsed.insert_or_assign("value", value);  // a bare word is a text
  }
  if (!place(root, std::string_view(text).substr(0, equals), *parsed.get("value"))) {
    return "--set " + text + ": the file has no place for this key. Use section.key, or task.0.key for the first task.";
  }
  return "";
}

}  // namespace

std::variant<StudySpec, SpecProblems> readStudyText(std::string_view text, const fs::path& file, const fs::path& folder,
                                                    const std::vector<std::string>& overrides) {
  toml::table root;
  try {
    root = toml::parse(text, file.string());
  } catch (const toml::parse_error& error) {
    const auto where = error.source().begin;
    return SpecProblems{file,
                        {{static_cast<int>(where.line), static_cast<int>(where.column),
                          "This is not valid TOML: " + std::string(error.description()) + ". Mend the file there."}}};
  }
  std::vector<SpecProblem> problems;
  for (const std::string& override : overrides) {
    if (std::string problem = applyOverride(root, override); !problem.empty()) {
      problems.push_back({0, 0, std::move(problem)});
    }
  }
  Checker checker(folder);
  StudySpec spec = checker.read(root);
  for (SpecProblem& problem : checker.takeProblems()) {
    problems.push_back(std::move(problem));
  }
  if (!problems.empty()) {
    std::stable_sort(problems.begin(), problems.end(), [](const SpecProblem& a, const SpecProblem& b) {
      return std::pair(a.line, a.column) < std::pair(b.line, b.column);
    });
    return SpecProblems{file, std::move(problems)};
  }
  if (overrides.empty()) {
    spec.toml = text;
  } else {
    std::ostringstream merged;
    merged << root << "\n";
    spec.toml = merged.str();
  }
  return spec;
}

std::string specHash(const StudySpec& spec) {
  toml::table root = toml::parse(spec.toml);
  if (toml::table* budget = root["budget"].as_table()) {
    budget->erase("slots");
    budget->erase("seconds");
  }
  root.erase("study");
  std::ostringstream canonical;
  canonical << toml::default_formatter(root, toml::default_formatter::default_flags);
  for (const std::int64_t seed : spec.seeds) {
    canonical << ' ' << seed;
  }
  return data::contentHash(canonical.str());
}

}  // namespace touchstone::exec

namespace touchstone {

namespace fs = std::filesystem;

std::variant<StudySpec, SpecProblems> readStudyFile(const fs::path& file, const std::vector<std::string>& overrides) {
  fs::path path = file;
  std::error_code ignored;
  if (!fs::exists(path, ignored) && path.filename() == path && !path.has_extension()) {
    path = base::resourceFolder() / "presets" / (path.string() + ".toml");
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream || fs::is_directory(path, ignored)) {
    std::vector<std::string> names;
    for (const PresetInfo& preset : presets()) {
      names.push_back(preset.name);
    }
    return SpecProblems{file, {{0, 0, "There is no study file or preset of this name" + base::didYouMean(file.string(), names) +
                                          " Presets: " + base::joinWords(names, "and") + "."}}};
  }
  std::ostringstream text;
  text << stream.rdbuf();
  const fs::path folder = fs::absolute(path, ignored).parent_path();
  return exec::readStudyText(text.str(), path, folder, overrides);
}

std::vector<PresetInfo> presets() {
  std::vector<PresetInfo> list;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(base::resourceFolder() / "presets", ignored)) {
    if (entry.path().extension() != ".toml") {
      continue;
    }
    PresetInfo preset{entry.path().stem().string(), "", entry.path()};
    try {
      preset.title = toml::parse_file(entry.path().string())["study"]["name"].value_or(preset.name);
    } catch (const toml::parse_error&) {
      preset.title = preset.name + " (damaged)";
    }
    list.push_back(std::move(preset));
  }
  std::sort(list.begin(), list.end(), [](const PresetInfo& a, const PresetInfo& b) { return a.name < b.name; });
  return list;
}

}  // namespace touchstone
