// One run, that is one task, contender and seed: the searches of its stages, choice of the winner, test, score.
// It hands out work for the slots and takes results back; search and test know how to go on after an interruption.
// Thread: engine thread only; the work it hands out runs on slots. Blocking: never.
// Errors: when every trial fails, or the test does, the run fails with the reason.
#pragma once

#include <memory>
#include <optional>

#include "engine/api/read_models.h"
#include "engine/base/cancel.h"
#include "engine/exec/project_session.h"
#include "engine/exec/run_setup.h"
#include "engine/exec/run_stages.h"
#include "engine/exec/run_test.h"
#include "engine/exec/work.h"

namespace touchstone::exec {

class RunDriver : public std::enable_shared_from_this<RunDriver> {
 public:
  RunDriver(RunSetup setup, ProjectSession& session);

  Result<void> start();            // reads what earlier sessions left
  std::optional<Work> nextWork();  // nothing: all is handed out, or done
  void cancelRunning();            // pause: running work comes back unfinished
  void allowRunning();             // resume in the same session
  void checkTime();                // ends a stage once its share of the wall clock is used up

  // The disk gave out under its work: what came back is to be done again, once there is room.
  std::optional<Error> takeDiskError();

  bool isOver() const { return m_phase == Phase::kDone || m_phase == Phase::kFailed; }
  bool hasFailed() const { return m_phase == Phase::kFailed; }
  int jobsOut() const { return m_jobsOut; }
  double progress() const;                                                        // 0..1
  double slotSeconds() const { return m_stages->seconds() + m_test->seconds(); }  // spent so far
  double remainingSlotSeconds() const;                                            // negative: no idea yet

 private:
  enum class Phase { kSearch, kTest, kDone, kFailed };

  Work counted(Work work);
  void finishSearch();
  void finishTest();
  void fail(const Error& error);
  void writeLedger(store::WriteBatch& batch) const;
  bool isOutOfTime() const;
  void postRun(RunState state);

  const std::shared_ptr<const RunSetup> m_setup;
  ProjectSession& m_session;
  const std::shared_ptr<RunStages> m_stages;
  const std::shared_ptr<RunTest> m_test;
  Phase m_phase = Phase::kSearch;
  int m_jobsOut = 0;
  base::CancelToken m_token;
  double m_score = kNoValue;
  double m_activeSinceS = 0.0, m_activeSeconds = 0.0;  // wall clock with work out
};

}  // namespace touchstone::exec
