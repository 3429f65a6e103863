// One project open for writing: the writer, the ids that come next, and the events that go with what is written.
// Thread: all members from any thread unless said otherwise. Blocking: write() waits only while the writer's bounded
// queue is full.
// Errors: open() as ProjectWriter::open; later write errors arrive at the callback, once.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "engine/api/result.h"
#include "engine/exec/event_queue.h"
#include "engine/store/project_writer.h"
#include "engine/store/replay.h"

namespace touchstone::exec {

class ProjectSession {
 public:
  // `isExample` marks a project that is made now as example data.
  static Result<std::unique_ptr<ProjectSession>> open(const std::filesystem::path& path, bool isExample,
                                                      EventQueue& events, std::function<void(const Error&)> onError);

  const std::filesystem::path& path() const { return m_path; }
  // Checkpoints and large artifacts, beside the project: "<project>.files". Made when first needed.
  std::filesystem::path filesFolder() const;

  void write(store::WriteBatch batch) { m_writer->push(std::move(batch)); }
  Result<void> flush() { return m_writer->flush(); }
  const Error* error() const { return m_writer->error(); }

  template <typename IdType>
  IdType next() {
    return IdType{++counter(IdType{})};
  }
  // The id of a metric name; a new name is written first, so it is in the file before any of its points.
  MetricId metric(std::string_view name);

  void post(decltype(Event::what) what);
  void log(const std::string& level, const std::string& text, StudyId study = {}, RunId run = {}, TrialId trial = {});
  // A message for Problems and the log.
  void problem(const Error& error, bool isWarning, StudyId study = {}, RunId run = {});

  store::Replay& replay() { return *m_replay; }  // engine thread only

 private:
  ProjectSession(std::filesystem::path path, EventQueue& events) : m_path(std::move(path)), m_events(events) {}
  Result<void> loadIds();

  std::atomic<std::int64_t>& counter(StudyId) { return m_study; }
  std::atomic<std::int64_t>& counter(DatasetId) { return m_dataset; }
  std::atomic<std::int64_t>& counter(TaskId) { return m_task; }
  std::atomic<std::int64_t>& counter(ContenderId) { return m_contender; }
  std::atomic<std::int64_t>& counter(RunId) { return m_run; }
  std::atomic<std::int64_t>& counter(TrialId) { return m_trial; }
  std::atomic<std::int64_t>& counter(MetricId) { return m_metric; }

  const std::filesystem::path m_path;  // constant after construction
  EventQueue& m_events;
  std::unique_ptr<store::ProjectWriter> m_writer;  // constant after open()
  std::unique_ptr<store::Replay> m_replay;         // engine thread only
  std::atomic<std::int64_t> m_study{0}, m_dataset{0}, m_task{0}, m_contender{0}, m_run{0}, m_trial{0}, m_metric{0};
  std::mutex m_metricMutex;
  std::unordered_map<std::string, MetricId> m_metrics;  // guarded by m_metricMutex
};

}  // namespace touchstone::exec
