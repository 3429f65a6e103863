// A data file as a future task sees it: how long it is, what a sensible horizon and split are, and what would stop a task
// on it, asked while it is being put together.
// Thread: value types; functions on any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/api/spec.h"

namespace touchstone {

struct SeriesSummary {
  std::string path;
  std::int64_t rows = 0;        // of the shortest channel
  std::int64_t longest = 0;     // of the longest one
  bool isSeriesInRows = false;  // one series per row: channels are series
  std::vector<std::string> channels;
  int season = 1;                         // guess on all rows; 1: none
  std::string firstDate, lastDate, step;  // "1 hour"; empty: no dates
  double stepS = 0.0;                     // 0: no dates
  std::string stepUnit;                   // as in SeriesRow
  std::vector<std::string> notes;         // what looks wrong, one sentence each
};

// Blocking: reads the whole file. Errors: kBadInput and kNotFound for what cannot be read, kUnsupported for a table of texts
// or a folder.
Result<SeriesSummary> summariseSeries(const std::filesystem::path& path);

// A task on the file: named after it, with a horizon of one season (at most 48) and a split that its length has room for.
TaskSpec proposeTask(const SeriesSummary& data);

// What is wrong with one field of a task.
struct TaskProblem {
  std::string key;  // of the study file: "horizon", "split", ...
  std::string message;
};
// All that can be said without reading the data again. A split that is a file is left to checkTaskData.
// Blocking: never.
std::vector<TaskProblem> taskProblems(const TaskSpec& task, const SeriesSummary& data);

}  // namespace touchstone
