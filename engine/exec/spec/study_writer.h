// Writes a StudySpec as a study file: the one writer, beside the one reader that takes it back to the same study
// (tests/unit/exec/study_writer_test.cpp). What is at its default is left out. Source: contract, "Study file".
// Thread: any. Blocking: never. Errors: none; names must be UTF-8.
#pragma once

#include <string>

#include "engine/api/spec.h"

namespace touchstone::exec {

std::string writeStudy(const StudySpec& spec);

}  // namespace touchstone::exec
