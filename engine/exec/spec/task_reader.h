// A [[task]] section. Source: contract, "Study file". Thread: any. Errors: problems of `fields`.
#pragma once

#include "engine/api/spec.h"
#include "engine/exec/spec/toml_fields.h"

namespace touchstone::exec {

TaskSpec readTask(const toml::table& table, TomlFields& fields);

}  // namespace touchstone::exec
