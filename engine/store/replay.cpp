#include "engine/store/replay.h"

#include "engine/store/project_file.h"
#include "engine/store/sql_error.h"

namespace touchstone::store {

namespace {

namespace fs = std::filesystem;

class SqliteReplay final : public Replay {
 public:
  SqliteReplay(fs::path path, std::unique_ptr<Connection> connection)
      : m_path(std::move(path)), m_connection(std::move(connection)) {}

  Result<LastIds> lastIds() override;
  Result<std::vector<AddMetric>> metrics() override;
  Result<std::vector<StoredStudy>> studies() override;
  Result<std::vector<std::pair<TaskId, std::string>>> tasks(StudyId study) override;
  Result<std::vector<std::pair<ContenderId, std::string>>> contenders(StudyId study) override;
  Result<std::vector<StoredRun>> runs(StudyId study) override;
  Result<std::vector<StoredTrial>> trials(RunId run) override;
  Result<std::int64_t> rungEvents(RunId run) override;
  Result<std::vector<std::string>> decisions(RunId run) override;
  Result<std::vector<AddPrediction>> predictions(RunId run, bool withOutputs) override;

 private:
  template <typename Query>
  auto read(Query query) {
    return guarded(m_path, "reading", [&] {
      const Snapshot snapshot(*m_connection);
      return query();
    });
  }
  Statement& prepared(const char* sql) { return m_connection->prepared(sql); }

  // The rows of `sql` for `key`, each made by `make(statement)`.
  template <typename Row, typename Key, typename Make>
  Result<std::vector<Row>> rows(const char* sql, Key key, Make make) {
    return read([&] {
      std::vector<Row> found;
      Statement& query = prepared(sql);
      query.bind(key);
      while (query.step()) {
        found.push_back(make(query));
      }
      return found;
    });
  }

  fs::path m_path;
  std::unique_ptr<Connection> m_connection;
};

AddSegment segmentFrom(const Statement& query) {
  AddSegment segment;
  segment.trial = query.id<TrialId>(0);
  segment.fromResource = query.count(1);
  segment.toResource = query.count(2);
  segment.reached = query.count(3);
  segment.outcome = query.text(4);
  segment.value = query.real(5);
  segment.slot = query.count(6);
  segment.startedS = query.real(7);
  segment.finishedS = query.real(8);
  segment.cpuSeconds = query.real(9);
  segment.checkpoint = query.text(10);
  segment.detailsJson = query.text(11);
  segment.error = query.text(12);
  segment.parameters = query.integer(13);
  return segment;
}

Result<LastIds> SqliteReplay::lastIds() {
  return read([&] {
    Statement& query =
        prepared("SELECT (SELECT MAX(id) FROM study), (SELECT MAX(id) FROM dataset), (SELECT MAX(id) FROM task), "
                 "(SELECT MAX(id) FROM contender), (SELECT MAX(id) FROM run), (SELECT MAX(id) FROM trial), "
                 "(SELECT MAX(id) FROM metric)");
    query.bind().step();
    return LastIds{query.integer(0), query.integer(1), query.integer(2), query.integer(3),
                   query.integer(4), query.integer(5), query.integer(6)};
  });
}

Result<std::vector<AddMetric>> SqliteReplay::metrics() {
  return rows<AddMetric>("SELECT id, name FROM metric WHERE id > ? ORDER BY id", 0, [](const Statement& query) {
    return AddMetric{query.id<MetricId>(0), query.text(1)};
  });
}

Result<std::vector<StoredStudy>> SqliteReplay::studies() {
  return rows<StoredStudy>(
      "SELECT id, name, spec_toml, spec_hash, folder, state FROM study WHERE id > ? ORDER BY id", 0,
      [](const Statement& query) {
        return StoredStudy{query.id<StudyId>(0), query.text(1),
                           query.text(2),        query.text(3),
                           query.text(4),        studyStateFrom(query.text(5)).value_or(StudyState::kInterrupted)};
      });
}

Result<std::vector<std::pair<TaskId, std::string>>> SqliteReplay::tasks(StudyId study) {
  return rows<std::pair<TaskId, std::string>>(
      "SELECT id, name FROM task WHERE study_id = ? ORDER BY position, id", study,
      [](const Statement& query) { return std::pair(query.id<TaskId>(0), query.text(1)); });
}

Result<std::vector<std::pair<ContenderId, std::string>>> SqliteReplay::contenders(StudyId study) {
  return rows<std::pair<ContenderId, std::string>>(
      "SELECT id, name FROM contender WHERE study_id = ? ORDER BY position, id", study,
      [](const Statement& query) { return std::pair(query.id<ContenderId>(0), query.text(1)); });
}

Result<std::vector<StoredRun>> SqliteReplay::runs(StudyId study) {
  return rows<StoredRun>("SELECT id, task_id, contender_id, seed, state FROM run WHERE study_id = ? ORDER BY id", study,
                         [](const Statement& query) {
                           return StoredRun{query.id<RunId>(0), query.id<TaskId>(1), query.id<ContenderId>(2),
                                            query.integer(3), runStateFrom(query.text(4)).value_or(RunState::kQueued)};
                         });
}

Result<std::vector<StoredTrial>> SqliteReplay::trials(RunId run) {
  return read([&] {
    std::vector<StoredTrial> found;
    std::unordered_map<TrialId, std::size_t> position;
    Statement& trials =
        prepared("SELECT id, stage, number, config, seconds, cpu_seconds FROM trial WHERE run_id = ? ORDER BY number");
    trials.bind(run);
    while (trials.step()) {
      position[trials.id<TrialId>(0)] = found.size();
      found.push_back({trials.id<TrialId>(0),
                       trials.count(1),
                       trials.count(2),
                       trials.text(3),
                       trials.real(4),
                       trials.real(5),
                       {}});
    }
    Statement& segments =
        prepared("SELECT sg.trial_id, sg.from_resource, sg.to_resource, sg.reached, sg.outcome, sg.value, sg.slot, "
                 "sg.started_s, "
                 "sg.finished_s, sg.cpu_seconds, sg.checkpoint, sg.details, sg.error, sg.parameters FROM trial tr "
                 "JOIN segment sg ON sg.trial_id = tr.id WHERE tr.run_id = ? ORDER BY sg.trial_id, sg.from_resource");
    segments.bind(run);
    while (segments.step()) {
      AddSegment segment = segmentFrom(segments);
      found[position[segment.trial]].segments.push_back(std::move(segment));
    }
    return found;
  });
}

Result<std::int64_t> SqliteReplay::rungEvents(RunId run) {
  return read([&] {
    Statement& query = prepared("SELECT COUNT(*) FROM rung_event WHERE run_id = ?");
    query.bind(run).step();
    return query.integer(0);
  });
}

Result<std::vector<std::string>> SqliteReplay::decisions(RunId run) {
  return rows<std::string>("SELECT decision FROM stage WHERE run_id = ? ORDER BY stage", run,
                           [](const Statement& query) { return query.text(0); });
}

Result<std::vector<AddPrediction>> SqliteReplay::predictions(RunId run, bool withOutputs) {
  return rows<AddPrediction>(
      withOutputs
          ? "SELECT run_id, item, part, error, mse, mae, label, mase, smape, output, cross_entropy FROM prediction "
            "WHERE run_id = ? ORDER BY item, part"
          : "SELECT run_id, item, part, error, mse, mae, label, mase, smape, NULL, cross_entropy FROM prediction "
            "WHERE run_id = ? ORDER BY item, part",
      run, [](const Statement& query) {
        AddPrediction row;
        row.run = query.id<RunId>(0);
        row.item = query.integer(1);
        row.part = query.count(2);
        row.error = query.real(3);
        row.mse = query.real(4);
        row.mae = query.real(5);
        row.label = query.isNull(6) ? -1 : query.integer(6);
        row.mase = query.real(7);
        row.smape = query.real(8);
        row.output = query.floats(9);
        row.crossEntropy = query.real(10);
        return row;
      });
}

}  // namespace

Result<std::unique_ptr<Replay>> Replay::open(const fs::path& name) {
  const fs::path path = canonicalPath(name);
  Result<std::unique_ptr<Connection>> connection = openForReading(path);
  if (!connection) {
    return connection.error();
  }
  return std::unique_ptr<Replay>(std::make_unique<SqliteReplay>(path, *std::move(connection)));
}

}  // namespace touchstone::store
