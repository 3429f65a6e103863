#include "engine/exec/run_driver.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/base/clock.h"
#include "engine/base/text.h"
#include "engine/data/metrics.h"
#include "engine/exec/config_json.h"
#include "engine/exec/decision_text.h"
#include "engine/exec/slot_sink.h"
#include "engine/search/registry.h"

namespace touchstone::exec {

namespace {

constexpr std::uint64_t kTrialKey = 1;
constexpr std::uint64_t kSamplerKey = 2;

std::uint64_t trialSeed(std::uint64_t runKey, int number) {
  // 63 bits, because the file stores it as a signed integer.
  return base::mixKey({runKey, kTrialKey, static_cast<std::uint64_t>(number)}) >> 1;
}

bool lowerIsBetter(const std::string& metric) {
  const auto* card = data::findMetric(metric);
  return card == nullptr || card->lowerIsBetter;
}

// The text of a contender's option, or `fallback`.
std::string optionWord(const ContenderSpec& spec, const char* key, const char* fallback) {
  const auto option = spec.options.find(key);
  const auto* text = option != spec.options.end() ? std::get_if<std::string>(&option->second) : nullptr;
  return text != nullptr ? *text : std::string(fallback);
}

int optionWhole(const ContenderSpec& spec, const char* key, int fallback) {
  const auto option = spec.options.find(key);
  const auto* number = option != spec.options.end() ? std::get_if<std::int64_t>(&option->second) : nullptr;
  return number != nullptr ? static_cast<int>(*number) : fallback;
}

// A disk that is full or gone says nothing about a configuration: it must not become the stored outcome of a trial.
bool isAboutTheDisk(const Error& error) {
  return error.code == ErrorCode::kDiskFull || error.code == ErrorCode::kReadOnly || error.code == ErrorCode::kNotFound;
}

Error folderError(const std::filesystem::path& folder, const std::error_code& reason) {
  const bool isFull = reason == std::errc::no_space_on_device;
  return {isFull ? ErrorCode::kDiskFull : ErrorCode::kReadOnly,
          "The folder for checkpoints cannot be made (" + reason.message() +
              "). Make room, or see that it can be written, and resume.",
          folder.string()};
}

const char* outcomeWord(const search::JobOutcome& outcome) {
  return outcome.failed ? "failed" : outcome.diverged ? "diverged" : outcome.finishedEarly ? "finished" : "ok";
}

}  // namespace

RunDriver::RunDriver(RunSetup setup, ProjectSession& session) : m_setup(std::move(setup)), m_session(session) {
  m_plan = m_setup.contender->plan(m_setup.task->view, m_setup.budget);
  m_test = std::make_unique<SeriesEvaluation>(m_setup.task->series, m_setup.taskSpec.metric,
                                              m_setup.taskSpec.keepForecasts == "all");
}

Result<void> RunDriver::makeSearch() {
  const ContenderSpec& spec = m_setup.contenderSpec;
  auto sampler = search::makeSampler(optionWord(spec, "sampler", "random"), m_plan.space, base::mixKey({m_setup.key, kSamplerKey}));
  if (!sampler) {
    return sampler.error();
  }
  const std::string scheduler = m_plan.usesRungs ? optionWord(spec, "scheduler", "asha") : "none";
  auto rungs = search::makeScheduler(scheduler, {1, m_plan.resourcePerTrial, optionWhole(spec, "eta", 3)});
  if (!rungs) {
    return rungs.error();
  }
  search::SearchOptions options;
  options.maxTrials = m_plan.space.isEmpty() ? 1 : m_setup.budget.trials;
  options.lowerIsBetter = lowerIsBetter(m_setup.taskSpec.metric);
  m_search = std::make_unique<search::SearchController>(std::move(*sampler), std::move(*rungs), options);
  return {};
}

void RunDriver::readStored(std::vector<store::StoredTrial> stored) {
  for (store::StoredTrial& row : stored) {
    Trial trial;
    trial.id = row.id;
    trial.configJson = std::move(row.configJson);
    for (store::AddSegment& segment : row.segments) {
      trial.segments.emplace(segment.fromResource, std::move(segment));
    }
    m_trials.emplace(row.number, std::move(trial));
  }
}

Result<void> RunDriver::start() {
  if (auto made = makeSearch(); !made) {
    return made;
  }
  auto stored = m_session.replay().trials(m_setup.run);
  if (!stored) {
    return stored.error();
  }
  readStored(std::move(*stored));
  const auto events = m_session.replay().rungEvents(m_setup.run);
  if (!events) {
    return events.error();
  }
  m_eventsWritten = *events;
  auto predictions = m_session.replay().predictions(m_setup.run);
  if (!predictions) {
    return predictions.error();
  }
  m_predictions = std::move(*predictions);

  const int trials = m_plan.space.isEmpty() ? 1 : m_setup.budget.trials;
  store::WriteBatch batch;
  const std::string leakage = m_setup.model ? contenders::leakageFor(*m_setup.model, m_setup.task->dataFile) : std::string();
  batch.push_back(store::StartRun{m_setup.run, trials, m_plan.resourcePerTrial, m_plan.resourceUnit, leakage, base::wallClockS()});
  batch.push_back(m_setup.provenance);
  m_session.write(std::move(batch));
  postRun(RunState::kRunning);
  return {};
}

std::optional<Work> RunDriver::nextWork() {
  std::optional<Work> work;
  if (m_phase == Phase::kSearch) {
    work = nextSearchWork();
  }
  if (!work && m_phase == Phase::kPredictor && !m_isPredictorOut) {
    m_isPredictorOut = true;
    work = predictorWork();
  }
  if (!work && m_phase == Phase::kTest) {
    work = nextTestWork();
  }
  if (work && m_jobsOut++ == 0) {
    m_activeSinceS = base::steadyS();
  }
  return work;
}

std::optional<Work> RunDriver::nextSearchWork() {
  if (!m_interrupted.empty()) {
    const search::Job job = m_interrupted.front();
    m_interrupted.pop_front();
    return segmentWork(job);
  }
  while (const auto job = m_search->next()) {
    if (!replayStored(*job)) {
      return segmentWork(*job);
    }
  }
  if (m_search->isDone() && m_jobsOut == 0) {
    finishSearch();
  }
  return std::nullopt;
}

bool RunDriver::isOutOfTime() const {
  const double limit = m_setup.budget.secondsPerRun;
  const double active = m_activeSeconds + (m_jobsOut > 0 ? base::steadyS() - m_activeSinceS : 0.0);
  return limit > 0.0 && active >= limit;
}

// Feeds what an earlier session has computed for this job into the search.
bool RunDriver::replayStored(const search::Job& job) {
  const auto trial = m_trials.find(job.trial);
  if (trial == m_trials.end()) {
    return false;
  }
  const auto stored = trial->second.segments.find(job.from);
  if (stored == trial->second.segments.end() || stored->second.toResource != job.to) {
    return false;
  }
  const store::AddSegment& segment = stored->second;
  trial->second.config = job.config;
  trial->second.value = segment.value;
  trial->second.resource = segment.reached;
  trial->second.checkpoint = segment.checkpoint;
  trial->second.outcome = segment.outcome;
  trial->second.parameters = segment.parameters;
  trial->second.detailsJson = segment.detailsJson;
  const double seconds = segment.finishedS - segment.startedS;
  trial->second.seconds += seconds;
  trial->second.cpuSeconds += segment.cpuSeconds;
  m_searchSeconds += seconds;
  m_cpuSeconds += segment.cpuSeconds;
  m_activeSeconds += seconds;
  search::JobOutcome outcome;
  outcome.value = segment.value;
  outcome.reachedResource = segment.reached;
  outcome.finishedEarly = segment.outcome == "finished" || (segment.outcome == "time" && std::isfinite(segment.value));
  outcome.diverged = segment.outcome == "diverged";
  outcome.failed = segment.outcome == "failed" || (segment.outcome == "time" && !std::isfinite(segment.value));
  if (outcome.failed && m_firstError.empty()) {
    m_firstError = segment.error;
  }
  store::WriteBatch batch;
  writeDecisions(m_search->finish(job.trial, outcome), batch);
  if (!batch.empty()) {
    m_session.write(std::move(batch));
  }
  return true;
}

RunDriver::Trial& RunDriver::trialFor(const search::Job& job, store::WriteBatch& batch) {
  const auto known = m_trials.find(job.trial);
  if (known != m_trials.end()) {
    known->second.config = job.config;
    return known->second;
  }
  Trial trial;
  trial.id = m_session.next<TrialId>();
  trial.configJson = configJson(job.config);
  trial.config = job.config;
  batch.push_back(store::AddTrial{trial.id, m_setup.run, job.trial, trial.configJson,
                                  static_cast<std::int64_t>(trialSeed(m_setup.key, job.trial)), base::wallClockS()});
  return m_trials.emplace(job.trial, std::move(trial)).first->second;
}

Work RunDriver::segmentWork(const search::Job& job) {
  store::WriteBatch batch;
  Trial& trial = trialFor(job, batch);
  contenders::Segment segment;
  segment.config = job.config;
  segment.seed = trialSeed(m_setup.key, job.trial);
  segment.fromResource = job.from;
  segment.toResource = job.to;
  std::error_code ignored;
  if (job.from > 0) {
    const auto file = checkpointFolder() / trial.checkpoint;
    if (!trial.checkpoint.empty() && std::filesystem::exists(file, ignored)) {
      segment.checkpointIn = file;
    } else {
      segment.fromResource = 0;  // the same curve again, from the beginning
    }
  }
  const std::string checkpoint = "trial-" + std::to_string(job.trial) + "-" + std::to_string(job.to) + ".ckpt";
  std::error_code noFolder;
  std::filesystem::create_directories(checkpointFolder(), noFolder);
  segment.checkpointOut = checkpointFolder() / checkpoint;
  writeTrial(job.trial, TrialState::kRunning, "", batch);
  m_session.write(std::move(batch));
  m_session.post(TrialEvent{m_setup.study, m_setup.run, trial.id, job.trial, TrialState::kRunning, trial.value, job.from});

  return {[self = shared_from_this(), job, segment, checkpoint, noFolder, id = trial.id,
           token = m_token](int slot) -> Continuation {
    SlotSink sink(self->m_session, self->m_setup.study, self->m_setup.run, id);
    const double started = base::wallClockS(), steady = base::steadyS(), cpu = base::threadCpuS();
    SegmentDone done{job, segment.fromResource, Error{ErrorCode::kCancelled, "Cancelled.", ""}, checkpoint, slot, started};
    if (noFolder) {
      done.outcome = folderError(self->checkpointFolder(), noFolder);
    } else if (!token.isCancelled()) {
      self->m_session.write({store::StartSegment{id, slot, started}});
      done.outcome = self->m_setup.contender->runSegment(self->m_setup.task->view, segment, sink, token);
    }
    done.seconds = base::steadyS() - steady;
    done.cpuSeconds = base::threadCpuS() - cpu;
    sink.flush();
    return [self, done] { self->onSegment(done); };
  }};
}

search::JobOutcome RunDriver::toSearchOutcome(const SegmentDone& done) const {
  search::JobOutcome outcome;
  if (!done.outcome) {
    outcome.failed = true;
    outcome.reachedResource = done.job.from;
    outcome.value = kNoValue;
    return outcome;
  }
  outcome.value = done.outcome->value;
  outcome.reachedResource = done.outcome->reachedResource;
  outcome.finishedEarly = done.outcome->isFinished;
  outcome.diverged = done.outcome->hasDiverged || !std::isfinite(done.outcome->value);
  return outcome;
}

// A trial that the clock ended keeps the value it had; one that had none says nothing about its configuration.
search::JobOutcome RunDriver::outOfTimeOutcome(int trial) const {
  const Trial& cut = m_trials.at(trial);
  search::JobOutcome outcome;
  outcome.value = cut.value;
  outcome.reachedResource = cut.resource;
  outcome.finishedEarly = std::isfinite(cut.value);
  outcome.failed = !outcome.finishedEarly;
  return outcome;
}

void RunDriver::workCameBack() {
  if (--m_jobsOut == 0) {
    m_activeSeconds += base::steadyS() - m_activeSinceS;
  }
}

void RunDriver::onSegment(SegmentDone done) {
  workCameBack();
  const bool isCancelled = !done.outcome && done.outcome.error().code == ErrorCode::kCancelled;
  const bool isDisk = !done.outcome && isAboutTheDisk(done.outcome.error());
  if (isDisk) {
    m_diskError = done.outcome.error();
  }
  if (isDisk || (isCancelled && !m_isTimeUp)) {
    m_interrupted.push_back(done.job);
    store::WriteBatch batch;
    writeTrial(done.job.trial, TrialState::kPaused, "", batch);
    m_session.write(std::move(batch));
    return;
  }
  Trial& trial = m_trials.at(done.job.trial);
  const search::JobOutcome outcome = isCancelled ? outOfTimeOutcome(done.job.trial) : toSearchOutcome(done);
  const std::string oldCheckpoint = done.outcome ? std::exchange(trial.checkpoint, done.checkpoint) : std::string();
  trial.outcome = isCancelled ? "time" : outcomeWord(outcome);
  trial.seconds += done.seconds;
  trial.cpuSeconds += done.cpuSeconds;
  m_searchSeconds += done.seconds;
  m_cpuSeconds += done.cpuSeconds;
  trial.resource = std::max(trial.resource, outcome.reachedResource);
  if (done.outcome) {
    trial.value = outcome.diverged ? trial.value : outcome.value;
    trial.parameters = done.outcome->trainedParameters;
    trial.detailsJson = done.outcome->detailsJson;
  } else if (!isCancelled && m_firstError.empty()) {
    m_firstError = done.outcome.error().text();
  }
  const std::string error = done.outcome || isCancelled ? std::string() : done.outcome.error().text();
  store::WriteBatch batch;
  batch.push_back(store::AddSegment{trial.id, done.job.from, done.job.to, outcome.reachedResource, trial.outcome, outcome.value, done.slot,
                                    done.startedS, done.startedS + done.seconds, done.cpuSeconds, trial.checkpoint, trial.detailsJson,
                                    error, trial.parameters});
  if (outcome.failed) {  // no rung decides about it
    writeTrial(done.job.trial, isCancelled ? TrialState::kStopped : TrialState::kFailed,
               isCancelled ? outOfTimeText(trial.resource, m_plan.resourceUnit) : error, batch);
  }
  writeDecisions(m_search->finish(done.job.trial, outcome), batch);
  m_session.write(std::move(batch));
  if (!oldCheckpoint.empty() && oldCheckpoint != trial.checkpoint) {
    dropCheckpoint(oldCheckpoint);
  }
  postRun(RunState::kRunning);
}

void RunDriver::writeDecisions(const std::vector<search::RungEvent>& events, store::WriteBatch& batch) {
  for (const search::RungEvent& event : events) {
    Trial& trial = m_trials.at(event.trial);
    trial.rung = event.rung;
    if (m_eventsSeen++ < m_eventsWritten) {
      continue;  // an earlier session wrote it
    }
    const TrialState state = stateAfter(event, trial.outcome);
    batch.push_back(store::AddRungEvent{m_setup.run, trial.id, event.rung, event.resource, event.value, event.decision,
                                        event.cutoff.value_or(kNoValue), event.rank, event.of, m_eventsSeen - 1, base::wallClockS()});
    writeTrial(event.trial, state, reasonText(event, trial.outcome, m_plan.resourceUnit), batch);
    m_session.post(RungReached{m_setup.study, m_setup.run, trial.id, event.rung, event.resource, event.value, event.decision});
    m_session.post(TrialEvent{m_setup.study, m_setup.run, trial.id, event.trial, state, trial.value, trial.resource});
  }
}

void RunDriver::writeTrial(int number, TrialState state, const std::string& reason, store::WriteBatch& batch) {
  const Trial& trial = m_trials.at(number);
  const bool isOver = state != TrialState::kRunning && state != TrialState::kPaused;
  batch.push_back(store::UpdateTrial{trial.id, state, trial.value, trial.rung, trial.resource, trial.seconds, trial.cpuSeconds,
                                     trial.parameters, isOver ? base::wallClockS() : kNoValue, reason});
}

void RunDriver::finishSearch() {
  const auto best = m_search->bestTrial();
  if (!best) {
    fail({ErrorCode::kBadInput, "No trial gave a value." + (m_firstError.empty() ? std::string() : " The first error: " + m_firstError),
          m_setup.contenderSpec.name});
    return;
  }
  const Trial& winner = m_trials.at(*best);
  store::WriteBatch batch;
  batch.push_back(store::SetBestTrial{m_setup.run, winner.id});
  batch.push_back(store::AddScore{m_setup.run, m_setup.taskSpec.metric, "", "validation", "measured", winner.value, 0, base::wallClockS()});
  if (!winner.detailsJson.empty()) {
    batch.push_back(store::AddArtifact{m_setup.run, winner.id, "details", winner.detailsJson, "", base::wallClockS()});
  }
  for (auto& [number, trial] : m_trials) {
    if (m_search->trialState(number) == TrialState::kPaused) {
      writeTrial(number, TrialState::kStopped, notPromotedText(trial.resource, m_plan.resourceUnit), batch);
    }
  }
  writeLedger(batch);
  m_session.write(std::move(batch));
  m_phase = Phase::kPredictor;
}

Work RunDriver::predictorWork() {
  const int best = *m_search->bestTrial();
  const Trial& winner = m_trials.at(best);
  contenders::Segment segment;
  segment.config = winner.config;
  segment.seed = trialSeed(m_setup.key, best);
  segment.fromResource = segment.toResource = std::max(winner.resource, 1);
  segment.checkpointIn = checkpointFolder() / winner.checkpoint;
  return {[self = shared_from_this(), segment, id = winner.id, token = m_token](int) -> Continuation {
    std::error_code ignored;
    if (!std::filesystem::exists(segment.checkpointIn, ignored)) {
      // The winner's state was swept away: the same training again gives the same state.
      contenders::Segment again = segment;
      again.fromResource = 0;
      again.checkpointOut = std::exchange(again.checkpointIn, {});
      SlotSink sink(self->m_session, self->m_setup.study, self->m_setup.run, id);
      const auto outcome = self->m_setup.contender->runSegment(self->m_setup.task->view, again, sink, token);
      sink.flush();
      if (!outcome) {
        return [self, error = outcome.error()] { self->onPredictor(error); };
      }
    }
    auto made = std::make_shared<Result<std::unique_ptr<contenders::Forecaster>>>(
        self->m_setup.contender->predictor(self->m_setup.task->view, segment, token));
    return [self, made] { self->onPredictor(std::move(*made)); };
  }};
}

void RunDriver::onPredictor(Result<std::unique_ptr<contenders::Forecaster>> predictor) {
  workCameBack();
  m_isPredictorOut = false;
  if (!predictor) {
    if (isAboutTheDisk(predictor.error())) {
      m_diskError = predictor.error();
    } else if (predictor.error().code != ErrorCode::kCancelled) {
      fail(predictor.error());
    }
    return;
  }
  m_forecaster = std::move(*predictor);
  const std::vector<bool> isComplete = m_test->completeChunks(m_predictions);
  for (std::int64_t chunk = 0; chunk < m_test->chunkCount(); ++chunk) {
    if (!isComplete[static_cast<std::size_t>(chunk)]) {
      m_chunks.push_back(chunk);
    }
  }
  std::erase_if(m_predictions, [this, &isComplete](const store::AddPrediction& row) {
    return !isComplete[static_cast<std::size_t>(m_test->chunkOf(row))];
  });
  m_phase = Phase::kTest;
  m_session.write({store::SetTestProgress{m_setup.run, static_cast<std::int64_t>(m_predictions.size()), 0}});
}

std::optional<Work> RunDriver::nextTestWork() {
  if (!m_chunks.empty()) {
    const std::int64_t chunk = m_chunks.front();
    m_chunks.pop_front();
    return chunkWork(chunk);
  }
  if (m_jobsOut == 0 && static_cast<std::int64_t>(m_predictions.size()) == m_test->itemCount()) {
    finishTest();
  }
  return std::nullopt;
}

Work RunDriver::chunkWork(std::int64_t chunk) {
  return {[self = shared_from_this(), chunk, token = m_token](int) -> Continuation {
    const double steady = base::steadyS(), cpu = base::threadCpuS();
    Result<store::WriteBatch> rows = token.isCancelled() ? Result<store::WriteBatch>(Error{ErrorCode::kCancelled, "Cancelled.", ""})
                                                         : self->m_test->predict(*self->m_forecaster, self->m_setup.run, chunk, token);
    auto result = std::make_shared<Result<store::WriteBatch>>(std::move(rows));
    return [self, chunk, result, seconds = base::steadyS() - steady, cpuSeconds = base::threadCpuS() - cpu] {
      self->onChunk(chunk, std::move(*result), seconds, cpuSeconds);
    };
  }};
}

void RunDriver::onChunk(std::int64_t chunk, Result<store::WriteBatch> rows, double seconds, double cpuSeconds) {
  workCameBack();
  m_testSeconds += seconds;
  m_cpuSeconds += cpuSeconds;
  if (!rows) {
    if (rows.error().code == ErrorCode::kCancelled) {
      m_chunks.push_front(chunk);
    } else if (m_phase != Phase::kFailed) {
      fail(rows.error());
    }
    return;
  }
  for (const store::WriteOp& op : *rows) {
    store::AddPrediction row = std::get<store::AddPrediction>(op);
    row.output.clear();
    m_predictions.push_back(std::move(row));
  }
  rows->push_back(store::SetTestProgress{m_setup.run, static_cast<std::int64_t>(m_predictions.size()), 0});
  m_session.write(std::move(*rows));
  postRun(RunState::kRunning);
}

void RunDriver::finishTest() {
  store::WriteBatch batch;
  const double now = base::wallClockS();
  for (const SeriesScore& score : m_test->scores(m_predictions)) {
    batch.push_back(store::AddScore{m_setup.run, score.metric, score.part, "test", "measured", score.value, score.items, now});
    if (score.part.empty() && score.metric == m_setup.taskSpec.metric) {
      m_score = score.value;
    }
  }
  if (!std::isfinite(m_score)) {
    fail({ErrorCode::kBadInput, "The forecasts have no finite error on the test block. Look at the data with `touchstone-cli describe`.",
          m_setup.contenderSpec.name});
    return;
  }
  batch.push_back(store::SetTestProgress{m_setup.run, m_test->itemCount(), 1});
  writeLedger(batch);
  batch.push_back(store::SetRunState{m_setup.run, RunState::kDone, now, "", ""});
  m_session.write(std::move(batch));
  m_phase = Phase::kDone;
  m_forecaster.reset();
  const Trial& winner = m_trials.at(*m_search->bestTrial());
  for (const auto& [number, trial] : m_trials) {
    if (!trial.checkpoint.empty() && trial.id != winner.id) {
      dropCheckpoint(trial.checkpoint);
    }
  }
  postRun(RunState::kDone);
}

void RunDriver::fail(const Error& error) {
  m_phase = Phase::kFailed;
  m_token.cancel();
  store::WriteBatch batch;
  writeLedger(batch);
  batch.push_back(store::SetRunState{m_setup.run, RunState::kFailed, base::wallClockS(), toWord(error.code), error.text()});
  m_session.write(std::move(batch));
  m_session.problem(error, false, m_setup.study, m_setup.run);
  postRun(RunState::kFailed);
}

void RunDriver::cancelRunning() {
  m_token.cancel();
}

void RunDriver::checkTime() {
  if (m_phase != Phase::kSearch || m_isTimeUp || !isOutOfTime()) {
    return;
  }
  m_isTimeUp = true;
  m_token.cancel();               // running segments come back unfinished and end their trials
  m_token = base::CancelToken();  // the test that follows may run
  store::WriteBatch batch;
  writeDecisions(m_search->stopAsking(), batch);
  for (const search::Job& job : std::exchange(m_interrupted, {})) {
    writeTrial(job.trial, TrialState::kStopped, outOfTimeText(m_trials.at(job.trial).resource, m_plan.resourceUnit), batch);
    writeDecisions(m_search->finish(job.trial, outOfTimeOutcome(job.trial)), batch);
  }
  m_session.write(std::move(batch));
  m_session.log("info", "The time of the run is used up; the best trial so far is tested.", m_setup.study, m_setup.run);
}

void RunDriver::allowRunning() {
  if (m_token.isCancelled() && !isOver()) {
    m_token = base::CancelToken();
  }
}

void RunDriver::writeLedger(store::WriteBatch& batch) const {
  store::SetLedger ledger;
  ledger.run = m_setup.run;
  ledger.wallSeconds = m_searchSeconds + m_testSeconds;
  ledger.cpuSeconds = m_cpuSeconds;
  ledger.testSeconds = m_testSeconds;
  ledger.trials = static_cast<int>(m_trials.size());
  for (const auto& [number, trial] : m_trials) {
    ledger.epochs += trial.resource;
  }
  if (const auto best = m_search->bestTrial()) {
    ledger.parametersTrained = m_trials.at(*best).parameters;
  }
  ledger.parametersTotal = m_setup.model ? m_setup.model->parameters : ledger.parametersTrained;
  ledger.pretraining = m_setup.model ? m_setup.model->pretraining : std::string();
  store::SetProvenance provenance = m_setup.provenance;
  provenance.wallSeconds = ledger.wallSeconds;
  provenance.cpuSeconds = ledger.cpuSeconds;
  batch.push_back(std::move(provenance));
  batch.push_back(std::move(ledger));
}

std::filesystem::path RunDriver::checkpointFolder() const {
  return m_session.filesFolder() / "checkpoints" / ("run-" + std::to_string(m_setup.run.value));
}

void RunDriver::dropCheckpoint(const std::string& name) const {
  std::error_code ignored;  // a file left behind costs disk, nothing else
  std::filesystem::remove(checkpointFolder() / name, ignored);
}

double RunDriver::unitsDone() const {
  double units = 0.0;
  for (const auto& [number, trial] : m_trials) {
    units += trial.resource;
  }
  return units;
}

double RunDriver::progress() const {
  if (isOver()) {
    return 1.0;
  }
  const int trials = m_plan.space.isEmpty() ? 1 : m_setup.budget.trials;
  const double search = m_phase == Phase::kSearch ? std::min(1.0, static_cast<double>(m_trials.size()) / trials) : 1.0;
  const double items = static_cast<double>(std::max<std::int64_t>(1, m_test->itemCount()));
  const double test = static_cast<double>(m_predictions.size()) / items;
  const double searchShare = m_plan.space.isEmpty() ? 0.1 : 0.8;
  return searchShare * search + (1.0 - searchShare) * (m_phase == Phase::kTest ? test : 0.0);
}

double RunDriver::remainingSlotSeconds() const {
  const double done = progress();
  const double spent = m_searchSeconds + m_testSeconds;
  return isOver() ? 0.0 : done < 0.02 || spent <= 0.0 ? -1.0 : spent * (1.0 - done) / done;
}

void RunDriver::postRun(RunState state) {
  m_session.post(RunEvent{m_setup.study, m_setup.run, state, m_score, progress()});
}

}  // namespace touchstone::exec
