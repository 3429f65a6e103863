// Log, forecasts, artifacts, how views were left, and whether anything changed.
#include <algorithm>

#include "engine/store/project_view_sqlite.h"

namespace touchstone::store {

// afterId < 0: the newest `limit` rows. Always oldest first.
Result<std::vector<LogRow>> SqliteProjectView::log(std::int64_t afterId, int limit) const {
  return read([&] {
    std::vector<LogRow> rows;
    Statement& query = prepared(
        afterId < 0
            ? "SELECT id, time_s, level, study_id, run_id, trial_id, text FROM log WHERE id > ? ORDER BY id DESC LIMIT "
              "?"
            : "SELECT id, time_s, level, study_id, run_id, trial_id, text FROM log WHERE id > ? ORDER BY id LIMIT ?");
    query.bind(afterId, limit);
    while (query.step()) {
      rows.push_back({query.integer(0), query.real(1), query.text(2), query.id<StudyId>(3), query.id<RunId>(4),
                      query.id<TrialId>(5), query.text(6)});
    }
    if (afterId < 0) {
      std::reverse(rows.begin(), rows.end());
    }
    return rows;
  });
}

// channel < 0: all channels.
Result<std::vector<ForecastRow>> SqliteProjectView::forecasts(RunId run, int channel) const {
  return read([&] {
    std::vector<ForecastRow> rows;
    Statement& query = prepared("SELECT p.item, p.part, p.mse, p.mae, p.output FROM prediction p WHERE p.run_id = "
                                "(SELECT COALESCE(same_as, id) FROM run WHERE id = ?1) AND (?2 < 0 OR p.part = ?2) "
                                "ORDER BY p.item, p.part");
    query.bind(run, channel);
    while (query.step()) {
      rows.push_back({query.integer(0), query.count(1), query.real(2), query.real(3), query.floats(4)});
    }
    return rows;
  });
}

namespace {

constexpr int kSchemaWithSeries = 2;
constexpr const char* kSeriesHead =
    "SELECT task_id, channel, name, first_row, train_end, validation_end, test_end, mean, "
    "deviation, start_s, step_s, step_unit";

SeriesRow seriesFrom(const Statement& query) {
  SeriesRow row;
  row.task = query.id<TaskId>(0);
  row.channel = query.count(1);
  row.name = query.text(2);
  row.firstRow = query.integer(3);
  row.trainEnd = query.integer(4);
  row.validationEnd = query.integer(5);
  row.testEnd = query.integer(6);
  row.mean = query.real(7);
  row.deviation = query.real(8);
  row.startS = query.real(9);
  row.stepS = query.real(10);
  row.stepUnit = query.text(11);
  return row;
}

}  // namespace

Result<std::vector<SeriesRow>> SqliteProjectView::seriesHeads(TaskId task) const {
  return read([&] {
    std::vector<SeriesRow> rows;
    if (m_connection->pragma("user_version") < kSchemaWithSeries) {
      return rows;
    }
    Statement& query = prepared(std::string(kSeriesHead) + " FROM series WHERE task_id = ? ORDER BY channel");
    query.bind(task);
    while (query.step()) {
      rows.push_back(seriesFrom(query));
    }
    return rows;
  });
}

Result<SeriesRow> SqliteProjectView::series(TaskId task, int channel) const {
  auto found = read([&] {
    std::optional<SeriesRow> row;
    if (m_connection->pragma("user_version") >= kSchemaWithSeries) {
      Statement& query = prepared(std::string(kSeriesHead) + ", raw FROM series WHERE task_id = ? AND channel = ?");
      if (query.bind(task, channel).step()) {
        row = seriesFrom(query);
        row->values = query.floats(12);
      }
    }
    return row;
  });
  if (!found) {
    return found.error();
  }
  if (!*found) {
    return Error{ErrorCode::kNotFound, "The project keeps no series of this task. Run the study again to store them.",
                 m_path.string()};
  }
  return std::move(**found);
}

Result<std::string> SqliteProjectView::viewState(const std::string& key) const {
  return read([&] {
    Statement& query = prepared("SELECT json FROM view_state WHERE key = ?");
    return query.bind(key).step() ? query.text(0) : std::string();
  });
}

Result<std::string> SqliteProjectView::artifact(RunId run, const std::string& kind) const {
  return read([&] {
    // The best trial's own, else the run's, else the newest of any trial.
    Statement& query =
        prepared("SELECT a.json FROM run r JOIN run src ON src.id = COALESCE(r.same_as, r.id) "
                 "JOIN artifact a ON a.run_id = src.id AND a.kind = ?2 WHERE r.id = ?1 "
                 "ORDER BY a.trial_id IS src.best_trial_id DESC, a.trial_id IS NULL DESC, a.created_s DESC LIMIT 1");
    return query.bind(run, kind).step() ? query.text(0) : std::string();
  });
}

Result<std::vector<std::string>> SqliteProjectView::trialDetails(TrialId trial) const {
  return read([&] {
    std::vector<std::string> details;
    Statement& query =
        prepared("SELECT details FROM segment WHERE trial_id = ? AND details <> '' ORDER BY from_resource");
    query.bind(trial);
    while (query.step()) {
      details.push_back(query.text(0));
    }
    return details;
  });
}

Result<std::int64_t> SqliteProjectView::dataVersion() const {
  const auto identity = identityOf(m_path);
  if (!identity) {
    return Error{
        ErrorCode::kNotFound,
        "The project file is gone: moved, renamed or removed. What is shown was read before. Open it where it is "
        "now, or put it back.",
        m_path.string()};
  }
  if (identity != m_identity) {
    return Error{ErrorCode::kNotFound,
                 "Another file took the place of the project file. What is shown was read before. Open it again.",
                 m_path.string()};
  }
  return guarded(m_path, "reading", [&] { return m_connection->pragma("data_version"); });
}

}  // namespace touchstone::store
