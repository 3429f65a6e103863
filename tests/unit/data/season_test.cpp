// Seasonal periods: made series with a known answer, the shipped samples, and series without any season.
#include "engine/data/season.h"

#include <cmath>

#include "engine/base/random.h"
#include "engine/data/series_reader.h"
#include "engine/data/standardiser.h"
#include "unit/data/test_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

int seasonOf(const std::vector<double>& values, const std::vector<int>& calendar = {}) {
  const std::span<const double> channels[] = {values};
  return detectSeason(channels, calendar).season;
}

// level + slope t + wave of the period + noise
std::vector<double> madeSeries(int rows, double slope, int period, double wave, double noise, std::uint64_t seed) {
  base::RandomStream random{seed};
  std::vector<double> values;
  for (int t = 0; t < rows; ++t) {
    const double phase = 2.0 * 3.14159265358979 * t / std::max(period, 1);
    values.push_back(50.0 + slope * t + (period > 1 ? wave * (std::sin(phase) + 0.5 * std::cos(2.0 * phase)) : 0.0) +
                     noise * random.normal());
  }
  return values;
}

}  // namespace

class SeasonTest : public QObject {
  Q_OBJECT

 private slots:
  void samples_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("season");
    QTest::newRow("airpassengers") << "airpassengers" << 12;
    QTest::newRow("nottem") << "nottem" << 12;
    QTest::newRow("co2") << "co2_mauna_loa" << 12;
    QTest::newRow("gas") << "gas_australia" << 12;
    QTest::newRow("wine") << "wine_australia" << 12;
    // The week beats the day of 48: a seasonal naive forecast with it has less than a third of the error.
    QTest::newRow("taylor") << "taylor" << 336;
    QTest::newRow("dax") << "dax" << 1;
    // The cycle of about 11 years is no fixed period: its autocorrelation has no sharp peak.
    QTest::newRow("sunspots") << "sunspot_month" << 1;
  }
  void samples() {
    QFETCH(QString, file);
    QFETCH(int, season);
    const auto series = readSeries(sampleFile("timeseries/" + file.toStdString() + ".csv"));
    VERIFY_OK(series);
    const std::vector<double>& values = series->table.channels.front().values;
    for (const double share : {0.6, 0.7, 0.8, 0.9}) {  // the same answer for every usual split
      const auto rows = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size()));
      QCOMPARE(seasonOf(std::vector<double>(values.begin(), values.begin() + rows)), season);
    }
  }

  void madeSeries_data() {
    QTest::addColumn<int>("period");
    QTest::addColumn<double>("slope");
    QTest::addColumn<double>("noise");
    for (const int period : {3, 4, 7, 12, 24, 52, 96, 168}) {
      for (const double slope : {0.0, 0.02}) {
        for (const double noise : {0.1, 2.0}) {
          QTest::addRow("period %d, slope %g, noise %g", period, slope, noise) << period << slope << noise;
        }
      }
    }
  }
  void madeSeries() {
    QFETCH(int, period);
    QFETCH(double, slope);
    QFETCH(double, noise);
    QCOMPARE(seasonOf(::madeSeries(period * 12 + 60, slope, period, 10.0, noise, 7), {period}), period);
  }

  void noSeasonInNoiseOrRandomWalks() {
    int found = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      std::vector<double> noise = ::madeSeries(400, 0.0, 1, 0.0, 1.0, seed), walk = noise;
      for (std::size_t t = 1; t < walk.size(); ++t) {
        walk[t] = walk[t - 1] + noise[t] - 50.0;
      }
      found += seasonOf(walk) != 1 ? 1 : 0;
      found += seasonOf(walk, {12}) != 1 ? 1 : 0;
    }
    QVERIFY2(found <= 4, qPrintable(QString::number(found)));
    QCOMPARE(seasonOf(std::vector<double>(200, 3.0), {12}), 1);
    std::vector<double> line;
    for (int t = 0; t < 200; ++t) {
      line.push_back(t);
    }
    QCOMPARE(seasonOf(line, {12}), 1);
  }

  void shortSeries() {
    for (int rows = 0; rows < 30; ++rows) {
      const int season = seasonOf(::madeSeries(rows, 0.0, 4, 5.0, 0.1, 3), {12, 336});
      QVERIFY(season >= 1 && season <= std::max(1, rows / 2));
    }
    QCOMPARE(detectSeason({}, {}).season, 1);
  }

  void manyChannelsAgree() {
    std::vector<std::vector<double>> series;
    for (std::uint64_t c = 0; c < 30; ++c) {
      series.push_back(::madeSeries(300 + static_cast<int>(c), 0.01, c % 5 == 0 ? 1 : 12, 4.0, 1.0, c));
    }
    const std::vector<std::span<const double>> channels(series.begin(), series.end());
    QCOMPARE(detectSeason(channels, {}).season, 12);
  }

  void autocorrelationByItsDefinition() {
    const std::vector<double> values = ::madeSeries(101, 0.1, 7, 3.0, 1.0, 9);
    double mean = 0.0;
    for (const double value : values) {
      mean += value / 101.0;
    }
    const auto r = autocorrelation(values, 20);
    double variance = 0.0;
    for (const double value : values) {
      variance += (value - mean) * (value - mean);
    }
    for (std::size_t lag = 0; lag <= 20; ++lag) {
      double sum = 0.0;
      for (std::size_t t = lag; t < values.size(); ++t) {
        sum += (values[t] - mean) * (values[t - lag] - mean);
      }
      QVERIFY(std::abs(r[lag] - sum / variance) < 1e-12);
    }
  }
};

QTEST_GUILESS_MAIN(SeasonTest)
#include "season_test.moc"
