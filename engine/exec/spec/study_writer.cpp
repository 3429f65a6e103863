#include "engine/exec/spec/study_writer.h"

#include <algorithm>
#include <sstream>
#include <toml++/toml.h>
#include <type_traits>

#include "engine/api/engine.h"

namespace touchstone::exec {

namespace {

constexpr std::size_t kKeyWidth = 8;  // "contender" options may be longer; most keys line up

// A value on one line, as TOML has it.
template <typename Value>
std::string literal(const Value& value) {
  std::ostringstream text;
  const toml::value<Value> node(value);
  text << toml::toml_formatter(node, toml::format_flags::none);
  return text.str();
}

template <typename Value>
std::string listLiteral(const std::vector<Value>& values) {
  std::string text = "[";
  for (const Value& value : values) {
    text += (text.size() > 1 ? ", " : "") + literal(value);
  }
  return text + "]";
}

class Section {
 public:
  explicit Section(const char* head) : m_text(std::string(head) + "\n") {}

  void add(const std::string& key, const std::string& literalText) {
    m_text += key + std::string(key.size() < kKeyWidth ? kKeyWidth - key.size() : 0, ' ') + " = " + literalText + "\n";
  }
  void addText(const char* key, const std::string& value) { add(key, literal(value)); }
  void addTextIf(const char* key, const std::string& value) {
    if (!value.empty()) {
      addText(key, value);
    }
  }
  void addWhole(const char* key, std::int64_t value) { add(key, literal(value)); }
  void addWholeIf(const char* key, std::int64_t value) {
    if (value != 0) {
      addWhole(key, value);
    }
  }
  void addOptions(const Options& options) {
    for (const auto& [key, value] : options) {
      add(key, std::visit(
                   [](const auto& held) {
                     using Held = std::decay_t<decltype(held)>;
                     if constexpr (std::is_same_v<Held, std::vector<double>> ||
                                   std::is_same_v<Held, std::vector<std::string>>) {
                       return listLiteral(held);
                     } else {
                       return literal(held);
                     }
                   },
                   value));
    }
  }

  std::string take() { return std::move(m_text); }

 private:
  std::string m_text;
};

std::string studySection(const StudySpec& spec) {
  Section section("[study]");
  section.addText("name", spec.name);
  section.add("seeds", listLiteral(spec.seeds));
  return section.take();
}

std::string budgetSection(const BudgetSpec& budget) {
  Section section("[budget]");
  section.addWhole("trials", budget.trials);
  section.addWhole("resource", budget.resource);
  if (budget.secondsPerRun > 0.0) {
    section.add("seconds", literal(budget.secondsPerRun));
  }
  section.addWholeIf("slots", budget.slotCount);
  return section.take();
}

std::string taskSection(const TaskSpec& task) {
  Section section("[[task]]");
  section.addText("name", task.name);
  section.addText("modality", toWord(task.modality));
  section.addTextIf("data", task.data);
  section.addTextIf("train", task.train);
  section.addTextIf("validation", task.validation);
  section.addTextIf("test", task.test);
  section.addTextIf("split", task.split);
  if (!task.columns.empty()) {
    section.add("columns", listLiteral(task.columns));
  }
  if (task.modality == Modality::kTimeSeries) {
    section.addWhole("horizon", task.horizon);
  }
  section.addText("metric", task.metric);
  section.addWholeIf("season", task.season);
  if (!task.missingCodes.empty()) {
    section.add("missing", listLiteral(task.missingCodes));
  }
  if (task.keepForecasts == "all") {
    section.addText("forecasts", task.keepForecasts);
  }
  section.addOptions(task.options);
  return section.take();
}

std::string contenderSection(const ContenderSpec& contender) {
  Section section("[[contender]]");
  section.addText("name", contender.name);
  section.addText("method", contender.method);
  section.addTextIf("model", contender.model);
  section.addTextIf("adapt", contender.adapt);
  section.addOptions(contender.options);
  return section.take();
}

}  // namespace

std::string writeStudy(const StudySpec& spec) {
  std::string text = studySection(spec) + "\n" + budgetSection(spec.budget);
  for (const TaskSpec& task : spec.tasks) {
    text += "\n" + taskSection(task);
  }
  for (const ContenderSpec& contender : spec.contenders) {
    text += "\n" + contenderSection(contender);
  }
  return text;
}

}  // namespace touchstone::exec

namespace touchstone {

std::string studyToText(const StudySpec& spec) {
  return exec::writeStudy(spec);
}

}  // namespace touchstone
