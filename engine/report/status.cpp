#include "engine/report/status.h"

#include "engine/report/json.h"
#include "engine/report/markup.h"
#include "engine/report/numbers.h"

namespace touchstone::report {

namespace {

Json studyJson(const StudyRow& study) {
  return Json{{"name", study.name},
              {"state", toWord(study.state)},
              {"runs",
               {{"total", study.runsTotal},
                {"done", study.runsDone},
                {"running", study.runsRunning},
                {"failed", study.runsFailed}}},
              {"trials",
               {{"total", study.trialsTotal},
                {"running", study.trialsRunning},
                {"done", study.trialsDone},
                {"stopped", study.trialsStopped},
                {"failed", study.trialsFailed}}},
              {"points", study.points},
              {"eta_s", study.etaS >= 0.0 ? numberOrNull(study.etaS) : Json(nullptr)}};
}

std::string countOf(int count, const char* word) {
  return std::to_string(count) + " " + word;
}

}  // namespace

std::string statusJson(const ProjectInfo& project, const std::vector<StudyRow>& studies) {
  Json rows = Json::array();
  for (const StudyRow& study : studies) rows.push_back(studyJson(study));
  return jsonText(Json{{"project", project.path}, {"schema", project.schema}, {"studies", rows}});
}

std::string statusText(const ProjectInfo& project, const std::vector<StudyRow>& studies) {
  using enum TextTable::Align;
  std::string out = oneLine(project.path) + "  schema " + std::to_string(project.schema) +
                    (project.isExample ? "  example data" : "") + (project.isReadOnly ? "  read-only" : "") + '\n';
  if (studies.empty()) return out + "no study yet\n";
  TextTable text({kLeft, kLeft, kRight, kLeft, kRight, kLeft, kRight, kRight});
  text.add({"study", "state", "runs", "", "trials", "", "points", "time left"});
  text.addRule();
  for (const StudyRow& study : studies) {
    std::string runs = countOf(study.runsRunning, "running");
    if (study.runsFailed > 0) runs += ", " + countOf(study.runsFailed, "failed");
    const std::string trials = countOf(study.trialsRunning, "running, ") + countOf(study.trialsStopped, "stopped, ") +
                               countOf(study.trialsFailed, "failed");
    text.add({elided(study.name, 40), toWord(study.state),
              std::to_string(study.runsDone) + "/" + std::to_string(study.runsTotal), runs,
              std::to_string(study.trialsTotal), trials, std::to_string(study.points), duration(study.etaS)});
  }
  return out + '\n' + text.text();
}

}  // namespace touchstone::report
