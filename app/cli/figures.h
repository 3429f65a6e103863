// The figures of a report, drawn without a display by the exporter that the window uses.
// Errors: as ui::exportFigures; kBadInput in a build without the window.
#pragma once

#include <filesystem>
#include <vector>

#include "engine/api/project_view.h"
#include "engine/api/result.h"

namespace touchstone::cli {

Result<std::vector<std::filesystem::path>> drawFigures(const ProjectView& view, StudyId study, const std::filesystem::path& folder);

}  // namespace touchstone::cli
