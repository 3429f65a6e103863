// Prepared tasks: blocks, windows, scaling, seasons, notes and scores, on made data and on the shipped samples.
#include "engine/data/series_task.h"

#include <cmath>

#include "engine/data/content_hash.h"
#include "engine/data/split.h"
#include "unit/data/test_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

TaskSpec taskOf(const std::string& data, const std::string& split, int horizon) {
  TaskSpec spec;
  spec.name = "test";
  spec.data = data;
  spec.split = split;
  spec.horizon = horizon;
  spec.metric = "mse";
  return spec;
}

bool hasNote(const SeriesTask& task, const std::string& text) {
  return std::any_of(task.notes.begin(), task.notes.end(),
                     [&text](const std::string& note) { return note.find(text) != std::string::npos; });
}

// Scores of seasonal naive with a period on all test windows.
ErrorSummary seasonalNaive(const SeriesTask& task, std::size_t period) {
  ErrorSummary summary(task.channelCount());
  std::vector<double> forecast(static_cast<std::size_t>(task.horizon));
  for (std::size_t c = 0; c < task.channelCount(); ++c) {
    const OriginRange origins = task.testOrigins(c);
    for (std::size_t window = 0; window < origins.count; ++window) {
      const auto history = task.history(c, origins.first + window);
      for (std::size_t h = 0; h < forecast.size(); ++h) {
        forecast[h] = history[history.size() - period + h % period];
      }
      summary.add(c, window, *task.score(c, origins.first + window, forecast));
    }
  }
  return summary;
}

}  // namespace

class SeriesTaskTest : public QObject {
  Q_OBJECT

 private slots:
  void blocksWindowsAndScales() {
    const TestFolder folder;
    folder.write("h.csv", hourlyCsv(300));
    const auto task = loadSeriesTask(taskOf("h.csv", "6/3/3 days", 24), folder.path());
    VERIFY_OK(task);
    QCOMPARE(task->channelCount(), std::size_t{2});
    QVERIFY(task->splits[1] == (SplitRows{144, 216, 288}));
    QCOMPARE(task->testOrigins(0).first, std::size_t{216});
    QCOMPARE(task->testOrigins(0).count, std::size_t{288 - 24 - 216 + 1});
    QCOMPARE(task->validationOrigins(0).first, std::size_t{144});
    QCOMPARE(task->validationOrigins(0).count, std::size_t{216 - 24 - 144 + 1});
    QCOMPARE(task->testItems(), 2 * task->testWindows());
    QCOMPARE(task->visible(0).size(), std::size_t{216});
    QCOMPARE(task->history(0, 250).size(), std::size_t{250});
    QCOMPARE(task->season, 24);
    QVERIFY(!task->seasonGiven);
    QVERIFY(hasNote(*task, "The season 24 was found"));
    QVERIFY(hasNote(*task, "Rows after the test block, which are not used: 12."));
    double mean = 0.0, squares = 0.0;
    for (std::size_t t = 0; t < 144; ++t) {
      mean += task->scaled[0][t] / 144;
      squares += task->scaled[0][t] * task->scaled[0][t] / 144;
    }
    QVERIFY(std::abs(mean) < 1e-12 && std::abs(squares - 1.0) < 1e-12);
    QCOMPARE(task->splitHash, splitHash(task->splits));
    QCOMPARE(task->dataHash, contentHash(hourlyCsv(300)));
  }

  void packedFileIsTheSameTask() {
    const TestFolder folder;
    folder.write("a/h.csv", hourlyCsv(200));
    folder.write("b/h.csv.gz", TestFolder::packed(hourlyCsv(200)));
    const auto plain = loadSeriesTask(taskOf("a/h.csv", "70/10/20", 10), folder.path());
    const auto packed = loadSeriesTask(taskOf("b/h.csv.gz", "70/10/20", 10), folder.path());
    VERIFY_OK(plain);
    VERIFY_OK(packed);
    QCOMPARE(plain->dataHash, packed->dataHash);
    QVERIFY(plain->scaled == packed->scaled && plain->splitHash == packed->splitHash);
  }

  // Nothing that a contender sees may depend on a test value.
  void testValuesChangeNothingVisible() {
    const TestFolder folder;
    const std::string text = hourlyCsv(200);
    std::string changed;
    int row = -1;
    for (std::size_t start = 0; start < text.size(); ++row) {
      const std::size_t end = text.find('\n', start) + 1;
      const std::string line = text.substr(start, end - start);
      changed += row >= 160 ? line.substr(0, line.find(',')) + (row == 160 ? ",NA,NA\n" : ",9999,-7\n") : line;
      start = end;
    }
    folder.write("a.csv", text);
    folder.write("b.csv", changed);
    const auto a = loadSeriesTask(taskOf("a.csv", "70/10/20", 5), folder.path());
    const auto b = loadSeriesTask(taskOf("b.csv", "70/10/20", 5), folder.path());
    VERIFY_OK(a);
    VERIFY_OK(b);
    for (std::size_t c = 0; c < 2; ++c) {
      QVERIFY(std::equal(a->visible(c).begin(), a->visible(c).end(), b->visible(c).begin(), b->visible(c).end()));
      QCOMPARE(a->maseDenominators[c], b->maseDenominators[c]);
    }
    QCOMPARE(a->season, b->season);
  }

  void missingTargets() {
    const TestFolder folder;
    std::string text = "a\n";
    for (int i = 0; i < 100; ++i) {
      // The last ten rows are missing, and one training row.
      text += i >= 90 || i == 20 ? "NA\n" : std::to_string(i % 5) + "\n";
    }
    folder.write("a.csv", text);
    const auto task = loadSeriesTask(taskOf("a.csv", "70/10/20", 5), folder.path());
    VERIFY_OK(task);
    QVERIFY(hasNote(*task, "Missing values: 11 in 1 channel, filled by straight lines"));
    QVERIFY(hasNote(*task, "not scored: 10 targets in the test rows, which leaves 6 test windows without any."));
    QVERIFY(task->isMissing(0, 95) && !task->isMissing(0, 85));
    const ErrorSummary summary = seasonalNaive(*task, 5);
    QCOMPARE(summary.notScorable().size(), std::size_t{6});
    QCOMPARE(summary.overall().items, std::int64_t{10});
    QCOMPARE(summary.overall().mse, 0.0);
    QVERIFY(task->scaled[0][99] == task->scaled[0][89]);
  }

  void missingCodesAreUsedOrSuspected() {
    const TestFolder folder;
    std::string text = "a,b\n";
    for (int i = 0; i < 200; ++i) {
      text += (i % 50 == 3 ? "-9999" : std::to_string(i % 12)) + "," + std::to_string(i * 5 % 12) + "\n";
    }
    folder.write("a.csv", text);
    TaskSpec spec = taskOf("a.csv", "70/10/20", 10);
    const auto kept = loadSeriesTask(spec, folder.path());
    VERIFY_OK(kept);
    QVERIFY(hasNote(
        *kept, "The value -9999 (4 times, in 1 channel) looks like a code for a missing value and is kept as it is. "
               "If it is one, set missing = [-9999]."));
    spec.missingCodes = {-9999};
    const auto coded = loadSeriesTask(spec, folder.path());
    VERIFY_OK(coded);
    QVERIFY(!hasNote(*coded, "-9999"));
    QVERIFY(coded->isMissing(0, 3));
    QVERIFY(coded->scales[0].deviation < 10 && kept->scales[0].deviation > 1000);
    QCOMPARE(coded->season, 12);
  }

  void seasonIsGivenOrFound() {
    TaskSpec spec = taskOf("airpassengers.csv", "last 12", 12);
    const auto samples = sampleFile("timeseries");
    const auto found = loadSeriesTask(spec, samples);
    VERIFY_OK(found);
    QCOMPARE(found->season, 12);
    QCOMPARE(found->testItems(), std::size_t{1});
    QCOMPARE(found->channelCount(), std::size_t{1});  // t is no channel
    spec.season = 6;
    const auto given = loadSeriesTask(spec, samples);
    VERIFY_OK(given);
    QCOMPARE(given->season, 6);
    QVERIFY(given->seasonGiven && !hasNote(*given, "season"));
  }

  // MASE of seasonal naive on the last H rows, as measured with other code (shared/models/README.md): its denominator runs
  // over all rows before the test block.
  void maseOfSeasonalNaive_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("horizon");
    QTest::addColumn<double>("mase");
    QTest::newRow("airpassengers") << "airpassengers" << 12 << 1.571;
    QTest::newRow("co2") << "co2_mauna_loa" << 24 << 1.862;
    QTest::newRow("gas") << "gas_australia" << 24 << 3.195;
    QTest::newRow("nottem") << "nottem" << 24 << 0.701;
    QTest::newRow("wine") << "wine_australia" << 12 << 1.209;
  }
  void maseOfSeasonalNaive() {
    QFETCH(QString, file);
    QFETCH(int, horizon);
    QFETCH(double, mase);
    auto task = loadSeriesTask(taskOf(file.toStdString() + ".csv", "last " + std::to_string(horizon), horizon),
                               sampleFile("timeseries"));
    VERIFY_OK(task);
    QCOMPARE(task->season, 12);
    const auto before = std::span<const double>(task->raw.channels[0].values).first(task->splits[0].validationEnd);
    task->maseDenominators[0] = maseDenominator(before, 12);
    QVERIFY(std::abs(seasonalNaive(*task, 12).overall().mase - mase) < 6e-4);
  }

  void trainAndTestFiles() {
    const TestFolder folder;
    std::string train = "V1", test = "V1,V2,V3,V4,V5,V6\n";
    for (int i = 2; i <= 61; ++i) {
      train += ",V" + std::to_string(i);
    }
    train += "\n";
    for (int s = 0; s < 3; ++s) {
      train += "S" + std::to_string(s);
      test += "S" + std::to_string(2 - s);
      for (int i = 0; i < 60; ++i) {
        train += "," + (i < 50 + 5 * s ? std::to_string(i % 4 * 10 + s) : std::string());
      }
      for (int i = 0; i < 5; ++i) {
        test += "," + std::to_string(i);
      }
      train += "\n";
      test += "\n";
    }
    folder.write("train.csv", train);
    folder.write("test.csv", test);
    TaskSpec spec = taskOf("", "", 5);
    spec.train = "train.csv";
    spec.test = "test.csv";
    const auto task = loadSeriesTask(spec, folder.path());
    VERIFY_OK(task);
    QVERIFY(!task->raw.sharesRows);
    QVERIFY(task->splits == (std::vector<SplitRows>{{45, 50, 55}, {50, 55, 60}, {54, 60, 65}}));
    QCOMPARE(task->testItems(), std::size_t{3});
    QCOMPARE(task->season, 4);
    spec.split = "last 5";
    const auto narrow = loadSeriesTask(spec, folder.path());
    VERIFY_OK(narrow);
    QVERIFY(narrow->splits[2] == (SplitRows{55, 60, 65}));
    spec.split = "70/10/20";
    VERIFY_ERROR(loadSeriesTask(spec, folder.path()),
                 "makes a test block that is not the test file of 5 rows. Take split out");
    spec.data = "train.csv";
    VERIFY_ERROR(loadSeriesTask(spec, folder.path()), "Give either data, or train and test");
  }

  void validationFile() {
    const TestFolder folder;
    for (const auto& [name, first] : {std::pair<const char*, int>{"a.csv", 0}, {"b.csv", 60}, {"c.csv", 80}}) {
      std::string text = "x\n";
      for (int i = first; i < first + (first == 0 ? 60 : 20); ++i) {
        text += std::to_string(i % 7) + "\n";
      }
      folder.write(name, text);
    }
    TaskSpec spec = taskOf("", "", 10);
    spec.train = "a.csv", spec.validation = "b.csv", spec.test = "c.csv";
    const auto task = loadSeriesTask(spec, folder.path());
    VERIFY_OK(task);
    QVERIFY(task->splits[0] == (SplitRows{60, 80, 100}));
    QCOMPARE(task->season, 7);
  }

  void stepsPerDayOption() {
    const TestFolder folder;
    std::string text = "x\n";
    for (int i = 0; i < 300; ++i) {
      text += std::to_string(i % 24) + "\n";
    }
    folder.write("a.csv", text);
    TaskSpec spec = taskOf("a.csv", "5/3/3 days", 24);
    VERIFY_ERROR(loadSeriesTask(spec, folder.path()), "needs the time between two rows");
    spec.options["steps_per_day"] = std::int64_t{24};
    const auto task = loadSeriesTask(spec, folder.path());
    VERIFY_OK(task);
    QVERIFY(task->splits[0] == (SplitRows{120, 192, 264}));
  }

  void constantChannel() {
    const TestFolder folder;
    std::string text = "a,b\n";
    for (int i = 0; i < 100; ++i) {
      text += std::to_string(i * i * 31 % 97) + (i < 90 ? ",4\n" : ",5\n");
    }
    folder.write("a.csv", text);
    const auto task = loadSeriesTask(taskOf("a.csv", "70/10/20", 5), folder.path());
    VERIFY_OK(task);
    QCOMPARE(task->scales[1].deviation, 1.0);
    QVERIFY(hasNote(*task, "Constant in the training rows, and scaled by 1: 1 channel."));
    QVERIFY(hasNote(*task, "MASE is not defined for 1 of 2 channels"));
  }

  void badForecastNamesItsPlace() {
    const auto task = loadSeriesTask(taskOf("nottem.csv", "last 12", 12), sampleFile("timeseries"));
    VERIFY_OK(task);
    const std::vector<double> forecast(12, std::nan(""));
    VERIFY_ERROR(task->score(0, 228, forecast),
                 "channel \"temperature_f\", row 228: The forecast of step 1 is not a finite number");
  }
};

QTEST_GUILESS_MAIN(SeriesTaskTest)
#include "series_task_test.moc"
