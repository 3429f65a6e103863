// The Tasks view on fakes, through mouse and keys: what its cards show, going through windows, picking one in the
// series, channels, contenders, projects without series, and that it reads no more than it must.
#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QMenu>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "ui/models/project_state.h"
#include "ui/models/selection.h"
#include "ui/plots/forecast_plot.h"
#include "ui/plots/plot_card.h"
#include "ui/plots/plot_view_parts.h"
#include "ui/plots/series_plot.h"
#include "ui/plots/stem_plot.h"
#include "ui/plots/step_error_plot.h"
#include "ui/support/sample_series.h"
#include "ui/support/settings_folder.h"
#include "ui/theme/theme.h"
#include "ui/views/tasks/tasks_header.h"
#include "ui/views/tasks/tasks_view.h"
#include "ui/views/tasks/window_picker.h"
#include "ui/widgets/check_menu.h"
#include "ui/widgets/empty_panel.h"

using namespace touchstone;
using namespace touchstone::ui;
using touchstone::test::EngineLog;
using touchstone::test::fakeBackends;
using touchstone::test::Progress;

class TasksViewTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    test::keepSettingsIn(m_settingsFolder);
    m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::kLight);
  }
  void init() { QSettings().clear(); }
  void cleanup() { close(); }

  void showsSeriesForecastsErrorsAndCoefficients() {
    start();
    QCOMPARE(header()->name(), QString("ETTh1, 96 hours"));
    for (const char* fact : {"split 12/4/4 months", "horizon 24", "MSE ↓", "169 test windows", "2 channels"}) {
      QVERIFY2(header()->facts().contains(fact), qPrintable(header()->facts()));
    }
    QVERIFY(!series()->isEmpty());
    QCOMPARE(forecasts()->data().lines.size(), std::size_t{6});
    QCOMPARE(errors()->data().lines.size(), std::size_t{6});
    QVERIFY(find<StemPlot>()->isVisible());
    QCOMPARE(find<StemPlot>()->data().weights, (std::vector<double>{1.21, -0.35, 0.1}));
  }

  void forecastsAreInTheUnitsOfTheFile() {
    start();
    const ForecastPlotData& shown = forecasts()->data();
    const std::int64_t first = test::kSeriesTestStart + shown.window;
    for (std::size_t step = 0; step < test::kSeriesHorizon; ++step) {
      const double scaled = test::sampleScaled(first + static_cast<std::int64_t>(step), 0);
      const double value = test::kSeriesMean + test::kSeriesDeviation * scaled;
      QVERIFY(std::isnan(shown.future[step]) || std::abs(shown.future[step] - value) < 1e-5);
      // the first line is Auto-AR's run 1
      const double forecast = value + test::kSeriesDeviation * test::sampleOff(RunId{1});
      QVERIFY(std::abs(shown.lines[0].values[step] - forecast) < 1e-5);
    }
  }

  void errorByStepIsTheOffsetSquared() {
    start();
    const double off = test::sampleOff(RunId{1});
    for (const double error : errors()->data().lines[0].mean) QVERIFY(std::abs(error - off * off) < 1e-6);
    QVERIFY(errors()->data().note.contains("mean of 57 stored windows"));
  }

  void startsAtTheLastPartAndZoomsByWheel() {
    start();
    const QRectF before = series()->dataRect();
    QVERIFY(before.left() < test::kSeriesTrainEnd);
    QVERIFY(before.left() > 0.0);
    QVERIFY(std::abs(before.right() - (test::kSeriesRows - 0.5)) < 1e-6);
    auto* plot = series()->findChild<QCustomPlot*>();
    const QPointF at = plot->axisRect()->center();
    QWheelEvent notch(at, plot->mapToGlobal(at), {}, QPoint(0, 120), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    QApplication::sendEvent(plot, &notch);
    QVERIFY(series()->dataRect().width() < before.width());
    series()->setFocus();
    QTest::keyClick(series(), Qt::Key_R);
    QCOMPARE(series()->dataRect(), before);
  }

  void buttonsAndKeysGoThroughTheStoredWindows() {
    start();
    const int middle = picker()->index();
    QCOMPARE(picker()->item() % test::kStoredEvery, std::int64_t{0});
    const auto arrows = picker()->findChildren<QToolButton*>();
    QTest::mouseClick(arrows[1], Qt::LeftButton);
    QCOMPARE(picker()->index(), middle + 1);
    QCOMPARE(forecasts()->data().window, picker()->item());
    QTest::mouseClick(arrows[0], Qt::LeftButton);
    QCOMPARE(picker()->index(), middle);
    forecasts()->setFocus();
    QTest::keyClick(forecasts(), Qt::Key_PageDown);
    QCOMPARE(picker()->index(), middle + 1);
    QTest::keyClick(forecasts(), Qt::Key_PageUp);
    QTest::keyClick(forecasts(), Qt::Key_PageUp);
    QCOMPARE(picker()->index(), middle - 1);
    QCOMPARE(forecasts()->data().window, picker()->item());
  }

  void aTypedNumberPicksTheNearestStoredWindow() {
    start();
    auto* spin = find<WindowSpin>();
    QCOMPARE(spin->suffix(), QString(" of 169"));
    spin->setFocus();
    spin->selectAll();
    QTest::keyClicks(spin, "6");
    QTest::keyClick(spin, Qt::Key_Return);
    QCOMPARE(picker()->item(), std::int64_t{6});  // number 6 is item 5; item 6 is nearer than item 3
    QCOMPARE(spin->value(), 7);
    QTest::keyClick(spin, Qt::Key_Up);
    QCOMPARE(spin->value(), 10);
  }

  void endsHoldStill() {
    start();
    forecasts()->setFocus();
    for (int i = 0; i < 60; ++i) QTest::keyClick(forecasts(), Qt::Key_PageDown);
    QCOMPARE(picker()->item(), std::int64_t{168});
    QVERIFY(!picker()->findChildren<QToolButton*>()[1]->isEnabled());
    QVERIFY(picker()->findChildren<QToolButton*>()[0]->isEnabled());
  }

  void clickInTheTestPartPicksTheNearestWindow() {
    start();
    clickRow(test::kSeriesTestStart + 3.0 + 11.5);
    QCOMPARE(picker()->item(), std::int64_t{3});
    clickRow(test::kSeriesRows - 2.0);
    QCOMPARE(picker()->item(), std::int64_t{168});
    clickRow(test::kSeriesTrainEnd + 20.0);  // validation: nothing
    QCOMPARE(picker()->item(), std::int64_t{168});
  }

  void channelByKeyboard() {
    start();
    auto* combo = find<QComboBox>();
    QCOMPARE(combo->count(), 2);
    combo->setFocus();
    QTest::keyClick(combo, Qt::Key_Down);
    QTRY_COMPARE(channelName(series()->data().series), QString("channel-1"));
    QCOMPARE(forecasts()->data().channel, QString("channel-1"));
  }

  void fourHundredChannels() {
    start(400);
    auto* combo = find<QComboBox>();
    QCOMPARE(combo->count(), 400);
    combo->setFocus();
    QTest::keyClick(combo, Qt::Key_End);
    QTRY_COMPARE(channelName(series()->data().series), QString("channel-399"));
  }

  void contendersAreSwitchedInAMenuThatStaysOpenAndRemembered() {
    start();
    auto* menu = find<CheckMenu>();
    menu->popup(m_view->mapToGlobal(QPoint(10, 10)));
    QTRY_VERIFY(menu->isVisible());
    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(menu->actions()[1]).center());
    QVERIFY(menu->isVisible());
    QCOMPARE(forecasts()->data().lines.size(), std::size_t{5});
    QCOMPARE(errors()->data().lines.size(), std::size_t{5});
    QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Space);
    QCOMPARE(forecasts()->data().lines.size(), std::size_t{4});
    QTest::keyClick(menu, Qt::Key_Escape);
    QVERIFY(!menu->isVisible());
    close();
    start();
    QCOMPARE(forecasts()->data().lines.size(), std::size_t{4});
    for (const ForecastLine& line : forecasts()->data().lines) QVERIFY(line.name != "DLinear");
  }

  void withoutAnyContenderItSaysSo() {
    start();
    for (QAction* action : find<CheckMenu>()->actions()) action->trigger();
    QVERIFY(forecasts()->isEmpty());
    QVERIFY(texts(card(1)).contains("No contender is switched on"));
    find<CheckMenu>()->actions()[0]->trigger();
    QVERIFY(!forecasts()->isEmpty());
  }

  void projectWithoutSeriesSaysWhatToDo() {
    m_data = test::sampleStudy(Progress::kDone);
    open();
    QTRY_VERIFY(texts(card(1)).contains("Run the study again"));
    QVERIFY(series()->isEmpty());
    QVERIFY(forecasts()->isEmpty());
    QVERIFY(!picker()->isVisible());
    QVERIFY(!find<StemPlot>()->isVisible());
    QVERIFY(!m_view->grab().isNull());
  }

  void runningStudyHasNoForecastsYet() {
    m_data = test::sampleStudy(Progress::kRunning);
    test::addSeries(*m_data);
    m_data->forecasts.clear();
    open();
    m_state->selectTask(TaskId{1});
    QTRY_VERIFY(!series()->isEmpty());
    QVERIFY(texts(card(1)).contains("No forecast yet"));
  }

  void followsTheChosenTask() {
    start();
    m_state->selectTask(TaskId{2});
    QTRY_COMPARE(header()->name(), QString("ETTm1, 96 quarters"));
    QTRY_VERIFY(series()->isEmpty());
    QVERIFY(!find<StemPlot>()->isVisible());
    m_state->selectTask(TaskId{1});
    QTRY_VERIFY(!series()->isEmpty());
    QVERIFY(find<StemPlot>()->isVisible());
  }

  void otherModalitiesAreNamed() {
    m_data = test::sampleStudy(Progress::kDone);
    for (TaskRow& task : m_data->tasks) task.modality = Modality::kGenomics;
    open();
    QTRY_VERIFY(find<EmptyPanel>()->text().contains("no time series"));
  }

  void projectWithoutStudySaysSo() {
    m_data = std::make_shared<test::FakeData>();
    open();
    QTRY_VERIFY(find<EmptyPanel>()->text().contains("No task"));
  }

  void hiddenOrUnchangedItReadsNothing() {
    start(2, false);
    QCOMPARE(m_data->seriesReads, 0);
    m_view->setActive(true);
    QTRY_COMPARE(m_data->seriesReads, 1);
    m_state->reload();
    QTRY_VERIFY(m_data->snapshotReads > 1);
    emit m_state->changed();
    QCOMPARE(m_data->seriesReads, 1);
  }

  void enlargedCardStandsAlone() {
    start();
    emit card(1)->enlargeRequested();
    QVERIFY(forecasts()->isVisible());
    QVERIFY(!series()->isVisible() && !errors()->isVisible() && !find<StemPlot>()->isVisible());
    emit card(1)->enlargeRequested();
    QVERIFY(series()->isVisible() && errors()->isVisible() && find<StemPlot>()->isVisible());
  }

  void everyCardExports() {
    start();
    QTemporaryDir folder;
    int number = 0;
    for (PlotCard* each : m_view->findChildren<PlotCard*>()) {
      for (const char* suffix : {"pdf", "svg", "png", "csv"}) {
        const QString file = folder.filePath(QStringLiteral("%1.%2").arg(number).arg(QLatin1String(suffix)));
        QVERIFY(each->saveAs(file));
        QVERIFY(QFile(file).size() > 100);
      }
      ++number;
    }
    QCOMPARE(number, 4);
  }

  void keyboardReachesTheSeries() {
    start();
    series()->setFocus();
    QTest::keyClick(series(), Qt::Key_Up);
    QVERIFY(series()->hovered() != 0);
    QVERIFY(!series()->image().isNull());
  }

  void paintsInBothThemesAndLarge() {
    start();
    for (const auto mode : {Theme::Mode::kDark, Theme::Mode::kLight}) {
      m_theme->setMode(mode);
      m_theme->setUiScale(mode == Theme::Mode::kDark ? 2.0 : 1.0);
      QVERIFY(!m_view->grab().isNull());
    }
  }

 private:
  void start(int channels = 2, bool isActive = true) {
    m_data = test::sampleStudy(Progress::kDone);
    test::addSeries(*m_data, channels);
    open(isActive);
    m_state->selectTask(TaskId{1});
    if (isActive) QTRY_VERIFY(!forecasts()->isEmpty());
  }
  void open(bool isActive = true) {
    m_bridge = std::make_unique<EngineBridge>(fakeBackends(m_data, std::make_shared<EngineLog>()));
    m_state = std::make_unique<ProjectState>(*m_bridge);
    m_view = std::make_unique<TasksView>(ViewContext{*m_bridge, *m_state, m_selection});
    m_view->resize(1200, 900);
    m_view->setActive(isActive);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    m_bridge->openProject("/tmp/a.touchstone");
    QTRY_VERIFY(m_state->isLoaded());
  }
  void close() {
    m_view.reset();
    m_state.reset();
    m_bridge.reset();
  }
  template <typename Kind>
  Kind* find() const {
    return m_view->findChild<Kind*>();
  }
  SeriesPlot* series() const { return find<SeriesPlot>(); }
  ForecastPlot* forecasts() const { return find<ForecastPlot>(); }
  StepErrorPlot* errors() const { return find<StepErrorPlot>(); }
  WindowPicker* picker() const { return find<WindowPicker>(); }
  TasksHeader* header() const { return find<TasksHeader>(); }
  // 0 series, 1 forecasts, 2 errors, 3 coefficients
  PlotCard* card(int index) const {
    PlotView* const plots[] = {series(), forecasts(), errors(), find<StemPlot>()};
    for (PlotCard* each : m_view->findChildren<PlotCard*>()) {
      if (each->plot() == plots[index]) return each;
    }
    return nullptr;
  }
  static QString texts(PlotCard* card) {
    QStringList all;
    for (const QLabel* label : card->findChildren<QLabel*>()) all << label->text();
    return all.join('|');
  }
  // A real click where the series plot shows `row`.
  void clickRow(double row) {
    auto* plot = series()->findChild<QCustomPlot*>();
    plot->replot();
    const QPoint at(static_cast<int>(std::lround(plot->xAxis->coordToPixel(row))), plot->axisRect()->center().y());
    QTest::mouseClick(plot, Qt::LeftButton, {}, at);
  }

  QTemporaryDir m_settingsFolder;
  std::unique_ptr<Theme> m_theme;
  test::SharedData m_data;
  std::unique_ptr<EngineBridge> m_bridge;
  std::unique_ptr<ProjectState> m_state;
  Selection m_selection;
  std::unique_ptr<TasksView> m_view;
};

QTEST_MAIN(TasksViewTest)
#include "tasks_view_test.moc"
