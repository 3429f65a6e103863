// Forecasts as one linear map against the plain recursion.
#include "unit/contenders/oracles.h"  // before Qt, whose macro `slots` hides BudgetSpec::slots

#include "engine/contenders/auto_ar/ar_forecaster.h"

#include <QObject>
#include <QTest>

using namespace touchstone;
using namespace touchstone::contenders;

namespace {

ArModel randomModel(std::uint64_t seed, int difference, std::size_t order) {
  base::RandomStream random({seed, 9});
  ArModel model{difference, {0.1 * random.normal()}};
  for (std::size_t i = 0; i < order; ++i) {
    model.coefficients.push_back(random.uniform(-1.0, 1.0) / static_cast<double>(order + 1));
  }
  return model;
}

}  // namespace

class ArForecasterTest : public QObject {
  Q_OBJECT

 private slots:
  void equalsRecursion();
  void levelCoefficientsOfARandomWalk();
  void continuesShortHistoriesWithTheirFirstValue();
  void isTheSameInAnyBlock();
  void reportsMistakesAndCancellation();
};

void ArForecasterTest::equalsRecursion() {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const int d = static_cast<int>(seed % 3);
    const std::size_t order = (seed * 7) % 45;
    const int horizon = 1 + static_cast<int>(seed % 50);
    const ArModel model = randomModel(seed, d, order);
    const ArForecaster forecaster(model, horizon);
    const std::vector<double> x = testing::randomSeries(130, seed, d);
    std::vector<Origin> origins;
    for (std::size_t t = 60; t <= x.size(); t += 7) {
      origins.push_back({0, std::span(x).first(t)});
    }
    const auto steps = static_cast<std::size_t>(horizon);
    std::vector<double> out(origins.size() * steps);
    QVERIFY(forecaster.forecast(origins, base::CancelToken(), out).ok());
    for (std::size_t o = 0; o < origins.size(); ++o) {
      const auto expected = testing::recursiveForecast(model.coefficients, d, origins[o].history, steps);
      for (std::size_t h = 0; h < steps; ++h) {
        QVERIFY(testing::isNear(out[o * steps + h], expected[h], 1e-10, 1e-10));
      }
    }
  }
}

void ArForecasterTest::levelCoefficientsOfARandomWalk() {
  QCOMPARE(levelCoefficients({0, {0.0}}), std::vector<double>{});
  QCOMPARE(levelCoefficients({1, {0.0}}), std::vector<double>{1.0});
  QCOMPARE(levelCoefficients({2, {0.0}}), (std::vector<double>{2.0, -1.0}));
  QCOMPARE(levelCoefficients({1, {0.0, 0.5}}), (std::vector<double>{1.5, -0.5}));
}

void ArForecasterTest::continuesShortHistoriesWithTheirFirstValue() {
  for (int d = 0; d <= 2; ++d) {
    const ArModel model = randomModel(4, d, 12);
    const std::vector<double> x = testing::randomSeries(5, 3);
    std::vector<double> padded(60, x.front());
    padded.insert(padded.end(), x.begin(), x.end());
    const std::vector<Origin> origins{{0, x}};
    std::vector<double> out(8);
    QVERIFY(ArForecaster(model, 8).forecast(origins, base::CancelToken(), out).ok());
    const auto expected = testing::recursiveForecast(model.coefficients, d, padded, 8);
    for (std::size_t h = 0; h < 8; ++h) {
      QVERIFY(testing::isNear(out[h], expected[h], 1e-11, 1e-11));
    }
  }
}

void ArForecasterTest::isTheSameInAnyBlock() {
  const ArForecaster forecaster(randomModel(1, 1, 30), 24);
  const std::vector<double> x = testing::randomSeries(1100, 5, 1);
  std::vector<Origin> origins;
  for (std::size_t t = 40; t < x.size(); ++t) {
    origins.push_back({0, std::span(x).first(t)});
  }
  std::vector<double> together(origins.size() * 24);
  QVERIFY(forecaster.forecast(origins, base::CancelToken(), together).ok());
  for (std::size_t o = 0; o < origins.size(); o += 97) {
    std::vector<double> alone(24);
    QVERIFY(forecaster.forecast(std::span(origins).subspan(o, 1), base::CancelToken(), alone).ok());
    for (std::size_t h = 0; h < 24; ++h) {
      QVERIFY(testing::isNear(together[o * 24 + h], alone[h], 1e-12, 1e-12));
    }
  }
}

void ArForecasterTest::reportsMistakesAndCancellation() {
  const ArForecaster forecaster(randomModel(1, 0, 2), 3);
  const std::vector<double> x{1.0, 2.0};
  const std::vector<Origin> good{{0, x}};
  const std::vector<Origin> empty{{0, {}}};
  std::vector<double> out(3);
  QCOMPARE(forecaster.forecast(empty, base::CancelToken(), out).error().code, ErrorCode::kInternal);
  QCOMPARE(forecaster.forecast(good, base::CancelToken(), std::span(out).first(2)).error().code, ErrorCode::kInternal);
  QVERIFY(forecaster.forecast({}, base::CancelToken(), {}).ok());
  base::CancelToken token;
  token.cancel();
  QCOMPARE(forecaster.forecast(good, token, out).error().code, ErrorCode::kCancelled);
}

QTEST_GUILESS_MAIN(ArForecasterTest)
#include "ar_forecaster_test.moc"
