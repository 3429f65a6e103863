#include <QTest>
#include <cmath>
#include <limits>
#include <random>

#include "ui/plots/fit_range.h"
#include "ui/plots/numbers.h"
#include "ui/plots/ticks.h"
#include "ui/plots/tidy_table.h"

using namespace touchstone::ui;

class PlotsNumbersTest : public QObject {
  Q_OBJECT

 private slots:
  void numbers();
  void linearTicksAreFewEvenAndInside();
  void logTicksByTheirSpan();
  void everyScaleHasThreeLabels();
  void resourceTicksTakeTheRungs();
  void tickLabelsAreDistinct();
  void badRangesGiveNoTicks();
  void rangeHoldsAllButFarOutliers();
  void rangeOfOneValueAndOfNone();
  void rangeStaysWhileItFits();
  void tidyCsvQuotesAndRoundTrips();
};

void PlotsNumbersTest::numbers() {
  QCOMPARE(fixedNumber(-0.013, 3), QStringLiteral("−0.013"));
  QCOMPARE(fixedNumber(-0.0001, 2), QStringLiteral("0.00"));
  QCOMPARE(fixedNumber(std::nan(""), 2), QStringLiteral("–"));
  QCOMPARE(fixedNumber(-INFINITY, 2), QStringLiteral("−∞"));
  QCOMPARE(readableNumber(4310.0, 4), QStringLiteral("4,310"));
  QCOMPARE(readableNumber(0.35714), QStringLiteral("0.3571"));
  QCOMPARE(readableNumber(2.1e-7, 2), QStringLiteral("2.1×10⁻⁷"));
  QCOMPARE(readableNumber(-12345678.0, 2), QStringLiteral("−1.2×10⁷"));
  QCOMPARE(readableNumber(0.0), QStringLiteral("0"));
  QCOMPARE(spreadNumber(0.004, 3), QStringLiteral("±.004"));
  QCOMPARE(decimalsForStep(0.25), 2);
  QCOMPARE(decimalsForStep(0.1), 1);
  QCOMPARE(decimalsForStep(5.0), 0);
  QCOMPARE(decimalsForStep(2.5), 1);
  QCOMPARE(decimalsForScores(0.357), 3);
  QCOMPARE(decimalsForScores(1.72), 3);
  QCOMPARE(decimalsForScores(4812.0), 0);
  QCOMPARE(powerOfTen(-12), QStringLiteral("10⁻¹²"));
  QCOMPARE(duration(41.0), QStringLiteral("00:41"));
  QCOMPARE(duration(13260.0), QStringLiteral("3 h 41 min"));
  const std::pair<double, const char*> taken[] = {{0.0, "0 ms"},         {0.042, "42 ms"},      {0.0994, "99 ms"},     {0.0996, "0.1 s"},      {0.8, "0.8 s"},
                                                  {9.94, "9.9 s"},         {9.96, "10 s"},         {41.2, "41 s"},
                                                  {59.4, "59 s"},          {59.6, "1 min 00 s"},   {221.0, "3 min 41 s"},
                                                  {3599.6, "1 h 00 min"},  {7500.0, "2 h 05 min"}, {86399.0, "1 d 00 h"},
                                                  {187200.0, "2 d 04 h"}};
  for (const auto& [seconds, text] : taken) QCOMPARE(shortDuration(seconds), QString::fromUtf8(text));
  QCOMPARE(shortDuration(NAN), QStringLiteral("–"));
  QCOMPARE(shortDuration(-1.0), QStringLiteral("–"));
  QCOMPARE(count(1420000.0), QStringLiteral("1.42 M"));
  QCOMPARE(count(-4310.0), QStringLiteral("−4,310"));
}

void PlotsNumbersTest::linearTicksAreFewEvenAndInside() {
  std::mt19937 generator(7);
  std::uniform_real_distribution<double> any(-5.0, 5.0);
  for (int i = 0; i < 500; ++i) {
    const double scale = std::pow(10.0, any(generator));
    const double lo = any(generator) * scale;
    const double hi = lo + std::abs(any(generator)) * scale + 1e-12 * scale;
    const Ticks ticks = linearTicks(lo, hi, {.most = 6});
    QVERIFY(ticks.major.size() <= 7);
    QVERIFY(ticks.major.size() >= 2);
    QCOMPARE(ticks.labels.size(), ticks.major.size());
    for (const double tick : ticks.major) QVERIFY(tick >= lo - 1e-9 * (hi - lo) && tick <= hi + 1e-9 * (hi - lo));
  }
}

void PlotsNumbersTest::logTicksByTheirSpan() {
  const Ticks decades = logTicks(1e-4, 10.0, {.most = 8});
  QCOMPARE(decades.labels.front(), QStringLiteral("10⁻⁴"));
  QCOMPARE(decades.labels.back(), QStringLiteral("10¹"));
  QVERIFY(decades.minor.size() > 20);
  const Ticks few = logTicks(0.3, 3.0, {.most = 8});
  QCOMPARE(few.labels, (std::vector<QString>{QStringLiteral("0.3"), QStringLiteral("1"), QStringLiteral("3")}));
  const Ticks narrow = logTicks(0.36, 0.41, {.most = 5});
  QVERIFY(narrow.major.size() >= 3);
  QVERIFY(narrow.labels.front().startsWith(QStringLiteral("0.3")));
  const Ticks wide = logTicks(1e-30, 1e30, {.most = 6});
  QVERIFY(wide.major.size() >= 3 && wide.major.size() <= 6);
  const Ticks small = logTicks(2e-6, 9e-5, {.most = 6});
  QCOMPARE(small.labels.front(), QStringLiteral("2×10⁻⁶"));
  QCOMPARE(small.labels[2], QStringLiteral("10⁻⁵"));
}

// On an axis of a paper column: labels of 7 pt figures, 4 pt a character, 8 pt high.
void PlotsNumbersTest::everyScaleHasThreeLabels() {
  std::mt19937 generator(3);
  std::uniform_real_distribution<double> any(0.0, 1.0);
  for (int i = 0; i < 3000; ++i) {
    const bool isLog = i % 2 == 0;
    const bool isFlat = i % 4 < 2;
    const double lo = std::pow(10.0, 5.0 * any(generator) - 2.0);
    const double hi = isLog ? lo * std::pow(10.0, 0.01 + 7.0 * std::pow(any(generator), 2.0))
                            : lo * (1.0 + std::pow(10.0, 3.0 * any(generator) - 2.0));
    TickRoom room{.most = 6, .length = isFlat ? 105.0 : 95.0, .extent = {}};
    room.extent = [isFlat](const QString& label) {
      return isFlat ? 4.0 * static_cast<double>(label.size()) + 5.0 : 10.0;
    };
    const Ticks ticks = isLog ? logTicks(lo, hi, room) : linearTicks(lo, hi, room);
    const QString what = QStringLiteral("%1 .. %2: %3 labels").arg(lo).arg(hi).arg(ticks.labels.size());
    QVERIFY2(ticks.labels.size() >= 3 && ticks.labels.size() <= 8, qPrintable(what));
    const auto place = [&](double v) {
      return room.length * (isLog ? std::log(v / lo) / std::log(hi / lo) : (v - lo) / (hi - lo));
    };
    for (std::size_t k = 0; k < ticks.major.size(); ++k) {
      QVERIFY2(place(ticks.major[k]) > -0.01 && place(ticks.major[k]) < room.length + 0.01, qPrintable(what));
      if (k == 0) continue;
      const double needed = 0.85 * (room.extent(ticks.labels[k]) + room.extent(ticks.labels[k - 1])) / 2.0;
      QVERIFY2(place(ticks.major[k]) - place(ticks.major[k - 1]) >= needed - 1e-6, qPrintable(what));
      QVERIFY2(ticks.labels[k] != ticks.labels[k - 1], qPrintable(what));
    }
  }
}

void PlotsNumbersTest::resourceTicksTakeTheRungs() {
  const std::vector<double> rungs = {1, 3, 9, 27};
  const Ticks ticks = resourceTicks(1.0, 27.0, rungs, {.most = 10});
  QCOMPARE(ticks.major, rungs);
  QCOMPARE(ticks.labels[3], QStringLiteral("27"));
  const Ticks doubled = resourceTicks(1.0, 20.0, {}, {.most = 10});
  QCOMPARE(doubled.major, (std::vector<double>{1, 2, 4, 8, 16}));
  QVERIFY(resourceTicks(1.0, 1e6, {}, {.most = 6}).major.size() <= 6);
  // two rungs are no scale: whole numbers between them
  QCOMPARE(resourceTicks(1.0, 3.0, std::vector<double>{1, 3}, {.most = 6}).major, (std::vector<double>{1, 2, 3}));
  QCOMPARE(wholeTicks(0.0, 3.0, {.most = 10}).major, (std::vector<double>{0, 1, 2, 3}));
}

void PlotsNumbersTest::tickLabelsAreDistinct() {
  for (const auto& [lo, hi] : {std::pair{0.35, 0.36}, {0.0, 27.0}, {-1.0, 1.0}, {1e-7, 3e-7}, {1234.0, 1236.0}}) {
    const Ticks ticks = linearTicks(lo, hi, {.most = 6});
    for (std::size_t i = 1; i < ticks.labels.size(); ++i)
      QVERIFY2(ticks.labels[i] != ticks.labels[i - 1], qPrintable(ticks.labels[i]));
  }
}

void PlotsNumbersTest::badRangesGiveNoTicks() {
  QVERIFY(linearTicks(1.0, 1.0, {.most = 5}).major.empty());
  QVERIFY(linearTicks(2.0, 1.0, {.most = 5}).major.empty());
  QVERIFY(linearTicks(std::nan(""), 1.0, {.most = 5}).major.empty());
  QVERIFY(linearTicks(0.0, INFINITY, {.most = 5}).major.empty());
  QVERIFY(logTicks(-1.0, 1.0, {.most = 5}).major.empty());
  QVERIFY(linearTicks(1.0, 1.0 + 1e-15, {.most = 5}).major.size() < 1000);
}

void PlotsNumbersTest::rangeHoldsAllButFarOutliers() {
  std::vector<double> values;
  for (int i = 0; i < 200; ++i) values.push_back(0.3 + 0.001 * i);
  FitRange range = fitRange(values, {}, false);
  QVERIFY(range.lo < 0.3 && range.hi > 0.499 && range.hi < 0.53);
  QVERIFY(!range.isCutAbove);
  values.push_back(1e6);  // one diverged trial
  range = fitRange(values, {}, false);
  QVERIFY(range.isCutAbove && range.hi < 1.0);
  const double kept = 5.0;  // the end of a lit curve
  range = fitRange(values, std::span(&kept, 1), false);
  QVERIFY(range.hi > 5.0 && range.hi < 10.0);
}

void PlotsNumbersTest::rangeOfOneValueAndOfNone() {
  const double one = 0.5;
  FitRange range = fitRange(std::span(&one, 1), {}, false);
  QVERIFY(range.lo < 0.5 && range.hi > 0.5);
  const double bad[] = {std::nan(""), INFINITY, -INFINITY};
  range = fitRange(bad, {}, false);
  QVERIFY(range.isEmpty && range.hi > range.lo);
  const double zero[] = {0.0, -1.0};
  range = fitRange(zero, {}, true);  // nothing has a place on a log axis
  QVERIFY(range.isEmpty && range.lo > 0.0);
}

void PlotsNumbersTest::rangeStaysWhileItFits() {
  const FitRange now{.lo = 0.0, .hi = 1.0, .isEmpty = false};
  QVERIFY(isStillFitting(now, {.lo = 0.1, .hi = 0.95, .isEmpty = false}, false));
  QVERIFY(!isStillFitting(now, {.lo = 0.1, .hi = 1.01, .isEmpty = false}, false));
  QVERIFY(!isStillFitting(now, {.lo = 0.4, .hi = 0.6, .isEmpty = false}, false));
}

void PlotsNumbersTest::tidyCsvQuotesAndRoundTrips() {
  TidyTable table;
  table.push_back({.series = QStringLiteral("a \"b\", c"),
                   .family = QStringLiteral("supervised"),
                   .task = QStringLiteral("x\ny"),
                   .seedCount = 3,
                   .x = 1.0,
                   .y = 0.1,
                   .lo = TidyRow::kNone,
                   .hi = 1e-17});
  QCOMPARE(tidyCsv(table),
           std::string("series,family,task,seed_n,x,y,lo,hi\n\"a \"\"b\"\", c\",supervised,\"x\ny\",3,1,0.1,,1e-17\n"));
}

QTEST_APPLESS_MAIN(PlotsNumbersTest)
#include "plots_numbers_test.moc"
