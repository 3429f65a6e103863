// `touchstone-cli status`: what a project holds and how far its studies are. Thread: pure functions.
#pragma once

#include <string>
#include <vector>

#include "engine/api/read_models.h"

namespace touchstone::report {

std::string statusJson(const ProjectInfo& project, const std::vector<StudyRow>& studies);
std::string statusText(const ProjectInfo& project, const std::vector<StudyRow>& studies);

}  // namespace touchstone::report
