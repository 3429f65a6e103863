// The public benchmark files, where the environment variable TOUCHSTONE_DATA names the folder that holds data/timeseries.
// Oracles: the READMEs of the data sets, and errors of naive forecasts measured with other code (shared/models/README.md).
#include <algorithm>
#include <cmath>
#include <map>

#include "engine/data/describe.h"
#include "engine/data/series_reader.h"
#include "engine/data/series_task.h"
#include "unit/data/test_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

TaskSpec taskOf(const std::string& data, const std::string& split, int horizon) {
  TaskSpec spec;
  spec.name = "real";
  spec.data = data;
  spec.split = split;
  spec.horizon = horizon;
  spec.metric = "mse";
  return spec;
}

double naiveMse(const SeriesTask& task, std::size_t period, std::size_t stride) {
  ErrorSummary summary(task.channelCount());
  std::vector<double> forecast(static_cast<std::size_t>(task.horizon));
  for (std::size_t c = 0; c < task.channelCount(); ++c) {
    const OriginRange origins = task.testOrigins(c);
    for (std::size_t window = 0; window < origins.count; window += stride) {
      const auto history = task.history(c, origins.first + window);
      for (std::size_t h = 0; h < forecast.size(); ++h) {
        forecast[h] = history[history.size() - period + h % period];
      }
      summary.add(c, window, *task.score(c, origins.first + window, forecast));
    }
  }
  return summary.overall().mse;
}

}  // namespace

class RealDataTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    if (dataFolder().empty()) {
      QSKIP("skipped: TOUCHSTONE_DATA is not set");
    }
  }

  void ett_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("factor");  // to hourly rows
    QTest::newRow("ETTh1") << "ETTh1" << 1;
    QTest::newRow("ETTh2") << "ETTh2" << 1;
    QTest::newRow("ETTm1") << "ETTm1" << 4;
  }
  void ett() {
    QFETCH(QString, file);
    QFETCH(int, factor);
    const auto task =
        loadSeriesTask(taskOf("ETT/" + file.toStdString() + ".csv.gz", "12/4/4 months", 96), dataFolder());
    VERIFY_OK(task);
    const auto f = static_cast<std::size_t>(factor);
    QCOMPARE(task->channelCount(), std::size_t{7});
    QCOMPARE(task->raw.channels[0].values.size(), 17'420 * f);
    QCOMPARE(task->raw.channels[6].name, std::string("OT"));
    QVERIFY(task->splits[0] == (SplitRows{8640 * f, 11'520 * f, 14'400 * f}));
    QCOMPARE(task->testOrigins(0).first, 11'520 * f);
    QCOMPARE(task->testOrigins(0).count, 2880 * f - 95);
    QCOMPARE(task->season, 24 * factor);
    QCOMPARE(stepText(task->clock), std::string(factor == 1 ? "1 hour" : "15 minutes"));
    QCOMPARE(dateText(task->raw.timesUtcS.front()), std::string("2016-07-01 00:00:00"));
    QCOMPARE(dateText(task->raw.timesUtcS.back()),
             std::string(factor == 1 ? "2018-06-26 19:00:00" : "2018-06-26 19:45:00"));
    QCOMPARE(task->clock.gaps + task->clock.duplicates + task->clock.backward, std::size_t{0});
  }

  void ettNaiveErrors() {
    const auto task = loadSeriesTask(taskOf("ETT/ETTh1.csv.gz", "12/4/4 months", 96), dataFolder());
    VERIFY_OK(task);
    QCOMPARE(task->testOrigins(0).count, std::size_t{2785});
    QVERIFY(std::abs(naiveMse(*task, 1, 24) - 1.000) < 6e-4);   // last value, every 24th window
    QVERIFY(std::abs(naiveMse(*task, 24, 24) - 0.512) < 6e-4);  // the day before
  }

  void weather() {
    TaskSpec spec = taskOf("weather/weather.csv.gz", "70/10/20", 96);
    const auto kept = loadSeriesTask(spec, dataFolder());
    VERIFY_OK(kept);
    QCOMPARE(kept->channelCount(), std::size_t{21});
    QVERIFY(kept->splits[0] == (SplitRows{36'887, 42'157, 52'696}));
    QCOMPARE(kept->season, 144);
    spec.missingCodes = {-9999};
    const auto coded = loadSeriesTask(spec, dataFolder());
    VERIFY_OK(coded);
    std::size_t missing = 0;
    for (const Channel& channel : coded->raw.channels) {
      missing += static_cast<std::size_t>(
          std::count_if(channel.values.begin(), channel.values.end(), [](double v) { return std::isnan(v); }));
    }
    QCOMPARE(missing, std::size_t{81});
  }

  void weatherDescription() {
    const auto d = describe(dataFolder() / "weather" / "weather.csv.gz");
    VERIFY_OK(d);
    QCOMPARE(d->rows, std::size_t{52'696});
    std::map<std::string, std::size_t> counts;
    for (const ChannelSummary& channel : d->channels) {
      for (const SuspectedCode& code : channel.codes) {
        QCOMPARE(code.code, -9999.0);
        counts[channel.name.substr(0, 8)] += code.count;
      }
    }
    QVERIFY(counts == (std::map<std::string, std::size_t>{{"wv (m/s)", 1}, {"max. PAR", 30}, {"OT", 50}}));
    QCOMPARE(d->clock.duplicates, std::size_t{1});
    QCOMPARE(d->clock.gaps, std::size_t{1});
    QCOMPARE(d->firstDate, std::string("2020-01-01 00:10:00"));
    QCOMPARE(d->lastDate, std::string("2021-01-01 00:00:00"));
  }

  void m4Hourly() {
    TaskSpec spec = taskOf("", "", 48);
    spec.train = "m4_hourly/Hourly-train.csv.gz";
    spec.test = "m4_hourly/Hourly-test.csv.gz";
    spec.metric = "mase";
    const auto task = loadSeriesTask(spec, dataFolder());
    VERIFY_OK(task);
    QCOMPARE(task->channelCount(), std::size_t{414});
    QVERIFY(!task->raw.sharesRows);
    QCOMPARE(task->testItems(), std::size_t{414});
    QCOMPARE(task->season, 24);
    QCOMPARE(task->raw.channels[0].name, std::string("H1"));
    QCOMPARE(task->raw.channels[0].values.front(), 605.0);
    std::size_t shortest = 10'000, longest = 0;
    for (std::size_t c = 0; c < 414; ++c) {
      shortest = std::min(shortest, task->splits[c].validationEnd);
      longest = std::max(longest, task->splits[c].validationEnd);
      QCOMPARE(task->splits[c].testEnd, task->splits[c].validationEnd + 48);
    }
    QCOMPARE(shortest, std::size_t{700});
    QCOMPARE(longest, std::size_t{960});
    QCOMPARE(task->raw.channels[0].values[task->splits[0].validationEnd], 619.0);
  }

  void folderOfEverything() {
    const auto d = describe(dataFolder());
    VERIFY_OK(d);
    QCOMPARE(d->files.size(), std::size_t{6});
    QVERIFY(std::all_of(d->files.begin(), d->files.end(), [](const FolderEntry& entry) { return entry.isReadable; }));
  }

  void readingIsFast() {
    QBENCHMARK_ONCE {
      VERIFY_OK(readSeries(dataFolder() / "ETT" / "ETTm1.csv.gz"));
    }
  }
};

QTEST_GUILESS_MAIN(RealDataTest)
#include "real_data_test.moc"
