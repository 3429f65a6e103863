// A whole study file, already parsed. Source: contract, "Study file". Thread: any. Errors: problems of `fields`.
#pragma once

#include "engine/api/spec.h"
#include "engine/exec/spec/toml_fields.h"

namespace touchstone::exec {

StudySpec readStudy(const toml::table& root, TomlFields& fields);

}  // namespace touchstone::exec
