// Series from CSV: clocks, channels, missing values, wide files, and files that continue each other.
#include "engine/data/series_reader.h"

#include <cmath>
#include <unistd.h>

#include "unit/data/test_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

QStringList channelNames(const SeriesFile& file) {
  QStringList names;
  for (const Channel& channel : file.table.channels) {
    names << QString::fromStdString(channel.name);
  }
  return names;
}

bool hasNote(const SeriesFile& file, const std::string& text) {
  return std::any_of(file.notes.begin(), file.notes.end(),
                     [&text](const std::string& note) { return note.find(text) != std::string::npos; });
}

}  // namespace

class SeriesReaderTest : public QObject {
  Q_OBJECT

 private slots:
  void layouts_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("channels");
    QTest::addColumn<QString>("dateColumn");
    QTest::addColumn<QString>("step");
    const auto row = [](const char* name, const char* text, const QStringList& channels, const char* date,
                        const char* step) {
      QTest::newRow(name) << QByteArray(text) << channels << QString(date) << QString(step);
    };
    row("ISO dates", "date,a,b\n2020-01-01 00:00:00,1,2\n2020-01-01 01:00:00,3,4\n", {"a", "b"}, "date", "1 hour");
    row("dates last", "a,when\n1,2020-01-01\n2,2020-01-02\n", {"a"}, "when", "1 day");
    row("German dates", "Date Time;a\n01.01.2020 00:10:00;1\n01.01.2020 00:20:00;2\n", {"a"}, "Date Time",
        "10 minutes");
    row("months", "month,a\n2020-01,1\n2020-02,2\n2020-03,3\n", {"a"}, "month", "1 month");
    row("years", "year,a\n1990,1\n1991,2\n", {"a"}, "year", "1 year");
    row("slashes", "date,a\n1990/1/1 0:00,1\n1990/1/2 0:00,2\n", {"a"}, "date", "1 day");
    row("Unix", "timestamp,a\n1467331200,1\n1467331260,2\n", {"a"}, "timestamp", "1 minute");
    row("no dates", "a,b\n1,2\n3,5\n", {"a", "b"}, "", "unknown");
    row("one column", "value\n1\n2\n3\n", {"value"}, "", "unknown");
    row("row counter", "t,a\n1,5\n2,7\n3,6\n", {"a"}, "", "unknown");
    row("unnamed counter", ",a\n0,5\n1,7\n2,6\n", {"a"}, "", "unknown");
    row("decimal years", "time,a\n1949,1\n1949.083,2\n1949.167,3\n1949.25,4\n", {"a"}, "", "unknown");
    row("counter with dates", "t,date,a\n1,2020-01-01,5\n2,2020-01-02,7\n", {"a"}, "date", "1 day");
    row("an even channel is no counter", "a,b\n1,5\n2,7\n3,6\n", {"a", "b"}, "", "unknown");
    row("the only column is a channel", "t\n1\n2\n3\n", {"t"}, "", "unknown");
    row("t that does not count", "t,a\n1,5\n2,7\n9,6\n", {"t", "a"}, "", "unknown");
    row("unknown dates are no channel", "date,a\nJan 1949,5\nFeb 1949,7\n", {"a"}, "", "unknown");
    row("numbered channels", "date,0,1,OT\n2020-01-01,1,2,3\n2020-01-02,1,3,4\n", {"0", "1", "OT"}, "date", "1 day");
  }
  void layouts() {
    QFETCH(QByteArray, text);
    QFETCH(QStringList, channels);
    QFETCH(QString, dateColumn);
    QFETCH(QString, step);
    const TestFolder folder;
    const auto file = readSeries(folder.write("t.csv", text.toStdString()));
    VERIFY_OK(file);
    QCOMPARE(channelNames(*file), channels);
    QCOMPARE(QString::fromStdString(file->table.dateColumn), dateColumn);
    QCOMPARE(QString::fromStdString(stepText(file->clock)), step);
    QCOMPARE(file->table.timesUtcS.empty(), dateColumn.isEmpty());
    QVERIFY(file->table.sharesRows);
  }

  void missingValuesAndCodes() {
    const TestFolder folder;
    const auto path =
        folder.write("t.csv", "date,a,b\n2020-01-01,1,-9999\n2020-01-02,NA,2\n2020-01-03,,-999\n2020-01-04,nan,5\n");
    const auto plain = readSeries(path);
    VERIFY_OK(plain);
    QCOMPARE(plain->table.channels[1].values[0], -9999.0);  // never removed unasked
    QVERIFY(std::isnan(plain->table.channels[0].values[1]) && std::isnan(plain->table.channels[0].values[2]) &&
            std::isnan(plain->table.channels[0].values[3]));
    const auto coded = readSeries(path, {{}, {-9999, -999}});
    VERIFY_OK(coded);
    QVERIFY(std::isnan(coded->table.channels[1].values[0]) && std::isnan(coded->table.channels[1].values[2]));
    QCOMPARE(coded->table.channels[1].values[1], 2.0);
  }

  void columnsAreChosenInTheirOrder() {
    const TestFolder folder;
    const auto path = folder.write("t.csv", "date,a,b,c\n2020-01-01,1,x,3\n2020-01-02,4,y,6\n");
    const auto file = readSeries(path, {{"c", "a"}, {}});
    VERIFY_OK(file);
    QCOMPARE(channelNames(*file), (QStringList{"c", "a"}));
    VERIFY_ERROR(readSeries(path, {{"*"}, {}}),
                 ":2:14: The value \"x\" in the column \"b\" is not a number. Leave the column out "
                 "by naming the others in columns: \"a\", \"c\".");
    VERIFY_ERROR(readSeries(path, {{"aa"}, {}}),
                 "There is no column \"aa\", did you mean \"a\"? Known: date, a, b, c.");
    VERIFY_ERROR(readSeries(path, {{"a", "a"}, {}}), "The column \"a\" is chosen twice");
    VERIFY_ERROR(readSeries(path, {{"date"}, {}}), "holds the dates and cannot be a channel");
  }

  void counterCanBeChosen() {
    const TestFolder folder;
    const auto file = readSeries(folder.write("t.csv", "t,a\n1,5\n2,7\n"), {{"t"}, {}});
    VERIFY_OK(file);
    QCOMPARE(channelNames(*file), QStringList{"t"});
  }

  void clockStumblesAreNotes() {
    const TestFolder folder;
    const auto file =
        readSeries(folder.write("t.csv", "date,a\n2020-01-01,1\n2020-01-02,2\n2020-01-02,3\n2020-01-03,4\n"
                                         "2020-01-06,5\n2020-01-07,6\n"));
    VERIFY_OK(file);
    QVERIFY(hasNote(*file, "Gaps in the clock: 1 (2 steps of 1 day left out), first at 2020-01-03"));
    QVERIFY(hasNote(*file, "Time stamps equal to the one before: 1, first at 2020-01-02"));
    VERIFY_ERROR(readSeries(folder.write("d.csv", "date,a\n2020-01-03,1\n2020-01-02,2\n2020-01-01,3\n")),
                 "run backwards 2 times, first in row 2. Sort the file");
  }

  void repeatedTimesAreNoClock() {
    const TestFolder folder;
    const auto file = readSeries(folder.write("t.csv", "year,a\n1990,1\n1990,2\n1990,3\n1990,4\n1991,5\n1991,6\n"));
    VERIFY_OK(file);
    QVERIFY(file->table.timesUtcS.empty() && !file->clock.isKnown());
    QVERIFY(hasNote(*file, "taken for no clock"));
  }

  void constantChannelsAreNotes() {
    const TestFolder folder;
    const auto file = readSeries(folder.write("t.csv", "a,b\n1,7\n2,NA\n3,7\n"));
    VERIFY_OK(file);
    QVERIFY(hasNote(*file, "The channel \"b\" is constant"));
  }

  void wideFiles() {
    const TestFolder folder;
    const auto path =
        folder.write("wide.csv", "\"V1\",\"V2\",\"V3\",\"V4\",\"V5\"\n\"H1\",\"605\",\"586\",\"586\",\"559\"\n"
                                 "\"H2\",\"3124\",NA,\"2862\",\n\"H3\",1,2\n");
    const auto file = readSeries(path);
    VERIFY_OK(file);
    QVERIFY(!file->table.sharesRows);
    QCOMPARE(channelNames(*file), (QStringList{"H1", "H2", "H3"}));
    QCOMPARE(file->table.channels[0].values.size(), std::size_t{4});
    QCOMPARE(file->table.channels[1].values.size(), std::size_t{3});
    QVERIFY(std::isnan(file->table.channels[1].values[1]));
    QCOMPARE(file->table.channels[2].values.size(), std::size_t{2});
    const auto one = readSeries(path, {{"H3", "H1"}, {}});
    VERIFY_OK(one);
    QCOMPARE(channelNames(*one), (QStringList{"H3", "H1"}));
    VERIFY_ERROR(readSeries(path, {{"H9"}, {}}), "There is no series \"H9\"");
    VERIFY_ERROR(readSeries(folder.write("w2.csv", "id,1,2,3\nA,1,2,3\nB,4,x,6\n")),
                 ":3:5: The value \"x\" of the series \"B\" is not a number");
    VERIFY_ERROR(readSeries(folder.write("w3.csv", "V1,V2,V3\nA,1,2\nB,4,NA\nC,,\n")),
                 "The channel \"C\" has no values");
  }

  void wideMistakesNameTheSeries() {
    const TestFolder folder;
    std::string text = "id,1,2,3\n";
    for (int i = 0; i < 300; ++i) {
      text += "S" + std::to_string(i) + ",1,2,3\n";
    }
    VERIFY_ERROR(readSeries(folder.write("a.csv", text + "S300,1,x,3\n")),
                 ":302:8: The value \"x\" of the series \"S300\" is not a number");
    VERIFY_ERROR(readSeries(folder.write("b.csv", text + "S7,1,2,3\n")),
                 ":302:1: The series \"S7\" stands in line 9 already");
    VERIFY_ERROR(readSeries(folder.write("c.csv", text + ",1,2,3\n")), ":302:1: The series has no identifier");
    VERIFY_ERROR(readSeries(folder.write("d.csv", text + "S300,1,2,3,4\n")), ":302: The line has 5 cells");
  }

  void partsContinueEachOther() {
    const TestFolder folder;
    const auto train = folder.write("train.csv", "V1,V2,V3,V4\nA,1,2,3\nB,10,20,\n");
    const auto test = folder.write("test.csv", "V1,V2,V3\nB,30,40\nA,4,5\n");
    const std::filesystem::path files[] = {train, test};
    const auto parts = readSeriesParts(files);
    VERIFY_OK(parts);
    QVERIFY(parts->joined.table.channels[0].values == (std::vector<double>{1, 2, 3, 4, 5}));
    QVERIFY(parts->joined.table.channels[1].values == (std::vector<double>{10, 20, 30, 40}));
    QVERIFY(parts->ends == (std::vector<std::vector<std::size_t>>{{3, 5}, {2, 4}}));
    QVERIFY(!parts->joined.contentHash.empty());

    const std::filesystem::path missing[] = {train, folder.write("t2.csv", "V1,V2,V3\nA,1,2\nC,3,4\n")};
    VERIFY_ERROR(readSeriesParts(missing), "The series \"B\" of train.csv is not in this file");
    const std::filesystem::path extra[] = {train, folder.write("t3.csv", "V1,V2,V3\nA,1,2\nB,3,4\nC,5,6\n")};
    VERIFY_ERROR(readSeriesParts(extra), "The series \"C\" is not in train.csv");
    const std::filesystem::path mixed[] = {train, folder.write("t4.csv", "A,B\n1,2\n3,5\n")};
    VERIFY_ERROR(readSeriesParts(mixed), "Give files of one layout");
  }

  void rowPartsKeepTheirClock() {
    const TestFolder folder;
    const std::filesystem::path files[] = {folder.write("a.csv", "date,x,y\n2020-01-01,1,2\n2020-01-02,3,4\n"),
                                           folder.write("b.csv", "date,y,x\n2020-01-03,6,5\n2020-01-04,8,7\n")};
    const auto parts = readSeriesParts(files);
    VERIFY_OK(parts);
    QVERIFY(parts->joined.table.channels[0].values == (std::vector<double>{1, 3, 5, 7}));
    QCOMPARE(parts->joined.table.timesUtcS.size(), std::size_t{4});
    QCOMPARE(stepText(parts->joined.clock), std::string("1 day"));
    const std::filesystem::path swapped[] = {files[1], files[0]};
    VERIFY_ERROR(readSeriesParts(swapped), "Give the files in the order of time");
  }
};

QTEST_GUILESS_MAIN(SeriesReaderTest)
#include "series_reader_test.moc"
