// Runs: the cells of a study and the rows of the leaderboard.
#include <sys/stat.h>

#include <algorithm>

#include "engine/base/clock.h"
#include "engine/store/project_view_sqlite.h"
#include "engine/store/run_progress.h"

namespace touchstone::store {

namespace {

// Of a run that copies another (same_as), score and best trial are that run's, and costs are its own: none.
constexpr const char* kRuns = R"sql(
SELECT r.id, r.study_id, r.task_id, r.contender_id, s.name, t.name, c.name, c.method, t.metric, t.modality, c.family,
       t.direction, r.seed, r.state, sc.value, sc.source, r.leakage, r.same_as, r.error, l.trials, l.epochs,
       l.wall_seconds, l.cpu_seconds, l.parameters_trained, src.best_trial_id, bt.value, bt.parameters,
       CASE WHEN r.same_as IS NOT NULL THEN 0
            WHEN r.state = 'queued' AND r.planned_trials = 0 THEN COALESCE(json_extract(s.budget, '$.trials'), 0)
            ELSE r.planned_trials END,
       r.resource_per_trial, r.test_done, COALESCE(t.test_items, 0), r.started_s, r.resumed_s, r.finished_s,
       COALESCE(p.slots, 1), r.resource_unit
FROM run r
JOIN study s ON s.id = r.study_id
JOIN task t ON t.id = r.task_id
JOIN contender c ON c.id = r.contender_id
JOIN run src ON src.id = COALESCE(r.same_as, r.id)
LEFT JOIN trial bt ON bt.id = src.best_trial_id
LEFT JOIN ledger l ON l.run_id = r.id
LEFT JOIN provenance p ON p.run_id = r.id
LEFT JOIN score sc ON sc.run_id = src.id AND sc.metric = t.metric AND sc.part = '' AND sc.block = 'test'
  AND sc.source = (SELECT MIN(o.source) FROM score o
                   WHERE o.run_id = src.id AND o.metric = t.metric AND o.part = '' AND o.block = 'test')
WHERE ?1 = 0 OR r.study_id = ?1
ORDER BY r.study_id, t.position, t.id, c.position, c.id, r.seed, r.id)sql";

// SQLite fills the bare columns of a MIN() from the row that has the minimum: the best trial.
constexpr const char* kTrialSums = R"sql(
SELECT tr.run_id, COUNT(*), SUM(tr.resource), SUM(tr.seconds), SUM(tr.cpu_seconds),
       SUM(CASE WHEN tr.state IN ('finished', 'stopped', 'failed') THEN 1.0
                WHEN tr.state = 'paused' OR tr.rung > 0 THEN 0.9
                WHEN r.resource_per_trial > 0 THEN 0.9 * tr.resource / r.resource_per_trial
                ELSE 0.0 END),
       SUM(CASE WHEN tr.finished_s < r.resumed_s THEN tr.seconds ELSE 0.0 END),
       MIN(CASE t.direction WHEN 'minimise' THEN tr.value ELSE -tr.value END), tr.value, tr.id, tr.parameters
FROM run r
JOIN task t ON t.id = r.task_id
JOIN trial tr ON tr.run_id = r.id
WHERE ?1 = 0 OR r.study_id = ?1
GROUP BY tr.run_id)sql";

// What the trials of a run add up to.
struct TrialSums {
  int trials = 0, epochs = 0;
  double seconds = 0.0, cpuSeconds = 0.0;
  double units = 0.0;     // see RunWork::trialUnits
  double earlierS = 0.0;  // seconds of the trials of earlier sessions
  double bestValue = kNoValue;
  TrialId bestTrial;
  std::int64_t parameters = 0;
};

using SumsByRun = std::unordered_map<RunId, TrialSums>;

SumsByRun readTrialSums(Statement& query, StudyId study) {
  SumsByRun sums;
  query.bind(study);
  while (query.step()) {
    TrialSums& sum = sums[query.id<RunId>(0)];
    sum.trials = query.count(1);
    sum.epochs = query.count(2);
    sum.seconds = query.real(3);
    sum.cpuSeconds = query.real(4);
    sum.units = query.real(5);
    sum.earlierS = query.real(6);
    if (!query.isNull(7)) {
      sum.bestValue = query.real(8);
      sum.bestTrial = query.id<TrialId>(9);
      sum.parameters = query.integer(10);
    }
  }
  return sums;
}

RunRow rowFrom(const Statement& query) {
  RunRow row;
  row.id = query.id<RunId>(0);
  row.study = query.id<StudyId>(1);
  row.task = query.id<TaskId>(2);
  row.contender = query.id<ContenderId>(3);
  row.studyName = query.text(4);
  row.taskName = query.text(5);
  row.contenderName = query.text(6);
  row.method = query.text(7);
  row.metric = query.text(8);
  row.modality = modalityFrom(query.text(9)).value_or(Modality::kTimeSeries);
  row.family = familyFrom(query.text(10)).value_or(Family::kSupervised);
  row.lowerIsBetter = query.text(11) == "minimise";
  row.seed = query.integer(12);
  row.state = runStateFrom(query.text(13)).value_or(RunState::kQueued);
  row.score = query.real(14);
  row.isReported = query.text(15) == "reported";
  row.leakage = query.text(16);
  if (!query.isNull(17)) {
    row.sameAs = query.id<RunId>(17);
  }
  row.error = query.text(18);
  row.trials = query.count(19);
  row.epochs = query.count(20);
  row.cpuSeconds = query.isNull(22) ? 0.0 : query.real(22);
  row.parameters = query.integer(23);
  row.bestTrial = query.id<TrialId>(24);
  row.validation = query.real(25);
  row.parameters = row.parameters != 0 ? row.parameters : query.integer(26);
  row.trialsPlanned = query.count(27);
  row.resource = query.count(28);
  row.resourceUnit = query.text(35);
  return row;
}

// Wall clock without the pauses between sessions: this session, and before it the trials' time over the slots.
double elapsedOf(const Statement& query, RunState state, const TrialSums& own, double nowS) {
  const bool isEnded = state == RunState::kDone || state == RunState::kFailed;
  if (isEnded && !query.isNull(21)) {
    return query.real(21);  // the ledger's
  }
  const double slots = std::max(query.count(34), 1);
  const double endS = state == RunState::kRunning ? nowS : query.real(33);
  const double startedS = query.real(31);
  if (std::isnan(startedS) || std::isnan(endS)) {
    return own.seconds / slots;
  }
  const double resumedS = query.real(32);
  return resumedS > startedS ? std::max(endS - resumedS, 0.0) + own.earlierS / slots : std::max(endS - startedS, 0.0);
}

RunWork workFrom(const Statement& query, const RunRow& row, const TrialSums& own) {
  RunWork work;
  work.state = row.state;
  work.plannedTrials = row.trialsPlanned;
  work.hasResource = query.integer(28) > 0;
  work.trialUnits = own.units;
  work.testDone = query.integer(29);
  work.testItems = query.integer(30);
  work.elapsedS = row.seconds;
  return work;
}

// The ledger is written at the end of a session; meanwhile the trials tell.
void addSums(RunRow& row, const TrialSums& own, const TrialSums& source) {
  row.trials = std::max(row.trials, own.trials);
  row.epochs = std::max(row.epochs, own.epochs);
  row.cpuSeconds = std::max(row.cpuSeconds, own.cpuSeconds);
  if (!row.bestTrial.isValid()) {
    row.bestTrial = source.bestTrial;
    row.validation = source.bestValue;
    row.parameters = row.parameters != 0 ? row.parameters : source.parameters;
  }
}

}  // namespace

// The present of the file. A run that was killed still says "running"; its clock stands still with the last write.
double SqliteProjectView::lastWriteS() const {
  double latestS = 0.0;
  for (const char* suffix : {"", "-wal"}) {
    struct stat status {};
    if (stat((m_path.string() + suffix).c_str(), &status) == 0) {
      latestS = std::max(latestS, static_cast<double>(status.st_mtim.tv_sec) +
                                      1e-9 * static_cast<double>(status.st_mtim.tv_nsec));
    }
  }
  return std::min(latestS, base::wallClockS());
}

Result<std::vector<RunRow>> SqliteProjectView::runs(StudyId study) const {
  return read([&] { return readRuns(study, hasWriter()); });
}

std::vector<RunRow> SqliteProjectView::readRuns(StudyId study, bool isWritten) const {
  SumsByRun sums = readTrialSums(prepared(kTrialSums), study);
  const double nowS = lastWriteS();
  std::vector<RunRow> rows;
  Statement& query = prepared(kRuns);
  query.bind(study);
  while (query.step()) {
    RunRow& row = rows.emplace_back(rowFrom(query));
    const TrialSums& own = sums[row.id];
    addSums(row, own, row.sameAs ? sums[*row.sameAs] : own);
    row.seconds = elapsedOf(query, row.state, own, nowS);
    if (row.state == RunState::kRunning && !isWritten) {
      row.state = RunState::kPaused;
    }
    const RunWork work = workFrom(query, row, own);
    row.progress = progressOf(work);
    row.etaS = etaOf(work);
  }
  return rows;
}

}  // namespace touchstone::store
