#include "engine/exec/spec/overrides.h"

#include <algorithm>
#include <cctype>

namespace touchstone::exec {

namespace {

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
      const bool isIndex =
          !part.empty() && std::all_of(part.begin(), part.end(), [](unsigned char c) { return std::isdigit(c); });
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

}  // namespace

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

}  // namespace touchstone::exec
