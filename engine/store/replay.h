// What the engine needs of a project file to go on with a study: the rows of earlier sessions.
// Thread: engine thread; reads through a connection of its own. Blocking: yes.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/store/write_ops.h"

namespace touchstone::store {

// Highest ids in use, from which the engine counts on.
struct LastIds {
  std::int64_t study = 0, dataset = 0, task = 0, contender = 0, run = 0, trial = 0, metric = 0;
};

struct StoredStudy {
  StudyId id;
  std::string name, specToml, specHash, folder;
  StudyState state = StudyState::kQueued;
};

struct StoredRun {
  RunId id;
  TaskId task;
  ContenderId contender;
  std::int64_t seed = 0;
  RunState state = RunState::kQueued;
};

struct StoredTrial {
  TrialId id;
  int stage = 0;
  int number = 0;
  std::string configJson;
  double seconds = 0.0, cpuSeconds = 0.0;
  std::vector<AddSegment> segments;  // by fromResource
};

class Replay {
 public:
  virtual ~Replay() = default;
  static Result<std::unique_ptr<Replay>> open(const std::filesystem::path& path);

  virtual Result<LastIds> lastIds() = 0;
  virtual Result<std::vector<AddMetric>> metrics() = 0;
  virtual Result<std::vector<StoredStudy>> studies() = 0;
  virtual Result<std::vector<std::pair<TaskId, std::string>>> tasks(StudyId study) = 0;           // id, name
  virtual Result<std::vector<std::pair<ContenderId, std::string>>> contenders(StudyId study) = 0;
  virtual Result<std::vector<StoredRun>> runs(StudyId study) = 0;
  virtual Result<std::vector<StoredTrial>> trials(RunId run) = 0;    // by number
  virtual Result<std::vector<std::string>> decisions(RunId run) = 0; // decisionJson of the stages begun so far, in order
  virtual Result<std::int64_t> rungEvents(RunId run) = 0;            // how many are stored (next sequence number)
  // Test items of this run that are already there, ascending by (item, part): not predicted again.
  virtual Result<std::vector<AddPrediction>> predictions(RunId run, bool withOutputs) = 0;
};

}  // namespace touchstone::store
