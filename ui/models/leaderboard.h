// The leaderboard of a study as numbers: contenders x tasks, each cell the mean and spread over the seeds done so far.
// Rank: within a task by mean score, ties share their average rank, a contender whose runs all failed comes last;
// the row's rank is the mean over its ranked tasks. Scores by somebody else are shown but never ranked or best.
// Thread: any (pure functions of a snapshot). Blocking: never.
#pragma once

#include <QString>
#include <vector>

#include "ui/models/project_state.h"
#include "ui/plots/marks.h"

namespace touchstone::ui {

struct LeaderboardCell {
  State state = State::kQueued;  // kFailed: every seed failed; kFinished: no seed is open any more
  double mean = kNoValue;
  double spread = kNoValue;  // sample standard deviation over seeds; NaN under two
  double rank = kNoValue;
  std::vector<double> seeds;  // scores in seed order, those done; one where there is no randomness
  int seedsDone = 0;
  int seedsTotal = 0;
  int seedsFailed = 0;
  bool isBest = false;
  bool isReported = false;
  bool isDeterministic = false;  // the other seeds are copies of the first
  QString error;                 // of the first failed seed
  QString leakage;

  bool hasRuns() const { return seedsTotal > 0; }
  bool hasScore() const { return !std::isnan(mean); }
};

struct LeaderboardColumn {
  TaskId task;
  QString name;
  QString metric;  // "MSE ↓"
  bool lowerIsBetter = true;
  int decimals = 3;
  double best = kNoValue;  // best measured mean
  double scaleFrom = 0.0;  // seed strip: what lies at its left and right end; better is right
  double scaleTo = 1.0;
};

struct LeaderboardRow {
  ContenderId contender;
  QString name;
  QString detail;  // "foundation · zero-shot"
  Family family = Family::kSupervised;
  int familyIndex = 0;
  double rank = kNoValue;
  int rankedTasks = 0;
  bool isReported = false;
  std::vector<LeaderboardCell> cells;  // by column
};

struct Leaderboard {
  std::vector<LeaderboardColumn> columns;
  std::vector<LeaderboardRow> rows;  // in study order

  // Leakage notes with whom they concern, for the footnote: "ETTm1 · Fracast-0 · trained on ETTm1: test not clean"
  std::vector<QString> leakageNotes() const;
};

Leaderboard buildLeaderboard(const ProjectSnapshot& snapshot);

// Position of a score on the column's strip, 0 worst end to 1 best end; outside when off the scale.
double stripPosition(const LeaderboardColumn& column, double score);

}  // namespace touchstone::ui
