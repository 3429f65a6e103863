#include "engine/exec/study_runner.h"

#include <algorithm>

#include "engine/base/clock.h"
#include "engine/base/random.h"
#include "engine/exec/provenance.h"
#include "engine/exec/study_cells.h"
#include "engine/exec/study_records.h"
#include "engine/exec/task_rows.h"

namespace touchstone::exec {

namespace {

// FNV-1a: names, not ids, key the random streams, so a study draws the same numbers in any project file.
std::uint64_t nameKey(const std::string& name) {
  std::uint64_t hash = 0xCBF29CE484222325ull;
  for (const unsigned char c : name) {
    hash = (hash ^ c) * 0x100000001B3ull;
  }
  return hash;
}

}  // namespace

StudyRunner::StudyRunner(StudySpec spec, ProjectSession& session, const contenders::Registry& registry,
                         StudyOptions options)
    : m_spec(std::move(spec)), m_session(session), m_registry(registry), m_options(std::move(options)) {
  m_tasks.resize(m_spec.tasks.size());
  m_models.resize(m_spec.contenders.size());
  m_made.resize(m_spec.contenders.size());
  for (const StudyCell& cell : cellsOf(m_spec)) {
    m_runs.push_back(
        {.id = {}, .task = cell.task, .contender = cell.contender, .seed = cell.seed, .driver = nullptr, .sameAs = {}});
    ++m_tasks[cell.task].openRuns;
  }
}

Result<void> StudyRunner::start() {
  for (std::size_t i = 0; i < m_spec.contenders.size(); ++i) {
    if (!m_spec.contenders[i].model.empty()) {
      auto card = contenders::findModel(m_spec.contenders[i].model, m_spec.folder);
      if (!card) {
        return card.error();
      }
      m_models[i] = std::move(*card);
    }
  }
  auto records = findOrAddStudy(m_spec, m_models, m_session);
  if (!records) {
    return records.error();
  }
  m_id = records->study;
  for (std::size_t i = 0; i < m_tasks.size(); ++i) {
    m_tasks[i].id = records->tasks[i];
  }
  for (std::size_t i = 0; i < m_runs.size(); ++i) {
    m_runs[i].id = records->runs[i].id;
    if (records->runs[i].isDone) {
      m_runs[i].state = RunState::kDone;
      --m_tasks[m_runs[i].task].openRuns;
    }
  }
  setState(StudyState::kRunning);
  return {};
}

std::optional<Work> StudyRunner::nextWork() {
  if (m_state != StudyState::kRunning) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < m_runs.size(); ++i) {
    RunSlot& run = m_runs[i];
    if (run.state == RunState::kDone || run.state == RunState::kFailed || followsOther(i)) {
      continue;
    }
    TaskState& task = m_tasks[run.task];
    if (task.error) {
      markFailed(i, *task.error);
      continue;
    }
    std::optional<Work> work;
    if (task.prepared == nullptr) {
      work = task.isAsked ? std::nullopt : taskWork(run.task);
    } else {
      if (run.driver == nullptr) {
        beginRun(i);
      }
      work = run.driver != nullptr ? run.driver->nextWork() : std::nullopt;
    }
    if (work) {
      ++m_jobsOut;
      return Work{[self = shared_from_this(), inner = std::move(work->run)](int slot) -> Continuation {
        return [self, then = inner(slot)] {
          --self->m_jobsOut;
          then();
          self->update();
        };
      }};
    }
  }
  update();
  return std::nullopt;
}

// Seeds after the first of a contender without randomness take the first one's result.
bool StudyRunner::followsOther(std::size_t index) {
  RunSlot& run = m_runs[index];
  if (run.sameAs) {
    return true;
  }
  if (run.driver != nullptr) {
    return false;
  }
  for (std::size_t first = 0; first < index; ++first) {
    const RunSlot& other = m_runs[first];
    if (other.task != run.task || other.contender != run.contender || other.sameAs) {
      continue;
    }
    if (m_tasks[run.task].prepared == nullptr || hasRandomness(index)) {
      return false;
    }
    run.sameAs = first;
    m_session.write({store::SetRunSameAs{run.id, other.id}});
    return true;
  }
  return false;
}

bool StudyRunner::hasRandomness(std::size_t index) {
  const RunSlot& run = m_runs[index];
  const auto [known, isNew] = m_isRandom.try_emplace({run.task, run.contender}, true);
  if (isNew) {
    const auto contender = contenderFor(index);
    known->second = !contender || (*contender)->isRandom();
  }
  return known->second;
}

std::optional<Work> StudyRunner::taskWork(std::size_t task) {
  m_tasks[task].isAsked = true;
  return Work{[self = shared_from_this(), task](int) -> Continuation {
    auto prepared = prepareTask(self->m_spec.tasks[task], self->m_spec.folder);
    return [self, task, prepared] { self->onTask(task, prepared); };
  }};
}

void StudyRunner::onTask(std::size_t index, Result<std::shared_ptr<const PreparedTask>> prepared) {
  TaskState& task = m_tasks[index];
  if (!prepared) {
    task.error = prepared.error();
    m_session.problem(*task.error, false, m_id);  // once, not for each of its runs
    return;
  }
  task.prepared = std::move(*prepared);
  const auto dataset = m_session.next<DatasetId>();
  store::WriteBatch batch;
  batch.push_back(datasetRow(dataset, *task.prepared));
  batch.push_back(store::UpdateTask{taskRow(task.id, m_id, m_spec.tasks[index], *task.prepared), dataset});
  m_session.write(std::move(batch));
  m_session.write(dataRows(task.id, *task.prepared));
  for (const std::string& note : task.prepared->notes()) {
    m_session.log("info", m_spec.tasks[index].name + ": " + note, m_id);
  }
}

Result<std::shared_ptr<const contenders::Contender>> StudyRunner::contenderFor(std::size_t index) {
  const std::size_t contender = m_runs[index].contender;
  if (m_made[contender] == nullptr) {
    auto made = m_registry.make(m_spec.contenders[contender], m_models[contender], m_options.device);
    if (!made) {
      return made.error();
    }
    m_made[contender] = std::move(*made);
  }
  return m_made[contender];
}

std::uint64_t StudyRunner::runKey(const RunSlot& run) const {
  return base::mixKey({static_cast<std::uint64_t>(run.seed), nameKey(m_spec.tasks[run.task].name),
                       nameKey(m_spec.contenders[run.contender].name)});
}

void StudyRunner::beginRun(std::size_t index) {
  RunSlot& run = m_runs[index];
  auto contender = contenderFor(index);
  if (!contender) {
    failRun(index, contender.error());
    return;
  }
  const TaskState& task = m_tasks[run.task];
  RunSetup setup;
  setup.study = m_id;
  setup.run = run.id;
  setup.key = runKey(run);
  setup.taskSpec = m_spec.tasks[run.task];
  setup.contenderSpec = m_spec.contenders[run.contender];
  setup.budget = m_spec.budget;
  setup.task = task.prepared;
  setup.contender = *contender;
  setup.model = m_models[run.contender];
  setup.provenance = provenanceRow(run.id, m_spec, run.task, run.contender, run.seed, *task.prepared, setup.model,
                                   m_registry, m_options.device, m_options.slotCount);
  setup.checkpointFolder = m_session.filesFolder() / "checkpoints" / ("run-" + std::to_string(run.id.value));
  auto driver = std::make_shared<RunDriver>(std::move(setup), m_session);
  if (auto begun = driver->start(); !begun) {
    failRun(index, begun.error());
    return;
  }
  run.state = RunState::kRunning;
  run.driver = std::move(driver);
}

// A contender that cannot be made fails all its runs, and is reported once.
void StudyRunner::failRun(std::size_t index, const Error& error) {
  if (m_reported[m_runs[index].contender] != error.text()) {
    m_reported[m_runs[index].contender] = error.text();
    m_session.problem(error, false, m_id, m_runs[index].id);
  }
  markFailed(index, error);
}

void StudyRunner::markFailed(std::size_t index, const Error& error) {
  RunSlot& run = m_runs[index];
  run.state = RunState::kFailed;
  m_session.write(
      {store::SetRunState{run.id, RunState::kFailed, base::wallClockS(), toWord(error.code), error.text()}});
  m_session.post(RunEvent{m_id, run.id, RunState::kFailed, kNoValue, 1.0});
  finishRun(index);
}

void StudyRunner::finishRun(std::size_t index) {
  TaskState& task = m_tasks[m_runs[index].task];
  if (--task.openRuns == 0) {
    task.prepared.reset();
  }
}

void StudyRunner::update() {
  for (RunSlot& run : m_runs) {
    if (const auto error = run.driver != nullptr ? run.driver->takeDiskError() : std::nullopt) {
      m_session.log("error", error->text(), m_id, run.id);
      if (m_state == StudyState::kRunning) {
        m_session.post(ProblemEvent{{}, {}, *error, false});
        pause(StudyState::kInterrupted);
      }
    }
  }
  for (std::size_t i = 0; i < m_runs.size(); ++i) {
    RunSlot& run = m_runs[i];
    const bool isOpen = run.state != RunState::kDone && run.state != RunState::kFailed;
    if (isOpen && run.driver != nullptr && run.driver->isOver() && run.driver->jobsOut() == 0) {
      run.state = run.driver->hasFailed() ? RunState::kFailed : RunState::kDone;
      m_spent[run.contender].first += run.driver->slotSeconds();
      m_spent[run.contender].second += 1;
      run.driver.reset();
      finishRun(i);
    }
    if (isOpen && run.sameAs) {
      const RunSlot& source = m_runs[*run.sameAs];
      if (source.state == RunState::kDone || source.state == RunState::kFailed) {
        run.state = source.state;
        m_session.write({store::SetRunState{run.id, run.state, base::wallClockS(), "", ""}});
        m_session.post(RunEvent{m_id, run.id, run.state, kNoValue, 1.0});
        finishRun(i);
      }
    }
  }
  const bool isOver = std::all_of(m_runs.begin(), m_runs.end(), [](const RunSlot& run) {
    return run.state == RunState::kDone || run.state == RunState::kFailed;
  });
  if (isOver && m_state == StudyState::kRunning && m_jobsOut == 0) {
    setState(runsFailed() == static_cast<int>(m_runs.size()) ? StudyState::kFailed : StudyState::kDone);
    return;
  }
  constexpr double kPostEveryS = 0.25;
  if (base::steadyS() - m_lastPostS > kPostEveryS) {
    postStudy();
  }
}

void StudyRunner::checkTime() {
  for (RunSlot& run : m_runs) {
    if (run.driver != nullptr && m_state == StudyState::kRunning) {
      run.driver->checkTime();
    }
  }
}

void StudyRunner::pause(StudyState state) {
  if (m_state != StudyState::kRunning && m_state != StudyState::kPaused) {
    return;
  }
  for (RunSlot& run : m_runs) {
    if (run.driver != nullptr) {
      run.driver->cancelRunning();
    }
  }
  setState(state);
}

void StudyRunner::abandon() {
  const bool isSafe = m_state != StudyState::kRunning && m_isSaved;
  if (isSafe) {
    return;
  }
  for (RunSlot& run : m_runs) {
    if (run.driver != nullptr) {
      run.driver->cancelRunning();
    }
  }
  m_state = StudyState::kInterrupted;
  postStudy();
}

void StudyRunner::resume() {
  if (m_state != StudyState::kPaused && m_state != StudyState::kInterrupted) {
    return;
  }
  for (RunSlot& run : m_runs) {
    if (run.driver != nullptr) {
      run.driver->allowRunning();
    }
  }
  setState(StudyState::kRunning);
}

void StudyRunner::setState(StudyState state) {
  m_state = state;
  m_session.write({store::SetStudyState{m_id, state, base::wallClockS()}});
  m_session.log("info", "Study \"" + m_spec.name + "\": " + toWord(state) + ".", m_id);
  // Nobody may hear "done" of what is not in the file: where it takes nothing, the writer's error leads to abandon().
  m_isSaved = state != StudyState::kRunning && m_session.flush().ok();
  if (state == StudyState::kRunning || m_isSaved) {
    postStudy();
  }
}

int StudyRunner::runsFailed() const {
  return static_cast<int>(
      std::count_if(m_runs.begin(), m_runs.end(), [](const RunSlot& run) { return run.state == RunState::kFailed; }));
}

void StudyRunner::postStudy() {
  m_lastPostS = base::steadyS();
  const auto done =
      std::count_if(m_runs.begin(), m_runs.end(), [](const RunSlot& run) { return run.state == RunState::kDone; });
  m_session.post(StudyEvent{m_id, m_spec.name, m_state, static_cast<int>(done), runsFailed(),
                            static_cast<int>(m_runs.size()), etaS()});
}

// What the runs in work still need, and for the others what finished runs of the same contender took on the mean.
double StudyRunner::etaS() const {
  double total = 0.0, knownTotal = 0.0;
  int known = 0, unknown = 0;
  for (const RunSlot& run : m_runs) {
    if (run.state == RunState::kDone || run.state == RunState::kFailed || run.sameAs) {
      continue;
    }
    double remaining = run.driver != nullptr ? run.driver->remainingSlotSeconds() : -1.0;
    const auto spent = m_spent.find(run.contender);
    if (remaining < 0.0 && spent != m_spent.end()) {
      remaining = spent->second.first / spent->second.second;
    }
    if (remaining >= 0.0) {
      knownTotal += remaining;
      ++known;
    } else {
      ++unknown;
    }
  }
  if (known == 0) {
    return -1.0;
  }
  total = knownTotal + unknown * knownTotal / known;
  return total / std::max(1, m_options.slotCount);
}

}  // namespace touchstone::exec
