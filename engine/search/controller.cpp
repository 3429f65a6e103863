#include "engine/search/controller.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace touchstone::search {

SearchController::SearchController(std::unique_ptr<Sampler> sampler, std::unique_ptr<Scheduler> scheduler,
                                   SearchOptions options)
    : m_options(options), m_sampler(std::move(sampler)), m_scheduler(std::move(scheduler)) {
  assert(m_options.workers >= 1);
  std::vector<RungEvent> none;
  fillWorkers(none, 0);
}

std::optional<Job> SearchController::next() {
  if (m_ready.empty()) {
    return std::nullopt;
  }
  Running& job = m_running.at(m_ready.front());
  m_ready.pop_front();
  job.isHandedOut = true;
  return Job{job.trial, record(job.trial).config, job.from, job.to, job.from == 0};
}

std::vector<RungEvent> SearchController::finish(int trial, const JobOutcome& outcome) {
  const bool isKnown = trial >= 0 && trial < trialCount();
  const auto found = isKnown ? m_running.find(record(trial).turn) : m_running.end();
  const bool isExpected =
      found != m_running.end() && found->second.trial == trial && found->second.isHandedOut && !found->second.outcome;
  assert(isExpected);
  if (!isExpected) {
    return {};
  }
  found->second.outcome = outcome;
  return advance();
}

// Applies outcomes as long as the one whose turn it is has come.
std::vector<RungEvent> SearchController::advance() {
  std::vector<RungEvent> events;
  while (!m_running.empty() && m_running.begin()->second.outcome) {
    const auto first = m_running.begin();
    m_now = first->first.first;
    const Running job = first->second;
    m_running.erase(first);
    const std::size_t before = events.size();
    apply(job, events);
    fillWorkers(events, before);
  }
  return events;
}

// Free workers ask: waiting trials first, then new ones. A trial that was paused just now (events from `justDecided` on) and
// is promoted in the same moment never waited: one event tells it.
void SearchController::fillWorkers(std::vector<RungEvent>& events, std::size_t justDecided) {
  while (m_isAsking && m_running.size() < static_cast<std::size_t>(m_options.workers)) {
    if (auto promoted = m_scheduler->promote()) {
      const auto paused = std::find_if(
          events.begin() + static_cast<std::ptrdiff_t>(justDecided), events.end(), [&](const RungEvent& event) {
            return event.trial == promoted->trial && event.decision == RungDecision::kPaused;
          });
      if (paused != events.end()) {
        events.erase(paused);
      }
      events.push_back(inMetric(*promoted));
      start(promoted->trial, promoted->nextResource);
    } else if (trialCount() < m_options.maxTrials) {
      const int trial = trialCount();
      m_trials.emplace_back().config = m_sampler->ask(trial);
      start(trial, m_scheduler->firstTarget());
    } else {
      return;
    }
  }
}

void SearchController::start(int trial, int to) {
  Record& entry = m_trials[static_cast<std::size_t>(trial)];
  entry.state = TrialState::kRunning;
  entry.turn = {m_now + (to - entry.resource), m_jobs++};
  m_running.emplace(entry.turn, Running{trial, entry.resource, to, false, std::nullopt});
  m_ready.push_back(entry.turn);
}

void SearchController::apply(const Running& job, std::vector<RungEvent>& events) {
  const JobOutcome& outcome = *job.outcome;
  Record& entry = m_trials[static_cast<std::size_t>(job.trial)];
  entry.resource = std::clamp(outcome.reachedResource, job.from, job.to);
  if (outcome.failed) {
    fail(job.trial, outcome);
    return;
  }
  const bool isDiverged = outcome.diverged || !std::isfinite(outcome.value);
  const double loss = isDiverged ? std::numeric_limits<double>::quiet_NaN() : flip(outcome.value);
  RungEvent event =
      m_scheduler->report({job.trial, entry.resource, job.to, loss, outcome.finishedEarly || entry.resource < job.to});
  if (event.decision == RungDecision::kPromoted && !m_isAsking) {
    event.decision = RungDecision::kStopped;
    event.isOutOfTime = true;
    event.isCheckpoint = false;
    event.nextResource = 0;
  }
  if (entry.resource == job.to) {
    entry.rung = event.rung;
  }
  noteBest(job.trial, loss);
  tellSampler(job.trial, loss, event);
  events.push_back(inMetric(event));
  if (event.decision == RungDecision::kPromoted) {
    start(job.trial, event.nextResource);
  } else {
    entry.state = isDiverged                                  ? TrialState::kFailed
                  : event.decision == RungDecision::kPaused   ? TrialState::kPaused
                  : event.decision == RungDecision::kFinished ? TrialState::kFinished
                                                              : TrialState::kStopped;
  }
}

void SearchController::fail(int trial, const JobOutcome& outcome) {
  Record& entry = m_trials[static_cast<std::size_t>(trial)];
  entry.state = TrialState::kFailed;
  if (entry.bestLoss) {
    m_best.erase({*entry.bestLoss, trial});
  }
  m_sampler->tell(trial, entry.config, outcome.value, TrialEnd::kFailed, entry.resource);
}

void SearchController::tellSampler(int trial, double loss, const RungEvent& event) {
  if (event.decision == RungDecision::kPromoted) {
    return;  // goes on: nothing is known of its end yet
  }
  TrialEnd end = event.decision == RungDecision::kFinished ? TrialEnd::kComplete : TrialEnd::kPruned;
  if (std::isnan(loss)) {
    end = TrialEnd::kDiverged;
  }
  m_sampler->tell(trial, record(trial).config, loss, end, event.resource);
}

void SearchController::noteBest(int trial, double loss) {
  Record& entry = m_trials[static_cast<std::size_t>(trial)];
  if (std::isnan(loss)) {
    if (entry.bestLoss) {
      m_best.erase({*entry.bestLoss, trial});
    }
    return;
  }
  if (!entry.bestLoss || loss < *entry.bestLoss) {
    if (entry.bestLoss) {
      m_best.erase({*entry.bestLoss, trial});
    }
    entry.bestLoss = loss;
    m_best.emplace(loss, trial);
  }
}

RungEvent SearchController::inMetric(RungEvent event) const {
  event.value = flip(event.value);
  if (event.cutoff) {
    event.cutoff = flip(*event.cutoff);
  }
  return event;
}

std::vector<RungEvent> SearchController::stopAsking() {
  m_isAsking = false;
  std::vector<RungEvent> events;
  for (const Turn& turn : m_ready) {
    const Running job = m_running.at(turn);
    m_running.erase(turn);
    Record& entry = m_trials[static_cast<std::size_t>(job.trial)];
    if (job.from > 0) {
      entry.state = TrialState::kStopped;
      events.push_back(RungEvent{.trial = job.trial,
                                 .rung = entry.rung,
                                 .resource = entry.resource,
                                 .value = flip(*entry.bestLoss),
                                 .decision = RungDecision::kStopped,
                                 .cutoff = std::nullopt,
                                 .isOutOfTime = true});
    }
  }
  m_ready.clear();
  // New trials that nobody has seen: numbers are given in order, so these are the last ones.
  while (!m_trials.empty() && m_trials.back().state == TrialState::kRunning &&
         !m_running.contains(m_trials.back().turn)) {
    m_trials.pop_back();
  }
  // A withdrawn job may have been the one that finished jobs waited for.
  const std::vector<RungEvent> applied = advance();
  events.insert(events.end(), applied.begin(), applied.end());
  return events;
}

void SearchController::adoptConfig(int trial, Config config) {
  assert(record(trial).state == TrialState::kRunning);
  m_trials[static_cast<std::size_t>(trial)].config = std::move(config);
}

std::optional<double> SearchController::bestValue(int trial) const {
  const std::optional<double>& loss = record(trial).bestLoss;
  return loss ? std::optional(flip(*loss)) : std::nullopt;
}

std::optional<int> SearchController::bestTrial() const {
  return m_best.empty() ? std::nullopt : std::optional(m_best.begin()->second);
}

}  // namespace touchstone::search
