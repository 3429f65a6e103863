// The search of one run: its trials, what the scheduler decides about them, and their rows in the project file.
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

class RunSearch : public std::enable_shared_from_this<RunSearch> {
 public:
  struct Winner {
    TrialId id;
    contenders::Segment segment;  // where its training ended, with the checkpoint of that moment
    double value = kNoValue;
    std::string detailsJson;
    std::int64_t parameters = 0;
  };

  RunSearch(std::shared_ptr<const RunSetup> setup, ProjectSession& session);

  Result<void> start();  // makes the search and reads what earlier sessions left
  std::optional<Work> nextWork(const base::CancelToken& token);
  bool isDone() const { return m_search->isDone(); }
  // The time is used up: what runs ends with the value it has (the caller cancels it), what waits is not started.
  void endEarly();
  bool hasEndedEarly() const { return m_isTimeUp; }
  // Trials still waiting at a rung were not promoted; only the winner's checkpoint is kept once the test is over.
  void closeTrials(store::WriteBatch& batch) const;
  void dropLosers() const;

  std::optional<Winner> winner() const;
  std::optional<Error> takeDiskError() { return std::exchange(m_diskError, std::nullopt); }
  const std::string& firstError() const { return m_firstError; }
  int trialCount() const { return static_cast<int>(m_trials.size()); }
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
  Trial& trialFor(const search::Job& job, store::WriteBatch& batch);
  void onSegment(const SegmentDone& done);
  void noteOutcome(Trial& trial, const SegmentDone& done, const search::JobOutcome& outcome);
  search::JobOutcome outOfTimeOutcome(int trial) const;
  void writeDecisions(const std::vector<search::RungEvent>& events, store::WriteBatch& batch);
  void writeTrial(int number, TrialState state, const std::string& reason, store::WriteBatch& batch) const;
  void dropCheckpoint(const std::string& name) const;

  const std::shared_ptr<const RunSetup> m_setup;
  ProjectSession& m_session;
  std::unique_ptr<search::SearchController> m_search;
  std::map<int, Trial> m_trials;          // by number
  std::deque<search::Job> m_interrupted;  // handed out by the search, to be started (again)
  std::int64_t m_eventsWritten = 0;       // decisions stored so far
  std::int64_t m_eventsSeen = 0;
  bool m_isTimeUp = false;
  double m_seconds = 0.0, m_cpuSeconds = 0.0, m_replayedSeconds = 0.0;
  std::string m_firstError;
  std::optional<Error> m_diskError;
};

}  // namespace touchstone::exec
