#include "engine/exec/run_search.h"

#include <algorithm>
#include <cmath>

#include "engine/base/clock.h"
#include "engine/base/random.h"
#include "engine/data/metrics.h"
#include "engine/exec/config_json.h"
#include "engine/exec/decision_text.h"
#include "engine/exec/disk_error.h"
#include "engine/exec/slot_sink.h"
#include "engine/search/registry.h"

namespace touchstone::exec {

namespace {

constexpr std::uint64_t kTrialKey = 1;
constexpr std::uint64_t kSamplerKey = 2;

std::uint64_t samplerSeed(std::uint64_t runKey, int stage) {
  return stage == 0 ? base::mixKey({runKey, kSamplerKey})
                    : base::mixKey({runKey, kSamplerKey, static_cast<std::uint64_t>(stage)});
}

std::uint64_t trialSeed(std::uint64_t runKey, int number) {
  // 63 bits, because the file stores it as a signed integer.
  return base::mixKey({runKey, kTrialKey, static_cast<std::uint64_t>(number)}) >> 1;
}

// A contender's option of this type, or `fallback`.
template <typename Value>
Value optionOr(const ContenderSpec& spec, const char* key, Value fallback) {
  const auto option = spec.options.find(key);
  const auto* value = option != spec.options.end() ? std::get_if<Value>(&option->second) : nullptr;
  return value != nullptr ? *value : fallback;
}

const char* outcomeWord(const search::JobOutcome& outcome) {
  return outcome.failed ? "failed" : outcome.diverged ? "diverged" : outcome.finishedEarly ? "finished" : "ok";
}

search::JobOutcome outcomeOf(const store::AddSegment& stored) {
  const bool isCutOff = stored.outcome == "time";  // the clock ended it, see endEarly()
  search::JobOutcome outcome;
  outcome.value = stored.value;
  outcome.reachedResource = stored.reached;
  outcome.finishedEarly = stored.outcome == "finished" || (isCutOff && std::isfinite(stored.value));
  outcome.diverged = stored.outcome == "diverged";
  outcome.failed = stored.outcome == "failed" || (isCutOff && !std::isfinite(stored.value));
  return outcome;
}

search::JobOutcome outcomeOf(const search::Job& job, const Result<contenders::SegmentOutcome>& segment) {
  search::JobOutcome outcome;
  if (!segment) {
    outcome.failed = true;
    outcome.reachedResource = job.from;
    outcome.value = kNoValue;
    return outcome;
  }
  outcome.value = segment->value;
  outcome.reachedResource = segment->reachedResource;
  outcome.finishedEarly = segment->isFinished;
  outcome.diverged = segment->hasDiverged || !std::isfinite(segment->value);
  return outcome;
}

}  // namespace

RunSearch::RunSearch(std::shared_ptr<const RunSetup> setup, ProjectSession& session, StageSetup stage)
    : m_setup(std::move(setup)), m_session(session), m_stage(std::move(stage)), m_eventsSeen(m_stage.firstEvent) {}

std::uint64_t RunSearch::seedOf(int trial) const {
  return trialSeed(m_setup->key, numberOf(trial));
}

Result<void> RunSearch::start() {
  auto made = makeSearch();
  return made ? readStored() : made;
}

Result<void> RunSearch::makeSearch() {
  const ContenderSpec& spec = m_setup->contenderSpec;
  const contenders::SearchPlan& plan = m_stage.plan;
  auto sampler = search::makeSampler(optionOr<std::string>(spec, "sampler", "random"), plan.space,
                                     samplerSeed(m_setup->key, m_stage.stage));
  if (!sampler) {
    return sampler.error();
  }
  const std::string wanted = plan.scheduler.empty() ? optionOr<std::string>(spec, "scheduler", "asha") : plan.scheduler;
  const int eta =
      plan.reductionFactor > 0 ? plan.reductionFactor : static_cast<int>(optionOr<std::int64_t>(spec, "eta", 3));
  auto rungs =
      search::makeScheduler(plan.usesRungs ? wanted : "none", {std::min(plan.minResource, plan.resourcePerTrial),
                                                               plan.resourcePerTrial, eta, plan.segmentResource});
  if (!rungs) {
    return rungs.error();
  }
  const auto* metric = data::findMetric(m_setup->taskSpec.metric);
  search::SearchOptions options;
  options.maxTrials = m_stage.plannedTrials(m_setup->budget);
  options.lowerIsBetter = metric == nullptr || metric->lowerIsBetter;
  m_search = std::make_unique<search::SearchController>(std::move(*sampler), std::move(*rungs), options);
  return {};
}

Result<void> RunSearch::readStored() {
  auto rows = m_session.replay().trials(m_setup->run);
  if (!rows) {
    return rows.error();
  }
  for (store::StoredTrial& row : *rows) {
    if (row.stage != m_stage.stage) {
      continue;
    }
    auto config = parseConfigJson(row.configJson);
    if (!config) {
      return Error{
          ErrorCode::kInternal,
          "The configuration of trial " + std::to_string(row.number) +
              " cannot be read. Go on with a copy of the project from before, or start the study in a new one.",
          m_session.path().string()};
    }
    Trial trial;
    trial.id = row.id;
    trial.config = std::move(*config);
    for (store::AddSegment& segment : row.segments) {
      trial.segments.emplace(segment.fromResource, std::move(segment));
    }
    m_trials.emplace(row.number - m_stage.firstTrial, std::move(trial));
  }
  const auto events = m_session.replay().rungEvents(m_setup->run);
  if (!events) {
    return events.error();
  }
  m_eventsWritten = *events;
  return {};
}

std::optional<Work> RunSearch::nextWork(const base::CancelToken& token) {
  if (!m_interrupted.empty()) {
    const search::Job job = std::move(m_interrupted.front());
    m_interrupted.pop_front();
    return segmentWork(job, token);
  }
  while (auto job = m_search->next()) {
    adoptStoredConfig(*job);
    if (!replayStored(*job)) {
      return segmentWork(*job, token);
    }
  }
  return std::nullopt;
}

// A trial of an earlier session goes on with what it ran with, even where the sampler proposes another last bit now.
void RunSearch::adoptStoredConfig(search::Job& job) {
  const auto trial = m_trials.find(job.trial);
  if (trial != m_trials.end() && trial->second.config != job.config) {
    m_search->adoptConfig(job.trial, trial->second.config);
    job.config = trial->second.config;
  }
}

// Feeds what an earlier session has computed for this job into the search.
bool RunSearch::replayStored(const search::Job& job) {
  const auto found = m_trials.find(job.trial);
  if (found == m_trials.end()) {
    return false;
  }
  Trial& trial = found->second;
  const auto stored = trial.segments.find(job.from);
  if (stored == trial.segments.end() || stored->second.toResource != job.to) {
    return false;
  }
  const store::AddSegment& segment = stored->second;
  trial.value = segment.value;
  trial.resource = segment.reached;
  trial.checkpoint = segment.checkpoint;
  trial.outcome = segment.outcome;
  trial.parameters = segment.parameters;
  trial.detailsJson = segment.detailsJson;
  const double seconds = segment.finishedS - segment.startedS;
  trial.seconds += seconds;
  trial.cpuSeconds += segment.cpuSeconds;
  m_seconds += seconds;
  m_cpuSeconds += segment.cpuSeconds;
  m_replayedSeconds += seconds;
  const search::JobOutcome outcome = outcomeOf(segment);
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

RunSearch::Trial& RunSearch::trialFor(const search::Job& job, store::WriteBatch& batch) {
  const auto [known, isNew] = m_trials.try_emplace(job.trial);
  Trial& trial = known->second;
  if (isNew) {
    trial.id = m_session.next<TrialId>();
    trial.config = job.config;
    batch.push_back(store::AddTrial{trial.id, m_setup->run, m_stage.stage, numberOf(job.trial), configJson(job.config),
                                    static_cast<std::int64_t>(seedOf(job.trial)), base::wallClockS()});
  }
  return trial;
}

Work RunSearch::segmentWork(const search::Job& job, const base::CancelToken& token) {
  store::WriteBatch batch;
  const Trial& trial = trialFor(job, batch);
  const std::filesystem::path& folder = m_setup->checkpointFolder;
  const std::string checkpoint =
      "trial-" + std::to_string(numberOf(job.trial)) + "-" + std::to_string(job.to) + ".ckpt";
  std::error_code ignored, noFolder;
  std::filesystem::create_directories(folder, noFolder);
  contenders::Segment segment{trial.config,  seedOf(job.trial),         job.from,       job.to, {}, folder / checkpoint,
                              m_stage.stage, m_stage.plan.decisionJson, m_stage.earlier};
  if (job.from > 0) {
    if (!trial.checkpoint.empty() && std::filesystem::exists(folder / trial.checkpoint, ignored)) {
      segment.checkpointIn = folder / trial.checkpoint;
    } else {
      segment.fromResource = 0;  // the same curve again, from the beginning
    }
  }
  writeTrial(job.trial, TrialState::kRunning, "", batch);
  m_session.write(std::move(batch));
  m_session.post(TrialEvent{m_setup->study, m_setup->run, trial.id, numberOf(job.trial), TrialState::kRunning,
                            trial.value, job.from});

  return {
      [self = shared_from_this(), job, segment, checkpoint, noFolder, id = trial.id, token](int slot) -> Continuation {
        const RunSetup& setup = *self->m_setup;
        SlotSink sink(self->m_session, setup.study, setup.run, id);
        SegmentDone done{job, Error{ErrorCode::kCancelled, "Cancelled.", ""}, checkpoint, slot, base::wallClockS()};
        const double steady = base::steadyS(), cpu = base::threadCpuS();
        if (noFolder) {
          done.outcome = folderError(setup.checkpointFolder, noFolder);
        } else if (!token.isCancelled()) {
          self->m_session.write({store::StartSegment{id, slot, done.startedS}});
          done.outcome = setup.contender->runSegment(setup.task->view, segment, sink, token);
        }
        done.seconds = base::steadyS() - steady;
        done.cpuSeconds = base::threadCpuS() - cpu;
        sink.flush();
        return [self, done] { self->onSegment(done); };
      }};
}

// A trial that the clock ended keeps the value it had; one that had none says nothing about its configuration.
search::JobOutcome RunSearch::outOfTimeOutcome(int trial) const {
  const Trial& cut = m_trials.at(trial);
  search::JobOutcome outcome;
  outcome.value = cut.value;
  outcome.reachedResource = cut.resource;
  outcome.finishedEarly = std::isfinite(cut.value);
  outcome.failed = !outcome.finishedEarly;
  return outcome;
}

void RunSearch::onSegment(const SegmentDone& done) {
  const int number = done.job.trial;
  const bool isCancelled = !done.outcome && done.outcome.error().code == ErrorCode::kCancelled;
  const bool isDisk = !done.outcome && isAboutTheDisk(done.outcome.error());
  if (isDisk) {
    m_diskError = done.outcome.error();
  }
  store::WriteBatch batch;
  if (isDisk || (isCancelled && !m_isTimeUp)) {
    m_interrupted.push_back(done.job);
    writeTrial(number, TrialState::kPaused, "", batch);
    m_session.write(std::move(batch));
    return;
  }
  Trial& trial = m_trials.at(number);
  const search::JobOutcome outcome = isCancelled ? outOfTimeOutcome(number) : outcomeOf(done.job, done.outcome);
  const std::string oldCheckpoint = done.outcome ? std::exchange(trial.checkpoint, done.checkpoint) : std::string();
  trial.outcome = isCancelled ? "time" : outcomeWord(outcome);
  noteOutcome(trial, done, outcome);
  const std::string error = done.outcome || isCancelled ? std::string() : done.outcome.error().text();
  if (!error.empty() && m_firstError.empty()) {
    m_firstError = error;
  }
  batch.push_back(store::AddSegment{trial.id, done.job.from, done.job.to, outcome.reachedResource, trial.outcome,
                                    outcome.value, done.slot, done.startedS, done.startedS + done.seconds,
                                    done.cpuSeconds, trial.checkpoint, trial.detailsJson, error, trial.parameters});
  if (outcome.failed) {  // no rung decides about it
    writeTrial(number, isCancelled ? TrialState::kStopped : TrialState::kFailed,
               isCancelled ? outOfTimeText(trial.resource, m_stage.plan.resourceUnit) : error, batch);
  }
  writeDecisions(m_search->finish(number, outcome), batch);
  m_session.write(std::move(batch));
  if (!oldCheckpoint.empty() && oldCheckpoint != trial.checkpoint) {
    dropCheckpoint(oldCheckpoint);
  }
}

void RunSearch::noteOutcome(Trial& trial, const SegmentDone& done, const search::JobOutcome& outcome) {
  trial.seconds += done.seconds;
  trial.cpuSeconds += done.cpuSeconds;
  m_seconds += done.seconds;
  m_cpuSeconds += done.cpuSeconds;
  trial.resource = std::max(trial.resource, outcome.reachedResource);
  if (done.outcome) {
    trial.value = outcome.diverged ? trial.value : outcome.value;
    trial.parameters = done.outcome->trainedParameters;
    trial.detailsJson = done.outcome->detailsJson;
  }
}

void RunSearch::writeDecisions(const std::vector<search::RungEvent>& events, store::WriteBatch& batch) {
  for (const search::RungEvent& event : events) {
    Trial& trial = m_trials.at(event.trial);
    trial.rung = event.rung;
    if (event.isCheckpoint) {
      continue;  // the trial's next segment writes how far it is
    }
    if (m_eventsSeen++ < m_eventsWritten) {
      continue;  // an earlier session wrote it
    }
    const TrialState state = stateAfter(event, trial.outcome);
    const RunId run = m_setup->run;
    batch.push_back(store::AddRungEvent{run, trial.id, event.rung, event.resource, event.value, event.decision,
                                        event.cutoff.value_or(kNoValue), event.rank, event.of, m_eventsSeen - 1,
                                        base::wallClockS()});
    writeTrial(event.trial, state, reasonText(event, trial.outcome, m_stage.plan.resourceUnit), batch);
    m_session.post(RungReached{m_setup->study, run, trial.id, event.rung, event.resource, event.value, event.decision});
    m_session.post(
        TrialEvent{m_setup->study, run, trial.id, numberOf(event.trial), state, trial.value, trial.resource});
  }
}

void RunSearch::writeTrial(int number, TrialState state, const std::string& reason, store::WriteBatch& batch) const {
  const Trial& trial = m_trials.at(number);
  const bool isOver = state != TrialState::kRunning && state != TrialState::kPaused;
  batch.push_back(store::UpdateTrial{trial.id, state, trial.value, trial.rung, trial.resource, trial.seconds,
                                     trial.cpuSeconds, trial.parameters, isOver ? base::wallClockS() : kNoValue,
                                     reason});
}

void RunSearch::endEarly() {
  m_isTimeUp = true;
  store::WriteBatch batch;
  writeDecisions(m_search->stopAsking(), batch);
  for (const search::Job& job : std::exchange(m_interrupted, {})) {
    writeTrial(job.trial, TrialState::kStopped,
               outOfTimeText(m_trials.at(job.trial).resource, m_stage.plan.resourceUnit), batch);
    writeDecisions(m_search->finish(job.trial, outOfTimeOutcome(job.trial)), batch);
  }
  m_session.write(std::move(batch));
}

std::optional<RunWinner> RunSearch::winner() const {
  const auto best = m_search->bestTrial();
  if (!best) {
    return std::nullopt;
  }
  const Trial& trial = m_trials.at(*best);
  const int reached = std::max(trial.resource, 1);
  const contenders::Segment segment{trial.config,
                                    seedOf(*best),
                                    reached,
                                    reached,
                                    m_setup->checkpointFolder / trial.checkpoint,
                                    {},
                                    m_stage.stage,
                                    m_stage.plan.decisionJson,
                                    m_stage.earlier};
  return RunWinner{trial.id, segment, trial.value, trial.detailsJson, trial.parameters};
}

void RunSearch::closeTrials(store::WriteBatch& batch) const {
  for (const auto& [number, trial] : m_trials) {
    if (m_search->trialState(number) == TrialState::kPaused) {
      writeTrial(number, TrialState::kStopped, notPromotedText(trial.resource, m_stage.plan.resourceUnit), batch);
    }
  }
}

int RunSearch::resourceSpent() const {
  int spent = 0;
  for (const auto& [number, trial] : m_trials) {
    spent += trial.resource;
  }
  return spent;
}

double RunSearch::share() const {
  const int planned = m_stage.plannedTrials(m_setup->budget);
  const double done = planned > 1 ? static_cast<double>(trialCount()) / planned
                                  : static_cast<double>(resourceSpent()) / m_stage.plan.resourcePerTrial;
  return std::min(1.0, done);
}

void RunSearch::dropTrials(bool keepsWinner) const {
  const auto best = keepsWinner ? m_search->bestTrial() : std::nullopt;
  for (const auto& [number, trial] : m_trials) {
    if (!trial.checkpoint.empty() && number != best) {
      dropCheckpoint(trial.checkpoint);
    }
  }
}

void RunSearch::dropCheckpoint(const std::string& name) const {
  std::error_code ignored;  // a file left behind costs disk, nothing else
  std::filesystem::remove(m_setup->checkpointFolder / name, ignored);
}

}  // namespace touchstone::exec
