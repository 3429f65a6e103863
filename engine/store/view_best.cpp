// The best validation value so far of each run.
#include <algorithm>
#include <string>

#include "engine/store/best_so_far.h"
#include "engine/store/project_view_sqlite.h"

namespace touchstone::store {

namespace {

std::string runsSql() {
  return std::string("SELECT r.id, c.name, c.family, r.seed, t.direction, COALESCE(m.id, 0) FROM run r "
                     "JOIN task t ON t.id = r.task_id JOIN contender c ON c.id = r.contender_id LEFT JOIN metric m ON "
                     "m.name = ") +
         kValidationMetric +
         " WHERE (?1 = 0 OR r.study_id = ?1) AND (?2 = 0 OR r.task_id = ?2) "
         "ORDER BY t.position, t.id, c.position, c.id, r.seed";
}

struct TrialSpan {
  TrialId id;
  TrialState state = TrialState::kRunning;
  double value = kNoValue;  // its best
  double startS = 0.0, endS = kNoValue;
  double sinceS = 0.0;  // end of its last stored segment, or start of its present one
};

std::vector<TrialSpan> readTrials(Statement& query, RunId run) {
  std::vector<TrialSpan> trials;
  query.bind(run);
  while (query.step()) {
    trials.push_back({query.id<TrialId>(0), trialStateFrom(query.text(1)).value_or(TrialState::kPaused), query.real(2),
                      query.real(3), query.real(4), query.real(5)});
  }
  return trials;
}

// Leaves out trials whose best is worse than what another had reached before they began: none of their points can be the
// best of the run. Of 20,000 random trials about ten stay. In the order of their starts.
std::vector<TrialSpan> onlyContributing(std::vector<TrialSpan> trials, bool lowerIsBetter) {
  const auto isBefore = [](const TrialSpan& a, const TrialSpan& b) { return a.startS < b.startS; };
  std::stable_sort(trials.begin(), trials.end(), isBefore);
  std::vector<const TrialSpan*> byEnd;
  for (const TrialSpan& trial : trials) {
    if (!std::isnan(trial.endS) && !std::isnan(trial.value)) {
      byEnd.push_back(&trial);
    }
  }
  std::sort(byEnd.begin(), byEnd.end(), [](const TrialSpan* a, const TrialSpan* b) { return a->endS < b->endS; });
  const auto isWorse = [&](double a, double b) { return lowerIsBetter ? a > b : a < b; };
  std::vector<TrialSpan> kept;
  double reached = kNoValue;
  std::size_t ended = 0;
  for (const TrialSpan& trial : trials) {
    for (; ended < byEnd.size() && byEnd[ended]->endS <= trial.startS; ++ended) {
      reached = std::isnan(reached) || isWorse(reached, byEnd[ended]->value) ? byEnd[ended]->value : reached;
    }
    const bool isKnownWorse = !std::isnan(trial.endS) && isWorse(trial.value, reached);  // false with a NaN
    if (!isKnownWorse) {
      kept.push_back(trial);
    }
  }
  return kept;
}

void addSegments(RunHistory& history, Statement& query, RunId run) {
  query.bind(run);
  while (query.step()) {
    history.segments.push_back({query.real(0), query.real(1), query.real(2)});
    if (query.integer(4) == 0) {
      history.observations.push_back({query.real(1), query.real(3)});  // contenders without points have only this
    }
  }
}

void addPoints(RunHistory& history, Statement& query, const TrialSpan& trial, std::int64_t metric) {
  const std::size_t first = history.observations.size();
  double lastS = trial.sinceS;
  int pointsSince = 0;
  query.bind(trial.id, metric);
  while (query.step()) {
    const Observation seen{query.real(0), query.real(1)};
    if (seen.timeS > trial.sinceS) {
      ++pointsSince;
      lastS = std::max(lastS, seen.timeS);
    }
    // Only what is better than all before in this trial can be the best of the run.
    const bool isFirst = history.observations.size() == first;
    if (!std::isnan(seen.value) &&
        (isFirst || (history.lowerIsBetter ? seen.value < history.observations.back().value
                                           : seen.value > history.observations.back().value))) {
      history.observations.push_back(seen);
    }
  }
  if (trial.state == TrialState::kRunning && pointsSince > 0) {
    // Its segment is stored only at the end; so far it has given one validation point an epoch.
    history.segments.push_back({trial.sinceS, lastS, static_cast<double>(pointsSince)});
  }
}

void addTrials(RunHistory& history, std::vector<TrialSpan> trials, Statement& points, std::int64_t metric) {
  for (const TrialSpan& trial : trials) {
    if (!std::isnan(trial.endS)) {
      history.trialEndsS.push_back(trial.endS);
    }
  }
  // A failed trial cannot be chosen, however low its loss was before it broke; it only costs.
  std::erase_if(trials, [](const TrialSpan& trial) { return trial.state == TrialState::kFailed; });
  for (const TrialSpan& trial : onlyContributing(std::move(trials), history.lowerIsBetter)) {
    addPoints(history, points, trial, metric);
  }
}

}  // namespace

Result<std::vector<BestSoFar>> SqliteProjectView::bestSoFar(StudyId study, TaskId task) const {
  return read([&] {
    std::vector<BestSoFar> all;
    Statement& runs = prepared(runsSql());
    Statement& segments = prepared("SELECT sg.started_s, sg.finished_s, sg.reached - sg.from_resource, sg.value, "
                                   "tr.state = 'failed' FROM trial tr JOIN segment sg ON sg.trial_id = tr.id "
                                   "WHERE tr.run_id = ?");
    Statement& trials = prepared("SELECT id, state, value, started_s, finished_s, MAX(COALESCE(segment_s, started_s), "
                                 "COALESCE((SELECT MAX(finished_s) FROM segment sg WHERE sg.trial_id = tr.id), 0)) "
                                 "FROM trial tr WHERE run_id = ?");
    Statement& points = prepared("SELECT time_s, value FROM point WHERE trial_id = ? AND metric_id = ? ORDER BY step");
    runs.bind(study, task);
    while (runs.step()) {
      BestSoFar best;
      best.run = runs.id<RunId>(0);
      best.contenderName = runs.text(1);
      best.family = familyFrom(runs.text(2)).value_or(Family::kSupervised);
      best.seed = runs.integer(3);
      RunHistory history;
      history.lowerIsBetter = runs.text(4) == "minimise";
      addSegments(history, segments, best.run);
      addTrials(history, readTrials(trials, best.run), points, runs.integer(5));
      traceBest(history, best);
      if (!best.values.empty()) {
        all.push_back(std::move(best));
      }
    }
    return all;
  });
}

}  // namespace touchstone::store
