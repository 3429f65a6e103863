// What the Tasks view reads of one task and channel, a struct and a function for each card.
// The functions run on the reader's thread and touch nothing but their arguments.
// Errors: the first failed query; a project that keeps no series is no error but an empty answer.
#pragma once

#include <QString>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/api/project_view.h"
#include "engine/api/read_models.h"
#include "engine/api/result.h"
#include "ui/views/tasks/forecast_math.h"

namespace touchstone::ui {

// The run that stands for a contender.
struct ChosenRun {
  ContenderId contender;
  RunId run;
  std::string name;
  Family family = Family::kSupervised;
  int familyIndex = 0;
  std::int64_t seed = 0;
  int seeds = 1;  // finished ones with randomness; 1: there was nothing to choose
  double validation = kNoValue;
  friend bool operator==(const ChosenRun& a, const ChosenRun& b) { return a.run == b.run && a.seeds == b.seeds; }
};
// Of every contender with a finished run the seed with the best validation value, never by the test; else the first
// seed. In the order of the study.
std::vector<ChosenRun> chooseRuns(const std::vector<RunRow>& runs, const std::vector<ContenderRow>& contenders,
                                  TaskId task);

struct TaskQuery {
  TaskId task;
  int channel = 0;
  int horizon = 0;
  std::string metric;
  std::vector<ChosenRun> runs;
  std::optional<RunId> autoAr;
  friend bool operator==(const TaskQuery&, const TaskQuery&) = default;
};

struct SeriesRead {
  std::vector<SeriesRow> heads;  // of all channels, without values
  SeriesRow series;              // the channel asked for
  bool isStored() const { return !heads.empty() && !series.values.empty(); }
};
Result<SeriesRead> readSeries(const ProjectView& view, TaskId task, int channel);

struct ForecastsRead {
  std::vector<std::vector<ForecastRow>> sets;  // beside the runs; rows without a forecast left out, by item
  std::vector<std::int64_t> windows;           // stored ones
};
Result<ForecastsRead> readForecasts(const ProjectView& view, const std::vector<ChosenRun>& runs, int channel);

// Beside the runs.
std::vector<StepErrors> readStepErrors(const SeriesRow& series, const ForecastsRead& forecasts, const TaskQuery& query);

struct AutoArRead {
  int order = 0, difference = 0;
  std::vector<double> coefficients;  // constant, lag 1, lag 2, ...
  bool isStored() const { return !coefficients.empty(); }
};
Result<AutoArRead> readAutoAr(const ProjectView& view, RunId run);
// Of the details that an Auto-AR run stores; anything else gives nothing.
AutoArRead autoArOf(const std::string& detailsJson);

struct TaskRead {
  TaskQuery query;
  SeriesRead series;
  ForecastsRead forecasts;
  std::vector<StepErrors> errors;
  AutoArRead autoAr;
};
Result<TaskRead> readTask(const ProjectView& view, const TaskQuery& query);

}  // namespace touchstone::ui
