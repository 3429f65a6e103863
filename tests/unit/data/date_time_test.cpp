// Dates in every form of the shipped and the public files, and what a clock says of its stumbles.
#include "engine/data/date_time.h"

#include <QDateTime>
#include <QTimeZone>
#include <QtTest>

using namespace touchstone::data;

namespace {

std::vector<std::int64_t> hours(int count, std::int64_t stepS = 3600) {
  std::vector<std::int64_t> times;
  for (int i = 0; i < count; ++i) {
    times.push_back(1'577'836'800 + i * stepS);
  }
  return times;
}

std::vector<std::int64_t> months(int count, int monthsPerStep) {
  std::vector<std::int64_t> times;
  for (int i = 0; i < count; ++i) {
    const int month = i * monthsPerStep;
    times.push_back(daysFromCivil(1990 + month / 12, static_cast<unsigned>(month % 12 + 1), 1) * 86400);
  }
  return times;
}

}  // namespace

class DateTimeTest : public QObject {
  Q_OBJECT

 private slots:
  void dates_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("iso");  // empty: no date
    for (const auto& [text, iso] : {std::pair<const char*, const char*>{"2016-07-01 00:00:00", "2016-07-01 00:00:00"},
                                    {"2016-07-01T05:15:00", "2016-07-01 05:15:00"},
                                    {"2016-07-01 05:15", "2016-07-01 05:15:00"},
                                    {"2016-07-01", "2016-07-01 00:00:00"},
                                    {"2016-07", "2016-07-01 00:00:00"},
                                    {"1990/1/1 0:00", "1990-01-01 00:00:00"},
                                    {"2016/07/01", "2016-07-01 00:00:00"},
                                    {"01.01.2020 00:10:00", "2020-01-01 00:10:00"},
                                    {"31.12.1969", "1969-12-31 00:00:00"},
                                    {"2016-07-01T00:00:00Z", "2016-07-01 00:00:00"},
                                    {"2016-07-01 00:00:00.250", "2016-07-01 00:00:00"},
                                    {"2016-07-01T02:00:00+02:00", "2016-07-01 00:00:00"},
                                    {"2020-02-29", "2020-02-29 00:00:00"},
                                    {"2020-01-01 24:00:00", "2020-01-02 00:00:00"},
                                    {"1749-01", "1749-01-01 00:00:00"},
                                    {" 2016-07-01 ", "2016-07-01 00:00:00"},
                                    {"2019-02-29", ""},
                                    {"2016-13-01", ""},
                                    {"2016-07-32", ""},
                                    {"2016-07-01 25:00", ""},
                                    {"07/01/2016", ""},
                                    {"1.5", ""},
                                    {"2016", ""},
                                    {"12.5.16", ""},
                                    {"Jan 1949", ""},
                                    {"", ""},
                                    {"2016-07-01x", ""},
                                    {"2016-07-01 ", "2016-07-01 00:00:00"},
                                    {"2016-07/01", ""}}) {
      QTest::newRow(*text == '\0' ? "empty" : text) << QString(text) << QString(iso);
    }
  }
  void dates() {
    QFETCH(QString, text);
    QFETCH(QString, iso);
    const auto form = findDateForm(text.toStdString());
    QCOMPARE(form.has_value(), !iso.isEmpty());
    if (form) {
      QCOMPARE(QString::fromStdString(dateText(*parseDate(text.toStdString(), *form))), iso);
    }
  }

  void namedDates() {
    QVERIFY(!findDateForm("1990"));
    QVERIFY(findNamedDateForm("1990") == DateForm::kYear);
    QVERIFY(findNamedDateForm("1467331200") == DateForm::kUnixSeconds);
    QVERIFY(findNamedDateForm("1467331200000") == DateForm::kUnixMillis);
    QCOMPARE(dateText(*parseDate("1467331200000", DateForm::kUnixMillis)), std::string("2016-07-01 00:00:00"));
    QVERIFY(!findNamedDateForm("12"));
  }

  void calendarAgreesWithQt() {
    for (int year = 1600; year <= 2400; year += 7) {
      for (unsigned month = 1; month <= 12; ++month) {
        const qint64 expected =
            QDate(year, static_cast<int>(month), 28).toJulianDay() - QDate(1970, 1, 1).toJulianDay();
        QCOMPARE(qint64{daysFromCivil(year, month, 28)}, expected);
        const QString iso = QDate(year, static_cast<int>(month), 28).toString(Qt::ISODate) + " 23:59:59";
        QCOMPARE(QString::fromStdString(dateText(expected * 86400 + 86399)), iso);
      }
    }
  }

  void names() {
    for (const char* name :
         {"date", "Date", "time", "ds", "timestamp", "month", "Date Time", "utc_timestamp", "start date"}) {
      QVERIFY2(isDateName(name), name);
    }
    for (const char* name : {"t", "OT", "update", "lifetime", "passengers", ""}) {
      QVERIFY2(!isDateName(name), name);
    }
  }

  void steps_data() {
    QTest::addColumn<QList<qint64>>("times");
    QTest::addColumn<QString>("step");
    QTest::addColumn<QList<int>>("seasons");
    const auto row = [](const char* name, const std::vector<std::int64_t>& times, const char* step,
                        const QList<int>& seasons) {
      QTest::newRow(name) << QList<qint64>(times.begin(), times.end()) << QString(step) << seasons;
    };
    row("hour", hours(100), "1 hour", {24, 168});
    row("15 minutes", hours(100, 900), "15 minutes", {4, 96, 672});
    row("10 minutes", hours(100, 600), "10 minutes", {6, 144, 1008});
    row("half hour", hours(100, 1800), "30 minutes", {2, 48, 336});
    row("day", hours(100, 86400), "1 day", {7, 365});
    row("week", hours(100, 604800), "1 week", {52});
    row("second", hours(100, 1), "1 second", {60});
    row("90 seconds", hours(100, 90), "90 seconds", {40, 960});
    row("month", months(60, 1), "1 month", {12});
    row("quarter", months(40, 3), "1 quarter", {4});
    row("year", months(480, 12), "1 year", {});
    row("none", {}, "unknown", {});
  }
  void steps() {
    QFETCH(QList<qint64>, times);
    QFETCH(QString, step);
    QFETCH(QList<int>, seasons);
    const Clock clock = readClock(std::vector<std::int64_t>(times.begin(), times.end()));
    QCOMPARE(QString::fromStdString(stepText(clock)), step);
    const auto found = calendarSeasons(clock);
    QCOMPARE(QList<int>(found.begin(), found.end()), seasons);
    QCOMPARE(clock.gaps + clock.duplicates + clock.backward, std::size_t{0});
  }

  void stumbles() {
    auto times = hours(50);
    times.erase(times.begin() + 10, times.begin() + 13);  // three steps left out
    times[20] = times[19];                                // twice, and a gap of one after it
    const Clock clock = readClock(times);
    QCOMPARE(clock.gaps, std::size_t{2});
    QCOMPARE(clock.missingSteps, std::size_t{4});
    QCOMPARE(clock.firstGap, std::size_t{9});
    QCOMPARE(clock.duplicates, std::size_t{1});
    QCOMPARE(clock.firstDuplicate, std::size_t{20});
    std::swap(times[30], times[31]);
    QCOMPARE(readClock(times).backward, std::size_t{1});
    QCOMPARE(readClock(times).firstBackward, std::size_t{31});
  }

  void weekendsAreNoGaps() {
    std::vector<std::int64_t> times;
    for (const std::int64_t t : hours(60, 86400)) {
      const std::int64_t weekday = (t / 86400 + 3) % 7;
      if (weekday < 5) {
        times.push_back(t);
      }
    }
    const Clock clock = readClock(times);
    QCOMPARE(stepText(clock), std::string("1 day, no weekends"));
    QCOMPARE(clock.gaps, std::size_t{0});
    QVERIFY(calendarSeasons(clock) == std::vector<int>{5});
    times.erase(times.begin() + 7);
    QCOMPARE(readClock(times).missingSteps, std::size_t{1});
  }
};

QTEST_GUILESS_MAIN(DateTimeTest)
#include "date_time_test.moc"
