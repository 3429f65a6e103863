#include "engine/store/run_progress.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace touchstone::store {

namespace {

constexpr double kSearchShare = 0.9;  // of a run with epochs; the rest is the test
constexpr double kSearchShareNoEpochs = 0.2;
constexpr double kLeastProgress = 0.01;  // below it the pace says nothing yet
constexpr double kLeastElapsedS = 1.0;

struct Mean {
  double sum = 0.0;
  int count = 0;

  void add(double value) {
    sum += value;
    ++count;
  }
  double value() const { return sum / count; }
};

}  // namespace

double progressOf(const RunWork& work) {
  if (work.state == RunState::kDone) {
    return 1.0;
  }
  const double searched = work.plannedTrials > 0 ? std::clamp(work.trialUnits / work.plannedTrials, 0.0, 1.0) : 0.0;
  if (work.testItems <= 0) {
    return searched;
  }
  const double tested = std::clamp(static_cast<double>(work.testDone) / static_cast<double>(work.testItems), 0.0, 1.0);
  const double share = work.hasResource ? kSearchShare : kSearchShareNoEpochs;
  // Once the test has begun, the search is over, however many of the planned trials it needed.
  return share * (work.testDone > 0 ? 1.0 : searched) + (1.0 - share) * tested;
}

double etaOf(const RunWork& work) {
  const double progress = progressOf(work);
  if (work.state != RunState::kRunning || work.elapsedS < kLeastElapsedS || progress < kLeastProgress) {
    return -1.0;
  }
  return work.elapsedS * (1.0 - progress) / progress;
}

double studyEta(std::span<const RunSpan> runs) {
  std::map<ContenderId, Mean> byContender;
  Mean overall;
  double leftS = 0.0;
  int running = 0;
  for (const RunSpan& run : runs) {
    const bool isRunning = run.state == RunState::kRunning;
    running += isRunning ? 1 : 0;
    if (isRunning && run.etaS < 0.0) {
      return -1.0;
    }
    if (isRunning || run.state == RunState::kDone) {
      const double wholeS = run.elapsedS + (isRunning ? run.etaS : 0.0);
      leftS += isRunning ? run.etaS : 0.0;
      byContender[run.contender].add(wholeS);
      overall.add(wholeS);
    }
  }
  if (overall.count == 0) {
    return -1.0;
  }
  for (const RunSpan& run : runs) {
    if (run.state == RunState::kQueued || run.state == RunState::kPaused) {
      const auto known = byContender.find(run.contender);
      leftS += known != byContender.end() ? known->second.value() : overall.value();
    }
  }
  return leftS / std::max(running, 1);
}

}  // namespace touchstone::store
