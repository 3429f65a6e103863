#include "engine/report/leaderboard.h"

#include "engine/report/grid_text.h"
#include "engine/report/json.h"
#include "engine/report/markup.h"
#include "engine/report/numbers.h"

namespace touchstone::report {

namespace {

const char* directionOf(const RunRow& run) {
  return run.lowerIsBetter ? "minimise" : "maximise";
}
const char* sourceOf(const RunRow& run) {
  return run.isReported ? "reported" : "measured";
}

std::string csv(const std::vector<RunRow>& runs) {
  std::string out = "study,task,modality,contender,family,method,seed,metric,direction,score,source,trials,epochs,"
                    "seconds,parameters,state,leakage\n";
  for (const RunRow& run : runs) {
    out += csvLine({run.studyName, run.taskName, toWord(run.modality), run.contenderName, toWord(run.family),
                    run.method, std::to_string(run.seed), run.metric, directionOf(run), exactNumber(run.score),
                    sourceOf(run), std::to_string(run.trials), std::to_string(run.epochs), exactNumber(run.seconds),
                    std::to_string(run.parameters), toWord(run.state), run.leakage});
  }
  return out;
}

std::string json(const std::vector<RunRow>& runs) {
  Json rows = Json::array();
  for (const RunRow& run : runs) {
    rows.push_back(Json{{"study", run.studyName},
                        {"task", run.taskName},
                        {"modality", toWord(run.modality)},
                        {"contender", run.contenderName},
                        {"family", toWord(run.family)},
                        {"method", run.method},
                        {"seed", run.seed},
                        {"metric", run.metric},
                        {"direction", directionOf(run)},
                        {"score", numberOrNull(run.score)},
                        {"source", sourceOf(run)},
                        {"trials", run.trials},
                        {"epochs", run.epochs},
                        {"seconds", numberOrNull(run.seconds)},
                        {"parameters", run.parameters},
                        {"state", toWord(run.state)},
                        {"leakage", run.leakage}});
  }
  return jsonText(rows);
}

template <typename Writer>
std::string perStudy(const std::vector<RunRow>& runs, Writer write) {
  std::string out;
  for (const Grid& grid : gridsOf(runs)) {
    if (!out.empty()) out += '\n';
    out += write(grid);
  }
  return out;
}

}  // namespace

std::optional<TableFormat> tableFormatFrom(std::string_view word) {
  if (word == "table") return TableFormat::kTable;
  if (word == "csv") return TableFormat::kCsv;
  if (word == "json") return TableFormat::kJson;
  if (word == "markdown" || word == "md") return TableFormat::kMarkdown;
  if (word == "latex" || word == "tex") return TableFormat::kLatex;
  return std::nullopt;
}

std::string leaderboard(const std::vector<RunRow>& runs, TableFormat format) {
  switch (format) {
  case TableFormat::kCsv:
    return csv(runs);
  case TableFormat::kJson:
    return json(runs);
  case TableFormat::kMarkdown:
    return perStudy(runs, gridMarkdown);
  case TableFormat::kLatex:
    return perStudy(runs, gridLatex);
  case TableFormat::kTable:
    break;
  }
  return perStudy(runs, gridTable);
}

}  // namespace touchstone::report
