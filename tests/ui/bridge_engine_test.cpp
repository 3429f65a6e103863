// EngineBridge and Throttle on fakes: lazily made engine, coalesced signals, opening and its failures, foreign writers.
#include <QSignalSpy>
#include <QTest>

#include "ui/bridge/engine_bridge.h"
#include "ui/bridge/throttle.h"
#include "ui/support/sample_study.h"

using namespace touchstone;
using namespace touchstone::ui;
using touchstone::test::EngineLog;
using touchstone::test::fakeBackends;
using touchstone::test::Progress;
using touchstone::test::sampleStudy;

class BridgeEngineTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_data = sampleStudy(Progress::kInterrupted);
    m_log = std::make_shared<EngineLog>();
    m_bridge = std::make_unique<EngineBridge>(fakeBackends(m_data, m_log));
  }
  void cleanup() { m_bridge.reset(); }

  void viewingMakesNoEngine() {
    QSignalSpy opened(m_bridge.get(), &EngineBridge::projectOpened);
    m_bridge->openProject("/tmp/a.touchstone");
    QVERIFY(m_bridge->isOpening());
    QTRY_COMPARE(opened.count(), 1);
    QVERIFY(m_bridge->hasProject());
    QCOMPARE(m_log->created, 0);
    QVERIFY(!m_bridge->isWriting());
  }

  void badPathIsToldAndLeavesNothingOpen() {
    QSignalSpy failed(m_bridge.get(), &EngineBridge::failed);
    m_bridge->openProject("/tmp/missing.touchstone");
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(!m_bridge->hasProject());
    QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::kNotFound);
  }

  void latestOfTwoOpensWins() {
    QSignalSpy opened(m_bridge.get(), &EngineBridge::projectOpened);
    m_bridge->openProject("/tmp/a.touchstone");
    m_bridge->openProject("/tmp/b.touchstone");
    QTRY_COMPARE(opened.count(), 1);
    QCOMPARE(m_bridge->projectPath(), QString("/tmp/b.touchstone"));
  }

  void resumeOpensForWritingOnce() {
    open();
    m_bridge->resume(StudyId{1});
    m_bridge->resume(StudyId{1});
    QCOMPARE(m_log->created, 1);
    QCOMPARE(m_log->count<OpenProject>(), 1);
    QCOMPARE(m_log->count<ResumeStudies>(), 2);
    QVERIFY(std::holds_alternative<OpenProject>(m_log->commands.front()));
    QVERIFY(m_bridge->isRunning());
  }

  void studyEventsTellWhatRuns() {
    open();
    m_bridge->resume(StudyId{1});
    say(ProjectEvent{"/tmp/a.touchstone", true, false});
    say(StudyEvent{StudyId{1}, "First study", StudyState::kRunning});
    QTRY_VERIFY(m_bridge->isRunning(StudyId{1}));
    QVERIFY(m_bridge->isWriting());
    m_bridge->pause(StudyId{1});
    QCOMPARE(m_log->count<PauseStudy>(), 1);
    QSignalSpy activity(m_bridge.get(), &EngineBridge::activityChanged);
    say(StudyEvent{StudyId{1}, "First study", StudyState::kPaused});
    QTRY_COMPARE(activity.count(), 1);
    QVERIFY(!m_bridge->isRunning());
  }

  void tenThousandPointsAreOneSignal() {
    open();
    m_bridge->resume(StudyId{1});
    QSignalSpy points(m_bridge.get(), &EngineBridge::pointsChanged);
    for (int i = 0; i < 10000; ++i) {
      m_log->events.push_back({0.0, PointEvent{StudyId{1}, RunId{1}, TrialId{1}, "mse", i, 0.5}});
    }
    m_log->wake();
    QTRY_COMPARE(points.count(), 1);
  }

  void failedCommandEndsStarting() {
    open();
    m_bridge->resume(StudyId{1});
    QSignalSpy problems(m_bridge.get(), &EngineBridge::problem);
    say(ProblemEvent{{}, {}, Error{ErrorCode::kLocked, "Another process writes to it.", "a.touchstone"}, false});
    QTRY_COMPARE(problems.count(), 1);
    QVERIFY(!m_bridge->isRunning());
    m_bridge->resume(StudyId{1});
    QCOMPARE(m_log->count<OpenProject>(), 2);
  }

  void newProjectIsViewedOnceItIsThere() {
    QSignalSpy opened(m_bridge.get(), &EngineBridge::projectOpened);
    m_bridge->startPreset("/tmp/new.touchstone", "first-study");
    QTRY_COMPARE(m_log->count<StartStudy>(), 1);
    QCOMPARE(opened.count(), 0);
    say(ProjectEvent{"/tmp/new.touchstone", true, false});
    QTRY_COMPARE(opened.count(), 1);
    QCOMPARE(m_bridge->projectPath(), QString("/tmp/new.touchstone"));
    QVERIFY(m_bridge->isRunning());
  }

  void faultyPresetIsAProblem() {
    QSignalSpy problems(m_bridge.get(), &EngineBridge::problem);
    m_bridge->startPreset("/tmp/new.touchstone", "faulty");
    QTRY_COMPARE(problems.count(), 1);
    QVERIFY(QString::fromStdString(problems.first().first().value<ProblemEvent>().error.text()).contains("3:7"));
    QCOMPARE(m_log->created, 0);
  }

  void foreignCommitsAreNoticed() {
    open();
    QSignalSpy changed(m_bridge.get(), &EngineBridge::projectChanged);
    QTRY_VERIFY_WITH_TIMEOUT((++m_data->version, changed.count() >= 1), 4000);
    QSignalSpy lost(m_bridge.get(), &EngineBridge::projectLost);
    QSignalSpy found(m_bridge.get(), &EngineBridge::projectFound);
    m_data->isGone = true;
    QTRY_COMPARE(lost.count(), 1);
    m_data->isGone = false;
    emit qApp->applicationStateChanged(Qt::ApplicationActive);  // one returns to the window
    QTRY_COMPARE(found.count(), 1);
    QCOMPARE(lost.count(), 1);
  }

  // Nobody has to commit twice to be noticed.
  void aCommitJustAfterOpeningIsNoticed() {
    QSignalSpy changed(m_bridge.get(), &EngineBridge::projectChanged);
    open();
    ++m_data->version;
    emit qApp->applicationStateChanged(Qt::ApplicationActive);
    QTRY_COMPARE(changed.count(), 1);
  }

  void answersForTheDeadAreDropped() {
    open();
    bool isDelivered = false;
    auto receiver = std::make_unique<QObject>();
    m_bridge->ask<int>(
        "test", receiver.get(), [](const ProjectView&) { return 1; }, [&](int) { isDelivered = true; });
    receiver.reset();
    bool isSecondDelivered = false;
    m_bridge->ask<int>(
        "other", this, [](const ProjectView&) { return 2; }, [&](int) { isSecondDelivered = true; });
    QTRY_VERIFY(isSecondDelivered);
    QVERIFY(!isDelivered);
  }

  // After a due() with nothing to read, and when the user chose something else, the next one keeps no distance.
  void throttleDoesNotKeepTheUserWaiting() {
    Throttle throttle(60'000);
    QSignalSpy due(&throttle, &Throttle::due);
    throttle.poke();
    QTRY_COMPARE(due.count(), 1);
    throttle.skip();
    throttle.poke();
    QTRY_COMPARE(due.count(), 2);
    throttle.poke();
    throttle.hurry();
    QTRY_COMPARE(due.count(), 3);
    throttle.begin();
    throttle.hurry();
    QCoreApplication::processEvents();
    QCOMPARE(due.count(), 3);
    throttle.end();
    QTRY_COMPARE(due.count(), 4);
    throttle.reset();
    throttle.poke();
    QTRY_COMPARE(due.count(), 5);
  }

  void throttleFiresAtOnceThenAtMostOncePerInterval() {
    Throttle throttle(60);
    QSignalSpy due(&throttle, &Throttle::due);
    QElapsedTimer clock;
    clock.start();
    throttle.poke();
    QTRY_COMPARE(due.count(), 1);
    for (int i = 0; i < 50; ++i) {
      throttle.poke();
    }
    QTRY_COMPARE(due.count(), 2);
    QVERIFY(clock.elapsed() >= 50);
  }

  void throttleWaitsForTheAnswer() {
    Throttle throttle(0);
    QSignalSpy due(&throttle, &Throttle::due);
    throttle.poke();
    QTRY_COMPARE(due.count(), 1);
    throttle.begin();
    throttle.poke();
    QCoreApplication::processEvents();
    QCOMPARE(due.count(), 1);
    throttle.end();
    QTRY_COMPARE(due.count(), 2);
  }

  void throttleRemembersWhileOff() {
    Throttle throttle(0);
    QSignalSpy due(&throttle, &Throttle::due);
    throttle.setEnabled(false);
    throttle.poke();
    QCoreApplication::processEvents();
    QCOMPARE(due.count(), 0);
    throttle.setEnabled(true);
    QTRY_COMPARE(due.count(), 1);
  }

 private:
  void open() {
    m_bridge->openProject("/tmp/a.touchstone");
    QTRY_VERIFY(m_bridge->hasProject());
  }
  template <typename What>
  void say(What what) {
    m_log->say(std::move(what));
  }

  test::SharedData m_data;
  test::SharedEngineLog m_log;
  std::unique_ptr<EngineBridge> m_bridge;
};

QTEST_MAIN(BridgeEngineTest)
#include "bridge_engine_test.moc"
