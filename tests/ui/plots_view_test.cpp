#include <qcustomplot.h>

#include <QApplication>
#include <QClipboard>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QWheelEvent>
#include <ctime>

#include "ui/plots/label_layer.h"
#include "ui/plots/learning_scene.h"
#include "ui/plots/plot_table.h"
#include "ui/plots/stem_plot.h"
#include "ui/plots_data.h"
#include "ui/support/settings_folder.h"
#include "ui/theme/theme.h"

using namespace touchstone;
using namespace touchstone::ui;

class PlotsViewTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void init();
  void cleanup();
  void wheelZoomsAtTheCursor();
  void modifiersZoomOneAxis();
  void dragPansAndStopsFollowing();
  void rightDragZoomsToTheBox();
  void doubleClickAndKeysFit();
  void escapeUndoesZoomByZoom();
  void followingFitsNewData();
  void logAxesSwitchByKey();
  void hoverTellsTheCurve();
  void clickTellsTheCurve();
  void arrowsWalkCurvesAndPoints();
  void tableShowsTheData();
  void copyPutsAPictureOnTheClipboard();
  void labelsDoNotOverlap();
  void labelsKeepOffTheStems();
  void nanHasItsMark();
  void trialsOfOneStepLeaveTheFrameClean();
  void curvesOffTheScaleHaveAnArrow();
  void oddDataIsHarmless_data();
  void oddDataIsHarmless();
  void emptyIsTold();
  void themeChangeRepaints();
  void ghostPictureEqualsAFreshOne();
  void manyLitCurvesHaveNoSeams();
  void budgetEndIsATick();
  void thousandCurvesAreCheap();

 private:
  QCustomPlot* canvas() const { return m_plot->findChild<QCustomPlot*>(); }
  QPoint at(double x, double y) const;
  QRectF view() const { return m_plot->dataRect(); }
  void wheel(QPoint position, int notches, Qt::KeyboardModifiers keys = Qt::NoModifier) const;
  void hover(QPoint position) const;
  void drag(Qt::MouseButton button, QPoint from, QPoint to) const;
  void settle() const;

  QTemporaryDir m_settingsFolder;
  Theme* m_theme = nullptr;
  std::unique_ptr<LearningCurvesPlot> m_plot;
};

void PlotsViewTest::initTestCase() {
  test::keepSettingsIn(m_settingsFolder);
  m_theme = new Theme(*qApp, Theme::Mode::kLight, this);
}

void PlotsViewTest::init() {
  m_plot = std::make_unique<LearningCurvesPlot>();
  m_plot->resize(640, 360);
  m_plot->setData(test::curvesOf());
  m_plot->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_plot.get()));
  settle();
}

void PlotsViewTest::cleanup() {
  m_plot.reset();
}

void PlotsViewTest::settle() const {
  QCoreApplication::processEvents();
  canvas()->replot(QCustomPlot::rpImmediateRefresh);
}

QPoint PlotsViewTest::at(double x, double y) const {
  return {qRound(canvas()->xAxis->coordToPixel(x)), qRound(canvas()->yAxis->coordToPixel(y))};
}

void PlotsViewTest::wheel(QPoint position, int notches, Qt::KeyboardModifiers keys) const {
  QWheelEvent event(position, canvas()->mapToGlobal(position), {}, {0, 120 * notches}, Qt::NoButton, keys,
                    Qt::NoScrollPhase, false);
  QApplication::sendEvent(canvas(), &event);
}

void PlotsViewTest::hover(QPoint position) const {
  QMouseEvent move(QEvent::MouseMove, position, canvas()->mapToGlobal(position), Qt::NoButton, Qt::NoButton,
                   Qt::NoModifier);
  QApplication::sendEvent(canvas(), &move);
}

void PlotsViewTest::drag(Qt::MouseButton button, QPoint from, QPoint to) const {
  QTest::mousePress(canvas(), button, {}, from);
  for (int i = 1; i <= 4; ++i) {
    const QPoint step = from + (to - from) * i / 4;
    QMouseEvent move(QEvent::MouseMove, step, canvas()->mapToGlobal(step), Qt::NoButton, button, Qt::NoModifier);
    QApplication::sendEvent(canvas(), &move);
  }
  QTest::mouseRelease(canvas(), button, {}, to);
}

void PlotsViewTest::wheelZoomsAtTheCursor() {
  const QRectF before = view();
  const QPoint cursor = at(5.0, 0.6);
  const double x = canvas()->xAxis->pixelToCoord(cursor.x());
  const double y = canvas()->yAxis->pixelToCoord(cursor.y());
  wheel(cursor, 3);
  QVERIFY(view().width() < before.width() && view().height() < before.height());
  QVERIFY(std::abs(canvas()->xAxis->pixelToCoord(cursor.x()) - x) < 1e-6 * x);
  QVERIFY(std::abs(canvas()->yAxis->pixelToCoord(cursor.y()) - y) < 1e-6);
  for (int i = 0; i < 400; ++i) wheel(cursor, 5);
  for (int i = 0; i < 800; ++i) wheel(cursor, -5);
  QVERIFY(std::isfinite(view().width()) && view().width() > 0.0);
}

void PlotsViewTest::modifiersZoomOneAxis() {
  const QRectF before = view();
  wheel(at(5.0, 0.6), 1, Qt::ShiftModifier);
  QVERIFY(view().width() < before.width());
  QCOMPARE(view().height(), before.height());
  const QRectF between = view();
  wheel(at(5.0, 0.6), 1, Qt::ControlModifier);
  QCOMPARE(view().width(), between.width());
  QVERIFY(view().height() < between.height());
}

void PlotsViewTest::dragPansAndStopsFollowing() {
  QSignalSpy following(m_plot.get(), &PlotView::followingChanged);
  const QRectF before = view();
  const double dataHeight = before.height();
  drag(Qt::LeftButton, at(5.0, 0.6), at(5.0, 0.6) + QPoint(0, 40));
  QVERIFY(view().top() > before.top());
  QVERIFY(std::abs(view().height() - dataHeight) < 1e-9);
  QVERIFY(!m_plot->isFollowing());
  QCOMPARE(following.count(), 1);
  const QRectF panned = view();
  LearningCurvesData data = test::curvesOf();
  data.curves.push_back(test::curveOf(300, Family::kSupervised, TrialState::kRunning, test::decay(27, 3.0, 2.0)));
  m_plot->setData(std::move(data));
  QCOMPARE(view(), panned);
}

void PlotsViewTest::rightDragZoomsToTheBox() {
  const QPoint from = at(3.0, 0.8);
  const QPoint to = at(9.0, 0.5);
  drag(Qt::RightButton, from, to);
  QVERIFY(std::abs(view().left() - 3.0) < 0.1);
  QVERIFY(std::abs(view().right() - 9.0) < 0.2);
  QVERIFY(std::abs(view().bottom() - 0.8) < 0.01);
  // a click with the right button is the menu's
  QSignalSpy menu(m_plot.get(), &PlotView::menuRequested);
  QTest::mouseClick(canvas(), Qt::RightButton, {}, at(5.0, 0.6));
  QCOMPARE(menu.count(), 1);
}

void PlotsViewTest::doubleClickAndKeysFit() {
  const QRectF whole = view();
  for (const int way : {0, 1, 2}) {
    wheel(at(5.0, 0.6), 2);
    QVERIFY(m_plot->isZoomed());
    if (way == 0) QTest::mouseDClick(canvas(), Qt::LeftButton, {}, at(5.0, 0.6));
    if (way == 1) QTest::keyClick(m_plot.get(), Qt::Key_R);
    if (way == 2) QTest::keyClick(m_plot.get(), Qt::Key_Home);
    QCOMPARE(view(), whole);
    QVERIFY(!m_plot->isZoomed());
    QVERIFY(m_plot->isFollowing());
  }
}

void PlotsViewTest::escapeUndoesZoomByZoom() {
  const QRectF whole = view();
  drag(Qt::RightButton, at(2.0, 0.85), at(20.0, 0.45));
  const QRectF once = view();
  drag(Qt::RightButton, at(4.0, 0.7), at(9.0, 0.5));
  QTest::keyClick(m_plot.get(), Qt::Key_Escape);
  QCOMPARE(view(), once);
  QTest::keyClick(m_plot.get(), Qt::Key_Escape);
  QCOMPARE(view(), whole);
  QVERIFY(!m_plot->undoZoom());
}

void PlotsViewTest::followingFitsNewData() {
  LearningCurvesData data = test::curvesOf();
  data.curves.push_back(test::curveOf(300, Family::kSupervised, TrialState::kRunning, test::decay(27, 0.9, 0.1)));
  data.lit.insert({300});
  m_plot->setData(data);
  QVERIFY(view().top() < 0.15);
  QTest::keyClick(m_plot.get(), Qt::Key_F);
  QVERIFY(!m_plot->isFollowing());
  data.curves.back().values.back() = -3.0;
  m_plot->setData(data);
  QVERIFY(view().top() > -1.0);
  QTest::keyClick(m_plot.get(), Qt::Key_F);
  QVERIFY(view().top() <= -3.0);
}

void PlotsViewTest::logAxesSwitchByKey() {
  QVERIFY(m_plot->isLogX());  // there are rungs
  QVERIFY(!m_plot->isLogY());
  QTest::keyClick(m_plot.get(), Qt::Key_L);
  QVERIFY(m_plot->isLogY());
  QTest::keyClick(m_plot.get(), Qt::Key_L, Qt::ShiftModifier);
  QVERIFY(!m_plot->isLogX());
  LearningCurvesData data = test::curvesOf();
  data.curves[0].values[3] = -0.1;  // no log axis can show it
  m_plot->setData(std::move(data));
  QVERIFY(!m_plot->isLogY());
}

void PlotsViewTest::hoverTellsTheCurve() {
  QSignalSpy hovered(m_plot.get(), &PlotView::hoverChanged);
  const std::vector<double>& values = m_plot->data().curves[0].values;
  hover(at(9.0, values[8]));
  QTRY_COMPARE(m_plot->hovered(), 1);
  hover(at(1.5, 0.45));  // empty corner
  QTRY_COMPARE(m_plot->hovered(), 0);
  QCOMPARE(hovered.count(), 2);
}

void PlotsViewTest::clickTellsTheCurve() {
  QSignalSpy clicked(m_plot.get(), &PlotView::clicked);
  QTest::mouseClick(canvas(), Qt::LeftButton, {}, at(9.0, m_plot->data().curves[0].values[8]));
  QCOMPARE(clicked.count(), 1);
  QCOMPARE(clicked[0][0].toLongLong(), 1);
}

void PlotsViewTest::arrowsWalkCurvesAndPoints() {
  QTest::keyClick(m_plot.get(), Qt::Key_Down);
  const std::int64_t top = m_plot->hovered();
  QVERIFY(top != 0);
  QTest::keyClick(m_plot.get(), Qt::Key_Down);
  QVERIFY(m_plot->hovered() != top);
  QTest::keyClick(m_plot.get(), Qt::Key_Up);
  QCOMPARE(m_plot->hovered(), top);
  QTest::keyClick(m_plot.get(), Qt::Key_Left);
  QCOMPARE(m_plot->hovered(), top);
  QSignalSpy clicked(m_plot.get(), &PlotView::clicked);
  QTest::keyClick(m_plot.get(), Qt::Key_Return);
  QCOMPARE(clicked.count(), 1);
}

void PlotsViewTest::tableShowsTheData() {
  QTest::keyClick(m_plot.get(), Qt::Key_T);
  auto* table = m_plot->findChild<PlotTable*>();
  QVERIFY(table != nullptr && QTest::qWaitForWindowActive(table));
  QCOMPARE(table->view()->model()->rowCount(), static_cast<int>(m_plot->tidy().size()));
  table->view()->sortByColumn(5, Qt::AscendingOrder);
  table->view()->selectRow(0);
  const QStringList lines = table->selectionAsTsv().split(u'\n');
  QCOMPARE(lines.size(), 3);  // head, one row, end
  QVERIFY(lines[0].startsWith(QStringLiteral("series\tfamily\ttask\tseeds\tx")));
  QTest::keyClick(table->view(), Qt::Key_C, Qt::ControlModifier);
  QCOMPARE(QApplication::clipboard()->text(), table->selectionAsTsv());
  QTest::keyClick(table->view(), Qt::Key_Escape);
  QTRY_VERIFY(m_plot->findChild<PlotTable*>() == nullptr);
}

void PlotsViewTest::copyPutsAPictureOnTheClipboard() {
  QTest::keyClick(m_plot.get(), Qt::Key_C, Qt::ControlModifier);
  const QImage image = QApplication::clipboard()->image();
  QVERIFY(image.width() >= 2 * 600);
}

void PlotsViewTest::labelsDoNotOverlap() {
  LearningCurvesData data = test::curvesOf(0);
  data.lit.clear();
  for (int i = 0; i < 30; ++i) {
    data.curves.push_back(test::curveOf(200 + i, i % 2 == 0 ? Family::kFoundation : Family::kSupervised,
                                        TrialState::kRunning, test::decay(10 + i % 18, 0.9, 0.38 + 0.001 * i)));
  }
  m_plot->setData(std::move(data));
  settle();
  const auto* labels = canvas()->findChild<LabelLayer*>();
  QVERIFY(labels != nullptr);
  const std::vector<QRectF>& boxes = labels->placedLabels();
  QVERIFY(boxes.size() >= 5);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    QVERIFY(QRectF(canvas()->viewport()).contains(boxes[i]));
    for (std::size_t k = 0; k < i; ++k) QVERIFY(!boxes[i].intersects(boxes[k]));
  }
}

void PlotsViewTest::labelsKeepOffTheStems() {
  StemPlot plot;
  StemPlotData data;
  data.weights = {0.73, 0.15, -0.03, 0.0, 0.2, -0.15, 0.1, -0.13, 0.14, -0.15, 0.22, 0.85, -0.52, -0.37, 0.28, -0.22};
  plot.setData(data);
  plot.resize(1000, 170);
  plot.show();
  QVERIFY(QTest::qWaitForWindowExposed(&plot));
  auto* canvas = plot.findChild<QCustomPlot*>();
  canvas->replot();
  const std::vector<QRectF>& boxes = canvas->findChild<LabelLayer*>()->placedLabels();
  QCOMPARE(boxes.size(), std::size_t{4});
  for (const QRectF& box : boxes) {
    for (std::size_t i = 0; i < data.weights.size(); ++i) {
      const double x = canvas->xAxis->coordToPixel(static_cast<double>(i + 1));
      const double foot = canvas->yAxis->coordToPixel(0.0);
      const double tip = canvas->yAxis->coordToPixel(data.weights[i]);
      const QRectF stem(x - 0.5, std::min(foot, tip), 1.0, std::abs(tip - foot));
      QVERIFY2(!box.intersects(stem), qPrintable(QStringLiteral("lag %1").arg(i + 1)));
    }
  }
}

void PlotsViewTest::nanHasItsMark() {
  // the triangle stands on the bottom axis at step 4, where trial 5 diverged
  const QImage image = canvas()->toPixmap().toImage();
  const QPoint foot(at(4.0, 0.5).x(), canvas()->axisRect()->bottom() - 5);
  QCOMPARE(image.pixelColor(foot), kLightColours.failed.fill);
}

void PlotsViewTest::trialsOfOneStepLeaveTheFrameClean() {
  LearningCurvesData data = test::curvesOf(0);
  for (int i = 0; i < 60; ++i)
    data.curves.push_back(test::curveOf(200 + i, Family::kSupervised, TrialState::kStopped, {0.40 + 0.008 * i}));
  m_plot->setData(std::move(data));
  settle();
  const QImage image = canvas()->toPixmap().toImage();
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) QVERIFY(image.pixelColor(x, y) != kLightColours.ghost);
  }
  QCOMPARE(m_plot->tidy().size(), std::size_t{27 + 13 + 9 + 3 + 5 + 60});  // the table has them
}

void PlotsViewTest::curvesOffTheScaleHaveAnArrow() {
  LearningCurvesData data = test::curvesOf();
  std::vector<double> values = test::decay(27, 0.9, 0.5);
  values.front() = 500.0;
  data.curves.push_back(test::curveOf(200, Family::kSupervised, TrialState::kFinished, values));
  m_plot->setData(std::move(data));
  settle();
  QVERIFY(view().bottom() < 2.0);
  const QImage image = canvas()->toPixmap().toImage();
  const QPoint tip(at(1.0, 0.5).x(), canvas()->axisRect()->top() + 4);
  QCOMPARE(image.pixelColor(tip), kLightColours.muted);
}

void PlotsViewTest::oddDataIsHarmless_data() {
  QTest::addColumn<std::vector<double>>("values");
  QTest::addColumn<QString>("name");
  const QString longName = QStringLiteral("Ünï").repeated(100);
  QTest::newRow("one point") << std::vector<double>{0.5} << QStringLiteral("a");
  QTest::newRow("no point") << std::vector<double>{} << QStringLiteral("a");
  QTest::newRow("only NaN") << std::vector<double>{NAN, NAN} << QStringLiteral("a");
  QTest::newRow("infinite") << std::vector<double>{INFINITY, -INFINITY, 1.0} << QStringLiteral("a");
  QTest::newRow("huge") << std::vector<double>{1e308, -1e308, 0.0} << QStringLiteral("a");
  QTest::newRow("tiny") << std::vector<double>{5e-324, 0.0, 1e-300} << QStringLiteral("a");
  QTest::newRow("constant") << std::vector<double>{0.5, 0.5, 0.5} << QStringLiteral("a");
  QTest::newRow("long name") << std::vector<double>{0.5, 0.4} << longName;
  QTest::newRow("line breaks") << std::vector<double>{0.5, 0.4} << QStringLiteral("a\nb\tc\r\nd");
  QTest::newRow("right to left") << std::vector<double>{0.5, 0.4} << QStringLiteral("שלום עולם مرحبا");
  QTest::newRow("no name") << std::vector<double>{0.5, 0.4} << QString();
}

void PlotsViewTest::oddDataIsHarmless() {
  QFETCH(std::vector<double>, values);
  QFETCH(QString, name);
  for (const bool isLog : {false, true}) {
    LearningCurvesData data;
    data.metric = name;
    data.curves.push_back(test::curveOf(1, Family::kFoundation, TrialState::kRunning, values));
    data.curves.back().contenderName = name.toStdString();
    m_plot->setData(data);
    m_plot->setLogY(isLog);
    m_plot->setLogX(isLog);
    settle();
    wheel({300, 150}, 2);
    hover({300, 150});
    settle();
    m_plot->fit();
    QCOMPARE(m_plot->tidy().size(), values.size());
    QVERIFY(!m_plot->image(1.0).isNull());
    QVERIFY(std::isfinite(view().height()) && view().height() > 0.0);
    // long names leave room for the data
    QVERIFY(canvas()->axisRect()->width() > 200);
  }
}

void PlotsViewTest::emptyIsTold() {
  QSignalSpy changes(m_plot.get(), &PlotView::emptyChanged);
  m_plot->setData({});
  QVERIFY(m_plot->isEmpty());
  QCOMPARE(changes.count(), 1);
  settle();
  wheel({300, 150}, 2);
  QTest::keyClick(m_plot.get(), Qt::Key_Up);
  m_plot->setData(test::curvesOf());
  QVERIFY(!m_plot->isEmpty());
  QCOMPARE(changes.count(), 2);
}

void PlotsViewTest::themeChangeRepaints() {
  const QPoint corner(3, 3);
  QCOMPARE(m_plot->grab().toImage().pixelColor(corner), kLightColours.surface);
  m_theme->setMode(Theme::Mode::kDark);
  settle();
  QCOMPARE(m_plot->grab().toImage().pixelColor(corner), kDarkColours.surface);
  m_theme->setMode(Theme::Mode::kLight);
}

// The picture of ghosts grows piece by piece; it must be the one that a new plot paints at once.
void PlotsViewTest::ghostPictureEqualsAFreshOne() {
  LearningCurvesData data = test::curvesOf(60);
  for (int step = 1; step <= 5; ++step) {
    LearningCurvesData part = data;
    for (std::size_t i = 5; i < part.curves.size(); ++i) {
      const std::size_t length = std::min<std::size_t>(27, static_cast<std::size_t>(step) * 5 + i % 3);
      part.curves[i].steps.resize(length);
      part.curves[i].values.resize(length);
    }
    m_plot->setData(step < 5 ? part : data);
    settle();
  }
  LearningCurvesPlot fresh;
  fresh.resize(m_plot->size());
  fresh.setData(data);
  fresh.show();
  QVERIFY(QTest::qWaitForWindowExposed(&fresh));
  auto* other = fresh.findChild<QCustomPlot*>();
  other->xAxis->setRange(canvas()->xAxis->range());
  other->yAxis->setRange(canvas()->yAxis->range());
  other->replot(QCustomPlot::rpImmediateRefresh);
  settle();
  QCOMPARE(canvas()->toPixmap().toImage(), other->toPixmap().toImage());
  QCOMPARE(canvas()->grab().toImage(), other->grab().toImage());
}

// A frame must take less than 33 ms. Processor time of this thread, so that a busy machine does not fail the test;
// tests/bench holds the real numbers.
// Many lit curves are stroked in stretches: where two meet, the line is neither broken nor thick.
void PlotsViewTest::manyLitCurvesHaveNoSeams() {
  constexpr int kLength = 400;
  constexpr int kHalfHeight = 3;
  LearningCurvesData data;
  data.mostResource = kLength;
  for (int i = 0; i < 10; ++i) {
    const double value = 0.13 + 0.1 * i;
    data.curves.push_back(
        test::curveOf(i + 1, Family::kSupervised, TrialState::kRunning, test::decay(kLength, value, value)));
  }
  m_plot->setData(data);
  settle();
  const QImage picture = canvas()->toPixmap().toImage();
  const auto inkAt = [&](int x, int y) {
    int ink = 0;
    for (int row = y - kHalfHeight; row <= y + kHalfHeight; ++row) ink += 255 - qGray(picture.pixel(x, row));
    return ink;
  };
  const QPoint from = at(20, data.curves[5].values.front());
  const QPoint to = at(kLength - 20, data.curves[5].values.front());
  std::vector<int> ink;
  for (int x = from.x(); x <= to.x(); ++x) ink.push_back(inkAt(x, from.y()));
  std::sort(ink.begin(), ink.end());
  const double usual = ink[ink.size() / 2];
  QVERIFY(usual > 0.0);
  QVERIFY2(ink.front() > 0.95 * usual, qPrintable(QString::number(ink.front() / usual)));
  QVERIFY2(ink.back() < 1.5 * usual, qPrintable(QString::number(ink.back() / usual)));
}

void PlotsViewTest::budgetEndIsATick() {
  LearningCurvesData data = test::curvesOf();
  for (const std::vector<double>& climbed : {std::vector<double>{1, 3, 9}, {1, 3, 9, 10}, {1, 3, 9, 27}}) {
    data.rungResources = climbed;
    const Scene scene = learningScene(data, PlotStyle::screen(kLightColours), {.isLogX = true});
    QCOMPARE(scene.x.preferredTicks, (std::vector<double>{1, 3, 9, 27}));
  }
}

void PlotsViewTest::thousandCurvesAreCheap() {
  LearningCurvesData data = test::curvesOf(1000, 200);
  data.mostResource = 400;
  m_plot->setData(data);
  settle();
  const auto spentMs = [] {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
  };
  std::vector<double> frames;
  for (int frame = 0; frame < 15; ++frame) {
    for (std::size_t i = 1; i < 5; ++i) {
      data.curves[i].steps.push_back(data.curves[i].steps.back() + 1.0);
      data.curves[i].values.push_back(0.5);
    }
    LearningCurvesData next = data;
    const double start = spentMs();
    m_plot->setData(std::move(next));
    canvas()->replot(QCustomPlot::rpImmediateRefresh);
    frames.push_back(spentMs() - start);
  }
  std::sort(frames.begin(), frames.end());
  qInfo("median frame %.1f ms of processor time, slowest %.1f", frames[7], frames.back());
#if defined(QT_NO_DEBUG) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  QVERIFY2(frames[7] < 33.0, qPrintable(QString::number(frames[7])));
#endif
}

QTEST_MAIN(PlotsViewTest)
#include "plots_view_test.moc"
