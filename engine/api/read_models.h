// What views read from a project file: plain rows, already joined and ordered, no database types.
// Times are seconds since 1970; NaN stands for "no value yet" in numbers that may be missing.
// Thread: value types.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "engine/api/ids.h"
#include "engine/api/spec.h"
#include "engine/api/states.h"

namespace touchstone {

inline constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();

struct ProjectInfo {
  std::string path;
  std::string uuid;
  int schema = 0;
  std::string createdBy;
  bool isExample = false;    // made by the demo
  bool isReadOnly = false;
  bool hasWriter = false;    // this process or another writes to it now
  std::int64_t sizeBytes = 0;
};

struct StudyRow {
  StudyId id;
  std::string name;
  StudyState state = StudyState::kQueued;
  double createdS = kNoValue;
  double startedS = kNoValue;
  double finishedS = kNoValue;
  int runsTotal = 0, runsDone = 0, runsRunning = 0, runsFailed = 0;
  int trialsTotal = 0, trialsRunning = 0, trialsDone = 0, trialsStopped = 0, trialsFailed = 0;  // total counts rows so far
  int trialsPlanned = 0;      // budget trials over all runs
  std::int64_t points = 0;
  double etaS = -1.0;         // negative: not known
  std::string specToml;
};

struct TaskRow {
  TaskId id;
  StudyId study;
  std::string name;
  Modality modality = Modality::kTimeSeries;
  std::string metric;
  bool lowerIsBetter = true;
  int horizon = 0, season = 0, channels = 0;
  std::int64_t trainRows = 0, validationRows = 0, testRows = 0, testItems = 0;
  std::string split, splitHash, dataset, dataHash;
  std::vector<std::string> notes;  // what the reader had to say about the data
  // Labelled examples only:
  std::string target;                // class, multi-label, mask; empty for series
  std::vector<std::string> classes;  // names
  int height = 0, width = 0;         // of an item: height 1 for sequences
  std::string overlap;               // test items that training has too, one sentence; empty: none
};

// A labelled example of a task.
struct ExampleRow {
  TaskId task;
  std::int64_t item = 0;
  std::string block;                   // train, validation, test, unused
  std::string name;
  std::int64_t label = -1;             // class; multi-label: a bit for each of the first 62 classes; negative: none
  std::vector<std::uint8_t> content;   // letters, or pixels [height, width, channels]; empty: not kept
  std::vector<std::uint8_t> mask;      // [height, width], 255: ignored
};

// A stored test item of a labelled task.
struct ClassPredictionRow {
  std::int64_t item = 0;       // of ExampleRow
  std::int64_t label = -1;     // as in ExampleRow
  double error = kNoValue;     // 0 right, 1 wrong; multi-label and masks: the share that is wrong
  double crossEntropy = kNoValue;
  std::vector<float> scores;   // [K] probabilities; masks: [K, K] pixels by true, then predicted class
};

// One search of a run.
struct StageRow {
  RunId run;
  int stage = 0;
  std::string name;            // empty for an only search
  int trialsPlanned = 0, resource = 0;
  std::string resourceUnit;
  std::string note;            // what was chosen and why
  std::string decisionJson;
  double startedS = kNoValue, finishedS = kNoValue;
  TrialId winner;
};

struct ContenderRow {
  ContenderId id;
  StudyId study;
  std::string name, method;
  Family family = Family::kSupervised;
  int familyIndex = 0;       // 0, 1, 2 within its family: picks marker and shade, stable in all views
  std::string model, adapt, licence, pretraining;
  std::int64_t parameters = 0;
};

// One cell of a study; also one row of the leaderboard.
struct RunRow {
  RunId id;
  StudyId study;
  TaskId task;
  ContenderId contender;
  std::string studyName, taskName, contenderName, method, metric;
  Modality modality = Modality::kTimeSeries;
  Family family = Family::kSupervised;
  bool lowerIsBetter = true;
  std::int64_t seed = 0;
  RunState state = RunState::kQueued;
  double score = kNoValue;        // test score in the task's metric
  double validation = kNoValue;   // best validation value so far
  bool isReported = false;        // score by somebody else
  std::string leakage;            // "trained on ETTm1: test not clean"; empty: nothing known against it
  int trials = 0, trialsPlanned = 0, epochs = 0;
  double seconds = 0.0, cpuSeconds = 0.0;
  double progress = 0.0;          // 0..1
  double etaS = -1.0;
  std::int64_t parameters = 0;    // trained ones
  int resource = 0;               // most units that a trial may reach; 0: the run has not begun
  std::string resourceUnit;       // "epoch"
  std::optional<RunId> sameAs;    // the contender has no randomness: copied from this seed's run
  TrialId bestTrial;
  std::string error;              // for failed runs
};

struct TrialRow {
  TrialId id;
  RunId run;
  int stage = 0;
  int number = 0;
  std::string studyName, taskName, contenderName;
  Family family = Family::kSupervised;
  int familyIndex = 0;
  std::int64_t seed = 0;
  TrialState state = TrialState::kRunning;
  std::string configJson;
  double value = kNoValue;
  int rung = 0, epochs = 0;
  double seconds = 0.0, startedS = kNoValue, finishedS = kNoValue;
  double cpuSeconds = 0.0;
  std::int64_t parameters = 0;    // trained ones
  std::string stopReason;         // one sentence; empty while running or finished
};

struct TrialFilter {
  StudyId study;
  TaskId task;                    // 0: all
  RunId run;                      // 0: all
  TrialId trial;                  // 0: all
  std::optional<TrialState> state;
  std::string text;               // in "t-007", contender, task, config; empty: all
  std::string sortColumn = "id";  // id, value, epochs, seconds, state, contender, task, seed, number
  bool descending = false;
  std::int64_t offset = 0;
  std::int64_t limit = 1000;
};

struct TrialPage {
  std::int64_t total = 0;         // rows that match, not only this page
  std::vector<TrialRow> rows;
};

struct Curve {
  TrialId trial;
  RunId run;
  int number = 0;
  std::string contenderName;
  Family family = Family::kSupervised;
  int familyIndex = 0;
  std::int64_t seed = 0;
  TrialState state = TrialState::kRunning;
  std::vector<double> steps;
  std::vector<double> values;     // NaN where the loss diverged
};

struct CurveQuery {
  StudyId study;
  TaskId task;                    // 0: all
  RunId run;                      // 0: all
  std::string metric;             // "validation mse"; empty: the validation metric of the task
  int maxTrials = 1000;           // newest first, running ones always
  int maxPointsPerCurve = 2000;   // more are thinned to their extremes per bucket
};

// Best validation value so far of one run, as steps over what it cost.
struct BestSoFar {
  RunId run;
  std::string contenderName;
  Family family = Family::kSupervised;
  std::int64_t seed = 0;
  std::vector<double> seconds;    // compute spent in the run when the value was reached
  std::vector<double> epochs;     // epochs spent in the run
  std::vector<double> trials;     // trials finished or stopped
  std::vector<double> values;
};

struct RungRow {
  TrialId trial;
  int number = 0;
  int rung = 0, resource = 0;
  double value = kNoValue;
  RungDecision decision = RungDecision::kPaused;
  double cutoff = kNoValue;
  int rank = 0, of = 0;
  double timeS = 0.0;
  int stage = 0;
};

struct SlotSpan {
  int slot = 0;
  TrialId trial;
  RunId run;
  int number = 0;
  std::string contenderName;
  Family family = Family::kSupervised;
  double startS = 0.0, endS = kNoValue;  // NaN: still running
  TrialState endState = TrialState::kRunning;
};

struct LogRow {
  std::int64_t id = 0;
  double timeS = 0.0;
  std::string level;              // info, warning, error
  StudyId study;
  RunId run;
  TrialId trial;
  std::string text;
};

// One channel of a task's data, as in the file. Rows count from the series' first.
struct SeriesRow {
  TaskId task;
  int channel = 0;
  std::string name;
  std::int64_t firstRow = 0;      // of values.front(); earlier rows of very large data are not kept
  std::int64_t trainEnd = 0, validationEnd = 0, testEnd = 0;
  double mean = 0.0, deviation = 1.0;             // value = mean + deviation * scaled value
  double startS = kNoValue, stepS = kNoValue;     // time of row 0 and median step; NaN: no dates
  std::string stepUnit;           // seconds, weekdays, months, quarters, years; empty: no clock
  std::vector<float> values;      // NaN where missing; empty where only the head was asked for
};

// A stored forecast: one window and channel of a run's test block. Values on the scaled series.
struct ForecastRow {
  std::int64_t item = 0;          // window index
  int channel = 0;
  double mse = kNoValue, mae = kNoValue;
  std::vector<float> forecast;    // [H]; empty where only the error was kept
};

}  // namespace touchstone
