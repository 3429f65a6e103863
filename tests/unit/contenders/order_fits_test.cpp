// Every lag order from one factorisation, against QR of each order's own design matrix and against statsmodels.
#include "unit/contenders/oracles.h"  // before Qt, whose macro `slots` hides BudgetSpec::slots

#include "engine/contenders/auto_ar/order_fits.h"

#include <QObject>
#include <QTest>
#include <limits>

using namespace touchstone;
using namespace touchstone::contenders;

namespace {

std::vector<double> fitByQr(std::span<const LagRows> channels, std::size_t order) {
  std::vector<std::vector<double>> design;
  std::vector<double> targets;
  for (const LagRows& rows : channels) {
    for (std::size_t t = rows.first; t < rows.end; ++t) {
      std::vector<double> row{1.0};
      for (std::size_t i = 1; i <= order; ++i) {
        row.push_back(rows.values[t - i]);
      }
      design.push_back(row);
      targets.push_back(rows.values[t]);
    }
  }
  return testing::leastSquares(design, targets);
}

bool areNear(std::span<const double> values, std::span<const double> expected, double relative) {
  if (values.size() != expected.size()) {
    return false;
  }
  double size = 0.0;
  for (const double e : expected) {
    size = std::max(size, std::abs(e));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!(std::abs(values[i] - expected[i]) <= relative * size)) {
      return false;
    }
  }
  return true;
}

}  // namespace

class OrderFitsTest : public QObject {
  Q_OBJECT

 private slots:
  void everyOrderEqualsQr();
  void equalsStatsmodels();
  void oneOrderEqualsTheLastOfAll();
  void residualsFallWithTheOrder();
  void zeroChannelGetsARidge();
  void collinearLagsGetARidge();
  void refusesValuesThatAreNotFinite();
  void largestOrderFollowsItsRule();
};

void OrderFitsTest::everyOrderEqualsQr() {
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    const std::size_t maxOrder = 1 + 7 * seed;
    const std::vector<double> x = testing::randomSeries(180, seed);
    const std::vector<double> y = testing::randomSeries(140, seed + 50);
    const std::vector<LagRows> rows{{x, maxOrder, 180}, {y, maxOrder, 140}};
    const auto fits = fitEveryOrder(lagGram(rows, maxOrder));
    QVERIFY(fits.ok());
    QCOMPARE(fits->ridge, 0.0);
    for (std::size_t p = 0; p <= maxOrder; ++p) {
      QVERIFY(areNear(fits->order(p), fitByQr(rows, p), 1e-9));
      for (std::size_t i = p + 1; i <= maxOrder; ++i) {
        QCOMPARE(fits->row(p)[i], 0.0);
      }
    }
  }
}

void OrderFitsTest::equalsStatsmodels() {
  const auto golden = testing::readGolden("ar_ols.json");
  QVERIFY(golden.contains("values"));
  const auto values = golden["values"].get<std::vector<double>>();
  const auto holdBack = golden["hold_back"].get<std::size_t>();
  const std::vector<LagRows> common{{values, holdBack, values.size()}};
  const auto fits = fitEveryOrder(lagGram(common, holdBack));
  QVERIFY(fits.ok());
  for (std::size_t p = 0; p <= holdBack; ++p) {
    QVERIFY(areNear(fits->order(p), golden["common"][p].get<std::vector<double>>(), 1e-8));
  }
  const auto own = golden["own_order"].get<std::size_t>();
  const std::vector<LagRows> all{{values, own, values.size()}};
  const auto fit = fitOneOrder(lagGram(all, own));
  QVERIFY(fit.ok());
  QVERIFY(areNear(fit->coefficients, golden["own"].get<std::vector<double>>(), 1e-8));
  const auto forecast = golden["forecast"].get<std::vector<double>>();
  QVERIFY(areNear(testing::recursiveForecast(fit->coefficients, 0, values, forecast.size()), forecast, 1e-8));
}

void OrderFitsTest::oneOrderEqualsTheLastOfAll() {
  const std::vector<double> x = testing::randomSeries(900, 3);
  for (const std::size_t order : {std::size_t{0}, std::size_t{1}, std::size_t{40}, std::size_t{130}}) {
    const std::vector<LagRows> rows{{x, order, 900}};
    const LagGram gram = lagGram(rows, order);
    QVERIFY(areNear(fitEveryOrder(gram)->order(order), fitOneOrder(gram)->coefficients, 1e-9));
  }
}

void OrderFitsTest::residualsFallWithTheOrder() {
  const std::size_t maxOrder = 60;
  const std::vector<double> x = testing::randomSeries(700, 8, 1);
  const std::vector<LagRows> rows{{x, maxOrder, 700}};
  const auto fits = fitEveryOrder(lagGram(rows, maxOrder));
  double previous = std::numeric_limits<double>::infinity();
  for (std::size_t p = 0; p <= maxOrder; ++p) {
    double squares = 0.0;
    for (std::size_t t = maxOrder; t < x.size(); ++t) {
      double residual = x[t] - fits->row(p)[0];
      for (std::size_t i = 1; i <= p; ++i) {
        residual -= fits->row(p)[i] * x[t - i];
      }
      squares += residual * residual;
    }
    QVERIFY(squares <= previous * (1.0 + 1e-9));
    previous = squares;
  }
}

void OrderFitsTest::zeroChannelGetsARidge() {
  const std::vector<double> zeros(100, 0.0);
  const std::vector<LagRows> rows{{zeros, 8, 100}};
  const auto fits = fitEveryOrder(lagGram(rows, 8));
  QVERIFY(fits.ok());
  QVERIFY(fits->ridge > 0.0 && fits->ridge < 1e-6);
  for (const double c : fits->coefficients) {
    QCOMPARE(c, 0.0);
  }
  // Beside a channel that moves it only pulls: no ridge is needed.
  const std::vector<double> x = testing::randomSeries(100, 1);
  const std::vector<LagRows> both{{zeros, 8, 100}, {x, 8, 100}};
  QCOMPARE(fitEveryOrder(lagGram(both, 8))->ridge, 0.0);
}

void OrderFitsTest::collinearLagsGetARidge() {
  // A sine follows an AR(2) exactly, so all lags beyond the second are collinear; a constant is collinear with the 1.
  std::vector<double> sine(300);
  for (std::size_t t = 0; t < sine.size(); ++t) {
    sine[t] = std::sin(0.3 * static_cast<double>(t));
  }
  // Noise of 1e-7 leaves pivots of 1e-14: the factorisation goes through, and its digits are worth nothing.
  std::vector<double> nearlySine = testing::randomSeries(300, 1);
  for (std::size_t t = 0; t < sine.size(); ++t) {
    nearlySine[t] = sine[t] + 1e-7 * nearlySine[t];
  }
  for (const auto& x : {sine, nearlySine, std::vector<double>(300, 1.0)}) {
    const std::vector<LagRows> rows{{x, 10, 300}};
    const auto fits = fitEveryOrder(lagGram(rows, 10));
    QVERIFY(fits.ok());
    QVERIFY(fits->ridge > 0.0 && fits->ridge < 1e-4);
    double prediction = fits->row(10)[0];
    for (std::size_t i = 1; i <= 10; ++i) {
      prediction += fits->row(10)[i] * x[200 - i];
    }
    QVERIFY(std::abs(prediction - x[200]) < 1e-3);
  }
}

void OrderFitsTest::refusesValuesThatAreNotFinite() {
  std::vector<double> x = testing::randomSeries(100, 1);
  x[50] = std::numeric_limits<double>::quiet_NaN();
  const std::vector<LagRows> rows{{x, 3, 100}};
  const auto fits = fitEveryOrder(lagGram(rows, 3));
  QVERIFY(!fits.ok());
  QCOMPARE(fits.error().code, ErrorCode::kBadInput);
}

void OrderFitsTest::largestOrderFollowsItsRule() {
  using Lengths = std::vector<std::size_t>;
  QCOMPARE(largestOrder(Lengths{2822}, 512), std::size_t{512});
  QCOMPARE(largestOrder(Lengths{100}, 512), std::size_t{24});       // (100 - 24) >= 3 * 25, not (100 - 25) >= 3 * 26
  QCOMPARE(largestOrder(Lengths(1000, 50), 512), std::size_t{49});  // many short ones: the shortest decides
  QCOMPARE(largestOrder(Lengths{900, 20}, 512), std::size_t{19});
  QCOMPARE(largestOrder(Lengths{1}, 512), std::size_t{0});
  QCOMPARE(largestOrder(Lengths{0, 50}, 512), std::size_t{0});
  QCOMPARE(largestOrder(Lengths{}, 512), std::size_t{0});
  for (std::size_t length = 1; length < 300; ++length) {
    const std::size_t p = largestOrder(Lengths{length}, 512);
    QVERIFY(p == 0 || length - p >= kRowsPerCoefficient * (p + 1));
    QVERIFY(length - p - 1 < kRowsPerCoefficient * (p + 2));
  }
}

QTEST_GUILESS_MAIN(OrderFitsTest)
#include "order_fits_test.moc"
