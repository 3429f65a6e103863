// One study in work: its tasks are prepared when their turn comes, its runs are driven in order, several at a time where
// slots are free. Contenders without randomness run for the first seed only; the other seeds point to that run.
// Thread: engine thread only. Blocking: never, but for loading the torch module once.
// Errors: a task that cannot be read fails its runs with the reason; the study goes on with the others.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/api/spec.h"
#include "engine/contenders/registry.h"
#include "engine/exec/prepared_task.h"
#include "engine/exec/project_session.h"
#include "engine/exec/run_driver.h"
#include "engine/exec/work.h"

namespace touchstone::exec {

struct StudyOptions {
  int slotCount = 1;
  std::string device = "cpu";
};

class StudyRunner : public std::enable_shared_from_this<StudyRunner> {
 public:
  StudyRunner(StudySpec spec, ProjectSession& session, const contenders::Registry& registry, StudyOptions options);

  // Finds the study in the file or adds it with its tasks, contenders and runs.
  // kBadInput: a study of this name with other tasks, contenders, seeds or budget is there already.
  Result<void> start();

  std::optional<Work> nextWork();
  void pause(StudyState state);  // kPaused or kInterrupted
  void abandon();                // the file takes nothing any more: interrupted, unless the end is safe in it
  void resume();
  bool hasTimeLimit() const { return m_spec.budget.secondsPerRun > 0.0; }
  void checkTime();  // every now and then where there is a limit
  // To be called after each continuation: notes finished runs and the end of the study.
  void update();

  StudyId id() const { return m_id; }
  const std::string& name() const { return m_spec.name; }
  StudyState state() const { return m_state; }
  bool isIdle() const { return m_jobsOut == 0; }
  int runsFailed() const;

 private:
  struct TaskState {
    TaskId id;
    bool isAsked = false;
    std::shared_ptr<const PreparedTask> prepared;
    std::optional<Error> error;
    int openRuns = 0;  // the data are dropped when no run needs them any more
  };
  struct RunSlot {
    RunId id;
    std::size_t task = 0, contender = 0;
    std::int64_t seed = 0;
    RunState state = RunState::kQueued;
    std::shared_ptr<RunDriver> driver;
    std::optional<std::size_t> sameAs;  // index of the run whose scores these are
  };

  std::optional<Work> taskWork(std::size_t task);
  void onTask(std::size_t task, Result<std::shared_ptr<const PreparedTask>> prepared);
  void beginRun(std::size_t index);
  void failRun(std::size_t index, const Error& error);     // and says so
  void markFailed(std::size_t index, const Error& error);  // said already
  bool followsOther(std::size_t index);
  void finishRun(std::size_t index);
  Result<std::shared_ptr<const contenders::Contender>> contenderFor(std::size_t index);
  bool hasRandomness(std::size_t index);
  std::uint64_t runKey(const RunSlot& run) const;
  void writeProvenance(std::size_t index, const std::optional<contenders::ModelCard>& model);
  void setState(StudyState state);
  void postStudy();
  double etaS() const;

  const StudySpec m_spec;
  ProjectSession& m_session;
  const contenders::Registry& m_registry;
  const StudyOptions m_options;
  StudyId m_id;
  StudyState m_state = StudyState::kQueued;
  std::vector<TaskState> m_tasks;
  std::vector<std::optional<contenders::ModelCard>> m_models;        // by contender
  std::vector<std::shared_ptr<const contenders::Contender>> m_made;  // by contender
  std::map<std::pair<std::size_t, std::size_t>, bool> m_isRandom;    // by task and contender, once known
  std::map<std::size_t, std::pair<double, int>> m_spent;  // by contender: slot seconds and count of finished runs
  std::vector<RunSlot> m_runs;                            // task by task, contender by contender, seed by seed
  std::map<std::size_t, std::string> m_reported;          // by contender: why it cannot be made
  int m_jobsOut = 0;
  bool m_isSaved = false;  // that it is at rest
  double m_lastPostS = 0.0;
};

}  // namespace touchstone::exec
