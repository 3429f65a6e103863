// The commands of touchstone-cli. Each takes its parsed arguments and returns the exit code; results go to stdout,
// progress and errors to stderr.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace touchstone::cli {

struct RunArguments {
  std::string study;                 // file or preset; empty for resume
  std::filesystem::path project;
  std::vector<std::string> overrides;
  int slotCount = 0;
  std::string device = "auto";
  bool asJson = false;
};
int runStudy(const RunArguments& arguments);
int resumeProject(const RunArguments& arguments);

struct ProjectArguments {
  std::filesystem::path project;
  std::string study;                 // name; empty: the only or the newest one
  std::string format = "table";
  double margin = 0.01;
  bool asJson = false;
  std::filesystem::path folder;      // export
  std::string preset = "report";     // export
};
int printStatus(const ProjectArguments& arguments);
int printLeaderboard(const ProjectArguments& arguments);
int printVerdict(const ProjectArguments& arguments);
int printTrials(const ProjectArguments& arguments);
int exportReport(const ProjectArguments& arguments);

int describe(const std::string& path, bool metrics, bool asJson);
int printPresets();
int models(const std::string& action, const std::string& name);
int printDoctor(bool asJson);

}  // namespace touchstone::cli
