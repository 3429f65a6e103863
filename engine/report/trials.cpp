#include "engine/report/trials.h"

#include "engine/report/json.h"
#include "engine/report/markup.h"
#include "engine/report/numbers.h"

namespace touchstone::report {

namespace {

constexpr std::size_t kMostConfigCharacters = 60;
constexpr std::size_t kMostNameCharacters = 30;

std::string csv(const std::vector<TrialRow>& trials) {
  std::string out = "study,task,contender,seed,trial,state,config,value,rung,epochs,seconds,stop_reason\n";
  for (const TrialRow& trial : trials) {
    out += csvLine({trial.studyName, trial.taskName, trial.contenderName, std::to_string(trial.seed),
                    std::to_string(trial.number), toWord(trial.state), trial.configJson, exactNumber(trial.value),
                    std::to_string(trial.rung), std::to_string(trial.epochs), exactNumber(trial.seconds),
                    trial.stopReason});
  }
  return out;
}

// The configuration as an object, so that scripts need not parse twice; a damaged one stays text.
Json configOf(const TrialRow& trial) {
  Json config = Json::parse(trial.configJson, nullptr, false);
  return config.is_discarded() ? Json(trial.configJson) : config;
}

std::string json(const std::vector<TrialRow>& trials) {
  Json rows = Json::array();
  for (const TrialRow& trial : trials) {
    rows.push_back(Json{{"study", trial.studyName},
                        {"task", trial.taskName},
                        {"contender", trial.contenderName},
                        {"seed", trial.seed},
                        {"trial", trial.number},
                        {"state", toWord(trial.state)},
                        {"config", configOf(trial)},
                        {"value", numberOrNull(trial.value)},
                        {"rung", trial.rung},
                        {"epochs", trial.epochs},
                        {"seconds", numberOrNull(trial.seconds)},
                        {"stop_reason", trial.stopReason}});
  }
  return jsonText(rows);
}

std::string table(const std::vector<TrialRow>& trials) {
  using enum TextTable::Align;
  TextTable text({kLeft, kLeft, kRight, kRight, kLeft, kRight, kRight, kRight, kLeft, kLeft});
  text.add({"task", "contender", "seed", "trial", "state", "value", "epochs", "seconds", "config", "why stopped"});
  text.addRule();
  for (const TrialRow& trial : trials) {
    text.add({elided(trial.taskName, kMostNameCharacters), elided(trial.contenderName, kMostNameCharacters),
              std::to_string(trial.seed), std::to_string(trial.number), toWord(trial.state),
              fixedNumber(trial.value, 4), std::to_string(trial.epochs), fixedNumber(trial.seconds, 1),
              elided(trial.configJson, kMostConfigCharacters), oneLine(trial.stopReason)});
  }
  return text.text();
}

}  // namespace

std::string trialTable(const std::vector<TrialRow>& trials, TableFormat format) {
  switch (format) {
  case TableFormat::kCsv:
    return csv(trials);
  case TableFormat::kJson:
    return json(trials);
  case TableFormat::kTable:
  case TableFormat::kMarkdown:
  case TableFormat::kLatex:
    break;
  }
  return table(trials);
}

}  // namespace touchstone::report
