// ProjectState and LogFeed on fakes: one consistent snapshot, who chooses study and task, throttled re-reads, resuming.
#include <QSignalSpy>
#include <QTest>

#include "ui/models/log_feed.h"
#include "ui/models/project_state.h"
#include "ui/support/sample_study.h"

using namespace touchstone;
using namespace touchstone::ui;
using touchstone::test::EngineLog;
using touchstone::test::fakeBackends;
using touchstone::test::Progress;
using touchstone::test::sampleStudy;

class ModelsStateTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_log = std::make_shared<EngineLog>();
    start(Progress::kRunning);
  }
  void cleanup() { close(); }

  void readsTheProjectWhenItOpens() {
    QVERIFY(!m_state->isLoaded());
    open();
    QCOMPARE(m_state->snapshot().tasks.size(), std::size_t{3});
    QCOMPARE(m_state->study(), StudyId{1});
    QVERIFY(m_state->currentStudy() != nullptr);
  }

  void followsWhatRunsUntilTheUserChooses() {
    open();
    QCOMPARE(m_state->task(), TaskId{3});
    m_state->selectTask(TaskId{1});
    QCOMPARE(m_state->task(), TaskId{1});
    m_data->studies.front().etaS = 12.0;
    QSignalSpy changed(m_state.get(), &ProjectState::changed);
    emit m_bridge->projectChanged();
    QTRY_VERIFY(changed.count() >= 1);
    QCOMPARE(m_state->task(), TaskId{1});
    QCOMPARE(m_state->currentStudy()->etaS, 12.0);
  }

  void unknownTaskIsNotChosen() {
    open();
    m_state->selectTask(TaskId{99});
    QCOMPARE(m_state->task(), TaskId{3});
  }

  void choosingAStudyReadsItsRows() {
    StudyRow second = m_data->studies.front();
    second.id = StudyId{2};
    second.name = "second";
    second.state = StudyState::kDone;
    m_data->studies.push_back(second);
    TaskRow task = m_data->tasks.front();
    task.id = TaskId{40};
    task.study = StudyId{2};
    m_data->tasks.push_back(task);
    open();
    m_state->selectStudy(StudyId{2});
    QTRY_COMPARE(m_state->snapshot().study, StudyId{2});
    QCOMPARE(m_state->snapshot().tasks.size(), std::size_t{1});
    QCOMPARE(m_state->task(), TaskId{40});
  }

  void manyNotesAreFewReads() {
    open();
    const int before = m_data->snapshotReads;
    for (int i = 0; i < 500; ++i) {
      emit m_bridge->runChanged(RunId{1});
    }
    QTRY_VERIFY(m_data->snapshotReads > before);
    QVERIFY(m_data->snapshotReads <= before + 2);
  }

  void interruptedCanBeResumedAndDoneCannot() {
    close();
    start(Progress::kInterrupted);
    open();
    QVERIFY(m_state->canResume(*m_state->currentStudy()));
    QCOMPARE(m_state->resumableCount(), 1);
    close();
    start(Progress::kDone);
    open();
    QVERIFY(!m_state->canResume(*m_state->currentStudy()));
  }

  void runningElsewhereCannotBeResumed() {
    open();
    QVERIFY(m_state->isRunningElsewhere(*m_state->currentStudy()));
    QVERIFY(!m_state->canResume(*m_state->currentStudy()));
  }

  void aKilledWriterIsNoticedThoughTheFileDoesNotChange() {
    open();
    QVERIFY(!m_state->canResume(*m_state->currentStudy()));
    m_data->info.hasWriter = false;
    m_data->studies.front().state = StudyState::kInterrupted;
    QTRY_VERIFY(m_state->canResume(*m_state->currentStudy()));
    QVERIFY(!m_state->isRunningElsewhere(*m_state->currentStudy()));
  }

  void closingForgets() {
    open();
    QSignalSpy changed(m_state.get(), &ProjectState::changed);
    m_bridge->closeProject();
    QVERIFY(changed.count() >= 1);
    QVERIFY(!m_state->isLoaded());
    QVERIFY(m_state->currentStudy() == nullptr);
  }

  void logArrivesOnceAndThenOnlyWhatIsNew() {
    LogFeed feed(*m_bridge);
    int rows = 0;
    connect(&feed, &LogFeed::arrived, this,
            [&rows](const std::vector<LogRow>& fresh) { rows += static_cast<int>(fresh.size()); });
    open();
    QTRY_COMPARE(rows, 4);
    m_data->log.push_back({5, 1.0, "info", {}, {}, {}, "one more"});
    emit m_bridge->projectChanged();
    QTRY_COMPARE(rows, 5);
  }

 private:
  void start(Progress progress) {
    m_data = sampleStudy(progress);
    m_bridge = std::make_unique<EngineBridge>(fakeBackends(m_data, m_log));
    m_state = std::make_unique<ProjectState>(*m_bridge);
  }
  void close() {
    m_state.reset();
    m_bridge.reset();
  }
  void open() {
    m_bridge->openProject("/tmp/a.touchstone");
    QTRY_VERIFY(m_state->isLoaded());
  }

  test::SharedData m_data;
  test::SharedEngineLog m_log;
  std::unique_ptr<EngineBridge> m_bridge;
  std::unique_ptr<ProjectState> m_state;
};

QTEST_GUILESS_MAIN(ModelsStateTest)
#include "models_state_test.moc"
