#include "engine/api/report.h"
#include "engine/report/event_lines.h"
#include "engine/report/leaderboard.h"
#include "engine/report/report_folder.h"
#include "engine/report/status.h"
#include "engine/report/trials.h"
#include "engine/report/verdict.h"
#include "touchstone_version.h"

namespace touchstone {

namespace {

Error unknownFormat(const std::string& format) {
  return {ErrorCode::kBadInput, "Unknown format \"" + format + "\". Known: table, csv, json, markdown and latex.", ""};
}

}  // namespace

Result<std::string> leaderboardText(const std::vector<RunRow>& runs, const std::string& format) {
  const auto known = report::tableFormatFrom(format);
  return known ? Result<std::string>(report::leaderboard(runs, *known)) : unknownFormat(format);
}

Result<std::string> trialsText(const std::vector<TrialRow>& trials, const std::string& format) {
  const auto known = report::tableFormatFrom(format);
  return known ? Result<std::string>(report::trialTable(trials, *known)) : unknownFormat(format);
}

std::string statusText(const ProjectInfo& project, const std::vector<StudyRow>& studies, bool asJson) {
  return asJson ? report::statusJson(project, studies) : report::statusText(project, studies);
}

std::string verdictText(const std::vector<RunRow>& runs, double margin, bool asJson) {
  const report::StudyVerdict verdict = report::compare(runs, margin);
  return asJson ? report::verdictJson(verdict) : report::verdictText(verdict);
}

std::string eventLine(const Event& event) {
  return report::eventLine(event);
}

Result<std::vector<std::filesystem::path>> writeReport(const ProjectView& project, StudyId study, const std::filesystem::path& folder,
                                                       const std::vector<std::filesystem::path>& alsoList) {
  report::ReportOptions options;
  options.program = std::string("touchstone ") + kVersion;
  options.alsoList = alsoList;
  return report::writeReport(project, study, folder, options);
}

}  // namespace touchstone
