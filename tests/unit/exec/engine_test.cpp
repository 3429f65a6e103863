// The engine with scripted contenders: search, test, score, pause, stop, failures, and results that do not depend on slots.
#include <SQLiteCpp/SQLiteCpp.h>

#include <QTemporaryDir>
#include <QtTest>

#include "engine/api/project_view.h"
#include "tests/support/engine_fixture.h"

using namespace touchstone;
using namespace touchstone::test;

namespace {

std::filesystem::path projectIn(const QTemporaryDir& folder, const char* name = "p.touchstone") {
  return std::filesystem::path(folder.path().toStdString()) / name;
}

std::unique_ptr<ProjectView> viewOf(const std::filesystem::path& path) {
  auto view = ProjectView::open(path);
  return view ? std::move(*view) : nullptr;
}

// Everything that must be the same whatever the slots and interruptions: no times, no ids.
QStringList resultsOf(const std::filesystem::path& path) {
  QStringList lines;
  const auto view = viewOf(path);
  for (const RunRow& run : *view->runs({})) {
    lines << QString("run %1 %2 %3 %4 %5 %6").arg(run.contenderName.c_str()).arg(run.seed).arg(toWord(run.state)).arg(run.score, 0, 'g', 17)
                 .arg(run.trials).arg(run.epochs);
    TrialFilter filter;
    filter.run = run.id;
    filter.limit = -1;
    filter.sortColumn = "number";
    const TrialPage page = *view->trials(filter);
    for (const TrialRow& trial : page.rows) {
      lines << QString("trial %1 %2 %3 %4 %5 %6 %7").arg(trial.number).arg(toWord(trial.state)).arg(trial.configJson.c_str())
                   .arg(trial.value, 0, 'g', 17).arg(trial.rung).arg(trial.epochs).arg(trial.stopReason.c_str());
    }
    for (const RungRow& rung : *view->rungs(run.id)) {
      lines << QString("rung %1 %2 %3 %4 %5").arg(rung.number).arg(rung.rung).arg(toWord(rung.decision)).arg(rung.cutoff, 0, 'g', 17).arg(rung.rank);
    }
  }
  return lines;
}

StudySpec waitingStudy() {
  return scriptedStudy(4, 3, {0}, {{"wait_for_gate", true}});
}

// Leaves a study whose first trials are in the file and have no segment yet.
bool stopAtTheFirstSegments(const std::filesystem::path& path) {
  EngineFixture fixture;
  fixture.engine().submit(OpenProject{path});
  fixture.engine().submit(StartStudy{waitingStudy()});
  return fixture.waitUntil([&] { return fixture.state().segments >= 2; });
}

bool changeConfig(const std::filesystem::path& path, int trial, const std::string& json) {
  SQLite::Database db(path.string(), SQLite::OPEN_READWRITE, 5000);
  return db.exec("UPDATE trial SET config = '" + json + "' WHERE number = " + std::to_string(trial)) == 1;
}

}  // namespace

class EngineTest : public QObject {
  Q_OBJECT

 private slots:
  void runsAStudyToItsEnd() {
    QTemporaryDir folder;
    EngineFixture fixture;
    fixture.engine().submit(OpenProject{projectIn(folder)});
    fixture.engine().submit(StartStudy{scriptedStudy(9, 9, {0, 1})});
    QVERIFY(fixture.waitForStudy(StudyState::kDone));
    fixture.close();

    const auto view = viewOf(projectIn(folder));
    QVERIFY(view != nullptr);
    const auto runs = *view->runs({});
    QCOMPARE(runs.size(), std::size_t(2));
    for (const RunRow& run : runs) {
      QCOMPARE(run.state, RunState::kDone);
      QVERIFY(std::isfinite(run.score) && run.score > 0.0);
      QCOMPARE(run.trials, 9);
      QVERIFY(run.bestTrial.isValid());
      TrialFilter filter;
      filter.run = run.id;
      const TrialPage page = *view->trials(filter);
      QCOMPARE(page.total, std::int64_t(9));
      double best = 1e9;
      for (const TrialRow& trial : page.rows) {
        QVERIFY(trial.state == TrialState::kFinished || trial.state == TrialState::kStopped);
        QVERIFY(trial.state != TrialState::kStopped || !trial.stopReason.empty());
        best = std::min(best, trial.value);
      }
      QCOMPARE(run.validation, best);
    }
    const auto curves = *view->curves({.study = runs[0].study, .task = {}, .run = {}, .metric = "validation mse"});
    QCOMPARE(curves.size(), std::size_t(18));
  }

  void everyTestItemIsStored() {
    QTemporaryDir folder;
    EngineFixture fixture;
    fixture.engine().submit(OpenProject{projectIn(folder)});
    fixture.engine().submit(StartStudy{scriptedStudy(1, 1)});
    QVERIFY(fixture.waitForStudy(StudyState::kDone));
    fixture.close();
    const auto view = viewOf(projectIn(folder));
    const RunRow run = view->runs({})->front();
    const TaskRow task = view->tasks({})->front();
    // 240 rows, 70/10/20: the test block has 48, so 37 windows of 12.
    QCOMPARE(task.testItems, std::int64_t(37));
    const auto forecasts = *view->forecasts(run.id, 0);
    QCOMPARE(forecasts.size(), std::size_t(37));
    double sum = 0.0;
    for (const ForecastRow& row : forecasts) {
      QCOMPARE(row.forecast.size(), std::size_t(12));
      sum += row.mse;
    }
    QVERIFY(std::abs(sum / 37 - run.score) < 1e-12);
    // The series stands beside them: a stored forecast and what was observed give the stored error.
    const auto series = view->series(task.id, 0);
    QVERIFY(series.ok());
    QCOMPARE(series->values.size(), std::size_t(240));
    const ForecastRow& last = forecasts.back();
    double error = 0.0;
    for (std::size_t step = 0; step < 12; ++step) {
      const auto at = static_cast<std::size_t>(series->validationEnd + last.item) + step;
      const double observed = (series->values[at] - series->mean) / series->deviation;
      error += std::pow(last.forecast[step] - observed, 2) / 12;
    }
    QVERIFY(std::abs(error - last.mse) < 1e-5 * (1.0 + last.mse));
  }

  void slotsDoNotChangeResults() {
    QTemporaryDir folder;
    QStringList first;
    for (const int slotCount : {1, 2, 5}) {
      const auto path = projectIn(folder, ("slots" + std::to_string(slotCount)).c_str());
      EngineFixture fixture(slotCount);
      fixture.engine().submit(OpenProject{path});
      fixture.engine().submit(StartStudy{scriptedStudy(12, 27, {0, 1}, {{"work_us", 50.0}})});
      QVERIFY(fixture.waitForStudy(StudyState::kDone));
      fixture.close();
      const QStringList results = resultsOf(path);
      if (first.isEmpty()) {
        first = results;
      }
      QCOMPARE(results, first);
    }
  }

  void pausesAndResumesWithTheSameResult() {
    QTemporaryDir folder;
    const auto straight = projectIn(folder, "straight");
    {
      EngineFixture fixture;
      fixture.engine().submit(OpenProject{straight});
      fixture.engine().submit(StartStudy{scriptedStudy(8, 9)});
      QVERIFY(fixture.waitForStudy(StudyState::kDone));
    }
    const auto path = projectIn(folder);
    EngineFixture fixture;
    fixture.engine().submit(OpenProject{path});
    fixture.engine().submit(StartStudy{scriptedStudy(8, 9, {0}, {{"work_us", 500.0}})});
    int pauses = 0;
    for (int wanted = 2; wanted <= 8; wanted += 3) {
      const bool reached = fixture.waitFor([wanted](const Event& event) {
        const auto* trial = std::get_if<TrialEvent>(&event.what);
        return trial != nullptr && trial->number >= wanted - 1;
      });
      QVERIFY(reached);
      fixture.engine().submit(PauseStudy{});
      if (fixture.waitForStudy(StudyState::kPaused, 2.0)) {
        ++pauses;
        fixture.engine().submit(ResumeStudies{});
      }
    }
    QVERIFY(pauses > 0);
    QVERIFY(fixture.waitForStudy(StudyState::kDone));
    fixture.close();
    QCOMPARE(resultsOf(path), resultsOf(straight));
  }

  void stopEndsWithinASecondAndResumeFinishes() {
    QTemporaryDir folder;
    const auto path = projectIn(folder);
    {
      EngineFixture fixture;
      fixture.engine().submit(OpenProject{path});
      fixture.engine().submit(StartStudy{waitingStudy()});
      QVERIFY(fixture.waitUntil([&] { return fixture.state().segments >= 2; }));
      const double start = base::steadyS();
      fixture.engine().submit(StopStudy{});
      QVERIFY(fixture.waitForStudy(StudyState::kInterrupted));
      fixture.close();
      QVERIFY(base::steadyS() - start < 1.0);
      QCOMPARE(viewOf(path)->studies()->front().state, StudyState::kInterrupted);
    }
    EngineFixture again;
    again.state().gate.open();
    again.engine().submit(OpenProject{path});
    again.engine().submit(StartStudy{waitingStudy()});
    QVERIFY(again.waitForStudy(StudyState::kDone));
  }

  // Another version or machine may propose another last bit; what the file says is what ran.
  void aStoredTrialGoesOnWithItsOwnConfiguration() {
    QTemporaryDir folder;
    const auto path = projectIn(folder);
    QVERIFY(stopAtTheFirstSegments(path));
    QVERIFY(changeConfig(path, 0, "{\"x\":0.3}"));
    EngineFixture again;
    again.state().gate.open();
    again.engine().submit(OpenProject{path});
    again.engine().submit(StartStudy{waitingStudy()});
    QVERIFY(again.waitForStudy(StudyState::kDone));
    again.close();
    TrialFilter all;
    const auto trials = viewOf(path)->trials(all);
    QVERIFY(trials.ok());
    QCOMPARE(trials->rows.front().configJson, std::string("{\"x\":0.3}"));
    QCOMPARE(trials->rows.front().value, 1.0 / trials->rows.front().epochs);  // the scripted curve's lowest
    QCOMPARE(viewOf(path)->runs({})->front().bestTrial, trials->rows.front().id);
  }

  void anUnreadableConfigurationFailsItsRun() {
    QTemporaryDir folder;
    const auto path = projectIn(folder);
    QVERIFY(stopAtTheFirstSegments(path));
    QVERIFY(changeConfig(path, 1, "[0.3]"));
    EngineFixture again;
    again.engine().submit(OpenProject{path});
    again.engine().submit(StartStudy{waitingStudy()});
    QVERIFY(again.waitForStudy(StudyState::kFailed));
    again.close();
    const std::string error = viewOf(path)->runs({})->front().error;
    QVERIFY2(error.find("configuration of trial 1") != std::string::npos, error.c_str());
  }

  void finishedTrialsAreNotRepeated() {
    QTemporaryDir folder;
    const auto path = projectIn(folder);
    EngineFixture first;
    first.engine().submit(OpenProject{path});
    first.engine().submit(StartStudy{scriptedStudy(6, 9, {0}, {{"work_us", 200.0}})});
    QVERIFY(first.waitUntil([&] { return first.state().epochs >= 8; }));
    first.close();
    const int before = first.state().epochs;

    EngineFixture second;
    second.engine().submit(OpenProject{path});
    second.engine().submit(StartStudy{scriptedStudy(6, 9, {0}, {{"work_us", 200.0}})});
    QVERIFY(second.waitForStudy(StudyState::kDone));
    second.close();

    const auto once = projectIn(folder, "once");
    EngineFixture whole;
    whole.engine().submit(OpenProject{once});
    whole.engine().submit(StartStudy{scriptedStudy(6, 9)});
    QVERIFY(whole.waitForStudy(StudyState::kDone));
    whole.close();
    QCOMPARE(resultsOf(path), resultsOf(once));
    // Only what was under way at the stop is done again: at most one segment of the last rung on each slot.
    QVERIFY(second.state().epochs <= whole.state().epochs - before + 2 * 9);
  }

  void aLostCheckpointCostsTimeNotCorrectness() {
    QTemporaryDir folder;
    const auto path = projectIn(folder);
    EngineFixture fixture;
    fixture.engine().submit(OpenProject{path});
    fixture.engine().submit(StartStudy{scriptedStudy(9, 9, {0}, {{"no_checkpoint", true}})});
    QVERIFY(fixture.waitForStudy(StudyState::kDone));
    fixture.close();
    const auto kept = projectIn(folder, "kept");
    EngineFixture other;
    other.engine().submit(OpenProject{kept});
    other.engine().submit(StartStudy{scriptedStudy(9, 9)});
    QVERIFY(other.waitForStudy(StudyState::kDone));
    other.close();
    QCOMPARE(resultsOf(path), resultsOf(kept));
  }

  void failedAndDivergedTrialsDoNotEndTheRun() {
    QTemporaryDir folder;
    EngineFixture fixture;
    fixture.engine().submit(OpenProject{projectIn(folder)});
    fixture.engine().submit(StartStudy{scriptedStudy(20, 3, {0}, {{"fail_above", 0.8}, {"nan_above", 0.5}})});
    QVERIFY(fixture.waitForStudy(StudyState::kDone));
    fixture.close();
    const auto view = viewOf(projectIn(folder));
    TrialFilter filter;
    filter.state = TrialState::kFailed;
    int failed = 0, diverged = 0;
    const TrialPage page = *view->trials(filter);
    for (const TrialRow& trial : page.rows) {
      const QString reason = QString::fromStdString(trial.stopReason);
      failed += reason.contains("too large") ? 1 : 0;
      diverged += reason.contains("NaN") ? 1 : 0;
    }
    QVERIFY(failed > 0);
    QVERIFY(diverged > 0);
    QCOMPARE(view->runs({})->front().state, RunState::kDone);
  }

  void aRunFailsWithTheReasonWhenEveryTrialFails() {
    QTemporaryDir folder;
    EngineFixture fixture;
    fixture.engine().submit(OpenProject{projectIn(folder)});
    fixture.engine().submit(StartStudy{scriptedStudy(3, 3, {0}, {{"fail_above", -1.0}}, 2)});
    QVERIFY(fixture.waitForStudy(StudyState::kDone));
    fixture.close();
    const auto runs = *viewOf(projectIn(folder))->runs({});
    QCOMPARE(runs[0].state, RunState::kFailed);
    QVERIFY(runs[0].error.find("too large") != std::string::npos);
    QCOMPARE(runs[1].state, RunState::kDone);
  }

  void aTaskThatCannotBeReadFailsItsRunsOnly() {
    QTemporaryDir folder;
    EngineFixture fixture;
    StudySpec spec = scriptedStudy(2, 3);
    TaskSpec bad = spec.tasks[0];
    bad.name = "too long";
    bad.horizon = 5000;
    spec.tasks.push_back(bad);
    fixture.engine().submit(OpenProject{projectIn(folder)});
    fixture.engine().submit(StartStudy{spec});
    QVERIFY(fixture.waitForStudy(StudyState::kDone));
    fixture.close();
    const auto runs = *viewOf(projectIn(folder))->runs({});
    QCOMPARE(runs[0].state, RunState::kDone);
    QCOMPARE(runs[1].state, RunState::kFailed);
    QVERIFY2(runs[1].error.find("5000") != std::string::npos, runs[1].error.c_str());
  }

  void contendersWithoutRandomnessRunOnce() {
    QTemporaryDir folder;
    EngineFixture fixture;
    fixture.engine().submit(OpenProject{projectIn(folder)});
    fixture.engine().submit(StartStudy{scriptedStudy(5, 3, {0, 1, 2}, {{"fixed", true}})});
    QVERIFY(fixture.waitForStudy(StudyState::kDone));
    QCOMPARE(fixture.state().segments.load(), 1);
    fixture.close();
    const auto runs = *viewOf(projectIn(folder))->runs({});
    QCOMPARE(runs.size(), std::size_t(3));
    QCOMPARE(runs[1].score, runs[0].score);
    QCOMPARE(runs[2].score, runs[0].score);
    QVERIFY(!runs[0].sameAs && runs[1].sameAs == runs[0].id && runs[2].sameAs == runs[0].id);
  }

  void aChangedStudyOfTheSameNameIsRefused() {
    QTemporaryDir folder;
    EngineFixture fixture;
    fixture.engine().submit(OpenProject{projectIn(folder)});
    fixture.engine().submit(StartStudy{scriptedStudy(2, 3)});
    QVERIFY(fixture.waitForStudy(StudyState::kDone));
    fixture.close();
    EngineFixture again;
    again.engine().submit(OpenProject{projectIn(folder)});
    again.engine().submit(StartStudy{scriptedStudy(3, 3)});
    QVERIFY(again.waitFor([](const Event& event) {
      const auto* problem = std::get_if<ProblemEvent>(&event.what);
      return problem != nullptr && problem->error.message.find("another name") != std::string::npos;
    }));
  }

  void aLockedProjectIsRefused() {
    QTemporaryDir folder;
    EngineFixture first, second;
    first.engine().submit(OpenProject{projectIn(folder)});
    QVERIFY(first.waitFor([](const Event& event) { return std::holds_alternative<ProjectEvent>(event.what); }));
    second.engine().submit(OpenProject{projectIn(folder)});
    QVERIFY(second.waitFor([](const Event& event) {
      const auto* problem = std::get_if<ProblemEvent>(&event.what);
      return problem != nullptr && problem->error.code == ErrorCode::kLocked;
    }));
  }

  void aTimeLimitEndsTheSearchAndTheRunIsScored() {
    QTemporaryDir folder;
    EngineFixture fixture;
    StudySpec spec = scriptedStudy(100000, 9, {0}, {{"work_us", 1000.0}});
    spec.budget.secondsPerRun = 0.3;
    fixture.engine().submit(OpenProject{projectIn(folder)});
    fixture.engine().submit(StartStudy{spec});
    QVERIFY(fixture.waitForStudy(StudyState::kDone));
    fixture.close();
    const RunRow run = viewOf(projectIn(folder))->runs({})->front();
    QCOMPARE(run.state, RunState::kDone);
    QVERIFY(run.trials > 0 && run.trials < 100000);
  }

  void eventsCoalescePointsAndKeepStates() {
    exec::EventQueue queue({});
    for (int step = 0; step < 1000; ++step) {
      queue.post({0.0, PointEvent{{1}, {1}, {1}, "loss", step, 1.0 / (step + 1), 1}});
      queue.post({0.0, TrialEvent{{1}, {1}, {1}, step, TrialState::kRunning, 0.0, 0}});
    }
    int points = 0, states = 0;
    for (const Event& event : queue.drain()) {
      if (const auto* point = std::get_if<PointEvent>(&event.what)) {
        ++points;
        QCOMPARE(point->step, std::int64_t(999));
        QCOMPARE(point->merged, 1000);
      } else {
        QCOMPARE(std::get<TrialEvent>(event.what).number, states++);
      }
    }
    QCOMPARE(points, 1);
    QCOMPARE(states, 1000);
  }
};

QTEST_GUILESS_MAIN(EngineTest)
#include "engine_test.moc"
