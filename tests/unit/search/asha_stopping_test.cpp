// The stopping rule: a trace by hand, and every decision and cut-off of Ray's own scheduler (tests/golden/ray_asha.json).
#include <QtTest>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/search/asha_stopping.h"
#include "golden.h"

using namespace touchstone;
using namespace touchstone::search;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

RungEvent reach(AshaStopping& scheduler, int trial, int epoch, double loss) {
  return scheduler.report({.trial = trial, .resource = epoch, .target = epoch, .loss = loss});
}

}  // namespace

class AshaStoppingTest : public QObject {
  Q_OBJECT

 private slots:
  void traceByHand();
  void matchesRay_data();
  void matchesRay();
  void notANumberStops();
  void earlyEndsAreFinished();
};

void AshaStoppingTest::traceByHand() {
  AshaStopping scheduler({1, 4, 4});  // one rung at 1, cut-off at the 75 % percentile of the scores
  QCOMPARE(scheduler.firstTarget(), 1);
  RungEvent event = reach(scheduler, 0, 1, 4.0);
  QCOMPARE(event.decision, RungDecision::kPromoted);  // the first has nothing to be compared with
  QVERIFY(!event.cutoff.has_value());
  QCOMPARE(event.nextResource, 4);
  event = reach(scheduler, 1, 1, 2.0);  // before: 4
  QCOMPARE(event.decision, RungDecision::kPromoted);
  QCOMPARE(*event.cutoff, 4.0);
  event = reach(scheduler, 2, 1, 3.0);  // before: 4 2, scores -4 -2: -4 + 0.75 * 2
  QCOMPARE(event.decision, RungDecision::kStopped);
  QCOMPARE(*event.cutoff, 2.5);
  QCOMPARE(event.rank, 2);
  QCOMPARE(event.of, 3);
  QCOMPARE(event.nextResource, 0);
  event = reach(scheduler, 3, 1, 2.5);  // before: 4 3 2, scores at 1.5 steps: -2.5. Equal goes on
  QCOMPARE(*event.cutoff, 2.5);
  QCOMPARE(event.decision, RungDecision::kPromoted);
  event = reach(scheduler, 3, 4, 2.4);
  QCOMPARE(event.decision, RungDecision::kFinished);
  QCOMPARE(event.rung, 1);
  QVERIFY(!event.isEarly);
}

void AshaStoppingTest::matchesRay_data() {
  QTest::addColumn<QJsonObject>("trace");
  const QJsonObject file = testing::readGolden("ray_asha.json");
  QVERIFY(!file.isEmpty());
  int number = 0;
  for (const auto& item : file["traces"].toArray()) {
    const QJsonObject trace = item.toObject();
    QTest::addRow("%d: (%d, %d, %d) %s", number++, trace["grace"].toInt(), trace["max"].toInt(),
                  trace["factor"].toInt(), qPrintable(trace["mode"].toString()))
        << trace;
  }
}

void AshaStoppingTest::matchesRay() {
  QFETCH(QJsonObject, trace);
  const RungOptions options{trace["grace"].toInt(), trace["max"].toInt(), trace["factor"].toInt()};
  std::vector<int> milestones;
  for (const double milestone : testing::numbers(trace["milestones"])) {
    milestones.push_back(static_cast<int>(milestone));
  }
  QCOMPARE(milestonesOf(options), milestones);
  const double sign = trace["mode"].toString() == "min" ? 1.0 : -1.0;
  AshaStopping scheduler(options);
  int stops = 0;
  for (const auto& item : trace["reports"].toArray()) {
    const QJsonArray report = item.toArray();
    const RungEvent event = reach(scheduler, report[0].toInt(), report[1].toInt(), sign * report[2].toDouble());
    const bool isOver = event.decision == RungDecision::kStopped || event.decision == RungDecision::kFinished;
    QCOMPARE(isOver, report[3].toBool());
    QCOMPARE(event.decision == RungDecision::kFinished, report[1].toInt() >= options.maxResource);
    QCOMPARE(event.cutoff.has_value(), !report[4].isNull());
    if (event.cutoff) {
      QVERIFY(-*event.cutoff == report[4].toDouble());  // to the last bit; Ray compares scores
    }
    stops += event.decision == RungDecision::kStopped ? 1 : 0;
  }
  QVERIFY(stops > 0);
}

void AshaStoppingTest::notANumberStops() {
  AshaStopping scheduler({1, 20, 2});
  reach(scheduler, 0, 1, 1.0);
  RungEvent event = reach(scheduler, 1, 1, kNan);
  QCOMPARE(event.decision, RungDecision::kStopped);
  QCOMPARE(event.rank, 2);
  QCOMPARE(event.of, 2);
  event = reach(scheduler, 2, 1, 0.9);
  QCOMPARE(*event.cutoff, 1.0);  // of the finite ones
  QCOMPARE(event.rank, 1);
  QCOMPARE(event.of, 3);
  event = reach(scheduler, 3, 1, std::numeric_limits<double>::infinity());
  QCOMPARE(event.decision, RungDecision::kStopped);
  // On the way from 1 to 2: takes the last rank of the rung that it never reached.
  event = scheduler.report({.trial = 2, .resource = 1, .target = 2, .loss = kNan});
  QCOMPARE(event.decision, RungDecision::kStopped);
  QCOMPARE(event.rung, 1);
  QCOMPARE(event.of, 1);
  event = reach(scheduler, 0, 20, kNan);
  QCOMPARE(event.decision, RungDecision::kStopped);
}

void AshaStoppingTest::earlyEndsAreFinished() {
  AshaStopping scheduler({1, 20, 2});
  reach(scheduler, 0, 1, 1.0);
  reach(scheduler, 0, 2, 1.0);
  RungEvent event = scheduler.report({.trial = 0, .resource = 3, .target = 4, .loss = 0.9, .isFinished = true});
  QCOMPARE(event.decision, RungDecision::kFinished);
  QVERIFY(event.isEarly);
  QCOMPARE(event.rank, 0);  // did not come as far as the rung
  event = scheduler.report({.trial = 1, .resource = 1, .target = 1, .loss = 2.0, .isFinished = true});
  QCOMPARE(event.decision, RungDecision::kFinished);
  QCOMPARE(event.rank, 2);  // ends at the rung: recorded like any other
  QCOMPARE(event.nextResource, 0);
}

QTEST_GUILESS_MAIN(AshaStoppingTest)
#include "asha_stopping_test.moc"
