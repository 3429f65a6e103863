// The timeline through real events: where bars stand, what hovering tells, what a click says, many bars, odd data.
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "ui/paper_words.h"
#include "ui/plots/time_ticks.h"
#include "ui/plots_events.h"
#include "ui/rungs_data.h"
#include "ui/theme/theme.h"

using namespace touchstone;
using namespace touchstone::ui;

class PlotsTimelineTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void init();
  void cleanup() { m_plot.reset(); }
  void barsStandInTheirRowAndTime();
  void coloursAreFamiliesFullWhileRunning();
  void nowAndExpectedOnlyWhileRunning();
  void hoverTellsTrialSlotTimeAndEnd();
  void clickAndKeysTellTheTrial();
  void contendersOfOneStepHaveBars();
  void twentyThousandSpansAreFewBars();
  void axisIsClockTime();
  void secondsAreNotRoundedUp();
  void oddSpansAreHarmless();
  void emptyIsTold();
  void darkThemeIsDark();
  void zoomIsAlongTimeOnly();
  void tableHasEverySpan();
  void paperKeepsWordsInside();

 private:
  void show(TimelineData data);
  double x(double seconds) const { return test::canvasOf(*m_plot)->xAxis->coordToPixel(test::kNoonS + seconds); }
  double y(int slot) const;
  QPoint at(double seconds, int slot) const { return {qRound(x(seconds)), qRound(y(slot))}; }

  std::unique_ptr<Theme> m_theme;
  std::unique_ptr<TimelinePlot> m_plot;
  QTemporaryDir m_dir;
};

void PlotsTimelineTest::initTestCase() {
  qputenv("TZ", "UTC");
  tzset();
  m_theme = std::make_unique<Theme>(*qApp, Theme::Mode::kLight);
}

void PlotsTimelineTest::init() {
  m_plot = std::make_unique<TimelinePlot>();
  m_plot->resize(800, 120);
  m_plot->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_plot.get()));
  show(test::smallTimeline());
}

void PlotsTimelineTest::show(TimelineData data) {
  m_plot->setData(std::move(data));
  test::settle(*m_plot);
}

double PlotsTimelineTest::y(int slot) const {
  int last = 0;
  for (const SlotSpan& span : m_plot->data().spans) last = std::max(last, span.slot);
  return test::canvasOf(*m_plot)->yAxis->coordToPixel(last - slot);
}

void PlotsTimelineTest::barsStandInTheirRowAndTime() {
  const std::vector<QRectF> boxes = test::blocksOf(*m_plot)->barBoxes();
  QCOMPARE(boxes.size(), std::size_t{6});  // five spans and what one is expected to take
  const auto holds = [&boxes](QPoint point) {
    return std::any_of(boxes.begin(), boxes.end(), [point](const QRectF& box) { return box.contains(point); });
  };
  QVERIFY(holds(at(100, 0)) && holds(at(150, 1)) && holds(at(300, 0)) && holds(at(550, 0)) && holds(at(650, 0)));
  QVERIFY(!holds(at(450, 0)) && !holds(at(550, 1)));
  QVERIFY(y(0) < y(1));  // slot 0 is at the top
  for (const QRectF& box : boxes) QVERIFY(box.height() >= 6.0 && box.height() <= block::kMostBarHeight);
}

void PlotsTimelineTest::coloursAreFamiliesFullWhileRunning() {
  const QImage image = test::pictureOf(*m_plot);
  QCOMPARE(image.pixelColor(at(550, 0)), kLightColours.supervised.line);
  const QColor over = image.pixelColor(at(100, 0));
  const QColor foundation = image.pixelColor(at(300, 0));
  QVERIFY(over.blue() > over.red() && over.lightness() > kLightColours.supervised.line.lightness());
  QVERIFY(foundation.red() > foundation.blue());
  const auto mixed = [](int colour) { return qRound(0.62 * colour + 0.38 * 255); };
  QCOMPARE(over.red(), mixed(kLightColours.supervised.line.red()));
  QCOMPARE(over.blue(), mixed(kLightColours.supervised.line.blue()));
}

void PlotsTimelineTest::nowAndExpectedOnlyWhileRunning() {
  const auto* canvas = test::canvasOf(*m_plot);
  const auto darkAt = [&](double seconds) {
    const QImage image = test::pictureOf(*m_plot);
    const int middle = qRound((y(0) + y(1)) / 2.0);
    for (int off = -1; off <= 1; ++off) {
      if (image.pixelColor(qRound(x(seconds)) + off, middle).lightness() < 120) return true;
    }
    return false;
  };
  QVERIFY(darkAt(600));
  QVERIFY(!darkAt(590));
  QVERIFY(canvas->xAxis->range().upper >= test::kNoonS + 700.0);
  TimelineData over = test::smallTimeline();
  over.spans.back().endS = test::kNoonS + 590;
  over.spans.back().endState = TrialState::kFinished;
  over.nowS = kNoValue;
  show(over);
  QVERIFY(!darkAt(600));
  QCOMPARE(test::blocksOf(*m_plot)->barBoxes().size(), std::size_t{5});
}

void PlotsTimelineTest::hoverTellsTrialSlotTimeAndEnd() {
  test::hover(*m_plot, at(100, 0));
  QCOMPARE(m_plot->hovered(), 1);
  QCOMPARE(test::readoutOf(*m_plot),
           (QStringList{"t-001 DLinear", "slot 0 · 12:00:00 to 12:03:20 · 03:20", "promoted"}));
  test::hover(*m_plot, at(550, 0));
  QCOMPARE(test::readoutOf(*m_plot), (QStringList{"t-004 DLinear", "slot 0 · since 12:08:20 · 01:40", "running"}));
  test::hover(*m_plot, at(660, 0));  // what is expected is nobody's yet
  QCOMPARE(m_plot->hovered(), 0);
  test::hover(*m_plot, at(650, 1));
  QCOMPARE(m_plot->hovered(), 0);
}

void PlotsTimelineTest::clickAndKeysTellTheTrial() {
  QSignalSpy clicked(m_plot.get(), &PlotView::clicked);
  test::click(*m_plot, at(300, 0));
  QCOMPARE(clicked.count(), 1);
  QCOMPARE(clicked[0][0].toLongLong(), 3);
  QTest::keyClick(m_plot.get(), Qt::Key_Left);
  QCOMPARE(m_plot->hovered(), 1);
  QTest::keyClick(m_plot.get(), Qt::Key_Down);
  QCOMPARE(m_plot->hovered(), 2);
  QTest::keyClick(m_plot.get(), Qt::Key_Right);
  QCOMPARE(m_plot->hovered(), 1);  // its second segment
  QTest::keyClick(m_plot.get(), Qt::Key_Up);
  QCOMPARE(m_plot->hovered(), 3);
  QTest::keyClick(m_plot.get(), Qt::Key_Return);
  QCOMPARE(clicked.count(), 2);
  QCOMPARE(clicked[1][0].toLongLong(), 3);
}

void PlotsTimelineTest::contendersOfOneStepHaveBars() {
  TimelineData data;
  SlotSpan naive = test::spanOf(0, 7, 0.0, 0.002, TrialState::kFinished, Family::kReference);
  naive.contenderName = "naive";
  data.spans = {naive, test::spanOf(0, 8, 10.0, 60.0)};
  show(data);
  test::hover(*m_plot, at(0.0, 0));
  QCOMPARE(m_plot->hovered(), 7);
  QCOMPARE(test::readoutOf(*m_plot).first(), QStringLiteral("t-007 naive"));
}

void PlotsTimelineTest::twentyThousandSpansAreFewBars() {
  TimelineData data;
  for (int i = 0; i < 20000; ++i) data.spans.push_back(test::spanOf(i % 4, i + 1, i * 0.5, i * 0.5 + 1.9));
  data.nowS = test::kNoonS + 10000.0;
  show(data);
  QVERIFY(test::blocksOf(*m_plot)->barBoxes().size() <= 4 * 801);
  QCOMPARE(m_plot->tidy().size(), std::size_t{20000});
  test::hover(*m_plot, at(5000, 2));
  QVERIFY(std::abs(m_plot->hovered() - 10000) < 60);
  QCOMPARE((m_plot->hovered() - 1) % 4, 2);
}

void PlotsTimelineTest::axisIsClockTime() {
  const QStringList words = test::wordsOf(test::svgOf(*m_plot, {}, m_dir.path()));
  QVERIFY2(words.contains("12:00") && words.contains("12:10"), qPrintable(words.join('|')));
  QVERIFY(words.contains("slot 0") && words.contains("slot 1") && words.contains("now 12:10"));
}

void PlotsTimelineTest::oddSpansAreHarmless() {
  TimelineData data;
  data.spans = {test::spanOf(0, 1, 0, 0), test::spanOf(3, 2, 5, 1), test::spanOf(1, 3, 1, std::nan(""))};
  show(data);  // no length, backwards, running in a study that is not
  QVERIFY(!m_plot->isEmpty());
  data.nowS = test::kNoonS - 100.0;  // a clock that was set back
  show(data);
  for (int slot = 0; slot < 64; ++slot) data.spans.push_back(test::spanOf(slot, 10 + slot, 0, 5));
  show(data);
  for (const QSize size : {QSize(240, 84), QSize(30, 20), QSize(1800, 400)}) {
    m_plot->resize(size);
    QVERIFY(!m_plot->image().isNull());
  }
}

void PlotsTimelineTest::emptyIsTold() {
  QSignalSpy empty(m_plot.get(), &PlotView::emptyChanged);
  show({});
  QVERIFY(m_plot->isEmpty());
  QCOMPARE(empty.count(), 1);
  for (const Qt::Key key : {Qt::Key_Up, Qt::Key_Left, Qt::Key_Return, Qt::Key_R}) QTest::keyClick(m_plot.get(), key);
  TimelineData data;
  data.nowS = test::kNoonS;
  show(data);
  QVERIFY(m_plot->isEmpty());
}

void PlotsTimelineTest::darkThemeIsDark() {
  m_theme->setMode(Theme::Mode::kDark);
  test::settle(*m_plot);
  const QImage image = test::pictureOf(*m_plot);
  QCOMPARE(image.pixelColor(at(550, 0)), kDarkColours.supervised.line);
  QCOMPARE(image.pixelColor(image.width() - 2, 1), kDarkColours.surface);
  m_theme->setMode(Theme::Mode::kLight);
}

void PlotsTimelineTest::zoomIsAlongTimeOnly() {
  const QRectF before = m_plot->dataRect();
  test::wheel(*m_plot, at(300, 0), 4);
  QVERIFY(m_plot->dataRect().width() < before.width());
  QCOMPARE(m_plot->dataRect().height(), before.height());
  test::settle(*m_plot);
  test::hover(*m_plot, at(300, 0));
  QCOMPARE(m_plot->hovered(), 3);
  QTest::keyClick(m_plot.get(), Qt::Key_R);
  QCOMPARE(m_plot->dataRect(), before);
}

void PlotsTimelineTest::tableHasEverySpan() {
  const TidyTable rows = m_plot->tidy();
  QCOMPARE(rows.size(), std::size_t{5});
  QCOMPARE(rows[0].series, QStringLiteral("t-001 DLinear, promoted"));
  QCOMPARE(rows[2].family, QStringLiteral("foundation"));
  QCOMPARE(rows[0].hi - rows[0].lo, 200.0);
  QVERIFY(std::isnan(rows[4].hi));
}

void PlotsTimelineTest::paperKeepsWordsInside() {
  for (const double width : {89.0, 183.0}) {
    FigureSpec spec;
    spec.widthMm = width;
    test::checkWordsInside(test::svgOf(*m_plot, spec, m_dir.path()), spec);
  }
}

// "now" must not read as the tick it has not reached.
void PlotsTimelineTest::secondsAreNotRoundedUp() {
  constexpr double kAt = 1'700'000'000.0;
  constexpr double kSpan = 10.0;
  QCOMPARE(clockText(kAt + 0.9, kSpan), clockText(kAt, kSpan));
  QVERIFY(clockText(kAt + 1.0, kSpan) != clockText(kAt, kSpan));
}

QTEST_MAIN(PlotsTimelineTest)
#include "plots_timeline_test.moc"
