// The stages of one run: plans each on a slot, searches it, and hands its winner to the next.
// What earlier sessions decided is read from the project file, so that a resumed run plans the same stages.
// Thread: engine thread only; the work it hands out runs on slots. Blocking: never.
// Errors: error() once a plan failed, or no trial of a stage gave a value; the run is over then.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/exec/run_search.h"

namespace touchstone::exec {

class RunStages : public std::enable_shared_from_this<RunStages> {
 public:
  RunStages(std::shared_ptr<const RunSetup> setup, ProjectSession& session);

  Result<void> start();  // reads what earlier sessions decided
  std::optional<Work> nextWork(const base::CancelToken& token);
  bool isDone() const { return m_isOver; }
  const std::optional<Error>& error() const { return m_error; }
  std::optional<Error> takeDiskError();

  // The time of the present stage is used up (the caller cancels what runs); the next one starts after it.
  bool canEndEarly() const { return !m_isOver && !m_searches.empty() && !m_searches.back()->hasEndedEarly(); }
  void endEarly() { m_searches.back()->endEarly(); }
  double timeEnd() const;  // share of the run's seconds at which the present stage must be over
  const std::string& stageName() const;

  std::optional<RunWinner> winner() const;  // of the last stage
  void dropLosers() const;                  // checkpoints of all but the winner

  double progress() const;  // 0..1 of the whole search
  int trialCount() const;
  int resourceSpent() const;
  double seconds() const;
  double cpuSeconds() const;
  double replayedSeconds() const;

 private:
  using MadePlan = Result<std::optional<contenders::SearchPlan>>;

  Work planWork(const base::CancelToken& token);
  void onPlan(MadePlan plan);
  Result<void> beginStage(contenders::SearchPlan plan);
  void finishStage();

  const std::shared_ptr<const RunSetup> m_setup;
  ProjectSession& m_session;
  std::vector<std::string> m_decisions;                // of earlier sessions, by stage
  std::vector<std::shared_ptr<RunSearch>> m_searches;  // one for each stage begun
  std::shared_ptr<const std::vector<contenders::StageResult>> m_earlier;
  bool m_isStageOpen = false;
  bool m_isPlanOut = false;  // a slot makes it
  bool m_isOver = false;
  std::optional<Error> m_error;
};

}  // namespace touchstone::exec
