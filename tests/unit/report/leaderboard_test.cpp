#include <QTest>
#include <nlohmann/json.hpp>

#include "engine/report/grid.h"
#include "engine/report/leaderboard.h"
#include "engine/report/markup.h"
#include "unit/report/golden.h"
#include "unit/report/rows.h"

using namespace touchstone;
using namespace touchstone::report;
using Json = nlohmann::ordered_json;

class LeaderboardTest : public QObject {
  Q_OBJECT

 private slots:
  void everyFormatEqualsItsGolden();
  void jsonHasTheKeysOfTheContract();
  void ranksAndBestAreByMean();
  void tiesShareTheirRank();
  void copiesHaveNoSpread();
  void referencesAndReportedAreNotRanked();
  void csvSurvivesOddNames();
  void latexEscapesOddNames();
  void longNamesDoNotWidenTheTable();
  void nothingGivesHeadersOnly();
  void formatWords();
};

void LeaderboardTest::everyFormatEqualsItsGolden() {
  const std::vector<RunRow> runs = test::smallStudy();
  test::compareGolden("leaderboard.txt", leaderboard(runs, TableFormat::kTable));
  test::compareGolden("leaderboard.csv", leaderboard(runs, TableFormat::kCsv));
  test::compareGolden("leaderboard.json", leaderboard(runs, TableFormat::kJson));
  test::compareGolden("leaderboard.md", leaderboard(runs, TableFormat::kMarkdown));
  test::compareGolden("leaderboard.tex", leaderboard(runs, TableFormat::kLatex));
}

void LeaderboardTest::jsonHasTheKeysOfTheContract() {
  const Json rows = Json::parse(leaderboard(test::smallStudy(), TableFormat::kJson));
  QCOMPARE(rows.size(), test::smallStudy().size());
  const std::vector<std::string> contract = {"study",  "task",    "modality",   "contender", "family", "method",
                                             "seed",   "metric",  "direction",  "score",     "source", "trials",
                                             "epochs", "seconds", "parameters", "state"};
  for (const std::string& key : contract) QVERIFY2(rows[0].contains(key), key.c_str());
  QCOMPARE(rows[0]["score"].get<double>(), 0.370);
  QCOMPARE(rows[0]["direction"].get<std::string>(), std::string("minimise"));
  std::size_t nulls = 0;
  for (const Json& row : rows) nulls += row["score"].is_null() ? 1 : 0;
  QCOMPARE(nulls, std::size_t{1});  // the failed seed
}

void LeaderboardTest::ranksAndBestAreByMean() {
  const std::vector<Grid> grids = gridsOf(test::smallStudy());
  QCOMPARE(grids.size(), std::size_t{1});
  const Grid& grid = grids[0];
  QCOMPARE(grid.rows[0].name, std::string("Fracast_0"));  // ranks 1 and 2
  QCOMPARE(grid.rows[0].meanRank, 1.5);
  QVERIFY(grid.rows[0].cells[0].isBest);
  QVERIFY(grid.rows[0].cells[1].isSecond);
  QCOMPARE(grid.rows[1].name, std::string("DLinear"));  // ranks 3 and 1
  QCOMPARE(grid.rows[1].meanRank, 2.0);
  QCOMPARE(grid.rows[1].cells[0].deviation, 0.002);
  QCOMPARE(grid.rows[2].cells[1].failed, 1);
  QCOMPARE(grid.rows[2].cells[1].done, 2);
}

void LeaderboardTest::tiesShareTheirRank() {
  std::vector<RunRow> runs;
  test::addRuns(runs, {1, 1, "a", Family::kSupervised, {0.5, 0.5}, {}});
  test::addRuns(runs, {1, 2, "b", Family::kSupervised, {0.5, 0.5}, {}});
  const Grid grid = gridsOf(runs)[0];
  QCOMPARE(grid.rows[0].meanRank, 1.5);
  QCOMPARE(grid.rows[1].meanRank, 1.5);
}

void LeaderboardTest::copiesHaveNoSpread() {
  std::vector<RunRow> runs;
  test::addRuns(runs, {1, 1, "Auto-AR", Family::kSupervised, {0.1, 0.1, 0.1}, {}, true});
  const GridCell cell = gridsOf(runs)[0].rows[0].cells[0];
  QVERIFY(std::isnan(cell.deviation));
  QCOMPARE(cell.mean, 0.1);  // exactly: three times 0.1 over 3 is not
}

void LeaderboardTest::referencesAndReportedAreNotRanked() {
  const Grid grid = gridsOf(test::smallStudy())[0];
  QCOMPARE(grid.rows[3].name, std::string("PatchTST paper"));
  QVERIFY(std::isnan(grid.rows[3].meanRank));
  QVERIFY(!grid.rows[3].cells[0].isBest);  // although its number is the lowest
  QCOMPARE(grid.rows[4].name, std::string("naive"));
  QVERIFY(std::isnan(grid.rows[4].meanRank));
}

void LeaderboardTest::csvSurvivesOddNames() {
  std::vector<RunRow> runs;
  test::addRuns(runs, {1, 1, "a \"b\", c\nd", Family::kSupervised, {0.5}, {}});
  const std::string csv = leaderboard(runs, TableFormat::kCsv);
  QVERIFY(csv.find("\"a \"\"b\"\", c\nd\"") != std::string::npos);
  QVERIFY(leaderboard(runs, TableFormat::kTable).find("a \"b\", c d") != std::string::npos);
  runs[0].contenderName = "bad \xff bytes";
  QVERIFY(leaderboard(runs, TableFormat::kCsv).find("bad \xEF\xBF\xBD bytes") != std::string::npos);
  QVERIFY(!Json::parse(leaderboard(runs, TableFormat::kJson)).empty());
}

void LeaderboardTest::latexEscapesOddNames() {
  QCOMPARE(latexText("a&b_c%d$e#f{g}h~i^j\\k"),
           std::string("a\\&b\\_c\\%d\\$e\\#f\\{g\\}h\\textasciitilde{}i\\textasciicircum{}j\\textbackslash{}k"));
  QCOMPARE(markdownCell("a|b\n*c*"), std::string("a\\|b \\*c\\*"));
}

void LeaderboardTest::longNamesDoNotWidenTheTable() {
  std::vector<RunRow> runs;
  std::string name;
  for (int i = 0; i < 150; ++i) name += "né";  // two bytes a character
  test::addRuns(runs, {1, 1, name, Family::kSupervised, {0.5}, {}});
  const std::string text = leaderboard(runs, TableFormat::kTable);
  QVERIFY(text.find("…") != std::string::npos);
  for (std::size_t from = 0, to = 0; (to = text.find('\n', from)) != std::string::npos; from = to + 1) {
    QVERIFY(widthOf(text.substr(from, to - from)) <= 90);
  }
  QVERIFY(leaderboard(runs, TableFormat::kCsv).find(name) != std::string::npos);
}

void LeaderboardTest::nothingGivesHeadersOnly() {
  QVERIFY(leaderboard({}, TableFormat::kTable).empty());
  QVERIFY(Json::parse(leaderboard({}, TableFormat::kJson)) == Json::array());
  QVERIFY(leaderboard({}, TableFormat::kCsv).starts_with("study,task,modality,contender,family,method,seed,"));
}

void LeaderboardTest::formatWords() {
  QVERIFY(tableFormatFrom("latex") == TableFormat::kLatex);
  QVERIFY(tableFormatFrom("markdown") == TableFormat::kMarkdown);
  QVERIFY(!tableFormatFrom("pdf"));
}

QTEST_APPLESS_MAIN(LeaderboardTest)
#include "leaderboard_test.moc"
