// JSON as the report writes it: keys in the order given, NaN and infinities as null, bad UTF-8 replaced.
// For report/*.cpp only: nlohmann-json stays out of headers that others include. Thread: pure functions.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

namespace touchstone::report {

using Json = nlohmann::ordered_json;

inline Json numberOrNull(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}
inline Json textOrNull(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

inline std::string jsonText(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}
inline std::string jsonLine(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace touchstone::report
