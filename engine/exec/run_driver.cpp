#include "engine/exec/run_driver.h"

#include <algorithm>
#include <cmath>

#include "engine/base/clock.h"

namespace touchstone::exec {

RunDriver::RunDriver(RunSetup setup, ProjectSession& session)
    : m_setup(std::make_shared<const RunSetup>(std::move(setup))),
      m_session(session),
      m_stages(std::make_shared<RunStages>(m_setup, session)),
      m_test(std::make_shared<RunTest>(m_setup, session)) {}

Result<void> RunDriver::start() {
  if (auto stages = m_stages->start(); !stages) {
    return stages;
  }
  if (auto test = m_test->readStored(); !test) {
    return test;
  }
  const std::string leakage =
      m_setup->model ? contenders::leakageFor(m_setup->model->leakage, m_setup->task->dataFile) : std::string();
  store::WriteBatch batch;
  batch.push_back(store::StartRun{m_setup->run, leakage, base::wallClockS()});
  batch.push_back(m_setup->provenance);
  m_session.write(std::move(batch));
  postRun(RunState::kRunning);
  return {};
}

std::optional<Work> RunDriver::nextWork() {
  std::optional<Work> work;
  if (m_phase == Phase::kSearch) {
    work = m_stages->nextWork(m_token);
    if (!work && m_stages->error()) {
      fail(*m_stages->error());
    } else if (!work && m_stages->isDone()) {
      finishSearch();
    }
  }
  if (!work && m_phase == Phase::kTest) {
    work = m_test->nextWork(m_token);
    if (!work && m_test->isComplete()) {
      finishTest();
    }
  }
  return work ? std::optional(counted(std::move(*work))) : std::nullopt;
}

// The work with what has to be known of it here: that it is out, and how it changed the run.
Work RunDriver::counted(Work work) {
  if (m_jobsOut++ == 0) {
    m_activeSinceS = base::steadyS();
  }
  return {[self = shared_from_this(), run = std::move(work.run)](int slot) -> Continuation {
    return [self, then = run(slot)] {
      if (--self->m_jobsOut == 0) {
        self->m_activeSeconds += base::steadyS() - self->m_activeSinceS;
      }
      then();
      if (self->m_test->error() && !self->isOver()) {
        self->fail(*self->m_test->error());
      } else if (!self->isOver() && !self->m_token.isCancelled()) {
        self->postRun(RunState::kRunning);
      }
    };
  }};
}

void RunDriver::finishSearch() {
  const auto winner = m_stages->winner();
  if (!winner) {
    fail({ErrorCode::kInternal, "The contender planned no search.", m_setup->contenderSpec.name});
    return;
  }
  const double now = base::wallClockS();
  store::WriteBatch batch;
  batch.push_back(store::SetBestTrial{m_setup->run, winner->id});
  batch.push_back(
      store::AddScore{m_setup->run, m_setup->taskSpec.metric, "", "validation", "measured", winner->value, 0, now});
  writeLedger(batch);
  m_session.write(std::move(batch));
  m_test->begin(*winner);
  m_phase = Phase::kTest;
}

void RunDriver::finishTest() {
  store::WriteBatch batch;
  m_score = m_test->writeScores(batch);
  if (!std::isfinite(m_score)) {
    fail({ErrorCode::kBadInput,
          "The predictions have no finite score on the test block. Look at the data with `touchstone-cli describe`.",
          m_setup->contenderSpec.name});
    return;
  }
  writeLedger(batch);
  batch.push_back(store::SetRunState{m_setup->run, RunState::kDone, base::wallClockS(), "", ""});
  m_session.write(std::move(batch));
  m_phase = Phase::kDone;
  m_stages->dropLosers();
  postRun(RunState::kDone);
}

void RunDriver::fail(const Error& error) {
  m_phase = Phase::kFailed;
  m_token.cancel();
  store::WriteBatch batch;
  writeLedger(batch);
  batch.push_back(
      store::SetRunState{m_setup->run, RunState::kFailed, base::wallClockS(), toWord(error.code), error.text()});
  m_session.write(std::move(batch));
  m_session.problem(error, false, m_setup->study, m_setup->run);
  postRun(RunState::kFailed);
}

std::optional<Error> RunDriver::takeDiskError() {
  auto error = m_stages->takeDiskError();
  return error ? error : m_test->takeDiskError();
}

void RunDriver::cancelRunning() {
  m_token.cancel();
}

void RunDriver::allowRunning() {
  if (m_token.isCancelled() && !isOver()) {
    m_token = base::CancelToken();
  }
}

bool RunDriver::isOutOfTime() const {
  const double limit = m_setup->budget.secondsPerRun;
  const double active =
      m_activeSeconds + m_stages->replayedSeconds() + (m_jobsOut > 0 ? base::steadyS() - m_activeSinceS : 0.0);
  return limit > 0.0 && active >= limit * m_stages->timeEnd();
}

void RunDriver::checkTime() {
  if (m_phase != Phase::kSearch || !m_stages->canEndEarly() || !isOutOfTime()) {
    return;
  }
  m_token.cancel();               // running segments come back unfinished and end their trials
  m_token = base::CancelToken();  // the test that follows may run
  m_stages->endEarly();
  const std::string text =
      m_stages->timeEnd() < 1.0
          ? "The time for the " + m_stages->stageName() + " is used up; the best trial so far goes on."
          : "The time of the run is used up; the best trial so far is tested.";
  m_session.log("info", text, m_setup->study, m_setup->run);
}

void RunDriver::writeLedger(store::WriteBatch& batch) const {
  const auto winner = m_stages->winner();
  store::SetLedger ledger;
  ledger.run = m_setup->run;
  ledger.wallSeconds = slotSeconds();
  ledger.cpuSeconds = m_stages->cpuSeconds() + m_test->cpuSeconds();
  ledger.testSeconds = m_test->seconds();
  ledger.trials = m_stages->trialCount();
  ledger.epochs = m_stages->resourceSpent();
  ledger.parametersTrained = winner ? winner->parameters : 0;
  ledger.parametersTotal = m_setup->model ? m_setup->model->parameters : ledger.parametersTrained;
  ledger.pretraining = m_setup->model ? m_setup->model->pretraining : std::string();
  store::SetProvenance provenance = m_setup->provenance;
  provenance.wallSeconds = ledger.wallSeconds;
  provenance.cpuSeconds = ledger.cpuSeconds;
  batch.push_back(std::move(provenance));
  batch.push_back(std::move(ledger));
}

double RunDriver::progress() const {
  if (isOver()) {
    return 1.0;
  }
  const double searchShare = m_stages->trialCount() <= 1 ? 0.1 : 0.8;
  if (m_phase == Phase::kTest) {
    return searchShare + (1.0 - searchShare) * m_test->share();
  }
  return searchShare * m_stages->progress();
}

double RunDriver::remainingSlotSeconds() const {
  const double done = progress();
  const double spent = slotSeconds();
  return isOver() ? 0.0 : done < 0.02 || spent <= 0.0 ? -1.0 : spent * (1.0 - done) / done;
}

void RunDriver::postRun(RunState state) {
  m_session.post(RunEvent{m_setup->study, m_setup->run, state, m_score, progress()});
}

}  // namespace touchstone::exec
