// The Live view on fakes: header, cards, throttled reading, and what it shows when nothing runs.
#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include "ui/models/project_state.h"
#include "ui/models/runs_model.h"
#include "ui/models/selection.h"
#include "ui/plots/best_so_far_plot.h"
#include "ui/plots/learning_curves_plot.h"
#include "ui/support/sample_study.h"
#include "ui/support/settings_folder.h"
#include "ui/theme/theme.h"
#include "ui/views/live/live_header.h"
#include "ui/views/live/live_view.h"
#include "ui/views/live/runs_table.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/state_label.h"

using namespace touchstone;
using namespace touchstone::ui;
using touchstone::test::EngineLog;
using touchstone::test::fakeBackends;
using touchstone::test::Progress;
using touchstone::test::sampleStudy;

class LiveViewTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    test::keepSettingsIn(m_settingsFolder);
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::kLight);
  }
  void cleanup() {
    m_view.reset();
    m_state.reset();
    m_bridge.reset();
  }

  void showsCurvesBestAndRunsOfTheRunningTask() {
    start(Progress::kRunning);
    QTRY_VERIFY(!curves()->data().curves.empty());
    QCOMPARE(runs()->model()->rowCount(), 18);
    QVERIFY(!m_view->findChild<BestSoFarPlot*>()->isEmpty());
    const QStringList texts = headerTexts();
    QVERIFY2(texts.contains("electricity demand, 48 half-hours"), qPrintable(texts.join("|")));
    QVERIFY2(texts.join("|").contains("ETA 00:41"), qPrintable(texts.join("|")));
    QVERIFY2(texts.join("|").contains("of 54"), qPrintable(texts.join("|")));
  }

  void theRunningRunIsInSight() {
    start(Progress::kRunning);
    QTRY_COMPARE(runs()->model()->rowCount(), 18);
    int last = -1;
    for (int row = 0; row < 18; ++row) {
      const QVariant state = runs()->model()->index(row, 0).data(kStateRole);
      if (state.toInt() == static_cast<int>(State::kRunning)) last = row;
    }
    QVERIFY(last > 0);
    const auto isInSight = [this](int row) {
      return runs()->viewport()->rect().contains(runs()->visualRect(runs()->model()->index(row, 0)));
    };
    m_view->resize(1000, 620);  // fewer rows than runs
    QVERIFY(!isInSight(0) || !isInSight(17));
    QTRY_VERIFY2(isInSight(last), qPrintable(QString::number(last)));
  }

  void finishedStudySaysSo() {
    start(Progress::kDone);
    QTRY_VERIFY(headerTexts().join("|").contains("nothing running"));
    const auto* state = m_view->findChild<LiveHeader*>()->findChild<StateLabel*>();
    QVERIFY(state->isVisible());
    QVERIFY(state->words().contains("finished"));
    QVERIFY(state->words().contains("took"));
  }

  void hiddenViewReadsNothing() {
    start(Progress::kRunning, false);
    QCoreApplication::processEvents();
    emit m_bridge->pointsChanged(StudyId{1});
    QCoreApplication::processEvents();
    QCOMPARE(m_data->curveReads, 0);
    m_view->setActive(true);
    QTRY_VERIFY(m_data->curveReads > 0);
  }

  void aStormOfPointsIsAFewReads() {
    start(Progress::kRunning);
    QTRY_VERIFY(!curves()->data().curves.empty());
    const int before = m_data->curveReads;
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < 700) {
      emit m_bridge->pointsChanged(StudyId{1});
      QCoreApplication::processEvents();
    }
    QVERIFY2(m_data->curveReads - before <= 4, qPrintable(QString::number(m_data->curveReads - before)));
    QVERIFY(m_data->curveReads > before);
  }

  void costAxisChangesByKeyboard() {
    start(Progress::kRunning);
    QComboBox* combo = nullptr;
    for (QComboBox* each : m_view->findChildren<QComboBox*>()) {
      if (each->accessibleName().startsWith("Cost axis")) combo = each;
    }
    QVERIFY(combo != nullptr);
    auto* plot = m_view->findChild<BestSoFarPlot*>();
    QCOMPARE(plot->costAxis(), CostAxis::kSeconds);
    combo->setFocus();
    QTest::keyClick(combo, Qt::Key_Down);
    QCOMPARE(plot->costAxis(), CostAxis::kEpochs);
    QTest::keyClick(combo, Qt::Key_Down);
    QCOMPARE(plot->costAxis(), CostAxis::kTrials);
  }

  void choosingATaskShowsItsRuns() {
    start(Progress::kRunning);
    QTRY_VERIFY(!curves()->data().curves.empty());
    m_state->selectTask(TaskId{1});
    QTRY_COMPARE(curves()->data().task, QString("ETTh1, 96 hours"));
    QVERIFY(headerTexts().contains("ETTh1, 96 hours"));
    QCOMPARE(runs()->model()->index(0, RunsModel::kResult).data().toString(), QString("0.361"));
  }

  void projectWithoutStudySaysWhatToDo() {
    m_data = std::make_shared<test::FakeData>();
    openWith(true);
    QTRY_VERIFY(m_view->findChild<EmptyPanel*>()->text().contains("No study"));
  }

  void paintsInBothThemesAndAtTwiceTheSize() {
    start(Progress::kRunning);
    QTRY_VERIFY(!curves()->data().curves.empty());
    for (const auto mode : {Theme::Mode::kDark, Theme::Mode::kLight}) {
      m_theme->setMode(mode);
      m_theme->setUiScale(mode == Theme::Mode::kDark ? 2.0 : 1.0);
      QVERIFY(!m_view->grab().isNull());
    }
  }

 private:
  void start(Progress progress, bool isActive = true) {
    m_data = sampleStudy(progress);
    openWith(isActive);
  }
  void openWith(bool isActive) {
    m_bridge = std::make_unique<EngineBridge>(fakeBackends(m_data, std::make_shared<EngineLog>()));
    m_state = std::make_unique<ProjectState>(*m_bridge);
    m_view = std::make_unique<LiveView>(ViewContext{*m_bridge, *m_state, m_selection});
    m_view->resize(1200, 800);
    m_view->setActive(isActive);
    m_view->show();
    m_bridge->openProject("/tmp/a.touchstone");
    QTRY_VERIFY(m_state->isLoaded());
  }
  LearningCurvesPlot* curves() const { return m_view->findChild<LearningCurvesPlot*>(); }
  RunsTable* runs() const { return m_view->findChild<RunsTable*>(); }
  QStringList headerTexts() const {
    QStringList texts;
    for (const QLabel* label : m_view->findChild<LiveHeader*>()->findChildren<QLabel*>()) {
      texts << label->text();
    }
    return texts;
  }

  QTemporaryDir m_settingsFolder;
  std::unique_ptr<Theme> m_theme;
  test::SharedData m_data;
  std::unique_ptr<EngineBridge> m_bridge;
  std::unique_ptr<ProjectState> m_state;
  Selection m_selection;
  std::unique_ptr<LiveView> m_view;
};

QTEST_MAIN(LiveViewTest)
#include "live_view_test.moc"
