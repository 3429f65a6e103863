// Project, studies, tasks and contenders.
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/store/project_file.h"
#include "engine/store/project_view_sqlite.h"
#include "engine/store/run_progress.h"

namespace touchstone {

Result<std::unique_ptr<ProjectView>> ProjectView::open(const std::filesystem::path& name) {
  const std::filesystem::path path = store::canonicalPath(name);
  Result<std::unique_ptr<store::Connection>> connection = store::openForReading(path);
  if (!connection) {
    return connection.error();
  }
  return store::guarded(path, "opening", [&] {
    return std::unique_ptr<ProjectView>(std::make_unique<store::SqliteProjectView>(path, *std::move(connection)));
  });
}

namespace store {

namespace {

namespace fs = std::filesystem;

std::int64_t sizeOf(const fs::path& path) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  return error ? 0 : static_cast<std::int64_t>(size);
}

std::vector<std::string> textsFrom(const std::string& json) {
  std::vector<std::string> notes;
  const auto parsed = nlohmann::json::parse(json, nullptr, false);
  for (const auto& note : parsed.is_array() ? parsed : nlohmann::json::array()) {
    if (note.is_string()) {
      notes.push_back(note.get<std::string>());
    }
  }
  return notes;
}

StudyRow* find(std::vector<StudyRow>& rows, StudyId id) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const StudyRow& row) { return row.id == id; });
  return found != rows.end() ? &*found : nullptr;
}

void addTrials(StudyRow& row, TrialState state, int count) {
  row.trialsTotal += count;
  switch (state) {
  case TrialState::kRunning:
    row.trialsRunning += count;
    break;
  case TrialState::kFinished:
    row.trialsDone += count;
    break;
  case TrialState::kStopped:
    row.trialsStopped += count;
    break;
  case TrialState::kFailed:
    row.trialsFailed += count;
    break;
  case TrialState::kPaused:
    break;
  }
}

}  // namespace

SqliteProjectView::SqliteProjectView(fs::path path, std::unique_ptr<Connection> connection)
    : m_path(std::move(path)),
      m_connection(std::move(connection)),
      m_identity(identityOf(m_path)),
      m_isNewer(m_connection->pragma("user_version") > latestSchema(migrations())) {
  m_connection->db().exec("PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY");
}

SqliteProjectView::~SqliteProjectView() {
  m_connection.reset();
  tidyAfterReading(m_path);
}

Error SqliteProjectView::newerError() const {
  return {ErrorCode::kNewerProject,
          "The project was made by a newer version, and this part of it cannot be read by this one. Update Touchstone.",
          m_path.string()};
}

Result<ProjectInfo> SqliteProjectView::info() const {
  return read([&] {
    ProjectInfo info;
    info.path = m_path.string();
    info.schema = static_cast<int>(m_connection->pragma("user_version"));
    Statement& row = prepared("SELECT uuid, created_by, is_example FROM project");
    if (row.bind().step()) {
      info.uuid = row.text(0);
      info.createdBy = row.text(1);
      info.isExample = row.integer(2) != 0;
    }
    info.isReadOnly = m_isNewer || !checkIsWritable(m_path);
    info.hasWriter = hasWriter();
    info.sizeBytes = sizeOf(m_path) + sizeOf(m_path.string() + "-wal");
    return info;
  });
}

Result<std::vector<StudyRow>> SqliteProjectView::studies() const {
  return read([&] {
    std::vector<StudyRow> rows;
    Statement& query =
        prepared("SELECT id, name, state, created_s, started_s, finished_s, points, spec_toml FROM study ORDER BY id");
    query.bind();
    const bool isWritten = hasWriter();
    while (query.step()) {
      StudyRow& row = rows.emplace_back();
      row.id = query.id<StudyId>(0);
      row.name = query.text(1);
      row.state = studyStateFrom(query.text(2)).value_or(StudyState::kQueued);
      row.createdS = query.real(3);
      row.startedS = query.real(4);
      row.finishedS = query.real(5);
      row.points = query.integer(6);
      row.specToml = query.text(7);
      if (row.state == StudyState::kRunning && !isWritten) {
        row.state = StudyState::kInterrupted;
      }
    }
    countRuns(rows, isWritten);
    countTrials(rows, isWritten);
    return rows;
  });
}

void SqliteProjectView::countRuns(std::vector<StudyRow>& rows, bool isWritten) const {
  std::unordered_map<StudyId, std::vector<RunSpan>> spans;
  for (const RunRow& run : readRuns({}, isWritten)) {
    if (StudyRow* row = find(rows, run.study)) {
      ++row->runsTotal;
      row->runsDone += run.state == RunState::kDone ? 1 : 0;
      row->runsRunning += run.state == RunState::kRunning ? 1 : 0;
      row->runsFailed += run.state == RunState::kFailed ? 1 : 0;
      row->trialsPlanned += run.trialsPlanned;
    }
    if (!run.sameAs) {  // a copy takes no time
      spans[run.study].push_back({run.contender, run.state, run.seconds, run.etaS});
    }
  }
  for (StudyRow& row : rows) {
    row.etaS = row.state == StudyState::kRunning ? studyEta(spans[row.id]) : -1.0;
  }
}

void SqliteProjectView::countTrials(std::vector<StudyRow>& rows, bool isWritten) const {
  Statement& query =
      prepared("SELECT r.study_id, tr.state, count(*) FROM trial tr JOIN run r ON r.id = tr.run_id GROUP BY 1, 2");
  query.bind();
  while (query.step()) {
    if (StudyRow* row = find(rows, query.id<StudyId>(0))) {
      addTrials(*row, seenState(trialStateFrom(query.text(1)), isWritten), query.count(2));
    }
  }
}

Result<std::vector<TaskRow>> SqliteProjectView::tasks(StudyId study) const {
  return read([&] {
    std::vector<TaskRow> rows;
    Statement& query = prepared(
        std::string("SELECT t.id, t.study_id, t.name, t.modality, t.metric, t.direction, t.horizon, t.season, "
                    "t.channels, t.train_rows, t.validation_rows, t.test_rows, t.test_items, t.split, t.split_hash, "
                    "d.name, d.hash, t.notes, ") +
        (hasStages() ? "t.target, t.classes, t.height, t.width, t.overlap" : "'', '[]', 0, 0, ''") +
        " FROM task t LEFT JOIN dataset d ON d.id = t.dataset_id WHERE ?1 = 0 OR t.study_id = ?1 "
        "ORDER BY t.study_id, t.position, t.id");
    query.bind(study);
    while (query.step()) {
      TaskRow& row = rows.emplace_back();
      row.id = query.id<TaskId>(0);
      row.study = query.id<StudyId>(1);
      row.name = query.text(2);
      row.modality = modalityFrom(query.text(3)).value_or(Modality::kTimeSeries);
      row.metric = query.text(4);
      row.lowerIsBetter = query.text(5) == "minimise";
      row.horizon = query.count(6);
      row.season = query.count(7);
      row.channels = query.count(8);
      row.trainRows = query.integer(9);
      row.validationRows = query.integer(10);
      row.testRows = query.integer(11);
      row.testItems = query.integer(12);
      row.split = query.text(13);
      row.splitHash = query.text(14);
      row.dataset = query.text(15);
      row.dataHash = query.text(16);
      row.notes = textsFrom(query.text(17));
      row.target = query.text(18);
      row.classes = textsFrom(query.text(19));
      row.height = query.count(20);
      row.width = query.count(21);
      row.overlap = query.text(22);
    }
    return rows;
  });
}

Result<std::vector<ContenderRow>> SqliteProjectView::contenders(StudyId study) const {
  return read([&] {
    std::vector<ContenderRow> rows;
    Statement& query =
        prepared("SELECT id, study_id, name, method, family, family_index, model, adapt, licence, pretraining, "
                 "parameters FROM contender WHERE ?1 = 0 OR study_id = ?1 ORDER BY study_id, position, id");
    query.bind(study);
    while (query.step()) {
      ContenderRow& row = rows.emplace_back();
      row.id = query.id<ContenderId>(0);
      row.study = query.id<StudyId>(1);
      row.name = query.text(2);
      row.method = query.text(3);
      row.family = familyFrom(query.text(4)).value_or(Family::kSupervised);
      row.familyIndex = query.count(5);
      row.model = query.text(6);
      row.adapt = query.text(7);
      row.licence = query.text(8);
      row.pretraining = query.text(9);
      row.parameters = query.integer(10);
    }
    return rows;
  });
}

}  // namespace store

}  // namespace touchstone
