// The models of trees and tables, each under QAbstractItemModelTester, with the numbers of the leaderboard checked by
// hand, sorting with missing values, and the clipboard's text.
#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QSignalSpy>
#include <QTest>

#include "ui/models/clipboard_text.h"
#include "ui/models/leaderboard_model.h"
#include "ui/models/message_model.h"
#include "ui/models/project_tree_model.h"
#include "ui/models/runs_model.h"
#include "ui/models/words.h"
#include "ui/support/sample_study.h"

using namespace touchstone;
using namespace touchstone::ui;
using touchstone::test::Progress;
using touchstone::test::sampleStudy;
using touchstone::test::snapshotOf;

namespace {

// One task, "lower is better", with the given scores per contender; NaN: failed, an empty list: queued.
ProjectSnapshot smallStudy(const std::vector<std::vector<double>>& scores, bool lowerIsBetter = true) {
  ProjectSnapshot snapshot;
  snapshot.study = StudyId{1};
  TaskRow task;
  task.id = TaskId{1};
  task.name = "task";
  task.metric = "mse";
  task.lowerIsBetter = lowerIsBetter;
  snapshot.tasks.push_back(task);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    ContenderRow contender;
    contender.id = ContenderId{static_cast<std::int64_t>(i) + 1};
    contender.name = std::string(1, static_cast<char>('a' + i));
    snapshot.contenders.push_back(contender);
    const std::vector<double> seeds = scores[i].empty() ? std::vector<double>{kNoValue} : scores[i];
    for (std::size_t seed = 0; seed < seeds.size(); ++seed) {
      RunRow run;
      run.id = RunId{static_cast<std::int64_t>(snapshot.runs.size()) + 1};
      run.task = task.id;
      run.contender = contender.id;
      run.contenderName = contender.name;
      run.seed = static_cast<std::int64_t>(seed);
      run.score = seeds[seed];
      run.state = scores[i].empty() ? RunState::kQueued : std::isnan(run.score) ? RunState::kFailed : RunState::kDone;
      snapshot.runs.push_back(run);
    }
  }
  return snapshot;
}

QStringList namesIn(const LeaderboardModel& model) {
  QStringList names;
  for (int row = 0; row < model.rowCount(); ++row) {
    names << model.index(row, 0).data().toString();
  }
  return names;
}

}  // namespace

class ModelsTablesTest : public QObject {
  Q_OBJECT

 private slots:
  void treeShowsTasksAndStudies() {
    ProjectTreeModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto data = sampleStudy(Progress::kRunning);
    model.setSnapshot(snapshotOf(*data));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.rowCount(model.index(0, 0)), 3);
    QCOMPARE(model.rowCount(model.index(1, 0)), 1);
    const QModelIndex third = model.indexOf(TaskId{3});
    QCOMPARE(third.data(kStateRole).toInt(), static_cast<int>(State::kRunning));
    QCOMPARE(model.indexOf(TaskId{1}).data(kStateRole).toInt(), static_cast<int>(State::kFinished));
    QVERIFY(third.data(Qt::AccessibleTextRole).toString().contains("running"));
  }

  void treeKeepsItsRowsWhenOnlyStatesChange() {
    ProjectTreeModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    auto snapshot = snapshotOf(*sampleStudy(Progress::kRunning));
    model.setSnapshot(snapshot);
    const QPersistentModelIndex kept = model.indexOf(TaskId{3});
    snapshot.studies.front().state = StudyState::kDone;
    for (RunRow& run : snapshot.runs) {
      run.state = RunState::kDone;
    }
    model.setSnapshot(snapshot);
    QVERIFY(kept.isValid());
    QCOMPARE(kept.data(kStateRole).toInt(), static_cast<int>(State::kFinished));
    model.setSnapshot({});
    QCOMPARE(model.rowCount(model.index(0, 0)), 0);
    QVERIFY(!kept.isValid());
  }

  void treeTakesStrangeNames() {
    ProjectTreeModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    auto snapshot = snapshotOf(*sampleStudy(Progress::kDone));
    snapshot.tasks[0].name = "two\nlines";
    snapshot.tasks[1].name = std::string(1000, 'x');
    model.setSnapshot(snapshot);
    QCOMPARE(model.indexOf(TaskId{1}).data().toString(), QString("two lines"));
    QCOMPARE(model.indexOf(TaskId{2}).data().toString().size(), 300);
  }

  void runsShowScoreOrTimeLeft() {
    RunsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto snapshot = snapshotOf(*sampleStudy(Progress::kRunning));
    model.setRuns(snapshot, TaskId{1});
    QCOMPARE(model.rowCount(), 18);
    QCOMPARE(model.index(0, RunsModel::kContender).data().toString(), QString("Auto-AR"));
    QCOMPARE(model.index(0, RunsModel::kResult).data().toString(), QString("0.361"));
    QCOMPARE(model.index(0, RunsModel::kProgress).data(kProgressRole).toDouble(), 1.0);
    int failed = 0;
    for (int row = 0; row < model.rowCount(); ++row) {
      const QModelIndex index = model.index(row, RunsModel::kResult);
      if (index.data(kStateRole).toInt() != static_cast<int>(State::kFailed)) {
        continue;
      }
      ++failed;
      QCOMPARE(index.data().toString(), QString("failed"));
      QVERIFY(index.data(Qt::ToolTipRole).toString().contains("Out of memory"));
    }
    QCOMPARE(failed, 1);
    model.setRuns(snapshot, TaskId{3});
    QCOMPARE(model.index(3, RunsModel::kResult).data().toString(), QString("00:28 left"));
    QCOMPARE(model.index(0, RunsModel::kResult).data().toString(), QString("queued"));
  }

  void runsUpdateInPlace() {
    RunsModel model;
    auto snapshot = snapshotOf(*sampleStudy(Progress::kRunning));
    model.setRuns(snapshot, TaskId{3});
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    for (RunRow& run : snapshot.runs) {
      run.progress = 0.9;
    }
    model.setRuns(snapshot, TaskId{3});
    QCOMPARE(reset.count(), 0);
    QCOMPARE(changed.count(), 1);
  }

  void leaderboardMeansSpreadsAndRanks() {
    const Leaderboard board =
        buildLeaderboard(smallStudy({{0.25, 0.5}, {0.125, 0.25}, {0.375}, {kNoValue, kNoValue}, {}}));
    QCOMPARE(board.columns.size(), std::size_t{1});
    const auto cell = [&](std::size_t row) { return board.rows[row].cells[0]; };
    QCOMPARE(cell(0).mean, 0.375);
    QVERIFY(std::abs(cell(0).spread - std::sqrt(0.03125)) < 1e-12);
    QCOMPARE(cell(1).mean, 0.1875);
    QVERIFY(cell(1).isBest);
    QVERIFY(!cell(0).isBest);
    QVERIFY(std::isnan(cell(2).spread));
    QCOMPARE(board.rows[1].rank, 1.0);
    QCOMPARE(board.rows[0].rank, 2.5);  // ties share
    QCOMPARE(board.rows[2].rank, 2.5);
    QCOMPARE(board.rows[3].rank, 4.0);  // failed comes last
    QVERIFY(std::isnan(board.rows[4].rank));
    QCOMPARE(cell(3).state, State::kFailed);
    QCOMPARE(cell(4).state, State::kQueued);
    QCOMPARE(board.columns[0].best, 0.1875);
  }

  void copiesOfASeedAddNoSpread() {
    ProjectSnapshot snapshot = smallStudy({{0.5, 0.5, 0.5}});
    snapshot.runs[1].sameAs = snapshot.runs[2].sameAs = snapshot.runs[0].id;
    const LeaderboardCell cell = buildLeaderboard(snapshot).rows[0].cells[0];
    QVERIFY(std::isnan(cell.spread));
    QCOMPARE(cell.seeds.size(), std::size_t{1});
    QCOMPARE(cell.seedsDone, 3);
    QVERIFY(cell.isDeterministic);
  }

  void leaderboardTurnsWithTheMetric() {
    const Leaderboard board = buildLeaderboard(smallStudy({{0.7}, {0.9}}, false));
    QVERIFY(board.rows[1].cells[0].isBest);
    QCOMPARE(board.rows[1].rank, 1.0);
    QVERIFY(stripPosition(board.columns[0], 0.9) > stripPosition(board.columns[0], 0.7));
    const Leaderboard lower = buildLeaderboard(smallStudy({{0.7}, {0.9}}));
    QVERIFY(stripPosition(lower.columns[0], 0.9) < stripPosition(lower.columns[0], 0.7));
  }

  void reportedScoresAreNeverRankedOrBest() {
    ProjectSnapshot snapshot = smallStudy({{0.5}, {0.1}});
    snapshot.runs[1].isReported = true;
    const Leaderboard board = buildLeaderboard(snapshot);
    QVERIFY(board.rows[0].cells[0].isBest);
    QVERIFY(!board.rows[1].cells[0].isBest);
    QVERIFY(std::isnan(board.rows[1].rank));
    QVERIFY(board.rows[1].isReported);
  }

  void leakageNotesNameTaskAndContender() {
    const Leaderboard board = buildLeaderboard(snapshotOf(*sampleStudy(Progress::kDone)));
    const auto notes = board.leakageNotes();
    QCOMPARE(notes.size(), std::size_t{1});
    QVERIFY(notes.front().contains("ETTm1"));
    QVERIFY(notes.front().contains("Fracast-0 zero-shot, Fracast-0 fine-tuned"));
    QVERIFY(notes.front().contains("test not clean"));
  }

  void sameLeakageOnEveryTaskStandsOnce() {
    ProjectSnapshot snapshot = snapshotOf(*sampleStudy(Progress::kDone));
    for (RunRow& run : snapshot.runs) {
      run.leakage = run.family == Family::kFoundation ? "not settled" : "";
    }
    const auto notes = buildLeaderboard(snapshot).leakageNotes();
    QCOMPARE(notes.size(), std::size_t{1});
    QVERIFY2(notes.front().startsWith("all tasks"), qPrintable(notes.front()));
  }

  void offScaleScoresDoNotFlattenTheOthers() {
    const Leaderboard board = buildLeaderboard(smallStudy({{0.30}, {0.31}, {0.33}, {5.0}}));
    QVERIFY(stripPosition(board.columns[0], 5.0) < 0.0);
    QVERIFY(stripPosition(board.columns[0], 0.30) - stripPosition(board.columns[0], 0.33) > 0.3);
  }

  void leaderboardSortsWithMissingLast() {
    LeaderboardModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setBoard(buildLeaderboard(smallStudy({{0.3}, {0.1}, {}, {0.2}})));
    QCOMPARE(namesIn(model), QStringList({"b", "d", "a", "c"}));
    model.sort(LeaderboardModel::kFirstTask, Qt::DescendingOrder);
    QCOMPARE(namesIn(model), QStringList({"a", "d", "b", "c"}));
    const QPersistentModelIndex kept = model.index(0, 0);
    model.sort(LeaderboardModel::kName, Qt::DescendingOrder);
    QCOMPARE(namesIn(model), QStringList({"d", "c", "b", "a"}));
    QCOMPARE(kept.row(), 3);
    QCOMPARE(model.naturalOrder(LeaderboardModel::kFirstTask), Qt::AscendingOrder);
  }

  void leaderboardKeepsSortingWhenScoresArrive() {
    LeaderboardModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setBoard(buildLeaderboard(smallStudy({{0.3}, {0.1}})));
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setBoard(buildLeaderboard(smallStudy({{0.05}, {0.1}})));
    QCOMPARE(reset.count(), 0);
    QCOMPARE(namesIn(model), QStringList({"a", "b"}));
    model.setBoard(buildLeaderboard(smallStudy({{0.3}})));
    QCOMPARE(reset.count(), 1);
    model.setBoard({});
    QCOMPARE(model.rowCount(), 0);
    model.sort(LeaderboardModel::kRank);
  }

  void leaderboardCellsSpeak() {
    LeaderboardModel model;
    model.setBoard(buildLeaderboard(snapshotOf(*sampleStudy(Progress::kRunning))));
    bool isSeen = false;
    for (int row = 0; row < model.rowCount(); ++row) {
      const QModelIndex index = model.index(row, LeaderboardModel::kFirstTask + 1);
      if (!model.index(row, 0).data().toString().startsWith("Fracast")) {
        continue;
      }
      QVERIFY(index.data(Qt::ToolTipRole).toString().contains("trained on ETTm1"));
      isSeen = true;
    }
    QVERIFY(isSeen);
    QVERIFY(model.headerData(LeaderboardModel::kFirstTask, Qt::Horizontal, kDetailRole).toString().contains("MSE"));
  }

  void clipboardTakesTheSelectionOrEverything() {
    LeaderboardModel model;
    model.setBoard(buildLeaderboard(smallStudy({{-0.3}, {0.1}})));
    const QString all = tabSeparated(model);
    QCOMPARE(all.count('\n'), 3);
    QVERIFY(all.startsWith("Contender\trank\ttask\n"));
    QVERIFY(all.contains("-0.300"));
    QItemSelectionModel selection(&model);
    selection.select(model.index(1, 2), QItemSelectionModel::Select);
    QCOMPARE(tabSeparated(model, &selection), QString("task\n0.100\n"));
  }

  void problemsTakeWarningsOnceAndTheLogEverything() {
    MessageModel problems(MessageModel::Shows::kProblems), log(MessageModel::Shows::kEverything);
    QAbstractItemModelTester first(&problems, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QAbstractItemModelTester second(&log, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto data = sampleStudy(Progress::kRunning);
    problems.addProblem(QString::fromStdString(data->log[1].text));
    problems.addRows(data->log);
    log.addRows(data->log);
    QCOMPARE(problems.rowCount(), 2);
    QCOMPARE(problems.errorCount(), 2);
    QCOMPARE(log.rowCount(), 4);
    log.clear();
    QCOMPARE(log.rowCount(), 0);
  }

  void messagesAreBounded() {
    MessageModel log(MessageModel::Shows::kEverything);
    QAbstractItemModelTester tester(&log, QAbstractItemModelTester::FailureReportingMode::QtTest);
    std::vector<LogRow> rows(9000);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      rows[i].text = std::to_string(i);
    }
    log.addRows(rows);
    log.addRows(rows);
    QCOMPARE(log.rowCount(), 10000);
    QCOMPARE(log.index(9999, MessageModel::kText).data().toString(), QString("8999"));
  }

  void columnDecimalsIgnoreOneOutlier() {
    QCOMPARE(columnDecimals(std::vector<double>{0.3, 0.31, 0.32, 900.0}), columnDecimals(std::vector<double>{0.3}));
    QCOMPARE(columnDecimals(std::vector<double>{}), 3);
    QCOMPARE(metricText("mse", true), QString("MSE ↓"));
    QCOMPARE(metricText("macro-F1", false), QString("macro-F1 ↑"));
  }
};

QTEST_MAIN(ModelsTablesTest)
#include "models_tables_test.moc"
