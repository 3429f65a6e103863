// The Queue pane: its model under QAbstractItemModelTester, and the pane in the whole window: opened by key and button,
// counted, sorted, copied, and empty.
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <algorithm>

#include "ui/docks/queue_pane.h"
#include "ui/main_window/main_window.h"
#include "ui/models/queue_model.h"
#include "ui/support/sample_study.h"
#include "ui/support/settings_folder.h"
#include "ui/theme/theme.h"
#include "ui/widgets/data_table.h"

using namespace touchstone;
using namespace touchstone::ui;
using touchstone::test::EngineLog;
using touchstone::test::fakeBackends;
using touchstone::test::Progress;
using touchstone::test::sampleStudy;

class QueuePaneTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    test::keepSettingsIn(m_settingsFolder);
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::kLight);
  }
  void init() { QSettings().clear(); }
  void cleanup() { m_window.reset(); }

  void modelHasOpenRunsInStudyOrder() {
    QueueModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto data = sampleStudy(Progress::kRunning);
    ProjectSnapshot snapshot;
    snapshot.contenders = data->contenders;
    snapshot.runs = data->runs;
    model.setSnapshot(snapshot);
    QCOMPARE(model.rowCount(), openRuns(*data));
    qint64 last = 0;
    for (int row = 0; row < model.rowCount(); ++row) {
      const qint64 id = model.index(row, 0).data(kIdRole).toLongLong();
      QVERIFY(id > last);
      last = id;
    }
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    snapshot.runs[0].progress = 0.5;
    model.setSnapshot(snapshot);
    QCOMPARE(reset.count(), 0);
    model.setSnapshot({});
    QCOMPARE(model.rowCount(), 0);
  }

  void opensByKeyAndButtonAndCounts() {
    start(Progress::kRunning);
    auto* dock = m_window->findChild<QDockWidget*>("queueDock");
    QVERIFY(!dock->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::AltModifier);
    QTRY_VERIFY(dock->isVisible());
    QVERIFY(table().hasFocus());
    QCOMPARE(table().model()->rowCount(), openRuns(*m_data));
    QToolButton* button = statusButton();
    QCOMPARE(button->accessibleName(), QString("Queue, %1").arg(openRuns(*m_data)));
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY(!dock->isVisible());
    QVERIFY(!m_window->grab().isNull());
  }

  void sortsByClickAndGoesBackToTheStudysOrder() {
    start(Progress::kRunning);
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::AltModifier);
    const QString first = table().model()->index(0, QueueModel::kContender).data().toString();
    clickHead(QueueModel::kTimeLeft);
    QCOMPARE(stateAt(0), QString("running"));
    const double left = table().model()->index(0, QueueModel::kTimeLeft).data(kSortRole).toDouble();
    QVERIFY(left <= table().model()->index(1, QueueModel::kTimeLeft).data(kSortRole).toDouble());
    clickHead(QueueModel::kTimeLeft);
    QCOMPARE(stateAt(0), QString("queued"));
    clickHead(QueueModel::kTimeLeft);
    QCOMPARE(table().model()->index(0, QueueModel::kContender).data().toString(), first);
  }

  void copiesAsTsv() {
    start(Progress::kRunning);
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::AltModifier);
    QTest::keyClick(&table(), Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QApplication::clipboard()->text().trimmed().split(QLatin1Char('\n'));
    QCOMPARE(lines.first(), QString("Contender\tTask\tSeed\tState\tProgress\tTime left"));
    QCOMPARE(static_cast<int>(lines.size()), openRuns(*m_data) + 1);
  }

  void emptySaysSo() {
    start(Progress::kDone);
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::AltModifier);
    QVERIFY(!table().isVisible());
    QCOMPARE(pane()->findChild<QLabel*>()->text(), QString("Nothing is queued."));
    QVERIFY(pane()->findChild<QLabel*>()->isVisible());
    QCOMPARE(statusButton()->accessibleName(), QString("Queue"));
  }

  void longAndRightToLeftNamesAreDrawn() {
    m_data = sampleStudy(Progress::kRunning);
    for (RunRow& run : m_data->runs) {
      run.contenderName = std::string(300, 'x');
      run.taskName = "ניסוי ראשון";
    }
    show();
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::AltModifier);
    QVERIFY(table().isVisible());
    QVERIFY(!m_window->grab().isNull());
    QCOMPARE(table().horizontalHeader()->length(), table().viewport()->width());
  }

 private:
  static int openRuns(const test::FakeData& data) {
    return static_cast<int>(std::count_if(data.runs.begin(), data.runs.end(), [](const RunRow& run) {
      return run.state == RunState::kRunning || run.state == RunState::kQueued;
    }));
  }
  void start(Progress progress) {
    m_data = sampleStudy(progress);
    show();
  }
  void show() {
    m_log = std::make_shared<EngineLog>();
    m_window = std::make_unique<MainWindow>(fakeBackends(m_data, m_log), m_theme.get());
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_window->openProject("/tmp/first-study.touchstone");
    QTRY_VERIFY(m_window->state().isLoaded());
  }
  void clickHead(int column) {
    QHeaderView* head = table().horizontalHeader();
    const QPoint at(head->sectionViewportPosition(column) + head->sectionSize(column) / 2, head->height() / 2);
    QTest::mouseClick(head->viewport(), Qt::LeftButton, {}, at);
  }
  QString stateAt(int row) const { return table().model()->index(row, QueueModel::kState).data().toString(); }
  QueuePane* pane() const { return m_window->findChild<QueuePane*>(); }
  DataTable& table() const { return pane()->table(); }
  QToolButton* statusButton() const {
    for (QToolButton* button : m_window->findChildren<QToolButton*>()) {
      if (button->accessibleName().startsWith("Queue")) {
        return button;
      }
    }
    return nullptr;
  }

  QTemporaryDir m_settingsFolder;
  std::unique_ptr<Theme> m_theme;
  test::SharedData m_data;
  test::SharedEngineLog m_log;
  std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(QueuePaneTest)
#include "queue_pane_test.moc"
