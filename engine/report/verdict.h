// A plain comparison per task: the best foundation contender against the best supervised one, by mean test score.
// difference = foundation − supervised, turned so that plus is better for foundation whatever the metric's direction.
// A side without a finished run, or with a single seed although chance decides its score -> not enough evidence;
// |difference| <= margin -> equal; |difference| > spread of the seeds (pooled standard deviation, weighted by degrees
// of freedom, in which a contender without randomness has none) -> the better family; else not enough evidence.
// Reported scores and references take no part. Runs are those of one study; others are left out.
// The probabilities in the JSON stay null until they are computed; the text says "compared by the seeds' spread".
// Thread: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/api/read_models.h"

namespace touchstone::report {

enum class Winner { kFoundation, kEqual, kSupervised, kNotEnough };
const char* toWord(Winner winner);  // foundation, equal, supervised, not enough evidence

// One contender on one task over its finished, measured runs.
struct Standing {
  std::string contender;
  double mean = kNoValue;
  double deviation = kNoValue;  // sample standard deviation over the seeds; 0: no randomness, NaN: one seed
  int seeds = 0;
  bool isDeterministic = false;  // its runs are copies of one
  std::string leakage;
};

struct TaskVerdict {
  std::string task, metric;
  bool lowerIsBetter = true;
  Winner winner = Winner::kNotEnough;
  std::optional<Standing> foundation, supervised;  // empty: that side has no finished run
  double difference = kNoValue;
  double spread = kNoValue;  // pooled standard deviation; NaN: not known
  double margin = kNoValue;  // in the metric's unit
  int seeds = 0;             // the smaller side's
  std::string reason;        // one sentence
};

struct StudyVerdict {
  std::string study;
  double margin = 0.01;  // relative to the best supervised score
  std::vector<TaskVerdict> tasks;
  int foundationWins = 0, equals = 0, supervisedWins = 0, undecided = 0;
  Winner overall = Winner::kNotEnough;  // what more than half of the tasks say
};

StudyVerdict compare(const std::vector<RunRow>& runs, double relativeMargin = 0.01);
std::string verdictText(const StudyVerdict& verdict);
std::string verdictJson(const StudyVerdict& verdict);

}  // namespace touchstone::report
