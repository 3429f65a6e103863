// The whole window on data as they come: names of 300 characters, with line breaks and from right to left; values that are
// not a number or infinite; a study without trials, and one with a single point. What a user reads stays readable.
#include <QComboBox>
#include <QHeaderView>
#include <QSettings>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>
#include <cmath>
#include <limits>

#include "ui/main_window/main_window.h"
#include "ui/models/leaderboard_model.h"
#include "ui/plots/best_so_far_plot.h"
#include "ui/plots/learning_curves_plot.h"
#include "ui/support/on_screen.h"
#include "ui/support/sample_study.h"
#include "ui/support/settings_folder.h"
#include "ui/theme/theme.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/compare/leaderboard_table.h"
#include "ui/views/live/live_view.h"
#include "ui/views/trials/trials_model.h"
#include "ui/views/trials/trials_table.h"
#include "ui/views/trials/trials_view.h"

using namespace touchstone;
using namespace touchstone::ui;
using touchstone::test::EngineLog;
using touchstone::test::fakeBackends;
using touchstone::test::onScreen;
using touchstone::test::Progress;
using touchstone::test::sampleStudy;

class WindowOddDataTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    test::keepSettingsIn(m_home);
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::kLight);
  }
  void init() {
    QSettings().clear();
    m_data = sampleStudy(Progress::kDone);
  }
  void cleanup() { m_window.reset(); }

  void namesAreShortenedAndWholeInTheToolTip_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("300 characters") << QString("W").repeated(300);
    QTest::newRow("line breaks") << QString("first\nsecond\r\n\tthird");
    QTest::newRow("right to left") << QString::fromUtf8("מהירות הרוח בחוף");
    QTest::newRow("markup") << QString("<b>bold</b> & <img src=x>");
  }
  void namesAreShortenedAndWholeInTheToolTip() {
    QFETCH(QString, name);
    const QString line = name.simplified();
    rename(name.toStdString());
    open();
    QCOMPARE(m_window->width(), 1440);

    const auto* tree = m_window->findChild<QTreeView*>();
    const QModelIndex task = tree->model()->index(0, 0, tree->model()->index(0, 0));
    const QModelIndex study = tree->model()->index(0, 0, tree->model()->index(1, 0));
    for (const QModelIndex& leaf : {task, study}) {
      QCOMPARE(leaf.data().toString(), line);
      QVERIFY2(leaf.data(Qt::ToolTipRole).toString().contains(line), qPrintable(leaf.data(Qt::ToolTipRole).toString()));
      QVERIFY(tree->visualRect(leaf).height() < 40);
    }

    show(Qt::Key_4);
    const auto* live = m_window->findChild<LiveView*>();
    const QString brief = line.size() > 60 ? line.left(59) + QChar(0x2026) : line;
    const QLabel* head = labelOf(live, brief);
    QVERIFY2(head != nullptr, qPrintable(onScreen(live)));
    QCOMPARE(head->toolTip(), line);
    QCOMPARE(head->textFormat(), Qt::PlainText);

    show(Qt::Key_6);
    const auto* board = m_window->findChild<LeaderboardTable*>();
    QTRY_COMPARE(board->model()->rowCount(), 6);
    const auto* header = board->horizontalHeader();
    QVERIFY(header->model()
                ->headerData(LeaderboardModel::kFirstTask, Qt::Horizontal, Qt::ToolTipRole)
                .toString()
                .contains(line));
    const int row = rowOf(board, line);
    QVERIFY(row >= 0);
    QVERIFY(board->model()->index(row, 0).data(Qt::ToolTipRole).toString().contains(line));
    QVERIFY(board->columnWidth(0) < 1100 && board->rowHeight(row) < 60);
    // The title of the seeds is the task's name, cut where the card ends.
    const ElidedLabel* seeds = elidedOf(m_window->findChild<CompareView*>(), line);
    QVERIFY(seeds != nullptr && seeds->width() < 1440);
    QCOMPARE(seeds->toolTip().isEmpty(), QFontMetrics(seeds->font()).horizontalAdvance(line) < seeds->width());

    show(Qt::Key_5);
    const auto* trials = m_window->findChild<TrialsTable*>();
    QTRY_COMPARE(trials->model()->rowCount(), 1);
    QTRY_COMPARE(trials->model()->index(0, TrialsModel::kContender).data().toString(), line);
    QCOMPARE(trials->model()->index(0, TrialsModel::kContender).data(Qt::ToolTipRole).toString(), line);
    QCOMPARE(m_window->width(), 1440);
    for (const QComboBox* box : m_window->findChildren<QComboBox*>()) {
      QVERIFY2(!box->isVisible() || box->width() < 500, qPrintable(box->accessibleName()));
    }
  }

  void valuesThatAreNoNumbers() {
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < m_data->curves.size(); ++i) {
      if (i % 2 == 0) m_data->curves[i].values.back() = kInfinity;
      if (i % 3 == 0) m_data->curves[i].values.front() = kNan;
    }
    for (BestSoFar& best : m_data->best) best.values.front() = kInfinity;
    for (RunRow& run : m_data->runs) {
      if (run.contenderName == "naive") run.score = kInfinity;
      if (run.contenderName == "seasonal naive") run.score = kNan;
    }
    open();
    show(Qt::Key_4);
    const auto* curves = m_window->findChild<LearningCurvesPlot*>();
    const auto* best = m_window->findChild<BestSoFarPlot*>();
    for (const PlotView* plot : {static_cast<const PlotView*>(curves), static_cast<const PlotView*>(best)}) {
      QTRY_VERIFY(plot->isVisible() && !plot->isEmpty());
      QVERIFY(std::isfinite(plot->dataRect().height()) && plot->dataRect().height() > 0.0);
      QVERIFY(plot->dataRect().height() < 10.0);  // the finite values, not 1e308
    }
    show(Qt::Key_6);
    const auto* board = m_window->findChild<LeaderboardTable*>();
    QTRY_COMPARE(board->model()->rowCount(), 6);
    const auto score = [&](const QString& contender) {
      return board->model()->index(rowOf(board, contender), LeaderboardModel::kFirstTask).data().toString();
    };
    QVERIFY2(!score("naive").contains("inf") && !score("naive").contains("nan"), qPrintable(score("naive")));
    QVERIFY2(!score("seasonal naive").contains("nan"), qPrintable(score("seasonal naive")));
    QVERIFY2(score("DLinear").startsWith("0.3"), qPrintable(score("DLinear")));
    QCOMPARE(board->model()->index(0, LeaderboardModel::kRank).data().toString().isEmpty(), false);
  }

  void withoutTrialsEveryPanelSaysSo() {
    m_data = sampleStudy(Progress::kInterrupted);
    m_data->curves.clear();
    m_data->best.clear();
    for (RunRow& run : m_data->runs) {
      run.state = RunState::kQueued;
      run.score = kNoValue;
      run.trials = 0;
      run.error.clear();
    }
    m_data->studies.front().trialsTotal = 0;
    open();
    show(Qt::Key_4);
    const QString live = onScreen(m_window->findChild<LiveView*>());
    for (const char* text : {"No learning curves on this task", "No validation value yet", "No trial has started yet",
                             "No run with rungs on this task"}) {
      QVERIFY2(live.contains(text), qPrintable(text + QString(" is not in ") + live));
    }
    show(Qt::Key_5);
    QTRY_VERIFY(onScreen(m_window->findChild<TrialsView*>()).contains("No trials yet"));
    show(Qt::Key_6);
    QTRY_VERIFY(onScreen(m_window->findChild<CompareView*>()).contains("No score on this task yet"));
    QVERIFY(!onScreen(m_window->findChild<CompareView*>()).contains("failed"));
  }

  // Of a trial that goes on; when all are over after one step, there is no curve, which the card says.
  void aSinglePointIsDrawn() {
    Curve one = m_data->curves.front();
    one.steps = {1.0};
    one.values = {0.5};
    one.state = TrialState::kRunning;
    m_data->curves = {one};
    open();
    m_window->state().selectTask(TaskId{1});
    show(Qt::Key_4);
    const auto* curves = m_window->findChild<LearningCurvesPlot*>();
    QTRY_VERIFY(curves->isVisible() && !curves->isEmpty());
    const QRectF view = curves->dataRect();
    QVERIFY(view.left() <= 1.0 && view.right() >= 1.0 && view.top() <= 0.5 && view.bottom() >= 0.5);
    QVERIFY(view.width() > 0.0 && view.height() > 0.0 && view.height() < 10.0);
    m_data->curves.front().state = TrialState::kFinished;
    emit m_window->bridge().projectChanged();
    QTRY_VERIFY(onScreen(m_window->findChild<LiveView*>()).contains("No learning curves on this task"));
  }

 private:
  // The first study, task and contender, and one trial.
  void rename(const std::string& name) {
    m_data->studies.front().name = m_data->tasks.front().name = m_data->contenders.front().name = name;
    for (RunRow& run : m_data->runs) {
      run.studyName = name;
      if (run.task == TaskId{1}) run.taskName = name;
      if (run.contender == ContenderId{1}) run.contenderName = name;
    }
    TrialRow trial;
    trial.id = TrialId{1};
    trial.run = RunId{1};
    trial.contenderName = trial.taskName = name;
    trial.state = TrialState::kFinished;
    trial.value = 0.5;
    m_data->trials = {trial};
    m_data->studies.front().trialsTotal = 1;
  }
  void open() {
    m_window = std::make_unique<MainWindow>(fakeBackends(m_data, std::make_shared<EngineLog>()), m_theme.get());
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_window->openProject("/tmp/first-study.touchstone");
    QTRY_VERIFY(m_window->state().isLoaded());
    m_window->state().selectTask(TaskId{1});
  }
  void show(Qt::Key view) {
    QTest::keyClick(m_window.get(), view, Qt::ControlModifier);
    QVERIFY(!m_window->grab().isNull());
  }
  static int rowOf(const QTableView* table, const QString& name) {
    for (int row = 0; row < table->model()->rowCount(); ++row) {
      if (table->model()->index(row, 0).data().toString() == name) return row;
    }
    return -1;
  }
  static const QLabel* labelOf(const QWidget* parent, const QString& text) {
    for (const QLabel* label : parent->findChildren<QLabel*>()) {
      if (label->isVisible() && label->text() == text) return label;
    }
    return nullptr;
  }
  static const ElidedLabel* elidedOf(const QWidget* parent, const QString& text) {
    for (const ElidedLabel* label : parent->findChildren<ElidedLabel*>()) {
      if (label->isVisible() && label->text() == text) return label;
    }
    return nullptr;
  }

  QTemporaryDir m_home;
  std::unique_ptr<Theme> m_theme;
  test::SharedData m_data;
  std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(WindowOddDataTest)
#include "window_odd_data_test.moc"
