// Rungs: milestones, ranks, NumPy's percentile; the sentence of an event; names in the registry.
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/random.h"
#include "engine/search/no_scheduler.h"
#include "engine/search/registry.h"
#include "engine/search/rung_event.h"
#include "engine/search/rung_table.h"

using namespace touchstone;
using namespace touchstone::search;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Rung rungOf(std::initializer_list<double> losses) {
  Rung rung;
  int trial = 0;
  for (const double loss : losses) {
    rung.record(trial++, loss);
  }
  return rung;
}

}  // namespace

class RungTest : public QObject {
  Q_OBJECT

 private slots:
  void milestonesGrowByTheFactor();
  void targetsAndRungsOfResources();
  void ranksAreThoseOfSorting();
  void percentilesByHand();
  void divergedTrialsRankLast();
  void withoutSchedulerEverythingFinishes();
  void sentences_data();
  void sentences();
  void registryKnowsItsNames();
  void registryRefuses();
};

void RungTest::milestonesGrowByTheFactor() {
  QCOMPARE(milestonesOf({1, 20, 2}), (std::vector<int>{1, 2, 4, 8, 16}));
  QCOMPARE(milestonesOf({1, 16, 2}), (std::vector<int>{1, 2, 4, 8}));  // 16 is the end, not a rung
  QCOMPARE(milestonesOf({3, 100, 3}), (std::vector<int>{3, 9, 27, 81}));
  QCOMPARE(milestonesOf({1, 1000, 10}), (std::vector<int>{1, 10, 100}));
  QCOMPARE(milestonesOf({5, 5, 2}), (std::vector<int>{}));
  QCOMPARE(milestonesOf({1, std::numeric_limits<int>::max(), 2}).size(), std::size_t{31});
}

void RungTest::targetsAndRungsOfResources() {
  const RungTable table({1, 20, 2});
  QCOMPARE(table.count(), 5);
  QCOMPARE(table.targetAfter(0), 1);
  QCOMPARE(table.targetAfter(1), 2);
  QCOMPARE(table.targetAfter(5), 8);
  QCOMPARE(table.targetAfter(16), 20);
  QCOMPARE(table.rungAt(1), 0);
  QCOMPARE(table.rungAt(3), 2);
  QCOMPARE(table.rungAt(16), 4);
  QCOMPARE(table.rungAt(20), 5);
}

void RungTest::ranksAreThoseOfSorting() {
  base::RandomStream stream{1};
  Rung rung;
  std::vector<std::pair<double, int>> sorted;
  for (int trial = 0; trial < 500; ++trial) {
    const double loss = static_cast<double>(stream.below(60));  // many are equal
    const RungEntry entry = rung.record(trial, loss);
    sorted.insert(std::upper_bound(sorted.begin(), sorted.end(), std::pair(loss, trial)), {loss, trial});
    const auto place = std::find(sorted.begin(), sorted.end(), std::pair(loss, trial)) - sorted.begin();
    QCOMPARE(rung.rankOf(entry), static_cast<std::size_t>(place));
    const auto middle = sorted.size() / 2;
    QCOMPARE(rung.at(middle).loss, sorted[middle].first);
    QCOMPARE(rung.at(middle).trial, sorted[middle].second);
  }
}

void RungTest::percentilesByHand() {
  QVERIFY(!Rung().scorePercentile(2).has_value());
  QCOMPARE(*rungOf({0.7}).scorePercentile(2), -0.7);
  QCOMPARE(*rungOf({1.0, 2.0}).scorePercentile(2), -1.5);
  QCOMPARE(*rungOf({4.0, 1.0, 2.0}).scorePercentile(2), -2.0);
  QCOMPARE(*rungOf({4.0, 1.0, 2.0, 3.0}).scorePercentile(4), -1.75);  // scores -4..-1 at 75 %: 2.25 steps up
  QVERIFY(std::abs(*rungOf({1.0, 2.0, 3.0, 4.0, 5.0}).scorePercentile(3) + 7.0 / 3.0) < 1e-15);
}

void RungTest::divergedTrialsRankLast() {
  Rung rung = rungOf({2.0, kNan, 1.0, std::numeric_limits<double>::infinity()});
  QCOMPARE(rung.size(), std::size_t{4});
  QCOMPARE(rung.diverged(), std::size_t{2});
  QCOMPARE(rung.at(0).trial, 2);
  QCOMPARE(rung.at(1).trial, 0);
  QCOMPARE(rung.at(3).trial, 3);
  QCOMPARE(*rung.scorePercentile(2), -1.5);  // of the two finite ones
  QVERIFY(!rungOf({kNan, kNan}).scorePercentile(2).has_value());
}

void RungTest::withoutSchedulerEverythingFinishes() {
  NoScheduler scheduler(20);
  QCOMPARE(scheduler.firstTarget(), 20);
  const RungEvent first = scheduler.report({.trial = 0, .resource = 20, .target = 20, .loss = 0.5});
  QCOMPARE(first.decision, RungDecision::kFinished);
  QCOMPARE(first.rank, 1);
  const RungEvent early = scheduler.report({.trial = 1, .resource = 7, .target = 20, .loss = 0.4, .isFinished = true});
  QCOMPARE(early.decision, RungDecision::kFinished);
  QVERIFY(early.isEarly);
  QCOMPARE(early.rank, 1);
  QCOMPARE(early.of, 2);
  const RungEvent diverged = scheduler.report({.trial = 2, .resource = 3, .target = 20, .loss = kNan});
  QCOMPARE(diverged.decision, RungDecision::kStopped);
  QCOMPARE(diverged.rank, 3);
  QVERIFY(!scheduler.promote().has_value());
}

void RungTest::sentences_data() {
  QTest::addColumn<RungEvent>("event");
  QTest::addColumn<QString>("text");
  RungEvent event{.trial = 4,
                  .rung = 2,
                  .resource = 9,
                  .value = 0.889,
                  .decision = RungDecision::kPromoted,
                  .cutoff = 0.871,
                  .rank = 1,
                  .of = 8,
                  .goOn = 2,
                  .reductionFactor = 3,
                  .nextResource = 27};
  QTest::newRow("promoted")
      << event
      << "At 9 epochs it scored 0.889, rank 1 of 8. One third goes on (2 of 8); the cut-off was 0.871, "
         "so it went on to 27 epochs.";
  RungEvent paused = event;
  paused.decision = RungDecision::kPaused;
  paused.value = 0.81234567;
  paused.rank = 5;
  QTest::newRow("paused")
      << paused
      << "At 9 epochs it scored 0.8123, rank 5 of 8. One third goes on (2 of 8); the cut-off was 0.871, "
         "so it waits.";
  RungEvent alone = paused;
  alone.cutoff.reset();
  alone.goOn = 0;
  alone.rank = alone.of = 1;
  alone.resource = 1;
  QTest::newRow("alone")
      << alone
      << "At 1 epoch it scored 0.8123, rank 1 of 1. One third goes on once 3 have come this far, so it "
         "waits.";
  RungEvent first = alone;
  first.decision = RungDecision::kPromoted;
  first.nextResource = 3;
  QTest::newRow("first")
      << first
      << "At 1 epoch it scored 0.8123, rank 1 of 1. One third goes on; there was nothing to compare it "
         "with yet, so it went on to 3 epochs.";
  RungEvent stopped = paused;
  stopped.decision = RungDecision::kStopped;
  stopped.goOn = 0;
  stopped.reductionFactor = 2;
  QTest::newRow("stopped")
      << stopped
      << "At 9 epochs it scored 0.8123, rank 5 of 8. One half goes on; the cut-off was 0.871, so it was "
         "stopped.";
  RungEvent late = event;
  late.decision = RungDecision::kStopped;
  late.isOutOfTime = true;
  QTest::newRow("out of time")
      << late
      << "At 9 epochs it scored 0.889, rank 1 of 8. One third goes on (2 of 8); the cut-off was "
         "0.871, so it could go on, but the time is used up.";
  RungEvent finished{
      .resource = 81, .value = 0.9, .decision = RungDecision::kFinished, .cutoff = {}, .rank = 2, .of = 3};
  QTest::newRow("finished") << finished
                            << "At 81 epochs it scored 0.9, rank 2 of 3. It had all it could get and is finished.";
  finished.isEarly = true;
  finished.rank = 0;
  QTest::newRow("early") << finished << "At 81 epochs it scored 0.9. It had stopped improving and ended by itself.";
  RungEvent diverged{.resource = 4, .value = kNan, .decision = RungDecision::kStopped, .cutoff = {}};
  QTest::newRow("diverged") << diverged << "By 4 epochs its value was no number any more, so it was stopped.";
}

void RungTest::sentences() {
  QFETCH(RungEvent, event);
  QFETCH(QString, text);
  QCOMPARE(QString::fromStdString(describe(event)), text);
}

void RungTest::registryKnowsItsNames() {
  for (const std::string& name : samplerNames()) {
    QVERIFY(makeSampler(name, Space{{Param::real("x", 0.0, 1.0)}}, 1).ok());
  }
  for (const std::string& name : schedulerNames()) {
    const auto scheduler = makeScheduler(name, {2, 20, 3});
    QVERIFY(scheduler.ok());
    QCOMPARE((*scheduler)->firstTarget(), name == "none" ? 20 : 2);
  }
}

void RungTest::registryRefuses() {
  const auto sampler = makeSampler("tqe", Space{}, 1);
  QVERIFY(!sampler.ok());
  QCOMPARE(sampler.error().code, ErrorCode::kBadInput);
  QVERIFY2(sampler.error().message.find("Known: random, tpe") != std::string::npos, sampler.error().message.c_str());
  QVERIFY(!makeSampler("tpe", Space{{Param::real("x", 1.0, 0.0)}}, 1).ok());
  QVERIFY(!makeScheduler("hyperband", {}).ok());
  QVERIFY(!makeScheduler("asha", {0, 20, 2}).ok());
  QVERIFY(!makeScheduler("asha", {21, 20, 2}).ok());
  QVERIFY(!makeScheduler("asha", {1, 20, 1}).ok());
}

QTEST_GUILESS_MAIN(RungTest)
#include "rung_test.moc"
