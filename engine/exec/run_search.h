// One search of a run: its trials, what the scheduler decides about them, and their rows in the project file. A run has
// one search for each stage of its contender; trials and decisions are numbered through all of them.
// What was done in an earlier session is replayed from the file through the same search, so a resumed run decides
// exactly as an uninterrupted one.
// Thread: engine thread only; the work it hands out runs on slots. Blocking: never.
// Errors: a failed trial is a result; firstError() says why where no trial gave a value.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/api/read_models.h"
#include "engine/base/cancel.h"
#include "engine/exec/project_session.h"
#include "engine/exec/run_setup.h"
#include "engine/exec/work.h"
#include "engine/search/controller.h"
#include "engine/search/rung_event.h"

namespace touchstone::exec {

struct RunWinner {
  TrialId id;
  contenders::Segment segment;  // where its training ended, with the checkpoint of that moment
  double value = kNoValue;
  std::string detailsJson;
  std::int64_t parameters = 0;
};

struct StageSetup {
  int stage = 0;
  contenders::SearchPlan plan;
  int firstTrial = 0;           // number of its first trial
  std::int64_t firstEvent = 0;  // decisions of the stages before
  std::shared_ptr<const std::vector<contenders::StageResult>> earlier;

  int plannedTrials(const BudgetSpec& budget) const {
    return plan.trials > 0 ? plan.trials : plan.space.isEmpty() ? 1 : budget.trials;
  }
};

class RunSearch : public std::enable_shared_from_this<RunSearch> {
 public:
  RunSearch(std::shared_ptr<const RunSetup> setup, ProjectSession& session, StageSetup stage);

  Result<void> start();  // makes the search and reads what earlier sessions left
  std::optional<Work> nextWork(const base::CancelToken& token);
  bool isDone() const { return m_search->isDone(); }
  // The time is used up: what runs ends with the value it has (the caller cancels it), what waits is not started.
  void endEarly();
  bool hasEndedEarly() const { return m_isTimeUp; }
  // Trials still waiting at a rung were not promoted.
  void closeTrials(store::WriteBatch& batch) const;
  void dropTrials(bool keepsWinner) const;  // their checkpoints

  std::optional<RunWinner> winner() const;
  const StageSetup& stage() const { return m_stage; }
  std::optional<Error> takeDiskError() { return std::exchange(m_diskError, std::nullopt); }
  const std::string& firstError() const { return m_firstError; }
  int trialCount() const { return static_cast<int>(m_trials.size()); }
  std::int64_t eventCount() const { return m_eventsSeen; }  // decisions so far, those of earlier stages included
  double share() const;                         // of the planned work that is done, 0..1
  int resourceSpent() const;                    // over all trials
  double seconds() const { return m_seconds; }  // on slots, earlier sessions included
  double cpuSeconds() const { return m_cpuSeconds; }
  double replayedSeconds() const { return m_replayedSeconds; }

 private:
  struct Trial {
    TrialId id;
    Config config;
    double seconds = 0.0, cpuSeconds = 0.0;
    double value = kNoValue;  // best so far, in the metric's direction
    int rung = 0, resource = 0;
    std::int64_t parameters = 0;
    std::string checkpoint;  // file name of the newest
    std::string outcome;     // of the newest segment
    std::string detailsJson;
    std::map<int, store::AddSegment> segments;  // stored ones by fromResource
  };
  struct SegmentDone {
    search::Job job;
    Result<contenders::SegmentOutcome> outcome;
    std::string checkpoint;
    int slot = 0;
    double startedS = 0.0, seconds = 0.0, cpuSeconds = 0.0;
  };

  Result<void> makeSearch();
  Result<void> readStored();
  void adoptStoredConfig(search::Job& job);
  bool replayStored(const search::Job& job);
  Work segmentWork(const search::Job& job, const base::CancelToken& token);
  std::uint64_t seedOf(int trial) const;
  int numberOf(int trial) const { return m_stage.firstTrial + trial; }
  Trial& trialFor(const search::Job& job, store::WriteBatch& batch);
  void onSegment(const SegmentDone& done);
  void noteOutcome(Trial& trial, const SegmentDone& done, const search::JobOutcome& outcome);
  search::JobOutcome outOfTimeOutcome(int trial) const;
  void writeDecisions(const std::vector<search::RungEvent>& events, store::WriteBatch& batch);
  void writeTrial(int number, TrialState state, const std::string& reason, store::WriteBatch& batch) const;
  void dropCheckpoint(const std::string& name) const;

  const std::shared_ptr<const RunSetup> m_setup;
  ProjectSession& m_session;
  const StageSetup m_stage;
  std::unique_ptr<search::SearchController> m_search;
  std::map<int, Trial> m_trials;          // by number within the stage
  std::deque<search::Job> m_interrupted;  // handed out by the search, to be started (again)
  std::int64_t m_eventsWritten = 0;       // decisions stored so far
  std::int64_t m_eventsSeen = 0;
  bool m_isTimeUp = false;
  double m_seconds = 0.0, m_cpuSeconds = 0.0, m_replayedSeconds = 0.0;
  std::string m_firstError;
  std::optional<Error> m_diskError;
};

}  // namespace touchstone::exec
