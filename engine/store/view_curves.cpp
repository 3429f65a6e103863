// Learning curves, and the best value so far of each run.
#include <algorithm>
#include <string>

#include "engine/store/best_so_far.h"
#include "engine/store/project_view_sqlite.h"
#include "engine/store/thinning.h"

namespace touchstone::store {

namespace {

// With the metric's id: that of the query, or the validation metric of the trial's task.
std::string candidatesSql() {
  return std::string(
             "SELECT tr.id, r.id, tr.number, c.name, c.family, c.family_index, r.seed, tr.state, m.id FROM run r "
             "JOIN task t ON t.id = r.task_id JOIN contender c ON c.id = r.contender_id "
             "JOIN metric m ON m.name = CASE WHEN ?4 = '' THEN ") +
         kValidationMetric +
         " ELSE ?4 END JOIN trial tr ON tr.run_id = r.id WHERE (?1 = 0 OR r.study_id = ?1) "
         "AND (?2 = 0 OR r.task_id = ?2) AND (?3 = 0 OR r.id = ?3) ORDER BY tr.id DESC";
}

struct Candidate {
  Curve curve;
  std::int64_t metric = 0;
};

Candidate candidateFrom(const Statement& query, bool isWritten) {
  Candidate found;
  found.curve.trial = query.id<TrialId>(0);
  found.curve.run = query.id<RunId>(1);
  found.curve.number = query.count(2);
  found.curve.contenderName = query.text(3);
  found.curve.family = familyFrom(query.text(4)).value_or(Family::kSupervised);
  found.curve.familyIndex = query.count(5);
  found.curve.seed = query.integer(6);
  found.curve.state = seenState(trialStateFrom(query.text(7)), isWritten);
  found.metric = query.integer(8);
  return found;
}

bool hasEnded(TrialState state) {
  return state == TrialState::kFinished || state == TrialState::kStopped || state == TrialState::kFailed;
}

// The points of one curve after another, old ones from memory.
class CurveSource {
 public:
  CurveSource(Connection& connection, CurveCache& cache, int maxPoints)
      : m_points(
            connection.prepared("SELECT step, value FROM point WHERE trial_id = ? AND metric_id = ? ORDER BY step")),
        m_last(connection.prepared("SELECT MAX(step) FROM point WHERE trial_id = ? AND metric_id = ?")),
        m_cache(cache),
        m_maxPoints(std::max(maxPoints, 2)) {}

  // False where the trial has no point of this metric.
  bool read(Candidate& candidate) {
    Curve& curve = candidate.curve;
    const CurveCache::Key key{curve.trial, candidate.metric, m_maxPoints};
    const bool isSettled = hasEnded(curve.state);
    if (isSettled && m_cache.fill(key, lastStep(candidate), curve)) {
      return true;
    }
    m_steps.clear();
    m_values.clear();
    m_points.bind(curve.trial, candidate.metric);
    while (m_points.step()) {
      m_steps.push_back(static_cast<double>(m_points.integer(0)));
      m_values.push_back(m_points.real(1));
    }
    if (m_steps.empty()) {
      return false;
    }
    const auto last = static_cast<std::int64_t>(m_steps.back());
    thinToExtremes(m_steps, m_values, static_cast<std::size_t>(m_maxPoints));
    curve.steps = m_steps;
    curve.values = m_values;
    if (isSettled) {
      m_cache.keep(key, last, curve);
    } else {
      m_cache.forget(key);
    }
    return true;
  }

 private:
  std::int64_t lastStep(const Candidate& candidate) {
    m_last.bind(candidate.curve.trial, candidate.metric).step();
    const std::int64_t last = m_last.isNull(0) ? -1 : m_last.integer(0);
    m_last.reset();
    return last;
  }

  Statement& m_points;
  Statement& m_last;
  CurveCache& m_cache;
  const int m_maxPoints;
  std::vector<double> m_steps, m_values;  // before thinning
};

}  // namespace

// Trials without a point of this metric are no curves and do not count.
Result<std::vector<Curve>> SqliteProjectView::curves(const CurveQuery& query) const {
  return read([&] {
    std::vector<Curve> curves;
    CurveSource source(*m_connection, m_curves, query.maxPointsPerCurve);
    Statement& candidates = prepared(candidatesSql());
    candidates.bind(query.study, query.task, query.run, query.metric);
    const bool isWritten = hasWriter();
    while (candidates.step()) {
      Candidate candidate = candidateFrom(candidates, isWritten);
      if (candidate.curve.state != TrialState::kRunning && static_cast<int>(curves.size()) >= query.maxTrials) {
        continue;
      }
      if (source.read(candidate)) {
        curves.push_back(std::move(candidate.curve));
      }
    }
    return curves;
  });
}

}  // namespace touchstone::store
