#include <QTest>
#include <nlohmann/json.hpp>

#include "engine/report/verdict.h"
#include "unit/report/golden.h"
#include "unit/report/rows.h"

using namespace touchstone;
using namespace touchstone::report;
using Json = nlohmann::ordered_json;
using Scores = std::vector<double>;

class VerdictTest : public QObject {
  Q_OBJECT

 private slots:
  void textAndJsonEqualTheirGoldens();
  void plusIsBetterForFoundationInBothDirections();
  void withinTheMarginIsEqual();
  void spreadDecidesBeyondTheMargin();
  void singleSeedsAreNoEvidence();
  void certainContendersNeedNoSeeds();
  void oneSidedStudiesHaveNoVerdict();
  void reportedAndFailedTakeNoPart();
  void jsonHasTheKeysOfTheContract();
  void nothing();

 private:
  static TaskVerdict verdictOf(const Scores& foundation, const Scores& supervised, int task = 1, double margin = 0.01,
                               bool isCertain = false) {
    std::vector<RunRow> runs;
    test::addRuns(runs, {task, 1, "f", Family::kFoundation, foundation, {}, isCertain});
    test::addRuns(runs, {task, 2, "s", Family::kSupervised, supervised, {}, isCertain});
    return compare(runs, margin).tasks.at(0);
  }
};

void VerdictTest::textAndJsonEqualTheirGoldens() {
  const StudyVerdict verdict = compare(test::smallStudy());
  test::compareGolden("verdict.txt", verdictText(verdict));
  test::compareGolden("verdict.json", verdictJson(verdict));
}

void VerdictTest::plusIsBetterForFoundationInBothDirections() {
  QVERIFY(verdictOf({0.30, 0.31}, {0.40, 0.41}, 1).difference > 0.0);  // mse: lower is better
  QVERIFY(verdictOf({0.30, 0.31}, {0.40, 0.41}, 2).difference < 0.0);  // accuracy
  QCOMPARE(verdictOf({0.30, 0.31}, {0.40, 0.41}, 1).winner, Winner::kFoundation);
  QCOMPARE(verdictOf({0.30, 0.31}, {0.40, 0.41}, 2).winner, Winner::kSupervised);
}

void VerdictTest::withinTheMarginIsEqual() {
  QCOMPARE(verdictOf({0.402, 0.404}, {0.400, 0.402}).winner, Winner::kEqual);
  QCOMPARE(verdictOf({0.402, 0.404}, {0.400, 0.402}, 1, 0.0001).winner, Winner::kSupervised);
  QCOMPARE(verdictOf({0.5, 0.5}, {0.5, 0.5}).difference, 0.0);
}

void VerdictTest::spreadDecidesBeyondTheMargin() {
  // deviations 0.02 and 0.04 with two degrees of freedom each: pooled sqrt((0.0008 + 0.0032) / 4)
  const TaskVerdict task = verdictOf({0.48, 0.50, 0.52}, {0.48, 0.52, 0.56});
  QVERIFY(std::abs(task.spread - std::sqrt(0.001)) < 1e-12);
  QVERIFY(std::abs(task.difference - 0.02) < 1e-12);
  QCOMPARE(task.winner, Winner::kNotEnough);
  QCOMPARE(verdictOf({0.38, 0.40, 0.42}, {0.48, 0.52, 0.56}).winner, Winner::kFoundation);
}

void VerdictTest::singleSeedsAreNoEvidence() {
  QCOMPARE(verdictOf({0.1}, {0.9}).winner, Winner::kNotEnough);
  QCOMPARE(verdictOf({0.5}, {0.5}).winner, Winner::kNotEnough);
  QCOMPARE(verdictOf({0.1, 0.1}, {0.9}).winner, Winner::kNotEnough);
}

void VerdictTest::certainContendersNeedNoSeeds() {
  const TaskVerdict task = verdictOf({0.1, 0.1}, {0.9, 0.9}, 1, 0.01, true);
  QCOMPARE(task.spread, 0.0);
  QCOMPARE(task.winner, Winner::kFoundation);
}

void VerdictTest::oneSidedStudiesHaveNoVerdict() {
  std::vector<RunRow> runs;
  test::addRuns(runs, {1, 2, "s", Family::kSupervised, {0.5, 0.6}, {}});
  test::addRuns(runs, {1, 3, "naive", Family::kReference, {0.1, 0.1}, {}});
  const TaskVerdict task = compare(runs).tasks.at(0);
  QCOMPARE(task.winner, Winner::kNotEnough);
  QVERIFY(!task.foundation.has_value());
  QCOMPARE(task.reason, std::string("No finished foundation run."));
  QVERIFY(Json::parse(verdictJson(compare(runs)))["tasks"][0]["best_foundation"].is_null());
}

void VerdictTest::reportedAndFailedTakeNoPart() {
  std::vector<RunRow> runs;
  test::addRuns(runs, {1, 1, "paper", Family::kFoundation, {0.01, 0.01}, {}, false, true});
  test::addRuns(runs, {1, 2, "f", Family::kFoundation, {0.5, kNoValue, 0.52}, {}});
  test::addRuns(runs, {1, 3, "s", Family::kSupervised, {0.8, 0.81, 0.82}, {}});
  const TaskVerdict task = compare(runs).tasks.at(0);
  QCOMPARE(task.foundation->contender, std::string("f"));
  QCOMPARE(task.foundation->seeds, 2);
  QCOMPARE(task.seeds, 2);
}

void VerdictTest::jsonHasTheKeysOfTheContract() {
  const Json json = Json::parse(verdictJson(compare(test::smallStudy())));
  for (const char* key : {"study", "margin", "tasks", "overall"}) QVERIFY2(json.contains(key), key);
  for (const char* key : {"task", "winner", "best_foundation", "best_supervised", "p_foundation", "p_equal",
                          "p_supervised", "difference", "ci", "seeds"}) {
    QVERIFY2(json["tasks"][0].contains(key), key);
    QVERIFY2(json["overall"].contains(key) || std::string(key) == "task", key);
  }
  QVERIFY(json["tasks"][0]["p_equal"].is_null());
}

void VerdictTest::nothing() {
  QCOMPARE(compare({}).overall, Winner::kNotEnough);
  QCOMPARE(verdictText(compare({})), std::string("No verdict: the study has no runs.\n"));
  QVERIFY(Json::parse(verdictJson(compare({})))["tasks"].empty());
}

QTEST_APPLESS_MAIN(VerdictTest)
#include "verdict_test.moc"
