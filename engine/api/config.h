// One configuration of a trial: named values, in the order of the search space.
// JSON form (project file, v_trials): {"learning rate":0.003,"kernel":25,"loss":"mse"}.
// Thread: value type.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace touchstone {

using ParamValue = std::variant<double, std::int64_t, std::string>;

struct Config {
  std::vector<std::pair<std::string, ParamValue>> values;

  const ParamValue* find(std::string_view name) const {
    for (const auto& [key, value] : values) {
      if (key == name) {
        return &value;
      }
    }
    return nullptr;
  }
  // The number under `name` (integers included), or `fallback` where there is none.
  double number(std::string_view name, double fallback) const {
    const ParamValue* value = find(name);
    if (value == nullptr) {
      return fallback;
    }
    if (const auto* real = std::get_if<double>(value)) {
      return *real;
    }
    if (const auto* whole = std::get_if<std::int64_t>(value)) {
      return static_cast<double>(*whole);
    }
    return fallback;
  }
  std::int64_t whole(std::string_view name, std::int64_t fallback) const {
    return static_cast<std::int64_t>(number(name, static_cast<double>(fallback)));
  }

  friend bool operator==(const Config&, const Config&) = default;
};

}  // namespace touchstone
