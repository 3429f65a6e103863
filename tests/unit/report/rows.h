// Rows for the report tests: a small study with two tasks whose numbers are easy to check by hand.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/api/project_view.h"
#include "engine/api/read_models.h"

namespace touchstone::test {

struct RunSpec {
  int task;  // 1: ETTh1-96 (mse), 2: shop (accuracy)
  int contender;
  std::string name;
  Family family;
  std::vector<double> scores;  // one a seed; NaN: failed
  std::string leakage;
  bool isDeterministic = false;
  bool isReported = false;
};

inline void addRuns(std::vector<RunRow>& runs, const RunSpec& spec) {
  RunId first;
  for (std::size_t seed = 0; seed < spec.scores.size(); ++seed) {
    RunRow run;
    run.id = {static_cast<std::int64_t>(runs.size()) + 1};
    run.study = {1};
    run.task = {spec.task};
    run.contender = {spec.contender};
    run.studyName = "ETT, 96 hours ahead";
    run.taskName = spec.task == 1 ? "ETTh1-96" : "shop & co";
    run.contenderName = spec.name;
    run.method = spec.family == Family::kFoundation ? "foundation" : "dlinear";
    run.metric = spec.task == 1 ? "mse" : "accuracy";
    run.lowerIsBetter = spec.task == 1;
    run.family = spec.family;
    run.seed = static_cast<std::int64_t>(seed);
    run.score = spec.scores[seed];
    run.state = std::isnan(run.score) ? RunState::kFailed : RunState::kDone;
    run.isReported = spec.isReported;
    run.leakage = spec.leakage;
    run.trials = 30;
    run.epochs = 200;
    run.seconds = 12.5;
    run.parameters = 85001;
    if (spec.isDeterministic && seed > 0) run.sameAs = first;
    if (seed == 0) first = run.id;
    runs.push_back(run);
  }
}

// ETTh1-96: foundation better by far; shop: supervised better within the seeds' spread.
inline std::vector<RunRow> smallStudy() {
  std::vector<RunRow> runs;
  addRuns(runs, {1, 1, "DLinear", Family::kSupervised, {0.370, 0.372, 0.374}, {}});
  addRuns(runs, {1, 2, "Auto-AR", Family::kSupervised, {0.360, 0.360, 0.360}, {}, true});
  addRuns(runs, {1, 3, "Fracast_0", Family::kFoundation, {0.340, 0.342, 0.341}, "trained on ETTh1: test not clean"});
  addRuns(runs, {1, 4, "naive", Family::kReference, {1.294, 1.294, 1.294}, {}, true});
  addRuns(runs, {1, 5, "PatchTST paper", Family::kFoundation, {0.300}, {}, false, true});
  addRuns(runs, {2, 1, "DLinear", Family::kSupervised, {0.90, 0.86, 0.91}, {}});
  addRuns(runs, {2, 2, "Auto-AR", Family::kSupervised, {0.80, 0.80, kNoValue}, {}});
  addRuns(runs, {2, 3, "Fracast_0", Family::kFoundation, {0.85, 0.88, 0.89}, {}});
  addRuns(runs, {2, 4, "naive", Family::kReference, {0.5, 0.5, 0.5}, {}, true});
  return runs;
}

// A project in memory, for writers that read through ProjectView.
class FakeProject : public ProjectView {
 public:
  ProjectInfo project{.path = "/data/ett.touchstone", .uuid = "0190f3", .schema = 1, .createdBy = "touchstone 0.1.0"};
  std::vector<StudyRow> studyRows;
  std::vector<RunRow> runRows;
  std::vector<TrialRow> trialRows;

  Result<ProjectInfo> info() const override { return project; }
  Result<std::vector<StudyRow>> studies() const override { return studyRows; }
  Result<std::vector<TaskRow>> tasks(StudyId) const override { return std::vector<TaskRow>{}; }
  Result<std::vector<ContenderRow>> contenders(StudyId) const override { return std::vector<ContenderRow>{}; }
  Result<std::vector<RunRow>> runs(StudyId) const override { return runRows; }
  Result<TrialPage> trials(const TrialFilter& filter) const override {
    TrialPage page{static_cast<std::int64_t>(trialRows.size()), {}};
    for (std::int64_t i = filter.offset; i < std::min(page.total, filter.offset + filter.limit); ++i) {
      page.rows.push_back(trialRows[static_cast<std::size_t>(i)]);
    }
    return page;
  }
  Result<std::vector<Curve>> curves(const CurveQuery&) const override { return std::vector<Curve>{}; }
  Result<std::vector<BestSoFar>> bestSoFar(StudyId, TaskId) const override { return std::vector<BestSoFar>{}; }
  Result<std::vector<RungRow>> rungs(RunId) const override { return std::vector<RungRow>{}; }
  Result<std::vector<SlotSpan>> timeline(StudyId) const override { return std::vector<SlotSpan>{}; }
  Result<std::vector<LogRow>> log(std::int64_t, int) const override { return std::vector<LogRow>{}; }
  Result<std::vector<ForecastRow>> forecasts(RunId, int) const override { return std::vector<ForecastRow>{}; }
  Result<std::vector<std::string>> trialDetails(TrialId) const override { return std::vector<std::string>{}; }
  Result<std::vector<StageRow>> stages(RunId) const override { return std::vector<StageRow>{}; }
  Result<std::vector<ExampleRow>> exampleHeads(TaskId) const override { return std::vector<ExampleRow>{}; }
  Result<std::vector<ExampleRow>> examples(TaskId, const std::vector<std::int64_t>&) const override {
    return std::vector<ExampleRow>{};
  }
  Result<std::vector<ClassPredictionRow>> classPredictions(RunId) const override {
    return std::vector<ClassPredictionRow>{};
  }
  Result<std::vector<SeriesRow>> seriesHeads(TaskId) const override { return std::vector<SeriesRow>{}; }
  Result<SeriesRow> series(TaskId, int) const override { return SeriesRow{}; }
  Result<std::string> viewState(const std::string&) const override { return std::string{}; }
  Result<std::string> artifact(RunId, const std::string&) const override { return std::string{}; }
  Result<std::int64_t> dataVersion() const override { return std::int64_t{1}; }
};

}  // namespace touchstone::test
