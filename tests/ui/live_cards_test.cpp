// The cards of the Live view: rung flow and timeline with what is read for them, and where all cards stand.
#include <QComboBox>
#include <QLabel>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "ui/models/project_state.h"
#include "ui/models/selection.h"
#include "ui/plots/learning_curves_plot.h"
#include "ui/plots/rung_flow_plot.h"
#include "ui/plots/timeline_plot.h"
#include "ui/plots_events.h"
#include "ui/rungs_data.h"
#include "ui/support/sample_study.h"
#include "ui/support/settings_folder.h"
#include "ui/theme/theme.h"
#include "ui/views/live/live_header.h"
#include "ui/views/live/live_view.h"
#include "ui/views/live/rung_flow_card.h"
#include "ui/views/live/runs_table.h"

using namespace touchstone;
using namespace touchstone::ui;
using touchstone::test::fakeBackends;
using touchstone::test::Progress;

class LiveCardsTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void cleanup();
  void newestRunningRunIsShown();
  void withoutARunningRunTheLastIsShown();
  void anotherRunIsChosenByKeyboard();
  void anotherTaskForgetsTheChoice();
  void runsWithoutRungsSaySo();
  void oneRunNeedsNoChoice();
  void timelineShowsTheSlots();
  void clicksSelectTheTrial();
  void cardsStandAsDesigned();
  void narrowWindowsStackAndScroll();
  void buttonsShowOneTwoOrAllAndAreRemembered();
  void enlargingTakesThePlaceAndGivesItBack();
  void cornersAreWhole();
  void nothingIsClipped_data();
  void nothingIsClipped();

 private:
  void start(Progress progress = Progress::kRunning);
  void open();
  RunId runOf(int contender, int seed) const;
  void giveRungs(int contender, int seed, const test::RungStory& story = test::smallLadder());
  RungFlowPlot* flow() const { return m_view->findChild<RungFlowPlot*>(); }
  TimelinePlot* timeline() const { return m_view->findChild<TimelinePlot*>(); }
  RungFlowCard* rungCard() const { return m_view->findChild<RungFlowCard*>(); }
  QComboBox* runCombo() const { return rungCard()->findChild<QComboBox*>(); }
  PlotCard* card(const QString& title) const;
  QRect place(const QString& title) const;
  QToolButton* button(int index) const;
  QStringList words(const QWidget* widget) const;

  QTemporaryDir m_settings;
  std::unique_ptr<Theme> m_theme;
  test::SharedData m_data;
  std::unique_ptr<EngineBridge> m_bridge;
  std::unique_ptr<ProjectState> m_state;
  Selection m_selection;
  std::unique_ptr<LiveView> m_view;
};

void LiveCardsTest::initTestCase() {
  test::keepSettingsIn(m_settings);
  m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::kLight);
}

void LiveCardsTest::cleanup() {
  m_view.reset();
  m_state.reset();
  m_bridge.reset();
  QSettings().clear();
}

void LiveCardsTest::start(Progress progress) {
  m_data = test::sampleStudy(progress);
  for (RunRow& run : m_data->runs) {
    run.resource = run.method == "dlinear" ? 27 : 1;
    run.resourceUnit = "epoch";
  }
}

void LiveCardsTest::open() {
  m_bridge = std::make_unique<EngineBridge>(fakeBackends(m_data, std::make_shared<test::EngineLog>()));
  m_state = std::make_unique<ProjectState>(*m_bridge);
  m_view = std::make_unique<LiveView>(ViewContext{*m_bridge, *m_state, m_selection});
  m_view->resize(1440, 760);
  m_view->setActive(true);
  m_view->show();
  m_bridge->openProject("/tmp/a.touchstone");
  QTRY_VERIFY(m_state->isLoaded());
  QTRY_VERIFY(!m_view->findChild<LearningCurvesPlot*>()->data().curves.empty());
}

// Of the third task, which the running study is at.
RunId LiveCardsTest::runOf(int contender, int seed) const {
  for (const RunRow& run : m_data->runs) {
    if (run.task == TaskId{3} && run.contender == ContenderId{contender} && run.seed == seed) return run.id;
  }
  return {};
}

void LiveCardsTest::giveRungs(int contender, int seed, const test::RungStory& story) {
  m_data->rungsOf[runOf(contender, seed)] = story.rows;
  m_data->trialsOf[runOf(contender, seed)] = story.trials;
}

PlotCard* LiveCardsTest::card(const QString& title) const {
  for (PlotCard* each : m_view->findChildren<PlotCard*>()) {
    if (each->title() == title) return each;
  }
  return nullptr;
}

QRect LiveCardsTest::place(const QString& title) const {
  const PlotCard* found = card(title);
  return {found->mapTo(m_view.get(), QPoint(0, 0)), found->size()};
}

QToolButton* LiveCardsTest::button(int index) const {
  return m_view->findChild<LiveHeader*>()->findChildren<QToolButton*>().at(index);
}

QStringList LiveCardsTest::words(const QWidget* widget) const {
  QStringList texts;
  for (const QLabel* label : widget->findChildren<QLabel*>()) {
    if (label->isVisible()) texts << label->text();
  }
  return texts;
}

void LiveCardsTest::newestRunningRunIsShown() {
  start();
  giveRungs(2, 0);
  giveRungs(2, 2);  // newer, but it does not run
  open();
  QTRY_VERIFY(!flow()->isEmpty());
  QCOMPARE(flow()->data().contender, QStringLiteral("DLinear"));
  QCOMPARE(flow()->data().seed, 0);
  QCOMPARE(flow()->data().rungs.size(), std::size_t{3});
  QCOMPARE(flow()->data().rungs[0].places.size(), std::size_t{6});
}

void LiveCardsTest::withoutARunningRunTheLastIsShown() {
  start(Progress::kDone);
  giveRungs(2, 0);
  giveRungs(2, 1);
  open();
  m_state->selectTask(TaskId{3});
  QTRY_VERIFY(!flow()->isEmpty());
  QCOMPARE(flow()->data().seed, 1);
}

void LiveCardsTest::anotherRunIsChosenByKeyboard() {
  start(Progress::kDone);
  giveRungs(2, 0);
  giveRungs(2, 1);
  open();
  m_state->selectTask(TaskId{3});
  QTRY_COMPARE(runCombo()->count(), 3);
  QVERIFY(runCombo()->isVisible());
  QCOMPARE(runCombo()->itemText(2), QStringLiteral("DLinear, seed 0"));
  runCombo()->setFocus();
  QTest::keyClick(runCombo(), Qt::Key_Down);
  QTest::keyClick(runCombo(), Qt::Key_Down);
  QTRY_COMPARE(flow()->data().seed, 0);
  emit m_bridge->pointsChanged(StudyId{1});  // new data do not take the choice back
  QTRY_COMPARE(runCombo()->currentIndex(), 2);
  QCOMPARE(flow()->data().seed, 0);
}

void LiveCardsTest::anotherTaskForgetsTheChoice() {
  start(Progress::kDone);
  giveRungs(2, 0);
  giveRungs(2, 1);
  open();
  m_state->selectTask(TaskId{3});
  QTRY_COMPARE(runCombo()->count(), 3);
  runCombo()->setFocus();
  QTest::keyClick(runCombo(), Qt::Key_End);
  QTRY_COMPARE(flow()->data().seed, 0);
  m_state->selectTask(TaskId{1});
  QTRY_VERIFY(flow()->isEmpty());
  m_state->selectTask(TaskId{3});
  QTRY_VERIFY(!flow()->isEmpty());
  QCOMPARE(flow()->data().seed, 1);
}

void LiveCardsTest::runsWithoutRungsSaySo() {
  start(Progress::kDone);
  open();
  QVERIFY(flow()->isEmpty());
  QTRY_VERIFY2(words(rungCard()).join('|').contains("No run with rungs on this task"),
               qPrintable(words(rungCard()).join('|')));
  QVERIFY(!runCombo()->isVisible());
}

void LiveCardsTest::oneRunNeedsNoChoice() {
  start();
  giveRungs(2, 0);
  open();
  QTRY_VERIFY(!flow()->isEmpty());
  QVERIFY(!runCombo()->isVisible());
}

void LiveCardsTest::timelineShowsTheSlots() {
  start();
  m_data->spans = test::smallTimeline().spans;
  open();
  QTRY_VERIFY(!timeline()->isEmpty());
  QCOMPARE(timeline()->data().spans.size(), std::size_t{5});
  QVERIFY(std::isfinite(timeline()->data().nowS));  // the study runs
  m_data = test::sampleStudy(Progress::kDone);
  cleanup();
  start(Progress::kDone);
  m_data->spans = test::smallTimeline().spans;
  open();
  QTRY_VERIFY(!timeline()->isEmpty());
  QVERIFY(std::isnan(timeline()->data().nowS));
}

void LiveCardsTest::clicksSelectTheTrial() {
  start();
  giveRungs(2, 0);
  m_data->spans = test::smallTimeline().spans;
  m_data->spans.back().endS = test::kNoonS + 590.0;
  m_data->studies.front().state = StudyState::kPaused;  // nothing moves while the test clicks
  open();
  QTRY_VERIFY(!flow()->isEmpty() && !timeline()->isEmpty());
  QSignalSpy chosen(&m_selection, &Selection::changed);
  test::settle(*flow());
  test::click(*flow(), test::blocksOf(*flow())->dotPlaces(0).at(2));
  QCOMPARE(chosen.count(), 1);
  QCOMPARE(m_selection.trial(), TrialId{3});
  test::settle(*timeline());
  test::click(*timeline(), test::blocksOf(*timeline())->barBoxes().front().center());
  QCOMPARE(chosen.count(), 2);
  QCOMPARE(m_selection.trial(), TrialId{1});
  QCOMPARE(m_view->findChild<LearningCurvesPlot*>()->data().selected, TrialId{1});
  m_selection.clear();
  timeline()->setFocus();
  QTest::keyClick(timeline(), Qt::Key_Return);
  QCOMPARE(chosen.count(), 4);
  QVERIFY(m_selection.trial().isValid());
}

void LiveCardsTest::cardsStandAsDesigned() {
  start();
  open();
  const QRect curves = place("Learning curves"), best = place("Best so far"), rungs = place("Rung flow");
  const QRect runs = place("Runs"), line = place("Timeline");
  QCOMPARE(curves.top(), best.top());
  QCOMPARE(rungs.top(), runs.top());
  QCOMPARE(curves.left(), rungs.left());
  QVERIFY(std::abs(best.left() - runs.left()) <= 2);
  QVERIFY(curves.right() < best.left() && curves.bottom() < rungs.top() && rungs.bottom() < line.top());
  QCOMPARE(line.left(), curves.left());
  QVERIFY(std::abs(line.right() - best.right()) <= 1);
  QVERIFY(std::abs(curves.width() / static_cast<double>(line.width()) - 0.61) < 0.02);
  QVERIFY(curves.height() > rungs.height() && rungs.height() > line.height());
}

void LiveCardsTest::narrowWindowsStackAndScroll() {
  start();
  open();
  m_view->resize(1100, 520);
  auto* area = m_view->findChild<LiveLayout*>();
  QTRY_VERIFY(area->isNarrow());
  QCoreApplication::processEvents();
  const QStringList order{"Learning curves", "Best so far", "Rung flow", "Timeline"};
  for (int i = 1; i < order.size(); ++i) QVERIFY(place(order[i]).top() > place(order[i - 1]).bottom());
  QCOMPARE(place("Runs").top(), place("Best so far").top());
  QVERIFY(area->verticalScrollBar()->maximum() > 0);
  QCOMPARE(area->horizontalScrollBar()->maximum(), 0);
  area->verticalScrollBar()->setValue(area->verticalScrollBar()->maximum());
  QVERIFY(place("Timeline").bottom() <= m_view->height());
  m_view->resize(1440, 760);
  QTRY_VERIFY(!area->isNarrow());
  QTRY_COMPARE(place("Best so far").top(), place("Learning curves").top());
}

void LiveCardsTest::buttonsShowOneTwoOrAllAndAreRemembered() {
  start();
  open();
  QVERIFY(button(2)->isChecked());
  QTest::mouseClick(button(0), Qt::LeftButton);
  QVERIFY(card("Learning curves")->isVisible());
  for (const char* title : {"Best so far", "Rung flow", "Runs", "Timeline"}) QVERIFY(!card(title)->isVisible());
  button(1)->setFocus();
  QTest::keyClick(button(1), Qt::Key_Space);
  QVERIFY(card("Learning curves")->isVisible() && card("Best so far")->isVisible());
  QVERIFY(!card("Rung flow")->isVisible() && !card("Timeline")->isVisible());
  QVERIFY(place("Best so far").top() > place("Learning curves").bottom());
  QCOMPARE(QSettings().value("live/cards").toString(), QStringLiteral("two"));
  m_view.reset();
  open();
  QVERIFY(button(1)->isChecked());
  QVERIFY(!card("Rung flow")->isVisible());
  QSettings().setValue("live/cards", "nonsense");
  m_view.reset();
  open();
  QVERIFY(button(2)->isChecked());
  QVERIFY(card("Rung flow")->isVisible());
}

void LiveCardsTest::enlargingTakesThePlaceAndGivesItBack() {
  start();
  giveRungs(2, 0);
  open();
  QTRY_VERIFY(!flow()->isEmpty());
  const QRect before = place("Rung flow");
  QToolButton* enlarge = nullptr;
  for (QToolButton* each : rungCard()->findChildren<QToolButton*>()) {
    if (each->accessibleName() == "Enlarge") enlarge = each;
  }
  QVERIFY(enlarge != nullptr);
  QTest::mouseClick(enlarge, Qt::LeftButton);
  QVERIFY(!card("Learning curves")->isVisible() && !card("Timeline")->isVisible());
  QCoreApplication::processEvents();
  QVERIFY(place("Rung flow").width() > 1300 && place("Rung flow").height() > 600);
  enlarge->setFocus();
  QTest::keyClick(enlarge, Qt::Key_Space);
  QVERIFY(card("Learning curves")->isVisible() && card("Timeline")->isVisible());
  QTRY_COMPARE(place("Rung flow"), before);
}

// What a card holds must not paint over its round corners: the lower ones look like the upper ones.
void LiveCardsTest::cornersAreWhole() {
  start();
  open();
  constexpr int kCorner = 6;
  constexpr int kRounding = 8;  // smoothed edges differ by a level or two from corner to corner
  const QImage picture = card("Learning curves")->grab().toImage();
  const auto isLike = [&picture](QPoint point, QPoint other) {
    return std::abs(qGray(picture.pixel(point)) - qGray(picture.pixel(other))) <= kRounding;
  };
  for (int x = 0; x < kCorner; ++x) {
    for (int y = 0; y < kCorner; ++y) {
      const int below = picture.height() - 1 - y;
      QVERIFY(isLike({x, below}, {x, y}));
      QVERIFY(isLike({picture.width() - 1 - x, below}, {x, y}));
    }
  }
}

void LiveCardsTest::nothingIsClipped_data() {
  QTest::addColumn<QSize>("size");
  QTest::addColumn<double>("scale");
  QTest::newRow("smallest") << QSize(1100, 560) << 1.0;
  QTest::newRow("design, both docks") << QSize(944, 736) << 1.0;
  QTest::newRow("design, larger letters") << QSize(1232, 736) << 1.5;
  QTest::newRow("large") << QSize(1900, 1000) << 1.0;
}

void LiveCardsTest::nothingIsClipped() {
  QFETCH(QSize, size);
  QFETCH(double, scale);
  start();
  giveRungs(2, 0);
  m_data->spans = test::smallTimeline().spans;
  m_theme->setUiScale(scale);
  open();
  m_view->resize(size);
  QCoreApplication::processEvents();
  m_view->grab();
  auto* area = m_view->findChild<LiveLayout*>();
  QCOMPARE(area->horizontalScrollBar()->maximum(), 0);
  const QWidget* content = area->widget();
  for (PlotCard* each : m_view->findChildren<PlotCard*>()) {
    const QRect box(each->mapTo(content, QPoint(0, 0)), each->size());
    QVERIFY2(
        content->rect().contains(box),
        qPrintable(QStringLiteral("%1 ends at %2 of %3").arg(each->title()).arg(box.bottom()).arg(content->height())));
    QVERIFY2(each->width() >= each->minimumSizeHint().width() && each->height() >= each->minimumSizeHint().height(),
             qPrintable(each->title()));
    if (each->plot() == nullptr || each->plot()->isEmpty()) continue;
    QVERIFY2(each->plot()->width() >= frame::kMinimumPlotWidth, qPrintable(each->title()));
    const QRect plot = test::canvasOf(*each->plot())->axisRect()->rect();
    QVERIFY2(plot.height() > 20, qPrintable(each->title()));
  }
  m_theme->setUiScale(1.0);
}

QTEST_MAIN(LiveCardsTest)
#include "live_cards_test.moc"
