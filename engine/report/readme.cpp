#include "engine/report/readme.h"

#include "engine/report/markup.h"
#include "engine/report/numbers.h"

namespace touchstone::report {

namespace {

void addFact(TextTable& facts, const std::string& name, const std::string& value) {
  if (!value.empty()) facts.add({"  " + name, value});
}

std::string runsText(const StudyRow& study) {
  std::string text = std::to_string(study.runsDone) + " of " + std::to_string(study.runsTotal) + " runs finished";
  if (study.runsFailed > 0) text += ", " + std::to_string(study.runsFailed) + " failed";
  return text;
}

}  // namespace

std::string readmeText(const ReadmeSource& source, const std::vector<ReportFile>& files,
                       const std::filesystem::path& folder) {
  using enum TextTable::Align;
  const StudyRow& study = source.study;
  TextTable facts({kLeft, kLeft});
  addFact(facts, "project", oneLine(source.project.path));
  addFact(facts, "project id", source.project.uuid);
  addFact(facts, "project made by", oneLine(source.project.createdBy));
  addFact(facts, "study started", isoTime(study.startedS));
  addFact(facts, "study finished", isoTime(study.finishedS));
  addFact(facts, "study state", toWord(study.state));
  addFact(facts, "runs", runsText(study));
  addFact(facts, "trials", std::to_string(study.trialsTotal));
  addFact(facts, "written", isoTime(source.writtenS));
  addFact(facts, "written by", oneLine(source.program));

  TextTable list({kLeft, kLeft});
  for (const ReportFile& file : files) list.add({"  " + file.name, file.what});
  list.add({"  README.txt", "this list"});
  for (const auto& figure : source.figures) {
    const std::filesystem::path relative = figure.lexically_relative(folder);
    list.add({"  " + (relative.empty() ? figure : relative).generic_string(), "figure"});
  }
  return oneLine(study.name) + "\n\nFiles\n" + list.text() + "\nWhere it comes from\n" + facts.text() +
         "\nScores are test scores, measured once per run after the search. Numbers have a decimal point, times are\n"
         "UTC in ISO 8601. Every trial and every point is in the project file, a plain SQLite database (views v_runs,\n"
         "v_trials, v_points, v_rungs, v_scores, v_ledger, v_predictions).\n";
}

}  // namespace touchstone::report
