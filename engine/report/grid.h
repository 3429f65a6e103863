// Runs of one study folded into contenders x tasks: mean and spread over the seeds, best, second and mean rank.
// Order: measured contenders by mean rank (then as in the study), then reported ones, references last; the last two
// have no rank. Best and second count every measured score, references too, never reported ones.
// Thread: pure functions.
#pragma once

#include <string>
#include <vector>

#include "engine/api/read_models.h"

namespace touchstone::report {

struct GridCell {
  double mean = kNoValue;
  double deviation = kNoValue;  // sample standard deviation; NaN for one seed and without randomness
  int done = 0, total = 0, failed = 0;
  bool isReported = false;
  bool isRunning = false;
  bool isBest = false, isSecond = false;
  std::string leakage;
};

struct GridTask {
  TaskId id;
  std::string name, metric;
  bool lowerIsBetter = true;
  int decimals = 3;  // the same for a whole column
};

struct GridRow {
  ContenderId id;
  std::string name;
  Family family = Family::kSupervised;
  double meanRank = kNoValue;   // over the tasks where it has a score; NaN: not ranked
  std::vector<GridCell> cells;  // one a task
};

struct Grid {
  std::string study;
  int seeds = 0;  // most seeds of a cell
  std::vector<GridTask> tasks;
  std::vector<GridRow> rows;
};

struct Spread {
  double mean = kNoValue;
  double deviation = kNoValue;
  int count = 0;
  bool isDeterministic = false;
};
// Mean and spread of finished runs of one cell. Copies of one run (no randomness) have deviation 0.
Spread spreadOf(const std::vector<const RunRow*>& finished);

// One grid a study, in the order of the runs.
std::vector<Grid> gridsOf(const std::vector<RunRow>& runs);
// "trained on ETTm1" of DLinear on ETTm1 -> "DLinear on ETTm1: trained on ETTm1"; the same note on several tasks stands once.
std::vector<std::string> leakageNotes(const Grid& grid);

}  // namespace touchstone::report
