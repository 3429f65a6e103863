// What a study will take, and what the sheet proposes for a data file: hand-counted rungs and runs, and tasks that the data
// check then accepts, for series of every length.
#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "engine/api/engine.h"
#include "engine/api/study_data.h"
#include "engine/api/study_plan.h"
#include "engine/base/folders.h"

using namespace touchstone;

namespace {

namespace fs = std::filesystem;

std::string keyOf(const std::vector<TaskProblem>& problems) {
  return problems.empty() ? std::string() : problems.front().key;
}

}  // namespace

class StudyPlanTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

  void rungsAndRunsAsCountedByHand() {
    StudySpec spec;
    spec.seeds = {0, 1, 2};
    spec.budget = {81, 27, 0.0, 0};
    spec.tasks.resize(2);
    spec.contenders = {{"a", "naive", "", "", {}}, {"b", "dlinear", "", "", {}}};
    const StudyPlan plan = planStudy(spec);
    QCOMPARE(plan.runs, 12);
    QCOMPARE(plan.mostTrials, 2 * 1 * 1 + 2 * 3 * 81);
    QCOMPARE(plan.contenders[0].rungs.size(), std::size_t(0));
    const auto& rungs = plan.contenders[1].rungs;
    QCOMPARE(rungs.size(), std::size_t(4));
    const int resources[] = {1, 3, 9, 27}, trials[] = {81, 27, 9, 3};
    for (std::size_t i = 0; i < 4; ++i) {
      QCOMPARE(rungs[i].resource, resources[i]);
      QCOMPARE(rungs[i].trials, trials[i]);
    }
    QCOMPARE(plan.contenders[1].epochsPerRun, 81 + 27 * 2 + 9 * 6 + 3 * 18);
  }

  void withoutEarlyStoppingEveryTrialGoesToTheEnd() {
    StudySpec spec;
    spec.seeds = {0};
    spec.budget = {10, 20, 0.0, 0};
    spec.contenders = {{"b", "dlinear", "", "", {{"scheduler", std::string("none")}}}};
    const auto plan = planStudy(spec).contenders.front();
    QCOMPARE(plan.rungs.size(), std::size_t(1));
    QCOMPARE(plan.rungs[0].trials, 10);
    QCOMPARE(plan.epochsPerRun, 200);
  }

  void proposalsFitSeriesOfEveryLength() {
    for (const int rows : {4, 5, 7, 11, 20, 50, 144, 1000}) {
      const fs::path file = series(rows);
      const auto data = summariseSeries(file);
      QVERIFY2(data.ok(), data ? "" : data.error().text().c_str());
      QCOMPARE(data->rows, rows);
      TaskSpec task = proposeTask(*data);
      QVERIFY2(taskProblems(task, *data).empty(), task.split.c_str());
      const auto checked = checkTaskData(task, "/");
      QVERIFY2(checked.ok(), checked ? "" : checked.error().text().c_str());
      QCOMPARE(task.name, std::string("series"));
    }
  }

  void seasonalDataProposeTheirSeason() {
    const auto data = summariseSeries(base::resourceFolder() / "samples/timeseries/airpassengers.csv");
    QVERIFY(data.ok());
    QCOMPARE(data->rows, 144);
    QCOMPARE(data->season, 12);
    const TaskSpec task = proposeTask(*data);
    QCOMPARE(task.horizon, 12);
    QCOMPARE(task.split, std::string("70/10/20"));
  }

  void mistakesNameTheirField() {
    const auto data = summariseSeries(series(100));
    QVERIFY(data.ok());
    TaskSpec task = proposeTask(*data);
    task.split = "70/10/20";
    task.horizon = 21;
    QCOMPARE(keyOf(taskProblems(task, *data)), std::string("horizon"));
    QVERIFY(taskProblems(task, *data)[0].message.find("test block of 20 rows") != std::string::npos);
    task.horizon = 5;
    task.split = "most of it";
    QCOMPARE(keyOf(taskProblems(task, *data)), std::string("split"));
    task.split = "12/4/4 months";  // no dates
    QCOMPARE(keyOf(taskProblems(task, *data)), std::string("split"));
    task.split = "last 60";
    QCOMPARE(keyOf(taskProblems(task, *data)), std::string("split"));
    task.split = "file:nowhere.txt";
    QVERIFY(taskProblems(task, *data).empty());
    task.columns = {"nothing"};
    QCOMPARE(keyOf(taskProblems(task, *data)), std::string("columns"));
  }

  void filesThatAreNoSeries() {
    QCOMPARE(summariseSeries(base::resourceFolder() / "samples/genomics/splice_junctions.csv").error().code,
             ErrorCode::kUnsupported);
    QCOMPARE(summariseSeries(base::resourceFolder() / "samples").error().code, ErrorCode::kUnsupported);
    QVERIFY(!summariseSeries(fs::path(m_folder->path().toStdString()) / "no.csv").ok());
    const fs::path empty = fs::path(m_folder->path().toStdString()) / "empty.csv";
    std::ofstream{empty};
    QVERIFY(!summariseSeries(empty).ok());
  }

  void cardsSayWhatIsKnownAgainstAFile() {
    const auto cards = contenderCards();
    const auto patch = std::find_if(cards.begin(), cards.end(),
                                    [](const ContenderCard& card) { return card.spec.model == "patchtst-etth1"; });
    QVERIFY(patch != cards.end());
    QCOMPARE(leakageNote(*patch, "/data/ETTh1.csv.gz"), std::string("trained on ETTh1: test not clean"));
    QCOMPARE(leakageNote(*patch, "/data/nottem.csv"), std::string());
    QCOMPARE(contenderCard(patch->spec, "/").leakage.size(), patch->leakage.size());
  }

 private:
  fs::path series(int rows) {
    const fs::path file = fs::path(m_folder->path().toStdString()) / "series.csv";
    std::ofstream out(file);
    out << "value\n";
    for (int i = 0; i < rows; ++i) {
      out << (i * 7919 % 101) + 0.5 << "\n";
    }
    return file;
  }

  std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(StudyPlanTest)
#include "study_plan_test.moc"
