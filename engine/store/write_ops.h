// What can be written into a project file, as plain rows. Ids are given by the engine (the only writer), so that no
// write has to be waited for. NaN is stored as NULL.
// Every op may be sent again (after a restart): Add... of an id that exists renews what the spec says and keeps states,
// times and measured values; rows that a repeated segment produces again (points, segments, predictions, scores, rungs)
// replace the earlier ones. A data set that is there already (hash, path) keeps its id, and tasks that name the new id get it.
// Thread: value types, built on the engine thread or a slot, consumed by the writer thread.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "engine/api/ids.h"
#include "engine/api/read_models.h"
#include "engine/api/states.h"

namespace touchstone::store {

struct AddDataset { DatasetId id; std::string name, path, hash, licence, source; std::int64_t sizeBytes = 0; };
struct AddStudy {
  StudyId id;
  std::string name, specToml, specHash, folder, budgetJson, seedsJson;
  double createdS = 0.0;
};
struct AddTask { TaskRow row; DatasetId dataset; int position = 0; };
struct UpdateTask { TaskRow row; DatasetId dataset; };  // once the data are read: sizes, hashes, notes
struct AddSeries { SeriesRow row; };
struct AddExample { ExampleRow row; };
struct AddContender { ContenderRow row; std::string optionsJson; int position = 0; };
struct AddRun { RunId id; StudyId study; TaskId task; ContenderId contender; std::int64_t seed = 0; };
struct SetStudyState { StudyId id; StudyState state = StudyState::kQueued; double timeS = 0.0; };
struct StartRun { RunId id; std::string leakage; double timeS = 0.0; };
struct SetRunState { RunId id; RunState state = RunState::kQueued; double timeS = 0.0; std::string errorCode, error; };
struct SetRunSameAs { RunId id; RunId source; };
struct SetBestTrial { RunId run; TrialId trial; };
struct SetTestProgress { RunId run; std::int64_t itemsDone = 0; int looks = 0; };
// One search of a run. Sent again it keeps its start and its decision, and the run's planned trials are counted anew.
struct AddStage {
  RunId run;
  int stage = 0;
  std::string name;
  int plannedTrials = 0, resourcePerTrial = 0;
  std::string resourceUnit;
  double timeEnd = 1.0;
  std::string note, decisionJson;
  double timeS = 0.0;
};
struct FinishStage { RunId run; int stage = 0; TrialId winner; double timeS = 0.0; };
struct AddTrial {
  TrialId id;
  RunId run;
  int stage = 0;
  int number = 0;
  std::string configJson;
  std::int64_t seed = 0;
  double startedS = 0.0;
};
struct UpdateTrial {
  TrialId id;
  TrialState state = TrialState::kRunning;
  double value = kNoValue;
  int rung = 0, resource = 0;
  double seconds = 0.0, cpuSeconds = 0.0;
  std::int64_t parameters = 0;
  double finishedS = kNoValue;
  std::string stopReason;
};
struct AddSegment {
  TrialId trial;
  int fromResource = 0, toResource = 0, reached = 0;
  std::string outcome;  // ok, finished, diverged, failed
  double value = kNoValue;
  int slot = 0;
  double startedS = 0.0, finishedS = 0.0, cpuSeconds = 0.0;
  std::string checkpoint, detailsJson, error;
  std::int64_t parameters = 0;  // trained ones
};
struct AddRungEvent {
  RunId run;
  TrialId trial;
  int rung = 0, resource = 0;
  double value = kNoValue;
  RungDecision decision = RungDecision::kPaused;
  double cutoff = kNoValue;
  int rank = 0, of = 0;
  std::int64_t sequence = 0;
  double timeS = 0.0;
};
// Where and since when the trial's next segment runs; the timeline shows it until the segment is stored.
struct StartSegment { TrialId trial; int slot = 0; double timeS = 0.0; };
struct AddPoint { TrialId trial; MetricId metric; std::int64_t step = 0; double value = 0.0; double timeS = 0.0; };
struct PointValue { std::int64_t step = 0; double value = 0.0; double timeS = 0.0; };
// Many points of one curve: the same rows as AddPoint, a third of the memory.
struct AddPoints { TrialId trial; MetricId metric; std::vector<PointValue> points; };
struct AddMetric { MetricId id; std::string name; };
struct AddScore {
  RunId run;
  std::string metric, part, block = "test", source = "measured";
  double value = kNoValue;
  std::int64_t items = 0;
  double timeS = 0.0;
};
struct SetLedger {
  RunId run;
  double wallSeconds = 0.0, cpuSeconds = 0.0, gpuSeconds = 0.0, testSeconds = 0.0;
  int trials = 0, epochs = 0;
  std::int64_t parametersTrained = 0, parametersTotal = 0;
  std::string pretraining;
};
struct AddPrediction {
  RunId run;
  std::int64_t item = 0;
  int part = 0;
  double error = kNoValue, mse = kNoValue, mae = kNoValue, mase = kNoValue, smape = kNoValue;
  double crossEntropy = kNoValue;  // labelled examples
  std::int64_t label = -1;         // negative: none
  std::vector<float> output;       // empty: only the error is kept
};
struct AddArtifact { RunId run; TrialId trial; std::string kind, json, path; double timeS = 0.0; };
struct SetProvenance {
  RunId run;
  std::string specJson, codeVersion, librariesJson, machineJson, device, dataHash, splitHash;
  std::int64_t seed = 0;
  int threads = 1, slotCount = 1;
  double wallSeconds = kNoValue, cpuSeconds = kNoValue;
};
struct AddLog { double timeS = 0.0; std::string level; StudyId study; RunId run; TrialId trial; std::string text; };
struct SetViewState { std::string key, json; double timeS = 0.0; };

using WriteOp =
    std::variant<AddPoint, AddPoints, AddPrediction, AddSegment, StartSegment, UpdateTrial, AddTrial, AddStage, FinishStage,
                 AddRungEvent, AddDataset, AddStudy, AddTask, UpdateTask, AddSeries, AddExample, AddContender, AddRun, SetStudyState, StartRun, SetRunState,
                 SetRunSameAs, SetBestTrial, SetTestProgress, AddMetric, AddScore, SetLedger, AddArtifact, SetProvenance,
                 AddLog, SetViewState>;

// Ops of one batch go into the same transaction, in order: a trial's result, its segment and its rung together.
using WriteBatch = std::vector<WriteOp>;

}  // namespace touchstone::store
