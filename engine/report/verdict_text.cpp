#include <algorithm>
#include <cmath>

#include "engine/api/metric_name.h"
#include "engine/report/json.h"
#include "engine/report/markup.h"
#include "engine/report/numbers.h"
#include "engine/report/verdict.h"

namespace touchstone::report {

namespace {

std::string nameOf(const std::optional<Standing>& side) {
  return side ? side->contender : std::string{};
}

// The words of the window: who wins, as a sentence.
const char* sentence(Winner winner) {
  switch (winner) {
  case Winner::kFoundation:
    return "foundation wins";
  case Winner::kEqual:
    return "practically equal";
  case Winner::kSupervised:
    return "supervised wins";
  case Winner::kNotEnough:
    break;
  }
  return "not enough evidence";
}

// the stable keys; the probabilities and the interval wait for the paired tests.
Json keysOf(Winner winner, const std::string& foundation, const std::string& supervised, double difference, int seeds) {
  return Json{{"winner", toWord(winner)},
              {"best_foundation", textOrNull(foundation)},
              {"best_supervised", textOrNull(supervised)},
              {"p_foundation", nullptr},
              {"p_equal", nullptr},
              {"p_supervised", nullptr},
              {"difference", numberOrNull(difference)},
              {"ci", {nullptr, nullptr}},
              {"seeds", seeds}};
}

Json taskJson(const TaskVerdict& task) {
  Json row = Json::object();
  row["task"] = task.task;
  row.update(keysOf(task.winner, nameOf(task.foundation), nameOf(task.supervised), task.difference, task.seeds));
  row["metric"] = task.metric;
  row["margin"] = numberOrNull(task.margin);
  row["spread"] = numberOrNull(task.spread);
  row["reason"] = task.reason;
  row["leakage"] = task.foundation ? task.foundation->leakage : std::string{};
  return row;
}

Json overallJson(const StudyVerdict& verdict) {
  int seeds = verdict.tasks.empty() ? 0 : verdict.tasks.front().seeds;
  for (const TaskVerdict& task : verdict.tasks) seeds = std::min(seeds, task.seeds);
  // Metrics of several tasks do not add up, and neither does one name stand for all.
  const TaskVerdict* only = verdict.tasks.size() == 1 ? &verdict.tasks.front() : nullptr;
  Json row = keysOf(verdict.overall, only != nullptr ? nameOf(only->foundation) : std::string{},
                    only != nullptr ? nameOf(only->supervised) : std::string{},
                    only != nullptr ? only->difference : kNoValue, seeds);
  row["tasks"] = verdict.tasks.size();
  row["foundation_wins"] = verdict.foundationWins;
  row["equal"] = verdict.equals;
  row["supervised_wins"] = verdict.supervisedWins;
  row["not_enough_evidence"] = verdict.undecided;
  return row;
}

std::string sideText(const std::optional<Standing>& side, int decimals) {
  if (!side) return "–";
  std::string text = elided(side->contender, 40) + " " + fixedNumber(side->mean, decimals);
  if (!std::isnan(side->deviation) && side->deviation > 0.0) text += " ± " + fixedNumber(side->deviation, decimals);
  return text + (side->leakage.empty() ? "" : " †");
}

std::string signedNumber(double value, int decimals) {
  const std::string text = fixedNumber(value, decimals);
  return value > 0.0 && !text.starts_with('-') ? "+" + text : text;
}

std::string taskText(const TaskVerdict& task) {
  const int decimals = scoreDecimals(task.supervised   ? task.supervised->mean
                                     : task.foundation ? task.foundation->mean
                                                       : kNoValue);
  std::string out = oneLine(task.task) + ": " + sentence(task.winner) + '\n';
  out += "  foundation  " + sideText(task.foundation, decimals) + '\n';
  out += "  supervised  " + sideText(task.supervised, decimals) + '\n';
  if (!std::isnan(task.difference)) {
    out += "  difference  " + signedNumber(task.difference, decimals + 1) + " " + oneLine(metricName(task.metric)) +
           " (plus: foundation better), margin ±" + fixedNumber(task.margin, decimals + 1);
    if (!std::isnan(task.spread)) out += ", spread " + fixedNumber(task.spread, decimals + 1);
    out += ", " + std::to_string(task.seeds) + (task.seeds == 1 ? " seed" : " seeds") + '\n';
  }
  out += "  " + task.reason + '\n';
  if (task.foundation && !task.foundation->leakage.empty()) out += "  † " + oneLine(task.foundation->leakage) + '\n';
  return out;
}

std::string countText(const StudyVerdict& verdict) {
  std::string out;
  const auto add = [&](int count, const char* word) {
    if (count > 0) out += (out.empty() ? "" : ", ") + std::to_string(count) + " " + word;
  };
  add(verdict.foundationWins, "foundation wins");
  add(verdict.equals, "practically equal");
  add(verdict.supervisedWins, "supervised wins");
  add(verdict.undecided, "not enough evidence");
  return out;
}

}  // namespace

std::string verdictJson(const StudyVerdict& verdict) {
  Json tasks = Json::array();
  for (const TaskVerdict& task : verdict.tasks) tasks.push_back(taskJson(task));
  return jsonText(Json{{"study", verdict.study},
                       {"margin", verdict.margin},
                       {"tasks", tasks},
                       {"overall", overallJson(verdict)},
                       {"method", "compared by the seeds' spread"}});
}

std::string verdictText(const StudyVerdict& verdict) {
  if (verdict.tasks.empty()) return "No verdict: the study has no runs.\n";
  std::string out = oneLine(verdict.study) + ": " + sentence(verdict.overall);
  if (verdict.tasks.size() > 1)
    out += " (" + std::to_string(verdict.tasks.size()) + " tasks: " + countText(verdict) + ")";
  out += "\ncompared by the seeds' spread; margin ±" + fixedNumber(100.0 * verdict.margin, 1) +
         " % of the best supervised score\n";
  for (const TaskVerdict& task : verdict.tasks) out += '\n' + taskText(task);
  return out;
}

}  // namespace touchstone::report
