// README.txt of a report folder: what each file is and where it comes from. Thread: pure function.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/api/read_models.h"

namespace touchstone::report {

struct ReportFile {
  std::string name, what, text;
};

struct ReadmeSource {
  ProjectInfo project;
  StudyRow study;
  std::string program;
  double writtenS = kNoValue;
  std::vector<std::filesystem::path> figures;
};

std::string readmeText(const ReadmeSource& source, const std::vector<ReportFile>& files,
                       const std::filesystem::path& folder);

}  // namespace touchstone::report
