// The shipped samples: unchanged (SHA-256 of SOURCES.md), all named there, and read as what they are.
#include <fstream>

#include "engine/data/content_hash.h"
#include "engine/data/series_reader.h"
#include "unit/data/test_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

std::string bytesOf(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace

class SamplesTest : public QObject {
  Q_OBJECT

 private slots:
  void filesAreAsTheSourcesSay() {
    const std::string sources = bytesOf(sampleFile("SOURCES.md"));
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(sampleFile(""))) {
      if (entry.path().extension() != ".csv") {
        continue;
      }
      ++files;
      const std::string name = std::filesystem::relative(entry.path(), sampleFile("")).string();
      const std::size_t line = sources.find("| " + name + " |");
      QVERIFY2(line != std::string::npos, name.c_str());
      const std::string row = sources.substr(line, sources.find('\n', line) - line);
      QVERIFY2(row.find(contentHash(bytesOf(entry.path()))) != std::string::npos, name.c_str());
    }
    QCOMPARE(files, std::size_t{10});
  }

  void series_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("channel");
    QTest::addColumn<int>("rows");
    QTest::addColumn<double>("first");
    QTest::addColumn<double>("last");
    QTest::newRow("airpassengers") << "airpassengers"
                                   << "passengers" << 144 << 112.0 << 432.0;
    QTest::newRow("co2") << "co2_mauna_loa"
                         << "co2_ppm" << 468 << 315.42 << 364.34;
    QTest::newRow("dax") << "dax"
                         << "close" << 1860 << 1628.75 << 5473.72;
    QTest::newRow("gas") << "gas_australia"
                         << "gas_tj" << 476 << 1709.0 << 60054.0;
    QTest::newRow("nottem") << "nottem"
                            << "temperature_f" << 240 << 40.6 << 37.8;
    QTest::newRow("sunspots") << "sunspot_month"
                              << "sunspots" << 3177 << 58.0 << 37.0;
    QTest::newRow("taylor") << "taylor"
                            << "demand_mw" << 4032 << 22262.0 << 23132.0;
    QTest::newRow("wine") << "wine_australia"
                          << "bottles" << 176 << 15136.0 << 23356.0;
  }
  void series() {
    QFETCH(QString, file);
    QFETCH(QString, channel);
    QFETCH(int, rows);
    QFETCH(double, first);
    QFETCH(double, last);
    const auto series = readSeries(sampleFile("timeseries/" + file.toStdString() + ".csv"));
    VERIFY_OK(series);
    QCOMPARE(series->table.channels.size(), std::size_t{1});  // t counts the rows
    QCOMPARE(QString::fromStdString(series->table.channels[0].name), channel);
    QCOMPARE(series->table.channels[0].values.size(), static_cast<std::size_t>(rows));
    QCOMPARE(series->table.channels[0].values.front(), first);
    QCOMPARE(series->table.channels[0].values.back(), last);
    QVERIFY(series->table.timesUtcS.empty());
  }
};

QTEST_GUILESS_MAIN(SamplesTest)
#include "samples_test.moc"
