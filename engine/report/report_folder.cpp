#include "engine/report/report_folder.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <system_error>

#include "engine/report/leaderboard.h"
#include "engine/report/numbers.h"
#include "engine/report/readme.h"
#include "engine/report/trials.h"
#include "engine/report/verdict.h"

namespace touchstone::report {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kTrialsPerPage = 5000;

// `what`: "The file cannot be written"
Error writeError(const char* what, const fs::path& path, int number) {
  const ErrorCode code = number == ENOSPC || number == EDQUOT ? ErrorCode::kDiskFull
                         : number == ENOENT                   ? ErrorCode::kNotFound
                                                              : ErrorCode::kReadOnly;
  return {code, std::string(what) + ": " + std::strerror(number) + ". Choose another folder or make room.",
          path.string()};
}

Error fileError(const fs::path& path, int number) {
  return writeError("The file cannot be written", path, number);
}

Result<void> writeFile(const fs::path& path, const std::string& text) {
  const fs::path partial = path.string() + ".partial";
  errno = 0;
  std::ofstream stream(partial, std::ios::binary | std::ios::trunc);
  stream << text;
  stream.close();
  if (!stream) {
    const int number = errno != 0 ? errno : EIO;
    std::error_code ignored;
    fs::remove(partial, ignored);
    return fileError(path, number);
  }
  std::error_code error;
  fs::rename(partial, path, error);
  if (error) return fileError(path, error.value());
  return {};
}

Result<std::vector<TrialRow>> allTrials(const ProjectView& project, StudyId study) {
  std::vector<TrialRow> trials;
  TrialFilter filter;
  filter.study = study;
  filter.limit = kTrialsPerPage;
  while (true) {
    filter.offset = static_cast<std::int64_t>(trials.size());
    Result<TrialPage> page = project.trials(filter);
    if (!page) return page.error();
    std::move(page->rows.begin(), page->rows.end(), std::back_inserter(trials));
    if (page->rows.empty() || static_cast<std::int64_t>(trials.size()) >= page->total) return trials;
  }
}

Result<StudyRow> findStudy(const ProjectView& project, StudyId id) {
  Result<std::vector<StudyRow>> studies = project.studies();
  if (!studies) return studies.error();
  for (StudyRow& study : *studies) {
    if (study.id == id) return std::move(study);
  }
  return Error{ErrorCode::kNotFound, "The project has no such study. `touchstone-cli status` lists them.", {}};
}

struct Tables {
  StudyRow study;
  std::vector<RunRow> runs;
  std::vector<TrialRow> trials;
};

Result<Tables> readTables(const ProjectView& project, StudyId id) {
  Result<StudyRow> study = findStudy(project, id);
  if (!study) return study.error();
  Result<std::vector<RunRow>> runs = project.runs(id);
  if (!runs) return runs.error();
  Result<std::vector<TrialRow>> trials = allTrials(project, id);
  if (!trials) return trials.error();
  return Tables{std::move(*study), std::move(*runs), std::move(*trials)};
}

std::vector<ReportFile> filesOf(const Tables& tables, double margin) {
  const StudyVerdict verdict = compare(tables.runs, margin);
  return {{"leaderboard.csv", "every run with its score and cost", leaderboard(tables.runs, TableFormat::kCsv)},
          {"leaderboard.md", "contenders x tasks, Markdown", leaderboard(tables.runs, TableFormat::kMarkdown)},
          {"leaderboard.tex", "contenders x tasks, LaTeX with booktabs", leaderboard(tables.runs, TableFormat::kLatex)},
          {"leaderboard.json", "every run, JSON", leaderboard(tables.runs, TableFormat::kJson)},
          {"trials.csv", "every configuration tried", trialTable(tables.trials, TableFormat::kCsv)},
          {"study.toml", "the study file as it was run", tables.study.specToml},
          {"verdict.txt", "foundation or supervised, by task", verdictText(verdict)},
          {"verdict.json", "the same, JSON", verdictJson(verdict)}};
}

double now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

Result<std::vector<fs::path>> writeReport(const ProjectView& project, StudyId study, const fs::path& folder,
                                          const ReportOptions& options) {
  Result<ProjectInfo> info = project.info();
  if (!info) return info.error();
  Result<Tables> tables = readTables(project, study);
  if (!tables) return tables.error();
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return writeError("The folder cannot be made", folder, error.value());

  std::vector<ReportFile> files = filesOf(*tables, options.relativeMargin);
  const double written = options.nowS > 0.0 ? options.nowS : now();
  files.push_back({"README.txt", "this list",
                   readmeText({*info, tables->study, options.program, written, options.alsoList}, files, folder)});
  std::vector<fs::path> paths;
  for (const ReportFile& file : files) {
    const fs::path path = folder / file.name;
    if (Result<void> done = writeFile(path, file.text); !done) return done.error();
    paths.push_back(path);
  }
  return paths;
}

}  // namespace touchstone::report
