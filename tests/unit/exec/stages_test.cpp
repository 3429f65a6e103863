// Runs in stages with scripted contenders: order, numbering, what a stage hands on, and resuming in each of them.
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

StudySpec stagedStudy(double waitInStage = -1.0) {
  Options options{{"stages", true}};
  if (waitInStage >= 0.0) {
    options["wait_in_stage"] = waitInStage;
  }
  return scriptedStudy(8, 4, {0}, options);
}

bool runToTheEnd(const std::filesystem::path& project, const StudySpec& spec, int slotCount = 2) {
  EngineFixture fixture(slotCount);
  fixture.state().gate.open();
  fixture.engine().submit(OpenProject{project});
  fixture.engine().submit(StartStudy{spec});
  return fixture.waitForStudy(StudyState::kDone);
}

// Everything that must be the same whatever the slots and interruptions: no times, no ids.
QStringList resultsOf(const std::filesystem::path& path) {
  SQLite::Database db(path.string(), SQLite::OPEN_READONLY);
  QStringList lines;
  for (const char* sql : {"SELECT score, state, trials, epochs FROM v_runs",
                          "SELECT number, stage, stage_name, state, config, value, rung, epochs, stop_reason FROM v_trials ORDER BY number",
                          "SELECT t.number, r.stage, r.rung, r.decision, r.cutoff, r.rank FROM v_rungs r JOIN v_trials t USING (trial) ORDER BY 1, 3",
                          "SELECT s.stage, name, planned_trials, epochs_per_trial, decision, t.number FROM v_stages s JOIN v_trials t ON t.trial = s.winner ORDER BY 1"}) {
    SQLite::Statement query(db, sql);
    while (query.executeStep()) {
      QString line;
      for (int column = 0; column < query.getColumnCount(); ++column) {
        line += QString::fromStdString(query.getColumn(column).getString()) + " | ";
      }
      lines << line;
    }
  }
  return lines;
}

}  // namespace

class StagesTest : public QObject {
  Q_OBJECT

 private slots:
  void stagesFollowEachOther() {
    const QTemporaryDir folder;
    QVERIFY(runToTheEnd(projectIn(folder), stagedStudy()));
    const auto view = ProjectView::open(projectIn(folder));
    QVERIFY(view.ok());
    const RunRow run = (*view)->runs({})->front();
    const auto stages = *(*view)->stages(run.id);
    QCOMPARE(stages.size(), std::size_t(3));
    QCOMPARE(stages[0].name, std::string("first"));
    QCOMPARE(stages[1].note, std::string("It was measured."));
    QCOMPARE(stages[1].decisionJson, std::string("1"));
    QCOMPARE(run.trialsPlanned, 4 + 8 + 1);
    TrialFilter filter;
    filter.run = run.id;
    filter.sortColumn = "number";
    const TrialPage page = *(*view)->trials(filter);
    QCOMPARE(page.rows.size(), std::size_t(13));
    for (std::size_t i = 0; i < page.rows.size(); ++i) {
      QCOMPARE(page.rows[i].number, static_cast<int>(i));
      QCOMPARE(page.rows[i].stage, i < 4 ? 0 : i < 12 ? 1 : 2);
    }
    QCOMPARE(page.rows.back().epochs, 6);
    QCOMPARE(page.rows.back().state, TrialState::kFinished);
    QCOMPARE(run.bestTrial, page.rows.back().id);  // of the last stage, though others have smaller values
    QCOMPARE(stages[2].winner, page.rows.back().id);
    QVERIFY(stages[1].finishedS >= stages[0].finishedS);
    QCOMPARE((*view)->trialDetails(page.rows.back().id)->size(), std::size_t(3));  // of its three segments
    QCOMPARE((*view)->trialDetails(page.rows[4].id)->front(), std::string("{\"stage\":1,\"decision\":\"1\"}"));
  }

  // The checkpoints of a trial without rungs are no decisions.
  void checkpointsOnTheWayAreNoRungs() {
    const QTemporaryDir folder;
    QVERIFY(runToTheEnd(projectIn(folder), stagedStudy()));
    SQLite::Database db(projectIn(folder).string(), SQLite::OPEN_READONLY);
    QCOMPARE(db.execAndGet("SELECT count(*) FROM v_rungs WHERE stage = 2").getInt(), 1);
    QCOMPARE(db.execAndGet("SELECT count(*) FROM segment s JOIN trial t ON t.id = s.trial_id WHERE t.stage = 2").getInt(), 3);
    QCOMPARE(db.execAndGet("SELECT count(*) FROM v_rungs WHERE stage = 0").getInt(), 4);
    QVERIFY(db.execAndGet("SELECT count(*) FROM v_rungs WHERE stage = 1 AND decision = 'promoted'").getInt() > 0);
  }

  void slotsChangeNothing() {
    const QTemporaryDir folder;
    QVERIFY(runToTheEnd(projectIn(folder, "one"), stagedStudy(), 1));
    QVERIFY(runToTheEnd(projectIn(folder, "three"), stagedStudy(), 3));
    QCOMPARE(resultsOf(projectIn(folder, "one")), resultsOf(projectIn(folder, "three")));
  }

  void resumesInEveryStage_data() {
    QTest::addColumn<double>("stage");
    QTest::newRow("first") << 0.0;
    QTest::newRow("second") << 1.0;
    QTest::newRow("third") << 2.0;
  }
  void resumesInEveryStage() {
    QFETCH(double, stage);
    const QTemporaryDir folder;
    QVERIFY(runToTheEnd(projectIn(folder, "whole"), stagedStudy(stage)));
    {
      EngineFixture fixture;
      fixture.engine().submit(OpenProject{projectIn(folder)});
      fixture.engine().submit(StartStudy{stagedStudy(stage)});
      QVERIFY(fixture.waitFor([&](const Event& event) {
        const auto* trial = std::get_if<TrialEvent>(&event.what);
        return trial != nullptr && trial->number == (stage < 1.0 ? 0 : stage < 2.0 ? 4 : 12);
      }));
    }  // closed while that stage waits
    {
      EngineFixture fixture;
      fixture.state().gate.open();
      fixture.state().plans = 5;  // a second measurement would decide otherwise
      fixture.engine().submit(OpenProject{projectIn(folder)});
      fixture.engine().submit(StartStudy{stagedStudy(stage)});
      QVERIFY(fixture.waitForStudy(StudyState::kDone));
    }
    QStringList resumed = resultsOf(projectIn(folder));
    if (stage < 1.0) {  // the measurement came after the interruption
      resumed.replaceInStrings(" | 6 | ", " | 1 | ");
      QStringList whole = resultsOf(projectIn(folder, "whole"));
      whole.replaceInStrings(" | 6 | ", " | 1 | ");
      QCOMPARE(resumed, whole);
    } else {
      QCOMPARE(resumed, resultsOf(projectIn(folder, "whole")));
    }
  }
};

QTEST_GUILESS_MAIN(StagesTest)
#include "stages_test.moc"
