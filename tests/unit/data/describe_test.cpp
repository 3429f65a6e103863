// Descriptions of files and folders, as text and as JSON.
#include "engine/data/describe.h"

#include <nlohmann/json.hpp>

#include "engine/data/content_hash.h"
#include "unit/data/test_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

bool hasProblem(const Description& description, const std::string& text) {
  return std::any_of(description.problems.begin(), description.problems.end(),
                     [&text](const std::string& problem) { return problem.find(text) != std::string::npos; });
}

std::vector<SuspectedCode> codesOf(const std::vector<double>& values) {
  return suspectMissingCodes(values);
}

}  // namespace

class DescribeTest : public QObject {
  Q_OBJECT

 private slots:
  void rowsWithDates() {
    const TestFolder folder;
    const auto d = describe(folder.write("h.csv.gz", TestFolder::packed(hourlyCsv(240))));
    VERIFY_OK(d);
    QVERIFY(d->kind == TableKind::kSeriesInColumns);
    QCOMPARE(d->rows, std::size_t{240});
    QCOMPARE(d->channels.size(), std::size_t{2});
    QCOMPARE(d->firstDate, std::string("2020-01-01 00:00:00"));
    QCOMPARE(d->lastDate, std::string("2020-01-10 23:00:00"));
    QCOMPARE(d->season, 24);
    QVERIFY(d->problems.empty() && d->isCompressed);
    const std::string text = toText(*d);
    for (const char* part :
         {"time series, one row per time step", "rows      240", "step 1 hour", "season    24 steps", "gzip"}) {
      QVERIFY2(text.find(part) != std::string::npos, text.c_str());
    }
    const auto json = nlohmann::json::parse(toJson(*d));
    QCOMPARE(json["kind"].get<std::string>(), std::string("series-in-columns"));
    QCOMPARE(json["clock"]["step_s"].get<double>(), 3600.0);
    QCOMPARE(json["channels"][0]["name"].get<std::string>(), std::string("a"));
    QCOMPARE(json["sha256"].get<std::string>(), contentHash(hourlyCsv(240)));
  }

  void everythingThatLooksWrong() {
    const TestFolder folder;
    const auto d =
        describe(folder.write("w.csv", "date,a,b,c,e\n2020-01-01,1,5,NA,-9999\n2020-01-02,2,5,,1\n2020-01-02,x,5,,2\n"
                                       "2020-01-03,3,5,,-9999\n2020-01-05,4,5,,3\n2020-01-06,4,5,,3\n"));
    VERIFY_OK(d);
    QCOMPARE(d->channels.size(), std::size_t{4});
    QVERIFY(hasProblem(*d, "Gaps in the clock: 1 (1 step of 1 day left out), first at 2020-01-03"));
    QVERIFY(hasProblem(*d, "Time stamps equal to the one before: 1, first at 2020-01-02"));
    QVERIFY(hasProblem(*d, "\"a\": 1 cell out of place, first in line 4, column 12: \"x\" is not a number"));
    QVERIFY(hasProblem(*d, "The channel \"b\" is constant"));
    QVERIFY(hasProblem(*d, "The channel \"c\" has no values"));
    QVERIFY(hasProblem(*d, "The channel \"e\" holds -9999 2 times"));
    QCOMPARE(d->channels[0].missing, std::size_t{1});
    QCOMPARE(d->channels[2].missing, std::size_t{6});
    QVERIFY(nlohmann::json::parse(toJson(*d))["channels"][2]["min"].is_null());
    QVERIFY(toText(*d).find("problems\n    - ") != std::string::npos);
  }

  void manyProblemsOfAKindAreCounted() {
    const TestFolder folder;
    std::string header = "date", row;
    for (int i = 0; i < 50; ++i) {
      header += ",c" + std::to_string(i);
      row += ",7";
    }
    const auto d = describe(folder.write("c.csv", header + "\n2020-01-01" + row + "\n2020-01-02" + row + "\n"));
    VERIFY_OK(d);
    QCOMPARE(d->problems.size(), std::size_t{4});
    QVERIFY(hasProblem(*d, "47 more channels are constant"));
    QVERIFY(toText(*d).find("... and 10 more") != std::string::npos);
  }

  void wideFiles() {
    const TestFolder folder;
    const auto d = describe(folder.write("m4.csv", "V1,V2,V3,V4\nH1,1,2,3\nH2,4,5,\n"));
    VERIFY_OK(d);
    QVERIFY(d->kind == TableKind::kSeriesInRows);
    QCOMPARE(d->shortest, std::size_t{2});
    QCOMPARE(d->longest, std::size_t{3});
    QCOMPARE(d->channels[1].name, std::string("H2"));
    QVERIFY(toText(*d).find("lengths   2 to 3 values") != std::string::npos);
  }

  void tablesWithText() {
    const auto splice = describe(sampleFile("genomics/splice_junctions.csv"));
    VERIFY_OK(splice);
    QVERIFY(splice->kind == TableKind::kSequences);
    QVERIFY(toText(*splice).find("table with text columns: sequence and label") != std::string::npos);
    QCOMPARE(splice->rows, std::size_t{3186});
    QCOMPARE(splice->texts[0].shortest, std::size_t{60});
    QCOMPARE(splice->texts[0].longest, std::size_t{60});
    QVERIFY(splice->texts[1].classes ==
            (std::vector<std::pair<std::string, std::size_t>>{{"ei", 767}, {"ie", 765}, {"n", 1654}}));
    const auto landsat = describe(sampleFile("satellite/landsat_statlog.csv"));
    VERIFY_OK(landsat);
    QCOMPARE(landsat->channels.size(), std::size_t{36});
    QCOMPARE(landsat->texts[0].classes.size(), std::size_t{6});
    QCOMPARE(landsat->rows, std::size_t{6435});
    QCOMPARE(nlohmann::json::parse(toJson(*splice))["texts"][1]["classes"]["ei"].get<int>(), 767);
  }

  void folders() {
    const auto d = describe(sampleFile(""));
    VERIFY_OK(d);
    QVERIFY(d->kind == TableKind::kFolder);
    QCOMPARE(d->files.size(), std::size_t{10});
    QVERIFY(std::all_of(d->files.begin(), d->files.end(), [](const FolderEntry& entry) { return entry.isReadable; }));
    QVERIFY(toText(*d).find("timeseries/taylor.csv") != std::string::npos);
    QCOMPARE(nlohmann::json::parse(toJson(*d))["files"].size(), std::size_t{10});

    const TestFolder folder;
    folder.write("good.csv", "a,b\n1,2\n");
    folder.write("bad.csv", "");
    folder.write("deep/er/x.tsv", "a\tb\n1\t2\n");
    folder.write("picture.png", "x");
    const auto mixed = describe(folder.path());
    VERIFY_OK(mixed);
    QCOMPARE(mixed->files.size(), std::size_t{3});
    QVERIFY(!mixed->files[0].isReadable && mixed->files[0].what.find("The file is empty") != std::string::npos);
    QCOMPARE(mixed->files[1].name, std::string("deep/er/x.tsv"));
    QCOMPARE(mixed->otherFiles, std::size_t{1});
    const TestFolder empty;
    QVERIFY(hasProblem(*describe(empty.path()), "There is no CSV file"));
  }

  void suspectedCodes() {
    QVERIFY(codesOf({1, 2, 3, 4}).empty());
    QVERIFY(codesOf({}).empty());
    QVERIFY(codesOf({-99, 0, 50, 100}).empty());  // as far away as the others are apart: may be a value
    const auto one = codesOf({1, 2, -9999, 3, -9999});
    QCOMPARE(one.size(), std::size_t{1});
    QCOMPARE(one[0].code, -9999.0);
    QCOMPARE(one[0].count, std::size_t{2});
    const auto two = codesOf({1, 2, -9999, 3, -999});
    QCOMPARE(two.size(), std::size_t{2});
    QCOMPARE(two[1].code, -999.0);
    QCOMPARE(codesOf({1, 2, 9999, 3}).front().code, 9999.0);
    QVERIFY(codesOf({1, 2, 8888, 3}).empty());  // far away, but no usual code
    QCOMPARE(codesOf({1, std::nan(""), 99, 3, 2}).front().count, std::size_t{1});
  }
};

QTEST_GUILESS_MAIN(DescribeTest)
#include "describe_test.moc"
