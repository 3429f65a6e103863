// Writes the tables of a study's report: leaderboard.csv .md .tex .json, trials.csv, study.toml (as stored),
// verdict.txt .json, and README.txt that lists every file with where it comes from.
// Thread: any one; blocking: file reads and writes. Files are written beside their target and renamed.
// Errors: those of the project file; kNotFound for a study that is not there; kReadOnly, kDiskFull with the path.
#pragma once

#include <filesystem>
#include <vector>

#include "engine/api/project_view.h"
#include "engine/api/result.h"

namespace touchstone::report {

struct ReportOptions {
  double relativeMargin = 0.01;
  std::string program = "touchstone";           // with version, for README.txt
  double nowS = 0.0;                            // date of writing; 0: the clock's
  std::vector<std::filesystem::path> alsoList;  // files written by others (figures), listed in README.txt
};

// All that was written, in the order of README.txt. `folder` is made when missing.
Result<std::vector<std::filesystem::path>> writeReport(const ProjectView& project, StudyId study,
                                                       const std::filesystem::path& folder,
                                                       const ReportOptions& options = {});

}  // namespace touchstone::report
