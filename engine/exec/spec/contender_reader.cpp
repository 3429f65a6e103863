#include "engine/exec/spec/contender_reader.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/contenders/catalogue.h"
#include "engine/contenders/model_catalogue.h"

namespace touchstone::exec {

namespace {

using contenders::MethodCard;
using contenders::OptionKind;
using contenders::OptionRule;

void readModel(const toml::table& table, ContenderSpec& contender, TomlFields& fields) {
  if (fields.require(table, "model", "[[contender]]") != nullptr && fields.readText(table, "model", contender.model)) {
    const auto card = contenders::findModel(contender.model, fields.folder());
    if (!card) {
      fields.problem(*table.get("model"), card.error().text());
    } else if (contender.name.empty()) {
      contender.name = card->title + " zero-shot";
    }
  }
  contender.adapt = "zero-shot";
  const auto known = contenders::adaptNames();
  if (fields.readText(table, "adapt", contender.adapt) &&
      std::find(known.begin(), known.end(), contender.adapt) == known.end()) {
    fields.problem(*table.get("adapt"), "Unknown way to adapt \"" + contender.adapt + "\"" +
                                            base::didYouMean(contender.adapt, known) +
                                            " Known: " + base::joinWords(known, "and") + ".");
  }
}

void readOption(const toml::node& node, const OptionRule& rule, ContenderSpec& contender, TomlFields& fields) {
  const auto inBounds = [&rule](double x) { return rule.low >= rule.high || (x >= rule.low && x <= rule.high); };
  const std::string name = "\"" + rule.name + "\"";
  const std::string bounds = " from " + base::numberText(rule.low) + " to " + base::numberText(rule.high);
  if (rule.kind == OptionKind::kWord) {
    // 0, 1 and 2 may be written without quotes where they are among the words.
    const auto text = node.value_exact<std::string>();
    const auto number = node.value_exact<std::int64_t>();
    const std::string word = text ? *text : number ? std::to_string(*number) : std::string();
    if (!rule.words.empty() && std::find(rule.words.begin(), rule.words.end(), word) == rule.words.end()) {
      fields.problem(node, name + " must be " + base::joinWords(rule.words) + base::didYouMean(word, rule.words));
    }
    contender.options[rule.name] = word;
  } else if (rule.kind == OptionKind::kWhole) {
    const auto number = node.value_exact<std::int64_t>();
    if (!number || !inBounds(static_cast<double>(*number))) {
      fields.problem(node, name + " must be a whole number" + bounds + ".");
      return;
    }
    contender.options[rule.name] = *number;
  } else if (rule.kind == OptionKind::kReal) {
    if (!node.is_number() || !inBounds(*node.value<double>())) {
      fields.problem(node, name + " must be a number" + bounds + ".");
      return;
    }
    contender.options[rule.name] = *node.value<double>();
  } else if (rule.kind == OptionKind::kList) {
    const toml::array* list = node.as_array();
    if (list == nullptr || list->empty() || !std::all_of(list->begin(), list->end(), [&](const toml::node& item) {
          return item.is_number() && inBounds(*item.value<double>());
        })) {
      fields.problem(node, name + " must be a list of numbers" + bounds + ", such as [3, 5].");
      return;
    }
    std::vector<double> numbers;
    for (const toml::node& item : *list) {
      numbers.push_back(*item.value<double>());
    }
    contender.options[rule.name] = std::move(numbers);
  } else if (const auto flag = node.value_exact<bool>(); rule.kind == OptionKind::kFlag && flag) {
    contender.options[rule.name] = *flag;
  } else {
    fields.problem(node, name + " has the wrong type: " + typeWord(node) + ".");
  }
}

void readOptions(const toml::table& table, const MethodCard& card, ContenderSpec& contender, TomlFields& fields) {
  std::vector<std::string> known = {"name", "method"};
  if (card.needsModel) {
    known.insert(known.end(), {"model", "adapt"});
  }
  for (const OptionRule& rule : card.options) {
    known.push_back(rule.name);
  }
  fields.checkKeys(table, "[[contender]] of method \"" + card.method + "\"", known);
  for (const OptionRule& rule : card.options) {
    if (const toml::node* node = table.get(rule.name)) {
      readOption(*node, rule, contender, fields);
    }
  }
}

}  // namespace

ContenderSpec readContender(const toml::table& table, TomlFields& fields) {
  ContenderSpec contender;
  fields.readText(table, "name", contender.name);
  if (fields.require(table, "method", "[[contender]]") == nullptr ||
      !fields.readText(table, "method", contender.method)) {
    return contender;
  }
  const MethodCard* card = contenders::findMethod(contender.method);
  if (card == nullptr) {
    const auto known = contenders::methodNames();
    fields.problem(*table.get("method"), "Unknown method \"" + contender.method + "\"" +
                                             base::didYouMean(contender.method, known) +
                                             " Known: " + base::joinWords(known, "and") + ".");
    return contender;
  }
  readOptions(table, *card, contender, fields);
  if (card->needsModel) {
    readModel(table, contender, fields);
  }
  if (contender.name.empty()) {
    contender.name = card->title.empty() ? contender.method : card->title;
  }
  return contender;
}

}  // namespace touchstone::exec
