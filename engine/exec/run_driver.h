// One run, that is one task, contender and seed: search, choice of the winner, test, score.
// It hands out work for the slots and takes results back; what was done in an earlier session is replayed from the
// project file through the same search, so a resumed run decides exactly as an uninterrupted one.
// Thread: engine thread only; the work it hands out runs on slots. Blocking: never.
// Errors: a failed trial is a result; when every trial fails, or the test does, the run fails with the reason.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/api/read_models.h"
#include "engine/base/cancel.h"
#include "engine/contenders/contender.h"
#include "engine/contenders/model_catalogue.h"
#include "engine/exec/prepared_task.h"
#include "engine/exec/project_session.h"
#include "engine/exec/series_evaluation.h"
#include "engine/exec/work.h"
#include "engine/search/controller.h"
#include "engine/search/rung_event.h"

namespace touchstone::exec {

struct RunSetup {
  StudyId study;
  RunId run;
  std::int64_t seed = 0;
  std::uint64_t key = 0;        // of all random streams: study seed, task name, contender name
  TaskSpec taskSpec;
  ContenderSpec contenderSpec;
  BudgetSpec budget;
  std::shared_ptr<const PreparedTask> task;
  std::shared_ptr<const contenders::Contender> contender;
  std::optional<contenders::ModelCard> model;   // for foundation models
  store::SetProvenance provenance;              // without the times, which the end of the run adds
};

class RunDriver : public std::enable_shared_from_this<RunDriver> {
 public:
  RunDriver(RunSetup setup, ProjectSession& session);

  Result<void> start();                 // makes the search and reads what earlier sessions left
  std::optional<Work> nextWork();       // nothing: all is handed out, or done
  void cancelRunning();                 // pause: running work comes back unfinished
  void allowRunning();                  // resume in the same session
  void checkTime();                     // ends the search once the wall clock of the run is used up

  // The disk gave out under its work: what came back is to be done again, once there is room.
  std::optional<Error> takeDiskError() { return std::exchange(m_diskError, std::nullopt); }

  bool isOver() const { return m_phase == Phase::kDone || m_phase == Phase::kFailed; }
  bool hasFailed() const { return m_phase == Phase::kFailed; }
  int jobsOut() const { return m_jobsOut; }
  bool isRandom() const { return m_plan.isRandom; }
  double score() const { return m_score; }
  RunId id() const { return m_setup.run; }
  double progress() const;
  double slotSeconds() const { return m_searchSeconds + m_testSeconds; }  // spent so far
  double remainingSlotSeconds() const;  // negative: no idea yet

 private:
  enum class Phase { kSearch, kPredictor, kTest, kDone, kFailed };
  struct Trial {
    TrialId id;
    std::string configJson;
    Config config;
    double seconds = 0.0, cpuSeconds = 0.0;
    double value = kNoValue;            // best so far, in the metric's direction
    int rung = 0, resource = 0;
    std::int64_t parameters = 0;
    std::string checkpoint;             // file name of the newest
    std::string outcome;                // of the newest segment
    std::string detailsJson;
    std::map<int, store::AddSegment> segments;  // stored ones by fromResource
  };
  struct SegmentDone {
    search::Job job;
    int from = 0;                       // 0 where the checkpoint was gone and the trial began anew
    Result<contenders::SegmentOutcome> outcome;
    std::string checkpoint;
    int slot = 0;
    double startedS = 0.0, seconds = 0.0, cpuSeconds = 0.0;
  };

  std::optional<Work> nextSearchWork();
  std::optional<Work> nextTestWork();
  Work segmentWork(const search::Job& job);
  Work predictorWork();
  Work chunkWork(std::int64_t chunk);
  bool replayStored(const search::Job& job);
  Trial& trialFor(const search::Job& job, store::WriteBatch& batch);
  void onSegment(SegmentDone done);
  search::JobOutcome toSearchOutcome(const SegmentDone& done) const;
  search::JobOutcome outOfTimeOutcome(int trial) const;
  Result<void> makeSearch();
  void readStored(std::vector<store::StoredTrial> stored);
  void workCameBack();
  void writeDecisions(const std::vector<search::RungEvent>& events, store::WriteBatch& batch);
  void writeTrial(int number, TrialState state, const std::string& reason, store::WriteBatch& batch);
  void finishSearch();
  void onPredictor(Result<std::unique_ptr<contenders::Forecaster>> predictor);
  void onChunk(std::int64_t chunk, Result<store::WriteBatch> rows, double seconds, double cpuSeconds);
  void finishTest();
  void fail(const Error& error);
  void writeLedger(store::WriteBatch& batch) const;
  bool isOutOfTime() const;
  std::filesystem::path checkpointFolder() const;
  void dropCheckpoint(const std::string& name) const;
  void postRun(RunState state);
  double unitsDone() const;

  RunSetup m_setup;
  ProjectSession& m_session;
  contenders::SearchPlan m_plan;
  std::unique_ptr<search::SearchController> m_search;
  std::map<int, Trial> m_trials;
  std::deque<search::Job> m_interrupted;       // handed out by the search, to be started (again)
  std::int64_t m_eventsWritten = 0;            // decisions stored so far
  std::int64_t m_eventsSeen = 0;
  Phase m_phase = Phase::kSearch;
  int m_jobsOut = 0;
  base::CancelToken m_token;
  bool m_isPredictorOut = false;
  bool m_isTimeUp = false;
  std::shared_ptr<const contenders::Forecaster> m_forecaster;
  std::unique_ptr<SeriesEvaluation> m_test;
  std::deque<std::int64_t> m_chunks;           // still to predict
  std::vector<store::AddPrediction> m_predictions;  // errors only
  double m_score = kNoValue;
  double m_searchSeconds = 0.0, m_testSeconds = 0.0, m_cpuSeconds = 0.0;
  double m_activeSinceS = 0.0, m_activeSeconds = 0.0;  // wall clock with work out
  std::string m_firstError;
  std::optional<Error> m_diskError;
};

}  // namespace touchstone::exec
