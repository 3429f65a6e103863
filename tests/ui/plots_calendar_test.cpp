// Calendars behind axes: rows to times and back for every step, lengths in words, and where ticks stand.
#include <QTest>

#include "ui/plots/calendar_ticks.h"

using namespace touchstone::ui;

namespace {

double timeOf(std::int64_t year, int month, int day, double hour = 0.0) {
  return static_cast<double>(daysOf({year, month, day})) * 86400.0 + hour * 3600.0;
}

// Labels of six figures' width at most every 70 px on 700 px.
TickRoom roomy() {
  return {.most = 8, .length = 700.0, .extent = [](const QString& label) { return 7.0 * label.size() + 8.0; }};
}

QStringList labelsOf(const Ticks& ticks) {
  return {ticks.labels.begin(), ticks.labels.end()};
}

}  // namespace

class PlotsCalendarTest : public QObject {
  Q_OBJECT

 private slots:
  // Against Qt's own calendar, over leap years and centuries.
  void civilDaysAgreeWithQDate() {
    const QDate epoch(1970, 1, 1);
    for (std::int64_t days = -200000; days <= 200000; days += 37) {
      const CivilDate date = civilOf(days);
      const QDate expected = epoch.addDays(days);
      QCOMPARE(QDate(static_cast<int>(date.year), date.month, date.day), expected);
      QCOMPARE(daysOf(date), days);
    }
  }

  void rowsAndTimesAreInverse_data() {
    QTest::addColumn<QString>("unit");
    QTest::addColumn<double>("start");
    QTest::addColumn<double>("step");
    QTest::newRow("half hours") << "seconds" << timeOf(2016, 7, 1) << 1800.0;
    QTest::newRow("months") << "months" << timeOf(1949, 1, 1) << 30.0 * 86400.0;
    QTest::newRow("quarters") << "quarters" << timeOf(1999, 10, 1) << 91.0 * 86400.0;
    QTest::newRow("years") << "years" << timeOf(1880, 1, 1) << 365.0 * 86400.0;
    QTest::newRow("weekdays") << "weekdays" << timeOf(2016, 1, 6) << 86400.0;
  }
  void rowsAndTimesAreInverse() {
    QFETCH(QString, unit);
    QFETCH(double, start);
    QFETCH(double, step);
    const Calendar calendar = Calendar::of(unit.toStdString(), start, step);
    QVERIFY(calendar.isKnown());
    QCOMPARE(calendar.timeOf(0.0), start);
    for (int row = -30; row < 500; ++row) QCOMPARE(calendar.rowOf(calendar.timeOf(row)), static_cast<double>(row));
  }

  void stepsFollowTheCalendar() {
    const Calendar months = Calendar::of("months", timeOf(2020, 1, 1), 1.0);
    QCOMPARE(months.timeOf(1), timeOf(2020, 2, 1));
    QCOMPARE(months.timeOf(2), timeOf(2020, 3, 1));  // February had 29 days
    QCOMPARE(Calendar::of("quarters", timeOf(2019, 10, 1), 1.0).timeOf(1), timeOf(2020, 1, 1));
    QCOMPARE(Calendar::of("years", timeOf(2019, 1, 1), 1.0).timeOf(2), timeOf(2021, 1, 1));
    const Calendar weekdays = Calendar::of("weekdays", timeOf(2016, 1, 7), 1.0);  // a Thursday
    QCOMPARE(weekdays.timeOf(1), timeOf(2016, 1, 8));
    QCOMPARE(weekdays.timeOf(2), timeOf(2016, 1, 11));  // Monday
    QCOMPARE(weekdays.rowOf(timeOf(2016, 1, 9)), 2.0);  // Saturday has no row
  }

  void unknownClocksAreNoCalendar() {
    QVERIFY(!Calendar::of("", timeOf(2016, 1, 1), 60.0).isKnown());
    QVERIFY(!Calendar::of("seconds", std::nan(""), 60.0).isKnown());
    QVERIFY(!Calendar::of("seconds", 0.0, 0.0).isKnown());
    QCOMPARE(Calendar().text(17.0), QString("row 17"));
    QCOMPARE(Calendar().lengthText(3456), QString("3,456 rows"));
  }

  void words() {
    const Calendar half = Calendar::of("seconds", timeOf(2016, 7, 1), 1800.0);
    QCOMPARE(half.text(27.0), QString("2016-07-01 13:30"));
    QCOMPARE(half.stepText(), QString("every 30 min"));
    QCOMPARE(half.lengthText(48 * 72), QString("72 days"));
    QCOMPARE(half.roundLength(48), QString("a day"));
    QCOMPARE(half.roundLength(336), QString("a week"));
    QCOMPARE(half.roundLength(58), QString());  // 29 hours
    const Calendar months = Calendar::of("months", timeOf(1949, 1, 1), 1.0);
    QCOMPARE(months.text(13.0), QString("1950-02"));
    QCOMPARE(months.lengthText(28), QString("28 months"));
    QCOMPARE(months.lengthText(102), QString("8.5 years"));
    QCOMPARE(months.roundLength(12), QString("a year"));
    QCOMPARE(Calendar::of("seconds", timeOf(2016, 7, 1), 86400.0).text(3.0), QString("2016-07-04"));
    QCOMPARE(Calendar::of("seconds", 0.0, 3600.0).stepText(), QString("every hour"));
  }

  void ticksBySpan() {
    const Calendar hours = Calendar::of("seconds", timeOf(2016, 7, 1), 3600.0);
    QCOMPARE(labelsOf(calendarTicks(hours, 0, 17420, roomy())),
             QStringList({"2016-07", "2016-10", "2017-01", "2017-04", "2017-07", "2017-10", "2018-01", "2018-04"}));
    QCOMPARE(labelsOf(calendarTicks(hours, 0, 24 * 6, roomy())),
             QStringList({"Jul 1", "Jul 2", "Jul 3", "Jul 4", "Jul 5", "Jul 6", "Jul 7"}));
    const Ticks day = calendarTicks(hours, 6, 42, roomy());
    QCOMPARE(labelsOf(day), QStringList({"06:00", "12:00", "18:00", "Jul 2", "06:00", "12:00", "18:00"}));
    QCOMPARE(day.major[3], 24.0);
  }

  void ticksOfMonthsStandOnRows() {
    const Calendar months = Calendar::of("months", timeOf(1949, 1, 1), 1.0);
    const Ticks ticks = calendarTicks(months, 24, 143, roomy());
    QCOMPARE(labelsOf(ticks), QStringList({"1952", "1954", "1956", "1958", "1960"}));
    QCOMPARE(ticks.major[0], 36.0);
    // zoomed in as far as two rows: no tick between months
    for (const double row : calendarTicks(months, 30, 34, roomy()).major) QCOMPARE(row, std::round(row));
  }

  void ticksOfWeekdaysLeaveNoRoomForWeekends() {
    const Calendar weekdays = Calendar::of("weekdays", timeOf(2016, 1, 4), 1.0);
    const Ticks ticks = calendarTicks(weekdays, 0, 24, roomy());
    QCOMPARE(labelsOf(ticks), QStringList({"Jan 4", "Jan 11", "Jan 18", "Jan 25", "Feb 1"}));
    for (std::size_t i = 0; i < ticks.major.size(); ++i) QCOMPARE(ticks.major[i], 5.0 * static_cast<double>(i));
  }

  void ticksWithoutSenseAreNone() {
    const Calendar hours = Calendar::of("seconds", timeOf(2016, 7, 1), 3600.0);
    QVERIFY(calendarTicks(hours, 5, 5, roomy()).major.empty());
    QVERIFY(calendarTicks(hours, std::nan(""), 5, roomy()).major.empty());
    QVERIFY(!calendarTicks(hours, -1e12, 1e12, roomy()).major.empty());  // no such years: plain numbers
  }

  void periodTicksAreMultiplesOrParts() {
    QCOMPARE(periodTicks(-24, 48, 48, roomy()).major, (std::vector<double>{-24, -12, 0, 12, 24, 36, 48}));
    QCOMPARE(periodTicks(0.5, 340, 48, roomy()).major, (std::vector<double>{1, 48, 96, 144, 192, 240, 288, 336}));
    QCOMPARE(periodTicks(1, 12, 12, roomy()).major.back(), 12.0);
    QCOMPARE(periodTicks(0, 10, 1, roomy()).major, wholeTicks(0, 10, roomy()).major);
  }
};

QTEST_MAIN(PlotsCalendarTest)
#include "plots_calendar_test.moc"
