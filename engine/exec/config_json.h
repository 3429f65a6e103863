// Configurations as JSON, the form in the project file and in v_trials.
// Thread: free functions.
#pragma once

#include <optional>
#include <string>

#include "engine/api/config.h"

namespace touchstone::exec {

std::string configJson(const Config& config);
// The configuration that configJson() wrote, value for value; nothing where the text is no such object.
std::optional<Config> parseConfigJson(const std::string& json);

}  // namespace touchstone::exec
