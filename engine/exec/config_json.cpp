#include "engine/exec/config_json.h"

#include <nlohmann/json.hpp>

namespace touchstone::exec {

std::string configJson(const Config& config) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const auto& [name, value] : config.values) {
    std::visit([&json, &name = name](const auto& v) { json[name] = v; }, value);
  }
  return json.dump();
}

}  // namespace touchstone::exec
