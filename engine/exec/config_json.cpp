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

std::optional<Config> parseConfigJson(const std::string& json) {
  const auto object = nlohmann::ordered_json::parse(json, nullptr, false);
  if (!object.is_object()) {
    return std::nullopt;
  }
  Config config;
  for (const auto& [name, value] : object.items()) {
    if (value.is_number_integer()) {
      config.values.emplace_back(name, value.get<std::int64_t>());
    } else if (value.is_number()) {
      config.values.emplace_back(name, value.get<double>());
    } else if (value.is_string()) {
      config.values.emplace_back(name, value.get<std::string>());
    } else {
      return std::nullopt;
    }
  }
  return config;
}

}  // namespace touchstone::exec
