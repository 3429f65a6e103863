// Configurations as JSON, the form in the project file and in v_trials.
// Thread: free functions.
#pragma once

#include <string>

#include "engine/api/config.h"

namespace touchstone::exec {

std::string configJson(const Config& config);

}  // namespace touchstone::exec
