// A small study in a temporary project file, and plain SQL to look behind the store's back.
#pragma once

#include "engine/api/project_view.h"
#include "engine/store/project_writer.h"

// After our own headers: Qt defines the word `slots`, which is a name in them.
#include <SQLiteCpp/SQLiteCpp.h>

#include <QTemporaryDir>
#include <QtTest>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace touchstone::test {

using namespace touchstone::store;

// A folder that goes with the test, and a project path in it.
class ProjectFolder {
 public:
  std::filesystem::path folder() const { return m_folder.path().toStdString(); }
  std::filesystem::path project(const std::string& name = "test.touchstone") const { return folder() / name; }

 private:
  QTemporaryDir m_folder;
};

inline std::unique_ptr<ProjectWriter> openWriter(const std::filesystem::path& path, WriterOptions options = {}) {
  auto writer = ProjectWriter::open(path, std::move(options));
  if (!writer) {
    qCritical("%s", writer.error().text().c_str());
    return nullptr;
  }
  return *std::move(writer);
}

inline std::unique_ptr<ProjectView> openView(const std::filesystem::path& path) {
  auto view = ProjectView::open(path);
  if (!view) {
    qCritical("%s", view.error().text().c_str());
    return nullptr;
  }
  return *std::move(view);
}

// The first column of the first row as text; "NULL"; empty when there is no row.
inline std::string sqlText(const std::filesystem::path& path, const std::string& sql) {
  SQLite::Database db(path.string(), SQLite::OPEN_READONLY, 5000);
  SQLite::Statement query(db, sql);
  if (!query.executeStep()) {
    return {};
  }
  return query.isColumnNull(0) ? "NULL" : query.getColumn(0).getString();
}
inline std::int64_t sqlNumber(const std::filesystem::path& path, const std::string& sql) {
  SQLite::Database db(path.string(), SQLite::OPEN_READONLY, 5000);
  SQLite::Statement query(db, sql);
  return query.executeStep() ? query.getColumn(0).getInt64() : -1;
}
inline void sqlRun(const std::filesystem::path& path, const std::string& sql) {
  SQLite::Database db(path.string(), SQLite::OPEN_READWRITE, 5000);
  db.exec(sql);
}

inline TaskRow taskRow(std::int64_t id, StudyId study, const std::string& name, const std::string& metric = "mse",
                       bool lowerIsBetter = true) {
  TaskRow row;
  row.id = {id};
  row.study = study;
  row.name = name;
  row.metric = metric;
  row.lowerIsBetter = lowerIsBetter;
  row.horizon = 96;
  row.split = "70/10/20";
  return row;
}

inline ContenderRow contenderRow(std::int64_t id, StudyId study, const std::string& name, Family family,
                                 int index = 0) {
  ContenderRow row;
  row.id = {id};
  row.study = study;
  row.name = name;
  row.method = name;
  row.family = family;
  row.familyIndex = index;
  return row;
}

inline AddTrial trialRow(std::int64_t id, RunId run, int number, double startedS = 100.0) {
  return {{id}, run, 0, number, R"({"learning rate":0.003,"kernel":25})", 7, startedS};
}

inline UpdateTrial finished(std::int64_t trial, double value, double finishedS = 130.0) {
  UpdateTrial op;
  op.id = {trial};
  op.state = TrialState::kFinished;
  op.value = value;
  op.finishedS = finishedS;
  return op;
}

inline AddPoints points(std::int64_t trial, std::int64_t metric, const std::vector<double>& values,
                        double firstS = 100.0) {
  AddPoints op{{trial}, {metric}, {}};
  for (std::size_t i = 0; i < values.size(); ++i) {
    op.points.push_back({static_cast<std::int64_t>(i) + 1, values[i], firstS + static_cast<double>(i)});
  }
  return op;
}

// Study 1 "ETT": task 1 "ETTh1" (mse), contenders 1 "DLinear" (supervised) and 2 "Fracast-0" (foundation), seeds 0 and 1:
// runs 1 to 4; metrics 1 "validation mse" and 2 "train loss".
inline WriteBatch smallStudy() {
  WriteBatch batch;
  batch.push_back(AddStudy{
      {1}, "ETT", "[study]", "spec-hash", "/data", R"({"trials":4,"resource":20,"seconds":0})", "[0,1]", 90.0});
  batch.push_back(AddTask{taskRow(1, {1}, "ETTh1"), {}, 0});
  batch.push_back(AddContender{contenderRow(1, {1}, "DLinear", Family::kSupervised), "{}", 0});
  batch.push_back(AddContender{contenderRow(2, {1}, "Fracast-0", Family::kFoundation), "{}", 1});
  for (std::int64_t run = 1; run <= 4; ++run) {
    batch.push_back(AddRun{{run}, {1}, {1}, {(run + 1) / 2}, (run - 1) % 2});
  }
  batch.push_back(AddMetric{{1}, "validation mse"});
  batch.push_back(AddMetric{{2}, "train loss"});
  return batch;
}

}  // namespace touchstone::test

#define VERIFY_OK(result)                                                                                              \
  do {                                                                                                                 \
    const auto& checked = (result);                                                                                    \
    QVERIFY2(checked.ok(), checked.ok() ? "" : checked.error().text().c_str());                                        \
  } while (false)
