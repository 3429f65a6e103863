// Results as text for people, papers and scripts: what the command line prints and the window exports.
// Formats: "table" (aligned text), "csv", "json", "markdown", "latex"; an unknown one is kBadInput with the known ones.
// Thread: any; blocking: only writeReport reads and writes files. Numbers use a decimal point in any locale.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/api/events.h"
#include "engine/api/project_view.h"
#include "engine/api/read_models.h"
#include "engine/api/result.h"

namespace touchstone {

Result<std::string> leaderboardText(const std::vector<RunRow>& runs, const std::string& format);
Result<std::string> trialsText(const std::vector<TrialRow>& trials, const std::string& format);
std::string statusText(const ProjectInfo& project, const std::vector<StudyRow>& studies, bool asJson);
// `margin` is relative to the best supervised score of each task.
std::string verdictText(const std::vector<RunRow>& runs, double margin, bool asJson);
// One event as a JSON line, without the line break.
std::string eventLine(const Event& event);

// Tables, the study file and README.txt of a study into `folder`; `alsoList` are files already there (figures).
Result<std::vector<std::filesystem::path>> writeReport(const ProjectView& project, StudyId study, const std::filesystem::path& folder,
                                                       const std::vector<std::filesystem::path>& alsoList);

}  // namespace touchstone
