// The keys of a [[task]] that belong to its modality alone (data/examples/example_options.h), as TOML values to options.
// Thread, blocking: as TomlFields.
#pragma once

#include "engine/api/spec.h"
#include "engine/exec/spec/toml_fields.h"

namespace touchstone::exec {

// What is wrong with a value becomes a problem at its place, and the option is left out.
void readTaskOptions(const toml::table& table, TaskSpec& task, TomlFields& fields);

}  // namespace touchstone::exec
