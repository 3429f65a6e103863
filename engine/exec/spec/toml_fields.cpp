#include "engine/exec/spec/toml_fields.h"

#include <algorithm>

#include "engine/base/text.h"

namespace touchstone::exec {

namespace fs = std::filesystem;

const char* typeWord(const toml::node& node) {
  switch (node.type()) {
  case toml::node_type::string:
    return "a text";
  case toml::node_type::integer:
    return "a whole number";
  case toml::node_type::floating_point:
    return "a decimal number";
  case toml::node_type::boolean:
    return "true or false";
  case toml::node_type::array:
    return "a list";
  case toml::node_type::table:
    return "a section";
  default:
    return "a date or time";
  }
}

void TomlFields::checkKeys(const toml::table& table, const std::string& section,
                           const std::vector<std::string>& known) {
  for (const auto& [key, value] : table) {
    if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
      problem(key.source().begin, "Unknown key \"" + std::string(key.str()) + "\" in " + section +
                                      base::didYouMean(key.str(), known) + " Known: " + base::joinWords(known, "and") +
                                      ".");
    }
  }
}

const toml::node* TomlFields::require(const toml::table& table, const char* key, const std::string& section) {
  const toml::node* node = table.get(key);
  if (node == nullptr) {
    problem(table, std::string("The key \"") + key + "\" is missing in " + section + ". Add it.");
  }
  return node;
}

bool TomlFields::readText(const toml::table& table, const char* key, std::string& out) {
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

std::optional<std::int64_t> TomlFields::whole(const toml::table& table, const char* key, std::int64_t low,
                                              std::int64_t high) {
  const toml::node* node = table.get(key);
  if (node == nullptr) {
    return std::nullopt;
  }
  const auto number = node->value_exact<std::int64_t>();
  if (!number) {
    problem(*node, std::string("\"") + key + "\" must be a whole number, not " + typeWord(*node) + ".");
    return std::nullopt;
  }
  if (*number < low || *number > high) {
    problem(*node, std::string("\"") + key + "\" is " + std::to_string(*number) + "; it must be from " +
                       std::to_string(low) + " to " + std::to_string(high) + ".");
    return std::nullopt;
  }
  return number;
}

bool TomlFields::readReal(const toml::table& table, const char* key, double& out, double low) {
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
    problem(*node, std::string("\"") + key + "\" is " + base::numberText(number) + "; it must be at least " +
                       base::numberText(low) + ".");
    return false;
  }
  out = number;
  return true;
}

void TomlFields::checkFile(const toml::table& table, const char* key, const std::string& file) {
  const fs::path path = fs::path(file).is_absolute() ? fs::path(file) : m_folder / file;
  std::error_code ignored;
  if (!fs::exists(path, ignored)) {
    problem(*table.get(key),
            "There is no file " + path.lexically_normal().string() + ". Paths start at the folder of the study file.");
  }
}

}  // namespace touchstone::exec
