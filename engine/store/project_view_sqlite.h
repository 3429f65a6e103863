// ProjectView over one read-only connection; its queries are split by theme over view_*.cpp.
// Thread: one thread per object. Blocking: file reads. Each call sees one state of the file.
// Errors: as ProjectView; a query that a newer file's schema refuses gives kNewerProject.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/api/project_view.h"
#include "engine/store/curve_cache.h"
#include "engine/store/lock_file.h"
#include "engine/store/project_file.h"
#include "engine/store/sql.h"
#include "engine/store/sql_error.h"

namespace touchstone::store {

// The name of the metric that a task `t` is validated by; contenders/validation_windows.h says why mase and smape differ.
inline constexpr const char* kValidationMetric =
    "'validation ' || CASE WHEN t.metric IN ('mase', 'smape') THEN 'mae' ELSE t.metric END";

// A trial's state as a view tells it: nothing runs in a file that nobody writes.
inline TrialState seenState(std::optional<TrialState> stored, bool isWritten) {
  const TrialState state = stored.value_or(TrialState::kPaused);
  return state == TrialState::kRunning && !isWritten ? TrialState::kPaused : state;
}

class SqliteProjectView final : public ProjectView {
 public:
  SqliteProjectView(std::filesystem::path path, std::unique_ptr<Connection> connection);
  ~SqliteProjectView() override;

  Result<ProjectInfo> info() const override;
  Result<std::vector<StudyRow>> studies() const override;
  Result<std::vector<TaskRow>> tasks(StudyId study) const override;
  Result<std::vector<ContenderRow>> contenders(StudyId study) const override;
  Result<std::vector<RunRow>> runs(StudyId study) const override;
  Result<TrialPage> trials(const TrialFilter& filter) const override;
  Result<std::vector<Curve>> curves(const CurveQuery& query) const override;
  Result<std::vector<BestSoFar>> bestSoFar(StudyId study, TaskId task) const override;
  Result<std::vector<RungRow>> rungs(RunId run) const override;
  Result<std::vector<StageRow>> stages(RunId run) const override;
  Result<std::vector<SlotSpan>> timeline(StudyId study) const override;
  Result<std::vector<LogRow>> log(std::int64_t afterId, int limit) const override;
  Result<std::vector<ForecastRow>> forecasts(RunId run, int channel) const override;
  Result<std::vector<SeriesRow>> seriesHeads(TaskId task) const override;
  Result<SeriesRow> series(TaskId task, int channel) const override;
  Result<std::vector<ExampleRow>> exampleHeads(TaskId task) const override;
  Result<std::vector<ExampleRow>> examples(TaskId task, const std::vector<std::int64_t>& items) const override;
  Result<std::vector<ClassPredictionRow>> classPredictions(RunId run) const override;
  Result<std::string> viewState(const std::string& key) const override;
  Result<std::string> artifact(RunId run, const std::string& kind) const override;
  Result<std::vector<std::string>> trialDetails(TrialId trial) const override;
  Result<std::int64_t> dataVersion() const override;

 private:
  // `query()` within one snapshot, its exceptions as errors.
  template <typename Query>
  auto read(Query query) const {
    auto result = guarded(m_path, "reading", [&] {
      const Snapshot snapshot(*m_connection);
      return query();
    });
    if (!result && result.error().code == ErrorCode::kInternal && m_isNewer) {
      return decltype(result)(newerError());
    }
    return result;
  }
  Error newerError() const;
  Statement& prepared(const std::string& sql) const { return m_connection->prepared(sql); }

  std::vector<RunRow> readRuns(StudyId study, bool isWritten) const;  // 0: all
  double lastWriteS() const;
  // Whether the file has what schema 3 brought: stages, labelled examples. A viewer never migrates.
  bool hasStages() const { return m_connection->pragma("user_version") >= 3; }
  bool hasWriter() const { return LockFile::isHeld(m_path); }
  void countRuns(std::vector<StudyRow>& rows, bool isWritten) const;
  void countTrials(std::vector<StudyRow>& rows, bool isWritten) const;

  // constant after construction
  std::filesystem::path m_path;
  std::unique_ptr<Connection> m_connection;
  const std::optional<FileIdentity> m_identity;  // of the file that was opened
  bool m_isNewer = false;

  mutable CurveCache m_curves;
};

}  // namespace touchstone::store
