// Layouts without pictures: dots that do not overlap, histograms that count, bars on the pixel grid, clock ticks, ladders.
#include <QTest>
#include <cmath>
#include <random>

#include "ui/plots/bar_layout.h"
#include "ui/plots/beeswarm.h"
#include "ui/plots/time_ticks.h"
#include "ui/plots/timeline_scene.h"
#include "ui/rungs_data.h"

using namespace touchstone;
using namespace touchstone::ui;

class PlotsBlocksLayoutTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { qputenv("TZ", "UTC"), tzset(); }
  void dotsDoNotOverlap();
  void dotsOfOneScoreStayInTheColumn();
  void aSwarmTakesWhatIsOddSilently();
  void binsCountEveryPlaceOnce();
  void barsAreFewAndCoverTheSame();
  void theLongestOfAPixelIsShown();
  void clockTicksAreRoundAndClear_data();
  void clockTicksAreRoundAndClear();
  void roundTimesHoldTheRange();
  void lastWordOfARungCounts();
  void aTrialOnItsWayStandsAtTheNextRung();
  void runsWithoutRungsHaveNoLadder();
  void unknownRungsAreNamedByTheStudy();
  void whoEndsOnTheWayNamesNoRung();
  void spansOfOneTrialArePromotions();
  void expectationIsTheMedianOfTheSameSegment();
};

void PlotsBlocksLayoutTest::dotsDoNotOverlap() {
  std::mt19937 random(3);
  std::normal_distribution<double> normal(100.0, 24.0);
  std::vector<double> y;
  for (int i = 0; i < 120; ++i) y.push_back(normal(random));
  const Swarm swarm = beeswarm(y, 6.0, 60.0);
  QCOMPARE(swarm.offsets.size(), y.size());
  for (std::size_t i = 0; i < y.size(); ++i) {
    QVERIFY(std::abs(swarm.offsets[i]) <= 60.0);
    for (std::size_t k = 0; k < i; ++k) {
      QVERIFY(std::hypot(y[i] - y[k], swarm.offsets[i] - swarm.offsets[k]) > swarm.diameter * (1.0 - 1e-6));
    }
  }
  QCOMPARE(swarm.diameter, 6.0);
  QCOMPARE(beeswarm(std::vector{5.0}, 6.0, 60.0).offsets, std::vector<double>{0.0});
}

void PlotsBlocksLayoutTest::dotsOfOneScoreStayInTheColumn() {
  const std::vector<double> y(200, 40.0);
  const Swarm swarm = beeswarm(y, 6.0, 50.0);
  QVERIFY(swarm.diameter < 6.0 && swarm.diameter > 2.0);
  double left = 0.0;
  double right = 0.0;
  for (const double offset : swarm.offsets) {
    QVERIFY(std::isfinite(offset) && std::abs(offset) + swarm.diameter / 2.0 <= 50.0 + 1e-9);
    left = std::min(left, offset);
    right = std::max(right, offset);
  }
  QVERIFY(right > 40.0 && left < -40.0);  // the room is used on both sides
}

void PlotsBlocksLayoutTest::aSwarmTakesWhatIsOddSilently() {
  QVERIFY(beeswarm({}, 6.0, 50.0).offsets.empty());
  const Swarm swarm = beeswarm(std::vector<double>{1.0, std::nan(""), HUGE_VAL, 1.0}, 6.0, 0.0);
  for (const double offset : swarm.offsets) QCOMPARE(offset, 0.0);  // no room at all: on top of each other
}

void PlotsBlocksLayoutTest::binsCountEveryPlaceOnce() {
  const std::vector<double> y{0.0, 4.9, 5.1, 99.9, 100.0, std::nan(""), -1.0, 101.0};
  const std::vector<int> classes{0, 1, 1, 0, 1, 0, 0, 0};
  const ColumnBins bins = binned(y, classes, 2, 0.0, 100.0, 5.0);
  QCOMPARE(bins.counts.size(), std::size_t{20});
  QCOMPARE(bins.counts.front(), (std::vector<int>{1, 1}));
  QCOMPARE(bins.counts[1], (std::vector<int>{0, 1}));
  QCOMPARE(bins.counts.back(), (std::vector<int>{1, 1}));
  QCOMPARE(bins.most, 2);
  QVERIFY(binned(y, classes, 2, 10.0, 10.0, 5.0).counts.empty());
}

void PlotsBlocksLayoutTest::barsAreFewAndCoverTheSame() {
  std::vector<PixelSpan> spans;
  for (int i = 0; i < 20000; ++i) spans.push_back({0.05 * i, 0.05 * i + 0.04});
  const std::vector<PixelBar> bars = pixelBars(spans, 0.0, 1000.0, 1.0);
  QVERIFY2(bars.size() <= 1001, qPrintable(QString::number(bars.size())));
  int count = 0;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    count += bars[i].count;
    QVERIFY(bars[i].to > bars[i].from && bars[i].from >= 0.0 && bars[i].to <= 1000.0);
    if (i > 0) QVERIFY(bars[i].from >= bars[i - 1].to - 1e-9);
  }
  QCOMPARE(count, 20000);
}

void PlotsBlocksLayoutTest::theLongestOfAPixelIsShown() {
  const std::vector<PixelSpan> spans{{-50.0, -20.0}, {10.1, 10.2}, {10.3, 10.8},
                                     {10.85, 10.9},  {20.0, 60.0}, {70.0, 90.0}};
  const std::vector<PixelBar> bars = pixelBars(spans, 0.0, 50.0, 1.0);
  QCOMPARE(bars.size(), std::size_t{2});
  QCOMPARE(bars[0].index, std::size_t{2});
  QCOMPARE(bars[0].count, 3);
  QCOMPARE(bars[1].from, 20.0);
  QCOMPARE(bars[1].to, 50.0);  // cut where the plot ends
}

void PlotsBlocksLayoutTest::clockTicksAreRoundAndClear_data() {
  QTest::addColumn<double>("length");
  QTest::addColumn<QString>("first");
  QTest::newRow("seconds") << 12.0 << "12:00:00";
  QTest::newRow("a minute") << 60.0 << "12:00:00";
  QTest::newRow("minutes") << 600.0 << "12:00";
  QTest::newRow("an hour") << 3600.0 << "12:00";
  QTest::newRow("a day") << 86400.0 << "12:00";
  QTest::newRow("weeks") << 20 * 86400.0 << "26 Nov";
  QTest::newRow("years") << 900 * 86400.0 << "";
}

void PlotsBlocksLayoutTest::clockTicksAreRoundAndClear() {
  QFETCH(double, length);
  QFETCH(QString, first);
  const TickRoom room{.most = 7, .length = 500.0, .extent = [](const QString& text) { return 7.0 * text.size(); }};
  const Ticks ticks = timeTicks(test::kNoonS, test::kNoonS + length, room);
  QVERIFY2(ticks.major.size() >= 3 && ticks.major.size() <= 8, qPrintable(QString::number(ticks.major.size())));
  if (!first.isEmpty() && length < 10 * 86400.0) QCOMPARE(ticks.labels.front(), first);
  if (length == 20 * 86400.0) QVERIFY(ticks.labels.front().contains(QStringLiteral("Nov")));
  QVERIFY(timeTicks(5.0, 5.0, room).major.empty());
  QVERIFY(timeTicks(std::nan(""), 1.0, room).major.empty());
  QVERIFY(timeTicks(-1e300, 1e300, room).major.empty());
}

void PlotsBlocksLayoutTest::roundTimesHoldTheRange() {
  for (const double length : {0.0, 0.3, 12.0, 600.0, 40000.0, 1e6}) {
    const TimeRange range = roundTimes(test::kNoonS + 7.3, test::kNoonS + 7.3 + length);
    QVERIFY(range.lo <= test::kNoonS + 7.3 && range.hi >= test::kNoonS + 7.3 + length && range.hi > range.lo);
    QVERIFY(range.hi - range.lo <= std::max(2.0, 1.2 * length));
  }
}

void PlotsBlocksLayoutTest::lastWordOfARungCounts() {
  const test::RungStory story = test::smallLadder();
  const std::vector<LadderRung> rungs = ladderOf(story.rows, story.trials, {}, 9);
  QCOMPARE(rungs.size(), std::size_t{3});
  const LadderRung& first = rungs[0];
  QCOMPARE(first.places.size(), std::size_t{6});
  QCOMPARE(first.places[0].state, State::kPromoted);  // after it had waited
  QCOMPARE(first.places[2].state, State::kPaused);
  QCOMPARE(first.places[3].state, State::kStopped);  // waited when the search ended
  QCOMPARE(first.places[4].state, State::kFailed);
  QCOMPARE(first.count(State::kPromoted), 2);
  QCOMPARE(first.cutoff, 0.85);  // the latest
  QCOMPARE(first.resource, 1);
  QVERIFY(!first.isLast && rungs[2].isLast);
  QCOMPARE(rungs[2].places[0].state, State::kFinished);
}

void PlotsBlocksLayoutTest::aTrialOnItsWayStandsAtTheNextRung() {
  test::RungStory story = test::smallLadder();
  std::vector<LadderRung> rungs = ladderOf(story.rows, story.trials, {}, 9);
  QCOMPARE(rungs[1].places.size(), std::size_t{2});
  QCOMPARE(rungs[1].places[1].trial, TrialId{2});
  QCOMPARE(rungs[1].places[1].state, State::kRunning);
  QCOMPARE(rungs[1].places[1].value, 0.78);
  QCOMPARE(rungs[0].places[5].state, State::kRunning);  // has just begun
  QVERIFY(std::isnan(rungs[0].places[5].value));
  story.trials[1].state = TrialState::kPaused;  // the study was interrupted: it waits to go on
  rungs = ladderOf(story.rows, story.trials, {}, 9);
  QCOMPARE(rungs[1].places[1].state, State::kPaused);
}

void PlotsBlocksLayoutTest::runsWithoutRungsHaveNoLadder() {
  QVERIFY(ladderOf({}, {test::trialRow(1, TrialState::kRunning)}, {}, 27).empty());
  const std::vector<RungRow> once{test::rungRow(1, 0, 0.5, RungDecision::kFinished),
                                  test::rungRow(2, 0, std::nan(""), RungDecision::kStopped)};
  QVERIFY(!hasRungs(once));
  QVERIFY(ladderOf(once, {}, {}, 1).empty());
}

void PlotsBlocksLayoutTest::unknownRungsAreNamedByTheStudy() {
  const std::vector<RungRow> rows{test::rungRow(1, 0, 0.5, RungDecision::kPromoted)};
  const std::vector<TrialRow> trials{test::trialRow(1, TrialState::kRunning)};
  QCOMPARE(ladderOf(rows, trials, {}, 27)[1].resource, 0);
  QCOMPARE(ladderOf(rows, trials, {1, 3, 9}, 27)[1].resource, 3);
  QCOMPARE(ladderOf(rows, trials, {1, 3, 9}, 27)[1].places[0].value, 0.5);  // its last value
}

void PlotsBlocksLayoutTest::whoEndsOnTheWayNamesNoRung() {
  using enum RungDecision;
  std::vector<RungRow> rows{test::rungRow(1, 0, 0.5, kPromoted), test::rungRow(1, 1, 0.4, kPromoted),
                            test::rungRow(1, 2, 0.3, kPromoted), test::rungRow(1, 3, 0.2, kFinished)};
  rows.back().resource = 10;  // it stopped improving
  const std::vector<LadderRung> rungs = ladderOf(rows, {}, {1, 3, 9, 10}, 27);
  QCOMPARE(rungs[3].resource, 27);
  QVERIFY(rungs[3].isLast);
  QCOMPARE(ladderOf(rows, {}, {}, 20)[3].resource, 20);  // the top is not a power of the factor
}

void PlotsBlocksLayoutTest::spansOfOneTrialArePromotions() {
  const std::vector<State> ends = spanEnds(test::smallTimeline().spans);
  QCOMPARE(ends, (std::vector{State::kPromoted, State::kStopped, State::kFinished, State::kFinished, State::kRunning}));
}

void PlotsBlocksLayoutTest::expectationIsTheMedianOfTheSameSegment() {
  const std::vector<double> ends = expectedEnds(test::smallTimeline().spans);
  QVERIFY(std::isnan(ends[0]));  // over
  QCOMPARE(ends[4], test::kNoonS + 700.0);
  // of a run without a finished segment, what the contender took elsewhere; of an unknown contender nothing
  std::vector<SlotSpan> spans = test::smallTimeline().spans;
  spans[4].run = {2};
  QCOMPARE(expectedEnds(spans)[4], test::kNoonS + 700.0);
  spans[4].contenderName = "another";
  QVERIFY(std::isnan(expectedEnds(spans)[4]));
}

QTEST_MAIN(PlotsBlocksLayoutTest)
#include "plots_blocks_layout_test.moc"
