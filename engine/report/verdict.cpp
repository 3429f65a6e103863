#include "engine/report/verdict.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/report/grid.h"

namespace touchstone::report {

namespace {

using ContenderRuns = std::map<ContenderId, std::vector<const RunRow*>>;

Standing standingOf(const std::vector<const RunRow*>& runs) {
  const Spread spread = spreadOf(runs);
  return {.contender = runs.front()->contenderName,
          .mean = spread.mean,
          .deviation = spread.deviation,
          .seeds = spread.count,
          .isDeterministic = spread.isDeterministic,
          .leakage = runs.front()->leakage};
}

// The contender with the best mean; the earlier one of equals.
std::optional<Standing> bestOf(const ContenderRuns& contenders, bool lowerIsBetter) {
  std::optional<Standing> best;
  for (const auto& [id, runs] : contenders) {
    const Standing standing = standingOf(runs);
    if (!best || (lowerIsBetter ? standing.mean < best->mean : standing.mean > best->mean)) best = standing;
  }
  return best;
}

// Pooled standard deviation by degrees of freedom; 0 when chance plays no part on either side.
double pooledSpread(const Standing& left, const Standing& right) {
  double squares = 0.0;
  double freedom = 0.0;
  for (const Standing* side : {&left, &right}) {
    if (side->isDeterministic || side->seeds < 2) continue;
    const double own = side->seeds - 1;
    squares += own * side->deviation * side->deviation;
    freedom += own;
  }
  if (freedom > 0.0) return std::sqrt(squares / freedom);
  return left.isDeterministic && right.isDeterministic ? 0.0 : kNoValue;
}

bool isLucky(const Standing& side) {
  return side.seeds < 2 && !side.isDeterministic;
}

void judge(TaskVerdict& task) {
  task.winner = Winner::kNotEnough;
  if (!task.foundation || !task.supervised) {
    task.reason = task.foundation   ? "No finished supervised run."
                  : task.supervised ? "No finished foundation run."
                                    : "No finished run.";
    return;
  }
  if (isLucky(*task.foundation) || isLucky(*task.supervised)) {
    task.reason = "A single seed says nothing about the spread; add seeds.";
  } else if (std::abs(task.difference) <= task.margin) {
    task.winner = Winner::kEqual;
    task.reason = "The difference is within the margin.";
  } else if (std::abs(task.difference) > task.spread) {
    task.winner = task.difference > 0.0 ? Winner::kFoundation : Winner::kSupervised;
    task.reason = task.spread > 0.0 ? "The difference exceeds the margin and the seeds' spread."
                                    : "The difference exceeds the margin, and chance plays no part.";
  } else {
    task.reason = "The difference exceeds the margin but not the seeds' spread; add seeds.";
  }
}

TaskVerdict taskVerdict(const std::vector<const RunRow*>& runs, double relativeMargin) {
  TaskVerdict task;
  task.task = runs.front()->taskName;
  task.metric = runs.front()->metric;
  task.lowerIsBetter = runs.front()->lowerIsBetter;
  ContenderRuns foundation;
  ContenderRuns supervised;
  for (const RunRow* run : runs) {
    if (run->isReported || run->state != RunState::kDone || !std::isfinite(run->score)) continue;
    if (run->family == Family::kFoundation) foundation[run->contender].push_back(run);
    if (run->family == Family::kSupervised) supervised[run->contender].push_back(run);
  }
  task.foundation = bestOf(foundation, task.lowerIsBetter);
  task.supervised = bestOf(supervised, task.lowerIsBetter);
  if (task.supervised) task.margin = relativeMargin * std::abs(task.supervised->mean);
  if (task.foundation && task.supervised) {
    const double plain = task.foundation->mean - task.supervised->mean;
    task.difference = plain == 0.0 ? 0.0 : task.lowerIsBetter ? -plain : plain;
    task.spread = pooledSpread(*task.foundation, *task.supervised);
    task.seeds = std::min(task.foundation->seeds, task.supervised->seeds);
  }
  judge(task);
  return task;
}

Winner overallOf(const StudyVerdict& verdict) {
  const int half = static_cast<int>(verdict.tasks.size());
  if (2 * verdict.foundationWins > half) return Winner::kFoundation;
  if (2 * verdict.supervisedWins > half) return Winner::kSupervised;
  if (2 * verdict.equals > half) return Winner::kEqual;
  return Winner::kNotEnough;
}

}  // namespace

const char* toWord(Winner winner) {
  switch (winner) {
  case Winner::kFoundation:
    return "foundation";
  case Winner::kEqual:
    return "equal";
  case Winner::kSupervised:
    return "supervised";
  case Winner::kNotEnough:
    break;
  }
  return "not enough evidence";
}

StudyVerdict compare(const std::vector<RunRow>& runs, double relativeMargin) {
  StudyVerdict verdict;
  verdict.margin = relativeMargin;
  if (runs.empty()) return verdict;
  verdict.study = runs.front().studyName;
  std::vector<std::pair<TaskId, std::vector<const RunRow*>>> tasks;
  for (const RunRow& run : runs) {
    if (run.study != runs.front().study) continue;
    auto found = std::find_if(tasks.begin(), tasks.end(), [&](const auto& entry) { return entry.first == run.task; });
    if (found == tasks.end()) found = tasks.insert(tasks.end(), {run.task, {}});
    found->second.push_back(&run);
  }
  for (const auto& [id, rows] : tasks) {
    verdict.tasks.push_back(taskVerdict(rows, relativeMargin));
    switch (verdict.tasks.back().winner) {
    case Winner::kFoundation:
      ++verdict.foundationWins;
      break;
    case Winner::kEqual:
      ++verdict.equals;
      break;
    case Winner::kSupervised:
      ++verdict.supervisedWins;
      break;
    case Winner::kNotEnough:
      ++verdict.undecided;
      break;
    }
  }
  verdict.overall = overallOf(verdict);
  return verdict;
}

}  // namespace touchstone::report
