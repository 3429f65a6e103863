// A search to test the controller with: its parts, made-up training, and executors that finish in random order.
// Thread: test code, one thread.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/random.h"
#include "engine/search/controller.h"
#include "engine/search/registry.h"

namespace touchstone::search::testing {

struct Parts {
  std::string sampler = "random";
  std::string scheduler = "asha";
  SearchOptions options;
  RungOptions rungs{1, 20, 2};
  std::uint64_t seed = 1;
};

inline Space rateSpace() {
  return Space{{Param::logReal("rate", 1e-4, 1.0), Param::whole("width", 1, 30), Param::category("kind", {1.0, 2.0})}};
}

inline std::unique_ptr<SearchController> controllerOf(const Parts& parts) {
  return std::make_unique<SearchController>(*makeSampler(parts.sampler, rateSpace(), parts.seed),
                                            *makeScheduler(parts.scheduler, parts.rungs), parts.options);
}

// What training would give, from the job alone; some trials end early, diverge or fail.
inline JobOutcome train(const Job& job, bool lowerIsBetter = true) {
  const auto draw = [&](std::uint64_t purpose, int epoch) {
    return base::RandomStream{99, purpose, static_cast<std::uint64_t>(job.trial), static_cast<std::uint64_t>(epoch)}
        .uniform();
  };
  JobOutcome outcome{.value = 0.0, .reachedResource = job.to};
  if (draw(1, job.from) < 0.03) {
    outcome.failed = true;
    outcome.reachedResource = job.from;
    return outcome;
  }
  if (draw(2, job.from) < 0.03) {
    outcome.diverged = true;
    outcome.value = std::numeric_limits<double>::quiet_NaN();
    outcome.reachedResource = job.from + static_cast<int>(draw(3, job.from) * (job.to - job.from));
    return outcome;
  }
  if (job.to - job.from > 1 && draw(4, job.from) < 0.05) {
    outcome.finishedEarly = true;
    outcome.reachedResource = job.from + 1 + static_cast<int>(draw(5, job.from) * (job.to - job.from - 1));
  }
  const double ideal =
      std::abs(std::log10(job.config.number("rate", 1.0)) + 2.0) + job.config.number("width", 0.0) / 60.0;
  const double loss = std::round((ideal + 1.0 / outcome.reachedResource + 0.1 * draw(6, job.to)) * 100.0) / 100.0;
  outcome.value = lowerIsBetter ? loss : -loss;
  return outcome;
}

struct Story {
  std::vector<Job> jobs;
  std::vector<RungEvent> events;
  std::vector<TrialState> states;
  std::optional<int> best;
  friend bool operator==(const Story&, const Story&) = default;
};

using Recording = std::map<std::pair<int, int>, JobOutcome>;  // by trial and the resource it started from

inline Story close(const SearchController& controller, Story story) {
  for (int trial = 0; trial < controller.trialCount(); ++trial) {
    story.states.push_back(controller.trialState(trial));
  }
  story.best = controller.bestTrial();
  return story;
}

inline void append(std::vector<RungEvent>& all, const std::vector<RungEvent>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

// Runs until done with so many executors, each finishing at random; jobs with a recorded outcome are not executed. Writes
// what it executes into `recording`, and stops after `limit` outcomes.
inline Story execute(SearchController& controller, std::size_t executors, std::uint64_t order, Recording& recording,
                     int limit = std::numeric_limits<int>::max(), bool lowerIsBetter = true) {
  base::RandomStream stream{order};
  Story story;
  std::vector<Job> running;
  int outcomes = 0;
  while (!controller.isDone() && outcomes < limit) {
    while (running.size() < executors) {
      const auto job = controller.next();
      if (!job) {
        break;
      }
      story.jobs.push_back(*job);
      if (const auto known = recording.find({job->trial, job->from}); known != recording.end()) {
        append(story.events, controller.finish(job->trial, known->second));
      } else {
        running.push_back(*job);
      }
    }
    if (running.empty()) {
      continue;
    }
    const auto chosen = stream.below(static_cast<std::int64_t>(running.size()));
    const Job job = running[static_cast<std::size_t>(chosen)];
    running.erase(running.begin() + chosen);
    const JobOutcome outcome = train(job, lowerIsBetter);
    recording[{job.trial, job.from}] = outcome;
    append(story.events, controller.finish(job.trial, outcome));
    ++outcomes;
  }
  return close(controller, story);
}

inline Story runAll(const Parts& parts, std::size_t executors, std::uint64_t order) {
  Recording recording;
  const auto controller = controllerOf(parts);
  return execute(*controller, executors, order, recording);
}

}  // namespace touchstone::search::testing
