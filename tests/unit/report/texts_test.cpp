#include <QTest>
#include <clocale>
#include <limits>
#include <nlohmann/json.hpp>

#include "engine/report/event_lines.h"
#include "engine/report/numbers.h"
#include "engine/report/status.h"
#include "engine/report/trials.h"
#include "unit/report/golden.h"
#include "unit/report/rows.h"

using namespace touchstone;
using namespace touchstone::report;
using Json = nlohmann::ordered_json;

class TextsTest : public QObject {
  Q_OBJECT

 private slots:
  void numbersIgnoreTheLocale();
  void numbersAtTheirEdges();
  void datesAreIso8601();
  void trialsEqualTheirGoldens();
  void statusEqualsItsGoldens();
  void eventsAreOneLineEach();
  void everyEventHasItsKeys();

 private:
  static std::vector<TrialRow> trials();
  static std::vector<StudyRow> studies();
};

std::vector<TrialRow> TextsTest::trials() {
  TrialRow done;
  done.number = 7;
  done.studyName = "ETT, 96 hours ahead";
  done.taskName = "ETTh1-96";
  done.contenderName = "DLinear";
  done.seed = 1;
  done.state = TrialState::kFinished;
  done.configJson = R"({"learning rate":0.003,"kernel":25,"loss":"mse"})";
  done.value = 0.412345;
  done.rung = 2;
  done.epochs = 9;
  done.seconds = 3.25;
  TrialRow failed = done;
  failed.number = 8;
  failed.state = TrialState::kFailed;
  failed.configJson = "{damaged";
  failed.value = kNoValue;
  failed.stopReason = "The loss became NaN at epoch 3.";
  return {done, failed};
}

std::vector<StudyRow> TextsTest::studies() {
  StudyRow study;
  study.name = "ETT, 96 hours ahead";
  study.state = StudyState::kRunning;
  study.runsTotal = 12;
  study.runsDone = 5;
  study.runsRunning = 2;
  study.runsFailed = 1;
  study.trialsTotal = 100;
  study.trialsRunning = 2;
  study.trialsDone = 60;
  study.trialsStopped = 35;
  study.trialsFailed = 3;
  study.points = 12345;
  study.etaS = 125.0;
  StudyRow queued;
  queued.name = "later";
  return {study, queued};
}

void TextsTest::numbersIgnoreTheLocale() {
  const char* before = std::setlocale(LC_ALL, nullptr);
  const std::string kept = before != nullptr ? before : "C";
  const bool isGerman = std::setlocale(LC_ALL, "de_DE.UTF-8") != nullptr;
  QCOMPARE(exactNumber(0.1), std::string("0.1"));
  QCOMPARE(fixedNumber(1234.5, 2), std::string("1234.50"));
  QVERIFY(trialTable(trials(), TableFormat::kJson).find("0.412345") != std::string::npos);
  std::setlocale(LC_ALL, kept.c_str());
  if (!isGerman) qInfo("de_DE.UTF-8 is not installed: checked in the C locale only");
}

void TextsTest::numbersAtTheirEdges() {
  QCOMPARE(exactNumber(kNoValue), std::string());
  QCOMPARE(exactNumber(1.0 / 3.0), std::string("0.3333333333333333"));
  QCOMPARE(exactNumber(5e-324), std::string("5e-324"));
  QCOMPARE(fixedNumber(-0.0001, 2), std::string("0.00"));
  QCOMPARE(fixedNumber(-0.013, 3), std::string("-0.013"));
  QCOMPARE(fixedNumber(1e308, 0).size(), std::size_t{309});
  QCOMPARE(fixedNumber(std::numeric_limits<double>::infinity(), 2), std::string("∞"));
  QCOMPARE(scoreDecimals(0.357), 3);
  QCOMPARE(scoreDecimals(12.5), 1);
  QCOMPARE(scoreDecimals(4812.0), 0);
  QCOMPARE(scoreDecimals(0.00031), 6);
  QCOMPARE(scoreDecimals(kNoValue), 3);
  QCOMPARE(duration(41.0), std::string("41 s"));
  QCOMPARE(duration(221.0), std::string("3 min 41 s"));
  QCOMPARE(duration(7500.0), std::string("2 h 5 min"));
  QCOMPARE(duration(kNoValue), std::string("–"));
}

void TextsTest::datesAreIso8601() {
  QCOMPARE(isoTime(0.0), std::string("1970-01-01T00:00:00Z"));
  QCOMPARE(isoTime(951782400.0), std::string("2000-02-29T00:00:00Z"));
  QCOMPARE(isoTime(1795567895.9), std::string("2026-11-25T00:51:35Z"));
  QCOMPARE(isoTimeMs(1795567895.12), std::string("2026-11-25T00:51:35.120Z"));
  QCOMPARE(isoTime(-1.0), std::string("1969-12-31T23:59:59Z"));
  QCOMPARE(isoTime(kNoValue), std::string());
}

void TextsTest::trialsEqualTheirGoldens() {
  test::compareGolden("trials.txt", trialTable(trials(), TableFormat::kTable));
  test::compareGolden("trials.csv", trialTable(trials(), TableFormat::kCsv));
  test::compareGolden("trials.json", trialTable(trials(), TableFormat::kJson));
  const Json rows = Json::parse(trialTable(trials(), TableFormat::kJson));
  QCOMPARE(rows[0]["config"]["kernel"].get<int>(), 25);
  QCOMPARE(rows[1]["config"].get<std::string>(), std::string("{damaged"));
}

void TextsTest::statusEqualsItsGoldens() {
  const ProjectInfo project{.path = "/data/ett.touchstone", .uuid = {}, .schema = 1, .createdBy = {}};
  test::compareGolden("status.json", statusJson(project, studies()));
  test::compareGolden("status.txt", statusText(project, studies()));
  QVERIFY(Json::parse(statusJson(project, studies()))["studies"][1]["eta_s"].is_null());
  QVERIFY(statusText(project, {}).find("no study yet") != std::string::npos);
}

void TextsTest::eventsAreOneLineEach() {
  PointEvent point{{1}, {2}, {3}, "validation\nmse", 4, 0.1, 2};
  const std::string line = eventLine({1795567895.12, point});
  QCOMPARE(line, std::string(R"({"t":"2026-11-25T00:51:35.120Z","event":"point","study":1,"run":2,"trial":3,)"
                             R"("metric":"validation\nmse","step":4,"value":0.1,"merged":2})"));
  point.value = kNoValue;
  QVERIFY(Json::parse(eventLine({0.0, point}))["value"].is_null());
}

void TextsTest::everyEventHasItsKeys() {
  const std::vector<std::pair<Event, std::string>> events = {
      {{0.0, TrialEvent{{1}, {2}, {3}, 7, TrialState::kStopped, 0.5, 9}}, "trial"},
      {{0.0, RungReached{{1}, {2}, {3}, 1, 3, 0.5, RungDecision::kPromoted}}, "rung"},
      {{0.0, RunEvent{{1}, {2}, RunState::kDone, 0.4, 1.0}}, "run"},
      {{0.0, StudyEvent{{1}, "s", StudyState::kRunning, 1, 0, 4, -1.0}}, "study"},
      {{0.0, ProblemEvent{{1}, {0}, {ErrorCode::kDiskFull, "No room.", "/data"}, false}}, "problem"},
      {{0.0, ProjectEvent{"/data/x", true, false}}, "project"}};
  for (const auto& [event, word] : events) {
    const Json line = Json::parse(eventLine(event));
    QCOMPARE(line["event"].get<std::string>(), word);
    QVERIFY(line.contains("t"));
  }
  QCOMPARE(Json::parse(eventLine(events[1].first))["decision"].get<std::string>(), std::string("promoted"));
  QVERIFY(Json::parse(eventLine(events[3].first))["eta_s"].is_null());
}

QTEST_APPLESS_MAIN(TextsTest)
#include "texts_test.moc"
