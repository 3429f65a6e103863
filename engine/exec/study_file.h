// Reads a study file (TOML) into a StudySpec and reports every mistake at once, each with line, column and the nearest
// valid name: unknown keys, wrong types, impossible values, missing files, doubled names.
// Overrides are KEY=VALUE with a dotted key ("budget.trials=5", "task.0.horizon=24"), applied before the check.
// Thread: any; blocking: reads one small file and asks for the existence of the data files. Source: contract, "Study file".
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/api/engine.h"

namespace touchstone::exec {

// The same from a text; `folder` is where relative paths start, `file` only names the source in problems.
std::variant<StudySpec, SpecProblems> readStudyText(std::string_view text, const std::filesystem::path& file,
                                                    const std::filesystem::path& folder,
                                                    const std::vector<std::string>& overrides = {});

// Hash of what decides the results (tasks, contenders, seeds, trials, resource), so that a study of the same name can be
// told from a changed one. Slots and wall-clock limits do not count.
std::string specHash(const StudySpec& spec);

}  // namespace touchstone::exec
