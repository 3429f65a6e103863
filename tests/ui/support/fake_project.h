// A project in memory instead of a file, with the reader and the engine that the window needs to work on it.
// Everything happens in the test's thread: a request is answered at once and delivered by the next drain, as the real
// reader does from its own thread.
#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ui/bridge/backends.h"
#include "ui/support/prompt_try.h"

namespace touchstone::test {

struct FakeData {
  ProjectInfo info;
  std::vector<StudyRow> studies;
  std::vector<TaskRow> tasks;
  std::vector<ContenderRow> contenders;
  std::vector<RunRow> runs;
  std::vector<Curve> curves;
  std::vector<BestSoFar> best;
  std::vector<RungRow> rungs;                     // of every run without own ones
  std::map<RunId, std::vector<RungRow>> rungsOf;  // of one run
  std::map<RunId, std::vector<TrialRow>> trialsOf;
  std::vector<TrialRow> trials;  // of the study: filtered, sorted and read in pages
  std::optional<Error> trialsError;
  std::vector<SlotSpan> spans;
  std::vector<LogRow> log;
  std::vector<SeriesRow> series;
  std::map<RunId, std::vector<ForecastRow>> forecasts;
  std::vector<StageRow> stages;
  std::map<TrialId, std::vector<std::string>> trialDetails;
  std::vector<ExampleRow> examples;
  std::map<RunId, std::vector<ClassPredictionRow>> classPredictions;
  std::map<RunId, std::string> details;
  std::int64_t version = 1;
  bool isGone = false;  // the file, from under its name
  int curveReads = 0;
  int trialReads = 0;
  int snapshotReads = 0;
  int seriesReads = 0;
};
using SharedData = std::shared_ptr<FakeData>;

class FakeView : public ProjectView {
 public:
  explicit FakeView(SharedData data) : m_data(std::move(data)) {}

  Result<ProjectInfo> info() const override {
    ++m_data->snapshotReads;
    return m_data->info;
  }
  Result<std::vector<StudyRow>> studies() const override { return m_data->studies; }
  Result<std::vector<TaskRow>> tasks(StudyId study) const override { return ofStudy(m_data->tasks, study); }
  Result<std::vector<ContenderRow>> contenders(StudyId study) const override {
    return ofStudy(m_data->contenders, study);
  }
  Result<std::vector<RunRow>> runs(StudyId study) const override { return ofStudy(m_data->runs, study); }
  Result<std::vector<std::string>> trialDetails(TrialId trial) const override {
    const auto found = m_data->trialDetails.find(trial);
    return found != m_data->trialDetails.end() ? found->second : std::vector<std::string>{};
  }
  Result<std::vector<StageRow>> stages(RunId run) const override {
    std::vector<StageRow> rows;
    for (const StageRow& row : m_data->stages) {
      if (row.run == run) {
        rows.push_back(row);
      }
    }
    return rows;
  }
  Result<std::vector<ExampleRow>> exampleHeads(TaskId task) const override {
    std::vector<ExampleRow> heads;
    for (const ExampleRow& row : m_data->examples) {
      if (row.task == task) {
        heads.push_back(row);
        heads.back().content.clear();
        heads.back().mask.clear();
      }
    }
    return heads;
  }
  Result<std::vector<ExampleRow>> examples(TaskId task, const std::vector<std::int64_t>& items) const override {
    std::vector<ExampleRow> rows;
    for (const std::int64_t item : items) {
      for (const ExampleRow& row : m_data->examples) {
        if (row.task == task && row.item == item && !row.content.empty()) {
          rows.push_back(row);
        }
      }
    }
    return rows;
  }
  Result<std::vector<ClassPredictionRow>> classPredictions(RunId run) const override {
    const auto found = m_data->classPredictions.find(run);
    return found != m_data->classPredictions.end() ? found->second : std::vector<ClassPredictionRow>{};
  }
  Result<std::vector<SeriesRow>> seriesHeads(TaskId task) const override {
    std::vector<SeriesRow> heads;
    for (const SeriesRow& row : m_data->series) {
      if (row.task == task) {
        heads.push_back(row);
        heads.back().values.clear();
      }
    }
    return heads;
  }
  Result<SeriesRow> series(TaskId task, int channel) const override {
    ++m_data->seriesReads;
    for (const SeriesRow& row : m_data->series) {
      if (row.task == task && row.channel == channel) {
        return row;
      }
    }
    return Error{ErrorCode::kNotFound, "The project keeps no series of this task.", ""};
  }
  Result<TrialPage> trials(const TrialFilter& filter) const override {
    ++m_data->trialReads;
    if (m_data->trialsError) {
      return *m_data->trialsError;
    }
    const auto found = m_data->trialsOf.find(filter.run);
    if (found != m_data->trialsOf.end()) {
      return TrialPage{static_cast<std::int64_t>(found->second.size()), found->second};
    }
    std::vector<TrialRow> rows;
    std::copy_if(m_data->trials.begin(), m_data->trials.end(), std::back_inserter(rows),
                 [&filter](const TrialRow& row) { return matches(row, filter); });
    std::stable_sort(rows.begin(), rows.end(), [&filter](const TrialRow& a, const TrialRow& b) {
      const double x = filter.sortColumn == "value" ? a.value : a.number;
      const double y = filter.sortColumn == "value" ? b.value : b.number;
      return filter.descending ? x > y : x < y;
    });
    TrialPage page;
    page.total = static_cast<std::int64_t>(rows.size());
    const auto first = std::min<std::int64_t>(filter.offset, page.total);
    const auto last = filter.limit < 0 ? page.total : std::min<std::int64_t>(first + filter.limit, page.total);
    page.rows.assign(rows.begin() + first, rows.begin() + last);
    return page;
  }
  Result<std::vector<Curve>> curves(const CurveQuery& query) const override {
    ++m_data->curveReads;
    std::vector<Curve> found;
    for (const Curve& curve : m_data->curves) {
      if (taskOf(curve.run) == query.task) {
        found.push_back(curve);
      }
    }
    return found;
  }
  Result<std::vector<BestSoFar>> bestSoFar(StudyId, TaskId task) const override {
    std::vector<BestSoFar> found;
    for (const BestSoFar& best : m_data->best) {
      if (taskOf(best.run) == task) {
        found.push_back(best);
      }
    }
    return found;
  }
  Result<std::vector<RungRow>> rungs(RunId run) const override {
    const auto found = m_data->rungsOf.find(run);
    return found == m_data->rungsOf.end() ? m_data->rungs : found->second;
  }
  Result<std::vector<SlotSpan>> timeline(StudyId) const override { return m_data->spans; }
  Result<std::vector<LogRow>> log(std::int64_t afterId, int limit) const override {
    std::vector<LogRow> found;
    for (const LogRow& row : m_data->log) {
      if (row.id > afterId && static_cast<int>(found.size()) < limit) {
        found.push_back(row);
      }
    }
    return found;
  }
  Result<std::vector<ForecastRow>> forecasts(RunId run, int channel) const override {
    std::vector<ForecastRow> found;
    for (const ForecastRow& row : m_data->forecasts[run]) {
      if (channel < 0 || row.channel == channel) {
        found.push_back(row);
      }
    }
    return found;
  }
  Result<std::string> viewState(const std::string&) const override { return std::string(); }
  Result<std::string> artifact(RunId run, const std::string& kind) const override {
    return kind == "details" ? m_data->details[run] : std::string();
  }
  Result<std::int64_t> dataVersion() const override {
    if (m_data->isGone) return Error{ErrorCode::kNotFound, "The project file is gone.", "/tmp/a.touchstone"};
    return m_data->version;
  }

 private:
  static bool matches(const TrialRow& row, const TrialFilter& filter) {
    const std::string text =
        "t-" + std::to_string(row.number) + "\n" + row.contenderName + "\n" + row.taskName + "\n" + row.configJson;
    return (!filter.trial.isValid() || row.id == filter.trial) && (!filter.run.isValid() || row.run == filter.run) &&
           (!filter.state || row.state == *filter.state) && text.find(filter.text) != std::string::npos;
  }
  template <typename Row>
  static std::vector<Row> ofStudy(const std::vector<Row>& rows, StudyId study) {
    std::vector<Row> found;
    for (const Row& row : rows) {
      if (!study.isValid() || row.study == study) {
        found.push_back(row);
      }
    }
    return found;
  }
  TaskId taskOf(RunId run) const {
    for (const RunRow& row : m_data->runs) {
      if (row.id == run) {
        return row.task;
      }
    }
    return {};
  }

  SharedData m_data;
};

class FakeReader : public Reader {
 public:
  FakeReader(SharedData data, std::function<void()> wake) : m_view(std::move(data)), m_wake(std::move(wake)) {}

  Token request(std::string_view channel, Query query) override {
    for (Pending& pending : m_pending) {
      if (pending.channel == channel) {
        pending.deliver = nullptr;
      }
    }
    m_pending.push_back({std::string(channel), query(m_view)});
    m_wake();
    return ++m_token;
  }
  void drain() override {
    std::deque<Pending> pending;
    pending.swap(m_pending);
    for (Pending& each : pending) {
      if (each.deliver) {
        each.deliver();
      }
    }
  }

 private:
  struct Pending {
    std::string channel;
    Deliver deliver;
  };
  FakeView m_view;
  std::function<void()> m_wake;
  std::deque<Pending> m_pending;
  Token m_token = 0;
};

// What the engine was asked for, and how a test makes it speak.
struct EngineLog {
  std::vector<Command> commands;
  std::vector<Event> events;
  std::function<void()> wake;
  int created = 0;

  void say(decltype(Event::what) what) {
    events.push_back({0.0, std::move(what)});
    if (wake) {
      wake();
    }
  }
  template <typename Kind>
  int count() const {
    int found = 0;
    for (const Command& command : commands) {
      found += std::holds_alternative<Kind>(command);
    }
    return found;
  }
};
using SharedEngineLog = std::shared_ptr<EngineLog>;

class FakeEngine : public Engine {
 public:
  explicit FakeEngine(SharedEngineLog log) : m_log(std::move(log)) {}
  ~FakeEngine() override { m_log->wake = nullptr; }
  void submit(Command command) override { m_log->commands.push_back(std::move(command)); }
  std::vector<Event> drainEvents() override { return std::exchange(m_log->events, {}); }

 private:
  SharedEngineLog m_log;
};

// Backends on `data` for every path, except those that contain "missing" or "broken".
inline ui::Backends fakeBackends(SharedData data, SharedEngineLog log) {
  ui::Backends backends;
  backends.openReader = [data](const std::filesystem::path& path,
                               std::function<void()> wake) -> Result<std::unique_ptr<Reader>> {
    const std::string name = path.string();
    if (name.find("missing") != std::string::npos) {
      return Error{ErrorCode::kNotFound, "The file does not exist. Check its name.", name};
    }
    if (name.find("broken") != std::string::npos) {
      return Error{ErrorCode::kNotAProject, "This is not a Touchstone project. Open another file.", name};
    }
    return std::unique_ptr<Reader>(std::make_unique<FakeReader>(data, std::move(wake)));
  };
  backends.openView = [data](const std::filesystem::path&) -> Result<std::unique_ptr<ProjectView>> {
    return std::unique_ptr<ProjectView>(std::make_unique<FakeView>(data));
  };
  backends.createEngine = [log](EngineOptions options) -> std::unique_ptr<Engine> {
    ++log->created;
    log->wake = std::move(options.wake);
    return std::make_unique<FakeEngine>(log);
  };
  backends.readStudy = [](const std::string& name) -> std::variant<StudySpec, SpecProblems> {
    if (name == "faulty") {
      return SpecProblems{"faulty.toml", {{3, 7, "unknown key \"metrik\"; did you mean \"metric\"?"}}};
    }
    StudySpec spec;
    spec.name = "First study";
    return spec;
  };
  // Data files and the catalogue are the real ones.
  const ui::Backends real = ui::engineBackends();
  backends.summarise = real.summarise;
  backends.checkTask = real.checkTask;
  backends.contenderCards = real.contenderCards;
  backends.presets = real.presets;
  return backends;
}

}  // namespace touchstone::test
