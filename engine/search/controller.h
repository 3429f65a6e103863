// A search from a sampler, a scheduler and a budget: hands out jobs (train this configuration from epoch a to b) and takes
// their outcomes. Asynchronous and still deterministic: what is decided does not depend on how many executors there are,
// how fast they are, or in which order they finish.
// How: the search plays on W virtual workers. A job occupies its worker for (to - from) units of virtual time. Outcomes may
// come in any real order; they are held back and applied (sampler told, scheduler asked) in order of virtual finish time,
// then of job number, and a worker asks for its next job at that moment. So at most W jobs can run at a time.
// A search is resumed by making a new controller with the same parts and finishing the jobs that it hands out with the
// recorded outcomes; it continues where the recording ends. Test: tests/unit/search/controller_story_test.cpp.
// Values are of the metric, in its own direction; samplers and schedulers see losses.
// Thread: engine thread. Blocking: never; next() and finish() cost what the sampler costs per new trial.
// Errors: none at run time; an outcome for a trial without a handed-out job is a programming mistake (assertion).
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "engine/api/config.h"
#include "engine/api/states.h"
#include "engine/search/sampler.h"
#include "engine/search/scheduler.h"

namespace touchstone::search {

struct Job {
  int trial = 0;
  Config config;
  int from = 0;  // resource that the trial has: continue from this checkpoint, 0 is from scratch
  int to = 0;
  bool isNew = true;  // the trial's first job

  friend bool operator==(const Job&, const Job&) = default;
};

struct JobOutcome {
  double value = 0.0;          // of the metric, best so far where that is the rule; NaN: diverged
  int reachedResource = 0;     // `to`, or less where the trial is over
  bool finishedEarly = false;  // the trial ended by itself, nothing more to train
  bool diverged = false;
  bool failed = false;  // an error; says nothing about the configuration
};

struct SearchOptions {
  int maxTrials = 30;
  int workers = 4;  // virtual ones; part of what a result depends on, unlike the number of executors
  bool lowerIsBetter = true;
};

class SearchController {
 public:
  SearchController(std::unique_ptr<Sampler> sampler, std::unique_ptr<Scheduler> scheduler, SearchOptions options);

  // A job to execute now. Nothing: all virtual workers are busy and outcomes are awaited, or the search is done.
  std::optional<Job> next();
  // Takes the outcome of a job from next(). Returns what was decided because of it, in order: nothing while the outcome
  // waits for its turn, several events when others waited for this one. A failed trial makes no event.
  std::vector<RungEvent> finish(int trial, const JobOutcome& outcome);

  // The time is used up: no new trials, promotions or further segments, only what was handed out finishes. Jobs not handed
  // out yet are withdrawn; the events tell of trials that would have gone on. Later finish() calls may still stop some.
  std::vector<RungEvent> stopAsking();
  bool isDone() const { return m_running.empty(); }

  // A recorded trial ran with this configuration although the sampler proposes another now (another processor's last
  // bit, another version): what is learnt from its value belongs to the recorded one. Between next() and finish().
  void adoptConfig(int trial, Config config);

  int trialCount() const { return static_cast<int>(m_trials.size()); }
  // Trials still paused when the search is done were never promoted.
  TrialState trialState(int trial) const { return record(trial).state; }
  const Config& config(int trial) const { return record(trial).config; }
  int resource(int trial) const { return record(trial).resource; }
  int rung(int trial) const { return record(trial).rung; }  // highest that it reached
  std::optional<double> bestValue(int trial) const;         // of what it reported; nothing before its first outcome
  // The trial with the best value so far, ties by lowest number; failed and diverged trials do not count.
  std::optional<int> bestTrial() const;

 private:
  using Turn = std::pair<std::int64_t, std::int64_t>;  // virtual finish time, job number
  struct Running {
    int trial = 0;
    int from = 0;
    int to = 0;
    bool isHandedOut = false;
    std::optional<JobOutcome> outcome;
  };
  struct Record {
    Config config;
    TrialState state = TrialState::kRunning;
    int resource = 0;
    int rung = 0;
    std::optional<double> bestLoss;
    Turn turn;  // of its job while it is running
  };

  const Record& record(int trial) const { return m_trials[static_cast<std::size_t>(trial)]; }
  double flip(double value) const { return m_options.lowerIsBetter ? value : -value; }
  RungEvent inMetric(RungEvent event) const;

  std::vector<RungEvent> advance();
  void fillWorkers(std::vector<RungEvent>& events, std::size_t justDecided);
  void start(int trial, int to);
  void apply(const Running& job, std::vector<RungEvent>& events);
  void fail(int trial, const JobOutcome& outcome);
  void tellSampler(int trial, double loss, const RungEvent& event);
  void noteBest(int trial, double loss);

  // constant after construction
  SearchOptions m_options;

  std::unique_ptr<Sampler> m_sampler;
  std::unique_ptr<Scheduler> m_scheduler;
  std::vector<Record> m_trials;
  std::map<Turn, Running> m_running;        // one per busy virtual worker, by turn
  std::deque<Turn> m_ready;                 // of these, not handed out yet, oldest first
  std::set<std::pair<double, int>> m_best;  // (loss, trial) of trials that count
  std::int64_t m_now = 0;                   // virtual time: the turn of the last applied outcome
  std::int64_t m_jobs = 0;
  bool m_isAsking = true;
};

}  // namespace touchstone::search
