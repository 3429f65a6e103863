// Scaling from training rows only and filling without a look ahead.
#include "engine/data/standardiser.h"

#include <QtTest>
#include <cmath>

#include "engine/base/random.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

const double kNan = std::nan("");

std::vector<double> filled(const std::vector<double>& values, std::size_t validationEnd) {
  return fillGaps(values, validationEnd).value_or(std::vector<double>{});
}

}  // namespace

class StandardiserTest : public QObject {
  Q_OBJECT

 private slots:
  void populationDeviation() {
    const std::vector<double> values = {2, 4, 4, 4, 5, 5, 7, 9};  // mean 5, population deviation 2
    const auto scale = scaleOf(values);
    QVERIFY(scale.has_value());
    QCOMPARE(scale->mean, 5.0);
    QCOMPARE(scale->deviation, 2.0);
    QCOMPARE(scale->toScaled(9), 2.0);
    QCOMPARE(scale->toRaw(scale->toScaled(3.7)), 3.7);
  }

  void missingValuesAreSkipped() {
    const auto scale = scaleOf(std::vector<double>{kNan, 1, kNan, 3});
    QVERIFY(scale.has_value());
    QCOMPARE(scale->mean, 2.0);
    QCOMPARE(scale->deviation, 1.0);
    QVERIFY(!scaleOf(std::vector<double>{kNan, kNan}));
    QVERIFY(!scaleOf({}));
  }

  void constantChannel() {
    const auto scale = scaleOf(std::vector<double>(1000, 0.1));
    QVERIFY(scale.has_value());
    QCOMPARE(scale->deviation, 1.0);
    QCOMPARE(scale->toScaled(0.1), 0.0);
  }

  void largeMeanKeepsItsDigits() {
    std::vector<double> values;
    for (int i = 0; i < 1000; ++i) {
      values.push_back(1e9 + i % 2);
    }
    QVERIFY(std::abs(scaleOf(values)->deviation - 0.5) < 1e-9);
  }

  void filling() {
    QCOMPARE(filled({1, kNan, kNan, 4}, 4), (std::vector<double>{1, 2, 3, 4}));
    QCOMPARE(filled({kNan, kNan, 5, 6}, 4), (std::vector<double>{5, 5, 5, 6}));
    QCOMPARE(filled({1, 2, kNan, kNan}, 4), (std::vector<double>{1, 2, 2, 2}));
    QCOMPARE(filled({1, 2, 3}, 3), (std::vector<double>{1, 2, 3}));
    QVERIFY(!fillGaps(std::vector<double>{kNan, kNan, 7}, 2));  // a test value is no filling for training rows
    QVERIFY(!fillGaps({}, 0));
  }

  void noTestValueEntersAHistory() {
    // A gap across the border is carried on, not drawn towards the test value behind it.
    QCOMPARE(filled({1, 2, kNan, kNan, 10, kNan, 20}, 3), (std::vector<double>{1, 2, 2, 2, 10, 10, 20}));
  }

  // Whatever stands in later test rows, the filled values before them stay the same.
  void fillingIsCausalInTheTestRows() {
    base::RandomStream random{5};
    for (int round = 0; round < 200; ++round) {
      std::vector<double> values(40);
      for (double& value : values) {
        value = random.uniform() < 0.4 ? kNan : random.uniform();
      }
      values[0] = 1.0;
      const auto border = static_cast<std::size_t>(random.below(30)) + 1;
      const auto cut = border + static_cast<std::size_t>(random.below(static_cast<std::int64_t>(40 - border))) + 1;
      const auto all = filled(values, border);
      const auto early =
          filled(std::vector<double>(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(cut)), border);
      QVERIFY(std::equal(early.begin(), early.end(), all.begin()));
      for (std::size_t i = 0; i < all.size(); ++i) {
        QVERIFY(std::isfinite(all[i]) && (std::isnan(values[i]) || all[i] == values[i]));
      }
    }
  }
};

QTEST_GUILESS_MAIN(StandardiserTest)
#include "standardiser_test.moc"
