// Read access to a project file: finished, running here, running in another process, or from another machine.
// What a killed process left "running" reads as what it is: a study interrupted, its runs and trials paused.
// Never resumes, migrates, locks or changes what it reads.
// Thread: one thread per object; each has its own read-only connection. Blocking: yes, file reads; windows use Reader.
// Errors: Result; kNotFound, kNotAProject, kNewerProject (opens read-only: still readable), kInternal with the SQL text.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/api/read_models.h"
#include "engine/api/result.h"

namespace touchstone {

class ProjectView {
 public:
  virtual ~ProjectView() = default;

  static Result<std::unique_ptr<ProjectView>> open(const std::filesystem::path& path);

  virtual Result<ProjectInfo> info() const = 0;
  virtual Result<std::vector<StudyRow>> studies() const = 0;
  virtual Result<std::vector<TaskRow>> tasks(StudyId study) const = 0;             // 0: all studies
  virtual Result<std::vector<ContenderRow>> contenders(StudyId study) const = 0;
  virtual Result<std::vector<RunRow>> runs(StudyId study) const = 0;               // study order: task, contender, seed
  virtual Result<TrialPage> trials(const TrialFilter& filter) const = 0;
  virtual Result<std::vector<Curve>> curves(const CurveQuery& query) const = 0;
  virtual Result<std::vector<BestSoFar>> bestSoFar(StudyId study, TaskId task) const = 0;  // runs with a value; 0: all
  virtual Result<std::vector<RungRow>> rungs(RunId run) const = 0;
  virtual Result<std::vector<StageRow>> stages(RunId run) const = 0;  // nothing for projects before schema 3
  virtual Result<std::vector<SlotSpan>> timeline(StudyId study) const = 0;
  virtual Result<std::vector<LogRow>> log(std::int64_t afterId, int limit) const = 0;  // oldest first; after -1: the newest
  virtual Result<std::vector<ForecastRow>> forecasts(RunId run, int channel) const = 0;  // channel -1: all
  // All channels of a task without their values; nothing for projects of the first schema.
  virtual Result<std::vector<SeriesRow>> seriesHeads(TaskId task) const = 0;
  virtual Result<SeriesRow> series(TaskId task, int channel) const = 0;  // kNotFound
  // Labelled examples by item, without content and mask; nothing for series and for projects before schema 3.
  virtual Result<std::vector<ExampleRow>> exampleHeads(TaskId task) const = 0;
  // The given items with content and mask; those that are not kept are left out.
  virtual Result<std::vector<ExampleRow>> examples(TaskId task, const std::vector<std::int64_t>& items) const = 0;
  // Test items of a run over labelled examples: true label and class scores, by item.
  virtual Result<std::vector<ClassPredictionRow>> classPredictions(RunId run) const = 0;
  virtual Result<std::string> viewState(const std::string& key) const = 0;         // JSON, empty when never saved
  virtual Result<std::string> artifact(RunId run, const std::string& kind) const = 0;  // JSON of the winner's details
  // What a trial's contender found out (JSON), one text for each of its segments, oldest first; empty ones are left out.
  virtual Result<std::vector<std::string>> trialDetails(TrialId trial) const = 0;
  // Changes whenever any connection committed something: cheap poll for "is a re-read due?".
  // kNotFound: the file is gone, or another took its place; other calls still read the one that was opened.
  virtual Result<std::int64_t> dataVersion() const = 0;
};

}  // namespace touchstone
