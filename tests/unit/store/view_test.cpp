// Projects, studies, tasks, contenders, runs and trials as the views read them.
#include <cmath>

#include "engine/store/migrations.h"
#include "unit/store/half_done.h"

using namespace touchstone;
using namespace touchstone::test;

namespace {

std::vector<std::int64_t> idsOf(const Result<TrialPage>& page) {
  std::vector<std::int64_t> ids;
  for (const TrialRow& row : page.ok() ? page->rows : std::vector<TrialRow>()) {
    ids.push_back(row.id.value);
  }
  return ids;
}

using Ids = std::vector<std::int64_t>;

TrialFilter withState(TrialState state) {
  TrialFilter filter;
  filter.state = state;
  return filter;
}

}  // namespace

class ViewTest : public QObject {
  Q_OBJECT

 private slots:
  void tellsAboutTheProject() {
    const Project project;
    const auto info = project.view->info();
    VERIFY_OK(info);
    QCOMPARE(info->path, std::filesystem::canonical(project.path()).string());
    QCOMPARE(info->schema, latestSchema(migrations()));
    QCOMPARE(info->uuid.size(), std::size_t{32});
    QVERIFY(!info->isExample && !info->isReadOnly);
    QVERIFY(info->sizeBytes > 4096);
  }

  void tellsThatTheFileIsGoneOrReplaced() {
    namespace fs = std::filesystem;
    const Project project;
    const fs::path path = project.path(), away = path.string() + ".away";
    VERIFY_OK(project.view->dataVersion());
    fs::rename(path, away);
    QCOMPARE(project.view->dataVersion().error().code, ErrorCode::kNotFound);
    QVERIFY(project.view->dataVersion().error().message.find("gone") != std::string::npos);
    VERIFY_OK(project.view->studies());  // what was opened is still read
    fs::copy_file(away, path);
    QVERIFY(project.view->dataVersion().error().message.find("Another file") != std::string::npos);
    fs::rename(away, path);
    VERIFY_OK(project.view->dataVersion());
  }

  void countsOfAStudy() {
    const Project project;
    const auto studies = project.view->studies();
    VERIFY_OK(studies);
    QCOMPARE(studies->size(), std::size_t{1});
    const StudyRow& study = studies->front();
    QCOMPARE(study.name, std::string("ETT"));
    QCOMPARE(study.state, StudyState::kRunning);
    QCOMPARE(study.createdS, 90.0);
    QCOMPARE(study.startedS, 95.0);
    QVERIFY(std::isnan(study.finishedS));
    QCOMPARE(study.specToml, std::string("[study]"));
    QCOMPARE((std::vector{study.runsTotal, study.runsDone, study.runsRunning, study.runsFailed}),
             (std::vector{4, 2, 1, 0}));
    QCOMPARE((std::vector{study.trialsTotal, study.trialsRunning, study.trialsDone, study.trialsStopped,
                          study.trialsFailed}),
             (std::vector{3, 1, 1, 1, 0}));
    QCOMPARE(study.trialsPlanned, 4 + 4 + 1);  // run 2 is queued and gets the budget's, run 4 is a copy
    QCOMPARE(study.points, std::int64_t{9});
    QVERIFY(study.etaS >= 0.0);
  }

  void whatAKilledWriterLeftIsNotRunning() {
    Project project;
    QVERIFY(project.view->info()->hasWriter);
    QCOMPARE(project.view->runs({})->front().state, RunState::kRunning);
    const std::int64_t paused = project.view->trials(withState(TrialState::kPaused))->total;
    project.writer.reset();
    QVERIFY(!project.view->info()->hasWriter);
    const StudyRow study = project.view->studies()->front();
    QCOMPARE(study.state, StudyState::kInterrupted);
    QCOMPARE((std::vector{study.runsRunning, study.trialsRunning}), (std::vector{0, 0}));
    QVERIFY(study.etaS < 0.0);
    QCOMPARE(project.view->runs({})->front().state, RunState::kPaused);
    QCOMPARE(project.view->trials(withState(TrialState::kRunning))->total, std::int64_t{0});
    QCOMPARE(project.view->trials(withState(TrialState::kPaused))->total, paused + 1);
    for (const SlotSpan& span : *project.view->timeline({1})) {
      QVERIFY(span.endState != TrialState::kRunning && !std::isnan(span.endS));
    }
  }

  void seriesAreReadAsTheyWereWritten() {
    Project project;
    SeriesRow row;
    row.task = {1};
    row.channel = 1;
    row.name = "HUFL";
    row.firstRow = 5;
    row.trainEnd = 8'640;
    row.validationEnd = 11'520;
    row.testEnd = 14'400;
    row.mean = 7.5;
    row.deviation = 0.25;
    row.startS = 1'467'331'200.0;
    row.stepS = 3'600.0;
    row.stepUnit = "seconds";
    row.values = {1.5f, std::numeric_limits<float>::quiet_NaN(), -2.25f};
    SeriesRow first = row;
    first.channel = 0;
    first.startS = first.stepS = kNoValue;
    QVERIFY(project.add({AddSeries{row}, AddSeries{first}, AddSeries{row}}));
    const auto heads = project.view->seriesHeads({1});
    VERIFY_OK(heads);
    QCOMPARE(heads->size(), std::size_t{2});
    QVERIFY(heads->front().channel == 0 && std::isnan(heads->front().startS) && heads->front().values.empty());
    const auto read = project.view->series({1}, 1);
    VERIFY_OK(read);
    QCOMPARE(read->name, row.name);
    QCOMPARE((std::vector{read->firstRow, read->trainEnd, read->validationEnd, read->testEnd}),
             (std::vector<std::int64_t>{5, 8'640, 11'520, 14'400}));
    QCOMPARE((std::vector{read->mean, read->deviation, read->startS, read->stepS}),
             (std::vector{7.5, 0.25, 1'467'331'200.0, 3'600.0}));
    QCOMPARE(read->stepUnit, row.stepUnit);
    QCOMPARE(read->values.size(), std::size_t{3});
    QVERIFY(read->values[0] == 1.5f && std::isnan(read->values[1]) && read->values[2] == -2.25f);
    const auto missing = project.view->series({1}, 7);
    QVERIFY(!missing.ok() && missing.error().code == ErrorCode::kNotFound);
  }

  void tasksWithTheirData() {
    const Project project;
    const auto tasks = project.view->tasks({});
    VERIFY_OK(tasks);
    QCOMPARE(tasks->size(), std::size_t{1});
    const TaskRow& task = tasks->front();
    QCOMPARE(task.name, std::string("ETTh1"));
    QCOMPARE(task.modality, Modality::kTimeSeries);
    QCOMPARE(task.dataset, std::string("ETTh1.csv"));
    QCOMPARE(task.dataHash, std::string("data-hash"));
    QCOMPARE(task.splitHash, std::string("split-hash"));
    QCOMPARE(task.testItems, std::int64_t{2785});
    QCOMPARE((std::vector{task.horizon, task.season, task.channels}), (std::vector{96, 24, 7}));
    QCOMPARE(task.notes, (std::vector<std::string>{"one missing value was filled", "a second note"}));
    QVERIFY(task.lowerIsBetter);
    QVERIFY(project.view->tasks({2})->empty());
  }

  void contendersInStudyOrder() {
    const Project project;
    const auto contenders = project.view->contenders({1});
    VERIFY_OK(contenders);
    QCOMPARE(contenders->size(), std::size_t{2});
    QCOMPARE(contenders->at(0).name, std::string("DLinear"));
    QCOMPARE(contenders->at(1).family, Family::kFoundation);
  }

  void runsWithProgressAndScores() {
    const Project project;
    const auto runs = project.view->runs({1});
    VERIFY_OK(runs);
    QCOMPARE(runs->size(), std::size_t{4});
    const RunRow& search = runs->at(0);
    QCOMPARE(search.contenderName, std::string("DLinear"));
    QCOMPARE(search.state, RunState::kRunning);
    QVERIFY(std::isnan(search.score));
    QCOMPARE(search.validation, 0.4);
    QCOMPARE(search.bestTrial, TrialId{1});
    QCOMPARE((std::vector{search.trials, search.trialsPlanned, search.epochs}), (std::vector{3, 4, 24}));
    QCOMPARE(search.cpuSeconds, 13.5);
    QCOMPARE(search.parameters, std::int64_t{14'000});
    QVERIFY(search.progress > 0.4 && search.progress < 0.5);  // 0.9 of two of four trials
    QVERIFY(search.etaS > 0.0);
    QCOMPARE(runs->at(1).state, RunState::kQueued);
    QCOMPARE(runs->at(1).progress, 0.0);

    const RunRow& foundation = runs->at(2);
    QCOMPARE(foundation.score, 0.372);
    QCOMPARE(foundation.progress, 1.0);
    QCOMPARE(foundation.seconds, 3.0);
    QCOMPARE(foundation.leakage, std::string("trained on ETTm1: test not clean"));
    QVERIFY(!foundation.isReported && !foundation.sameAs);
    const RunRow& copy = runs->at(3);
    QCOMPARE(copy.sameAs, std::optional<RunId>(RunId{3}));
    QCOMPARE(copy.score, 0.372);
    QCOMPARE(copy.seconds, 0.0);
  }

  void theBestTrialThatTheEngineChoseCounts() {
    const Project project;
    QVERIFY(project.add({SetBestTrial{{1}, {2}}}));
    QCOMPARE(project.view->runs({1})->at(0).bestTrial, TrialId{2});
    QCOMPARE(project.view->runs({1})->at(0).validation, 0.6);
  }

  void higherIsBetterPicksTheHighest() {
    const Project project;
    TaskRow task = taskRow(1, {1}, "ETTh1", "accuracy", false);
    QVERIFY(project.add({UpdateTask{task, {}}}));
    QCOMPARE(project.view->runs({1})->at(0).validation, 0.6);
    QVERIFY(!project.view->runs({1})->at(0).lowerIsBetter);
  }

  void aReportedScoreIsMarkedAndDoesNotHideAMeasuredOne() {
    const Project project;
    QVERIFY(project.add({AddScore{{1}, "mse", "", "test", "reported", 0.3, 0, 1.0},
                         AddScore{{3}, "mse", "", "test", "reported", 0.1, 0, 1.0}}));
    const auto runs = project.view->runs({1});
    QCOMPARE(runs->size(), std::size_t{4});
    QVERIFY(runs->at(0).isReported);
    QCOMPARE(runs->at(0).score, 0.3);
    QVERIFY(!runs->at(2).isReported);
    QCOMPARE(runs->at(2).score, 0.372);
    QCOMPARE(sqlNumber(project.path(), "SELECT count(*) FROM v_runs"), std::int64_t{4});
  }

  void aFailedRunSaysWhy() {
    const Project project;
    QVERIFY(project.add(
        {SetRunState{{1}, RunState::kFailed, 120.0, "bad-input", "The horizon is longer than the test block."}}));
    QCOMPARE(project.view->runs({1})->at(0).error, std::string("The horizon is longer than the test block."));
    QCOMPARE(project.view->studies()->at(0).runsFailed, 1);
  }

  void aPauseOfDaysIsNoRunTime() {
    const Project project;
    const double day = 86'400.0;
    QVERIFY(project.add({SetRunState{{1}, RunState::kPaused, 120.0, "", ""},
                         StartRun{{1}, "", 100.0 + 10 * day},
                         AddStage{{1}, 0, "", 4, 20, "epoch", 1.0, "", "", 100.0 + 10 * day},
                         SetRunState{{1}, RunState::kDone, 107.0 + 10 * day, "", ""}}));
    QCOMPARE(project.view->runs({1})->at(0).seconds, 7.0 + 16.0);  // this session, and the earlier trials' 12 + 4
  }

  void trialsInPages() {
    const Project project;
    TrialFilter filter;
    filter.study = {1};
    auto page = project.view->trials(filter);
    VERIFY_OK(page);
    QCOMPARE(page->total, std::int64_t{3});
    const TrialRow& first = page->rows.front();
    QCOMPARE(first.contenderName, std::string("DLinear"));
    QCOMPARE(first.configJson, std::string(R"({"learning rate":0.003,"kernel":25})"));
    QCOMPARE(first.value, 0.4);
    QCOMPARE((std::vector{first.rung, first.epochs}), (std::vector{1, 20}));
    QCOMPARE(first.finishedS, 112.0);
    QCOMPARE((std::vector{first.seconds, first.cpuSeconds}), (std::vector{12.0, 10.0}));
    QCOMPARE(first.parameters, std::int64_t{14'000});
    QCOMPARE(page->rows[2].cpuSeconds, 0.0);
    QVERIFY(std::isnan(page->rows[2].value) && std::isnan(page->rows[2].finishedS));
    QCOMPARE(page->rows[1].stopReason, std::string("Stopped at 4 epochs: rank 2 of 2."));

    filter.limit = 2;
    filter.offset = 1;
    page = project.view->trials(filter);
    QCOMPARE(page->total, std::int64_t{3});
    QCOMPARE(idsOf(page), (Ids{2, 3}));
    filter.offset = 10;
    QVERIFY(project.view->trials(filter)->rows.empty());
  }

  void trialsSorted_data() {
    QTest::addColumn<QString>("column");
    QTest::addColumn<bool>("descending");
    QTest::addColumn<QList<int>>("ids");
    QTest::newRow("id") << "id" << true << QList<int>{3, 2, 1};
    QTest::newRow("number") << "number" << true << QList<int>{3, 2, 1};
    QTest::newRow("value up, missing last") << "value" << false << QList<int>{1, 2, 3};
    QTest::newRow("value down, missing last") << "value" << true << QList<int>{2, 1, 3};
    QTest::newRow("epochs") << "epochs" << true << QList<int>{1, 2, 3};
    QTest::newRow("seconds") << "seconds" << false << QList<int>{3, 2, 1};
    QTest::newRow("state, running first") << "state" << false << QList<int>{3, 2, 1};
    QTest::newRow("contender, equal by id") << "contender" << false << QList<int>{1, 2, 3};
    QTest::newRow("task") << "task" << true << QList<int>{1, 2, 3};
    QTest::newRow("seed") << "seed" << false << QList<int>{1, 2, 3};
  }
  void trialsSorted() {
    QFETCH(QString, column);
    QFETCH(bool, descending);
    QFETCH(QList<int>, ids);
    const Project project;
    TrialFilter filter;
    filter.sortColumn = column.toStdString();
    filter.descending = descending;
    const auto page = project.view->trials(filter);
    VERIFY_OK(page);
    QCOMPARE(idsOf(page), Ids(ids.begin(), ids.end()));
  }

  void anUnknownSortColumnIsRefused() {
    const Project project;
    TrialFilter filter;
    filter.sortColumn = "id; DROP TABLE trial";
    const auto page = project.view->trials(filter);
    QVERIFY(!page.ok());
    QCOMPARE(page.error().code, ErrorCode::kBadInput);
  }

  void trialsFiltered() {
    const Project project;
    TrialFilter filter;
    filter.state = TrialState::kStopped;
    QCOMPARE(idsOf(project.view->trials(filter)), Ids{2});
    filter = {};
    filter.run = {1};
    filter.task = {1};
    QCOMPARE(project.view->trials(filter)->total, std::int64_t{3});
    filter.run = {2};
    QCOMPARE(project.view->trials(filter)->total, std::int64_t{0});
    filter = {};
    filter.trial = {2};
    QCOMPARE(idsOf(project.view->trials(filter)), Ids{2});
    filter.trial = {99};
    QCOMPARE(project.view->trials(filter)->total, std::int64_t{0});
    filter = {};
    filter.text = "t-001";  // as a trial is called in the window
    QCOMPARE(project.view->trials(filter)->total, std::int64_t{1});
    QCOMPARE(project.view->trials(filter)->rows.front().number, 1);
    for (const char* text : {"dlin", "ETTH", "kernel\":25"}) {
      filter.text = text;
      QCOMPARE(project.view->trials(filter)->total, std::int64_t{3});
    }
    for (const char* text : {"%", "_", "\\", "D_inear", "'", "no such"}) {
      filter.text = text;
      QCOMPARE(project.view->trials(filter)->total, std::int64_t{0});
    }
  }

  void anEmptyProjectHasEmptyViews() {
    const ProjectFolder folder;
    QVERIFY(openWriter(folder.project()) != nullptr);
    const auto view = openView(folder.project());
    QVERIFY(view->studies()->empty() && view->tasks({})->empty() && view->contenders({})->empty() &&
            view->runs({})->empty());
    QVERIFY(view->trials({})->rows.empty() && view->curves({})->empty() && view->bestSoFar({}, {})->empty());
    QVERIFY(view->rungs({1})->empty() && view->timeline({1})->empty() && view->log(-1, 10)->empty());
    QVERIFY(view->forecasts({1}, 0)->empty());
  }
};

QTEST_GUILESS_MAIN(ViewTest)
#include "view_test.moc"
