// The whole window on fakes, through keys and mouse: start page, opening good and bad files, views, run, pause, stop,
// resuming, closing while a study runs, panes, shortcuts, title, narrow width, remembered layout, the first study.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QFile>
#include <QFileDialog>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include "ui/dialogs/shortcut_overlay.h"
#include "ui/docks/inspector/inspector_sheet.h"
#include "ui/main_window/demo_plan.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/start_page.h"
#include "ui/main_window/status_line.h"
#include "ui/models/leaderboard_model.h"
#include "ui/models/selection.h"
#include "ui/support/sample_study.h"
#include "ui/support/settings_folder.h"
#include "ui/theme/theme.h"
#include "ui/views/compare/leaderboard_table.h"
#include "ui/views/trials/trials_table.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/message_bar.h"

using namespace touchstone;
using namespace touchstone::ui;
using touchstone::test::EngineLog;
using touchstone::test::fakeBackends;
using touchstone::test::Progress;
using touchstone::test::sampleStudy;

class WindowMainTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    test::keepSettingsIn(m_settingsFolder);
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::kLight);
  }
  void init() {
    QSettings().clear();
    start(Progress::kInterrupted);
  }
  void cleanup() { m_window.reset(); }

  void startsOnTheStartPageWithoutAnEngine() {
    QVERIFY(m_window->findChild<StartPage*>()->isVisible());
    QCOMPARE(m_window->windowTitle(), QString("Touchstone"));
    QVERIFY(!action("run")->isEnabled());
    QVERIFY(!action("pause")->isEnabled());
    QCOMPARE(m_log->created, 0);
  }

  void opensAProjectAndShowsItsTitle() {
    open();
    QCOMPARE(m_window->windowTitle(), QString("first-study.touchstone — example data — Touchstone"));
    QCOMPARE(m_log->created, 0);
    QVERIFY(!m_window->findChild<StartPage*>()->isVisible());
  }

  void badFileIsAPanelWithAWayOut() {
    m_window->openProject("/tmp/broken.touchstone");
    auto* panel = failedPanel();
    QTRY_VERIFY(panel->isVisible());
    QVERIFY2(panel->text().contains("not a Touchstone project"), qPrintable(panel->text()));
    QTest::mouseClick(panel->findChild<QPushButton*>(), Qt::LeftButton);
    auto* dialog = m_window->findChild<QFileDialog*>("openDialog");
    QVERIFY(dialog != nullptr);
    dialog->close();
    open();
    QVERIFY(!panel->isVisible());
  }

  void keysSwitchViews() {
    open();
    QTest::keyClick(m_window.get(), Qt::Key_6, Qt::ControlModifier);
    QCOMPARE(m_window->currentView(), QString("compare"));
    QTRY_VERIFY(m_window->findChild<LeaderboardTable*>()->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_4, Qt::ControlModifier);
    QCOMPARE(m_window->currentView(), QString("live"));
    QTest::keyClick(m_window.get(), Qt::Key_Tab, Qt::ControlModifier);
    QCOMPARE(m_window->currentView(), QString("compare"));
  }

  void tabsSwitchViewsByMouse() {
    open();
    auto* tabs = m_window->findChild<QTabBar*>("viewTabs");
    QCOMPARE(tabs->count(), 4);
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(2).center());
    QCOMPARE(m_window->currentView(), QString("trials"));
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(3).center());
    QCOMPARE(m_window->currentView(), QString("compare"));
  }

  void interruptedStudyIsOfferedAndResumes() {
    open();
    auto* bar = m_window->findChild<MessageBar*>();
    QTRY_VERIFY(bar->isShowing("resume"));
    QVERIFY2(bar->text().contains("1 study was interrupted"), qPrintable(bar->text()));
    QTest::mouseClick(bar->findChild<QPushButton*>(), Qt::LeftButton);
    QCOMPARE(m_log->count<ResumeStudies>(), 1);
    running();
    QVERIFY(!bar->isVisible());
  }

  void aProjectThatIsGoneIsToldInPlace() {
    start(Progress::kDone);
    open();
    auto* bar = m_window->findChild<MessageBar*>();
    QTRY_VERIFY(m_window->state().isLoaded());
    m_data->isGone = true;
    emit qApp->applicationStateChanged(Qt::ApplicationActive);  // one returns to the window
    QTRY_VERIFY(bar->isShowing("lost"));
    QVERIFY2(bar->text().contains("The project file is gone."), qPrintable(bar->text()));
    QVERIFY(m_window->findChild<LeaderboardTable*>() != nullptr &&
            m_window->state().isLoaded());  // what was read stays
    QVERIFY(QApplication::activeModalWidget() == nullptr);
    m_data->isGone = false;
    emit qApp->applicationStateChanged(Qt::ApplicationActive);
    QTRY_VERIFY(!bar->isShowing("lost"));
    m_data->isGone = true;
    emit qApp->applicationStateChanged(Qt::ApplicationActive);
    QTRY_VERIFY(bar->isShowing("lost"));
    m_data->isGone = false;
    QSignalSpy opened(&m_window->bridge(), &EngineBridge::projectOpened);
    QTest::mouseClick(bar->findChild<QPushButton*>(), Qt::LeftButton);
    QTRY_COMPARE(opened.count(), 1);
    QVERIFY(!bar->isVisible());
  }

  void runPauseAndStopByKeys() {
    open();
    QTRY_VERIFY(action("run")->isEnabled());
    QTest::keyClick(m_window.get(), Qt::Key_F5);
    QCOMPARE(m_log->count<ResumeStudies>(), 1);
    running();
    QTRY_VERIFY(action("pause")->isEnabled());
    QVERIFY(!action("run")->isEnabled());
    QTest::keyClick(m_window.get(), Qt::Key_F6);
    QCOMPARE(m_log->count<PauseStudy>(), 1);
    QVERIFY(!action("pause")->isEnabled());
    stopped(StudyState::kPaused);
    QTRY_VERIFY(action("run")->isEnabled());
    QTest::keyClick(m_window.get(), Qt::Key_F5);
    running();
    QTRY_VERIFY(action("stop")->isEnabled());
    QTest::keyClick(m_window.get(), Qt::Key_F5, Qt::ShiftModifier);
    QCOMPARE(m_log->count<StopStudy>(), 1);
  }

  void closingWhileRunningAsksInTheWindow() {
    open();
    QTRY_VERIFY(action("run")->isEnabled());
    action("run")->trigger();
    running();
    m_window->close();
    QVERIFY(m_window->isVisible());
    auto* bar = m_window->findChild<MessageBar*>();
    QVERIFY(bar->isShowing("close"));
    QTest::mouseClick(button(bar, "Cancel"), Qt::LeftButton);
    QVERIFY(!bar->isVisible());
    m_window->close();
    QTest::mouseClick(button(bar, "Pause and close"), Qt::LeftButton);
    QCOMPARE(m_log->count<PauseStudy>(), 1);
    stopped(StudyState::kPaused);
    QTRY_VERIFY(!m_window->isVisible());
  }

  void closingDoesNotWaitForASilentEngine() {
    open();
    QTRY_VERIFY(action("run")->isEnabled());
    action("run")->trigger();
    running();
    m_window->close();
    m_window->close();  // the second time is an answer
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->isVisible(), 2000);
  }

  void problemsAreShownCountedAndOpenedByKey() {
    open();
    auto* dock = m_window->findChild<QDockWidget*>("problemsDock");
    QVERIFY(!dock->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_2, Qt::AltModifier);
    QVERIFY(dock->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_3, Qt::AltModifier);
    QVERIFY(m_window->findChild<QDockWidget*>("logDock")->isVisible());
    emit m_window->bridge().problem(
        ProblemEvent{{}, {}, Error{ErrorCode::kDiskFull, "The disk is full. Make room.", "/tmp"}, false});
    auto* bar = m_window->findChild<MessageBar*>();
    QVERIFY(bar->isShowing("problem"));
    QVERIFY(bar->text().contains("Make room"));
  }

  void questionMarkShowsShortcutsAndEscapeHidesThem() {
    open();
    QTest::keyClick(m_window.get(), Qt::Key_Question);
    auto* overlay = m_window->findChild<ShortcutOverlay*>();
    QVERIFY(overlay != nullptr && overlay->isVisible());
    QVERIFY(overlay->accessibleDescription().contains("F5"));
    QTest::keyClick(overlay, Qt::Key_Escape);
    QTRY_VERIFY(m_window->findChild<ShortcutOverlay*>() == nullptr);
  }

  void shortcutsFitTheSmallestWindowAndLargeLetters() {
    for (const double scale : {1.0, 1.8}) {
      m_theme->setUiScale(scale);
      m_window->resize(1100, 700);
      QTest::keyClick(m_window.get(), Qt::Key_Question);
      auto* overlay = m_window->findChild<ShortcutOverlay*>();
      QTRY_COMPARE(overlay->size(), m_window->size());
      const QImage picture = overlay->grab().toImage();
      constexpr int kEdge = 20;  // around the sheet
      for (int x = 0; x < picture.width(); ++x) {
        for (const int y : {kEdge, picture.height() - kEdge}) QCOMPARE(picture.pixel(x, y), picture.pixel(0, 0));
      }
      QTest::keyClick(overlay, Qt::Key_Escape);
      QTRY_VERIFY(m_window->findChild<ShortcutOverlay*>() == nullptr);
    }
    m_theme->setUiScale(1.0);
  }

  void treeAndStripChooseTheTask() {
    open();
    auto* tree = m_window->findChild<QTreeView*>();
    const QModelIndex first = tree->model()->index(0, 0, tree->model()->index(0, 0));
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(first).center());
    QCOMPARE(m_window->state().task(), TaskId{1});
    tree->setFocus();
    QTest::keyClick(tree, Qt::Key_Down);
    QCOMPARE(m_window->state().task(), TaskId{2});
    QComboBox* task = nullptr;
    for (QComboBox* combo : m_window->findChildren<QComboBox*>()) {
      if (combo->accessibleName() == "Task") {
        task = combo;
      }
    }
    QCOMPARE(task->currentData().toLongLong(), 2);
    task->setFocus();
    QTest::keyClick(task, Qt::Key_Down);
    QCOMPARE(m_window->state().task(), TaskId{3});
  }

  void whatOneSelectsFillsTheInspector() {
    addTrials();
    open();
    auto* dock = m_window->findChild<QDockWidget*>("inspectorDock");
    QVERIFY(dock->isVisible());
    QCOMPARE(dock->windowTitle(), QString("Inspector"));
    QTest::keyClick(m_window.get(), Qt::Key_5, Qt::ControlModifier);
    auto* table = m_window->findChild<TrialsTable*>();
    QTRY_COMPARE(table->model()->rowCount(), 40);
    QTRY_COMPARE(table->model()->index(3, 0).data().toString(), QString("t-003"));
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(table->model()->index(3, 1)).center());
    QTRY_COMPARE(inspected(), QString("t-003"));
    QCOMPARE(dock->windowTitle(), QString("Inspector: trial"));
    QTest::keyClick(table, Qt::Key_Down);
    QTRY_COMPARE(inspected(), QString("t-004"));

    QTest::keyClick(m_window.get(), Qt::Key_6, Qt::ControlModifier);
    auto* board = m_window->findChild<LeaderboardTable*>();
    QTRY_COMPARE(board->model()->rowCount(), 6);
    const QPoint cell = board->visualRect(board->model()->index(1, LeaderboardModel::kFirstTask)).center();
    QTest::mouseClick(board->viewport(), Qt::LeftButton, {}, cell);
    QTRY_COMPARE(inspected(), board->model()->index(1, 0).data().toString());
    QCOMPARE(dock->windowTitle(), QString("Inspector: cell"));
    auto* tree = m_window->findChild<QTreeView*>();
    const QModelIndex second = tree->model()->index(1, 0, tree->model()->index(0, 0));
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(second).center());
    QTRY_COMPARE(inspected(), QString("ETTm1, 96 quarters"));
    QTest::mouseClick(board->viewport(), Qt::LeftButton, {}, cell);  // the current cell still: chosen again
    QTRY_COMPARE(dock->windowTitle(), QString("Inspector: cell"));

    QTest::keyClick(m_window.get(), Qt::Key_W, Qt::ControlModifier);
    QTRY_COMPARE(dock->windowTitle(), QString("Inspector"));
  }

  void trialsShowWhatWasSelectedElsewhere() {
    addTrials();
    open();
    m_window->selection().selectTrial(TrialId{12});
    QTest::keyClick(m_window.get(), Qt::Key_5, Qt::ControlModifier);
    auto* table = m_window->findChild<TrialsTable*>();
    QTRY_COMPARE(table->currentIndex().row(), 11);
    QVERIFY(table->selectionModel()->isRowSelected(11));
    QTRY_COMPARE(inspected(), QString("t-011"));
    m_window->selection().selectTask(TaskId{1});
    QVERIFY(!table->selectionModel()->hasSelection());
  }

  void inspectorIsToggledByKeyAndGoesBelowInANarrowWindow() {
    auto* dock = m_window->findChild<QDockWidget*>("inspectorDock");
    open();
    QTRY_VERIFY(dock->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_I, Qt::ControlModifier);
    QVERIFY(!dock->isVisible() && !action("inspector")->isChecked());
    QTest::keyClick(m_window.get(), Qt::Key_I, Qt::ControlModifier);
    QVERIFY(dock->isVisible());
    QCOMPARE(m_window->dockWidgetArea(dock), Qt::RightDockWidgetArea);
    QCOMPARE(dock->width(), frame::kInspector);
    m_window->showView("trials");
    m_window->resize(1120, 760);
    QTRY_VERIFY(!dock->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_I, Qt::ControlModifier);
    QVERIFY(dock->isVisible());
    QCOMPARE(m_window->dockWidgetArea(dock), Qt::BottomDockWidgetArea);
    QTRY_COMPARE(dock->height(), frame::kInspectorBelow);
    m_window->resize(1440, 900);
    QTRY_COMPARE(m_window->dockWidgetArea(dock), Qt::RightDockWidgetArea);
    QVERIFY(dock->isVisible());
  }

  void aDockThatOnlyTheWidthHidIsBackInAWideWindow() {
    m_window->resize(1120, 760);
    QTRY_VERIFY(!m_window->findChild<QDockWidget*>("inspectorDock")->isVisible());
    m_window->close();
    start(Progress::kInterrupted);
    QTRY_VERIFY(m_window->findChild<QDockWidget*>("inspectorDock")->isVisible());
  }

  void copyTakesTheTableInFocus() {
    open();
    m_window->showView("compare");
    auto* table = m_window->findChild<LeaderboardTable*>();
    QTRY_COMPARE(table->model()->rowCount(), 6);
    table->setFocus();
    QTest::keyClick(m_window.get(), Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QApplication::clipboard()->text().startsWith("Contender\trank"));
  }

  void closingTheProjectGoesBackToTheStart() {
    open();
    QTest::keyClick(m_window.get(), Qt::Key_W, Qt::ControlModifier);
    QTRY_VERIFY(m_window->findChild<StartPage*>()->isVisible());
    QCOMPARE(m_window->windowTitle(), QString("Touchstone"));
    QVERIFY(WindowSettings().recentProjects().first().endsWith("first-study.touchstone"));
  }

  void narrowWindowHidesTheProjectDockUntilItIsWideAgain() {
    m_window->resize(1440, 900);
    auto* dock = m_window->findChild<QDockWidget*>("projectDock");
    QTRY_VERIFY(dock->isVisible());
    m_window->resize(1120, 760);
    QTRY_VERIFY(!dock->isVisible());
    m_window->resize(1440, 900);
    QTRY_VERIFY(dock->isVisible());
    QCOMPARE(m_window->minimumSize(), QSize(1100, 700));
  }

  void layoutIsRememberedAndReset() {
    m_window->resize(1300, 800);
    QTest::keyClick(m_window.get(), Qt::Key_3, Qt::AltModifier);
    QTRY_VERIFY(m_window->findChild<QDockWidget*>("logDock")->isVisible());
    m_window->close();
    start(Progress::kInterrupted);
    QVERIFY(m_window->findChild<QDockWidget*>("logDock")->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_0, Qt::ControlModifier);
    QTRY_VERIFY(!m_window->findChild<QDockWidget*>("logDock")->isVisible());
  }

  void damagedLayoutIsIgnored() {
    m_window->close();
    QSettings().setValue("window/geometry", QByteArray("nonsense"));
    QSettings().setValue("window/state", QByteArray("nonsense"));
    start(Progress::kInterrupted);
    QVERIFY(m_window->findChild<QDockWidget*>("projectDock")->isVisible());
    QVERIFY(m_window->width() >= 1100);
  }

  void offScreenWindowComesBack() {
    m_window->move(20000, 20000);
    bringOnScreen(*m_window);
    QVERIFY(m_window->x() < 5000);
  }

  void demoPlanGoesOnWithTheUnfinishedAndKeepsTheFinished() {
    QTemporaryDir folder;
    const Backends unfinished = fakeBackends(sampleStudy(Progress::kInterrupted), m_log);
    QCOMPARE(planDemo(folder.path(), unfinished).isNew, true);
    QFile file(folder.filePath("first-study.touchstone"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    DemoPlan plan = planDemo(folder.path(), unfinished);
    QVERIFY(!plan.isNew);
    QVERIFY(plan.path.endsWith("first-study.touchstone"));
    plan = planDemo(folder.path(), fakeBackends(sampleStudy(Progress::kDone), m_log));
    QVERIFY(plan.isNew);
    QVERIFY(plan.path.endsWith("first-study-2.touchstone"));
  }

  void firstStudyStartsFromTheStartPage() {
    QTemporaryDir folder;
    m_window->startFirstStudy(folder.path());
    QTRY_COMPARE(m_log->count<StartStudy>(), 1);
    QCOMPARE(m_log->count<OpenProject>(), 1);
    QCOMPARE(m_window->currentView(), QString("live"));
    m_log->say(ProjectEvent{folder.filePath("first-study.touchstone").toStdString(), true, false});
    running();
    QTRY_VERIFY(m_window->state().isLoaded());
    QVERIFY(!m_window->findChild<MessageBar*>()->isVisible());
  }

  void lockedProjectIsSaidInPlace() {
    open();
    QTRY_VERIFY(action("run")->isEnabled());
    action("run")->trigger();
    m_log->say(ProblemEvent{
        {}, {}, Error{ErrorCode::kLocked, "Another program writes to this project. Close it there.", "a"}, false});
    auto* bar = m_window->findChild<MessageBar*>();
    QTRY_VERIFY(bar->isShowing("problem"));
    QVERIFY(bar->text().contains("Another program"));
    QTRY_VERIFY(action("run")->isEnabled());
  }

  void everyFocusableWidgetHasAName() {
    open();
    m_window->showView("compare");
    for (const QWidget* widget : m_window->findChildren<QWidget*>()) {
      const bool isOwnWidget = QByteArray(widget->metaObject()->className()).startsWith("touchstone");
      if (!isOwnWidget || !(widget->focusPolicy() & Qt::TabFocus) || !widget->isVisible()) {
        continue;
      }
      QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
    }
  }

 private:
  void addTrials() {
    for (int number = 0; number < 40; ++number) {
      TrialRow row;
      row.id = TrialId{number + 1};
      row.run = RunId{4};
      row.number = number;
      row.contenderName = "DLinear";
      row.state = TrialState::kFinished;
      m_data->trials.push_back(row);
    }
  }
  QString inspected() const { return m_window->findChild<InspectorSheet*>()->content().title; }
  void start(Progress progress) {
    m_window.reset();
    m_data = sampleStudy(progress);
    m_log = std::make_shared<EngineLog>();
    m_window = std::make_unique<MainWindow>(fakeBackends(m_data, m_log), m_theme.get());
    // The offscreen screen is smaller than the window's default size.
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
  }
  void open() {
    m_window->openProject("/tmp/first-study.touchstone");
    QTRY_VERIFY(m_window->state().isLoaded());
  }
  void running() {
    m_data->studies.front().state = StudyState::kRunning;
    m_log->say(StudyEvent{StudyId{1}, "First study", StudyState::kRunning});
    QTRY_VERIFY(m_window->bridge().isRunning(StudyId{1}));
  }
  void stopped(StudyState state) {
    m_data->studies.front().state = state;
    m_log->say(StudyEvent{StudyId{1}, "First study", state});
    QTRY_VERIFY(!m_window->bridge().isRunning());
  }
  QAction* action(const char* name) const { return m_window->findChild<QAction*>(name); }
  EmptyPanel* failedPanel() const { return m_window->findChild<EmptyPanel*>(QStringLiteral("failedPage")); }
  static QPushButton* button(QWidget* parent, const QString& text) {
    for (QPushButton* each : parent->findChildren<QPushButton*>()) {
      if (each->text() == text && each->isVisible()) {
        return each;
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

QTEST_MAIN(WindowMainTest)
#include "window_main_test.moc"
