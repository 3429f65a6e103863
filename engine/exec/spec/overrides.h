// KEY=VALUE with a dotted key ("budget.trials=5", "task.0.horizon=24") put into a study file before it is checked.
// Thread: any. Errors: the message, empty where all is well.
#pragma once

#include <string>
#include <toml++/toml.h>

namespace touchstone::exec {

std::string applyOverride(toml::table& root, const std::string& text);

}  // namespace touchstone::exec
