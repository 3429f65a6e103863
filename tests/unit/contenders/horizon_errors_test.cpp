// The closed-form errors of all orders against a plain recursion over every window.
#include "unit/contenders/oracles.h"  // before Qt, whose macro `slots` hides BudgetSpec::slots

#include "engine/contenders/auto_ar/horizon_errors.h"

#include <QObject>
#include <QTest>

#include "engine/contenders/auto_ar/kpss.h"
using namespace touchstone;
using namespace touchstone::contenders;

namespace {

struct Scenario {
  std::vector<std::vector<double>> levels;
  std::vector<std::size_t> trainEnds;
  std::vector<std::size_t> counts;  // windows of each channel
  std::size_t maxOrder = 0;
  int horizon = 1;
  int difference = 0;
};

double recursiveError(const Scenario& scenario, std::span<const double> coefficients) {
  double sum = 0.0;
  const auto steps = static_cast<std::size_t>(scenario.horizon);
  for (std::size_t c = 0; c < scenario.levels.size(); ++c) {
    const std::span<const double> y = scenario.levels[c];
    for (std::size_t t = scenario.trainEnds[c]; t < scenario.trainEnds[c] + scenario.counts[c]; ++t) {
      const auto forecast = testing::recursiveForecast(coefficients, scenario.difference, y.first(t), steps);
      for (std::size_t h = 0; h < steps; ++h) {
        sum += (forecast[h] - y[t + h]) * (forecast[h] - y[t + h]);
      }
    }
  }
  return sum;
}

// Fits on the training rows and compares every order; the largest relative deviation.
double largestDeviation(const Scenario& scenario) {
  const auto d = static_cast<std::size_t>(scenario.difference);
  std::vector<std::vector<double>> series;
  std::vector<LagRows> rows;
  std::vector<WindowRows> windows;
  for (const auto& levels : scenario.levels) {
    series.push_back(difference(levels, scenario.difference));
  }
  for (std::size_t c = 0; c < series.size(); ++c) {
    rows.push_back({series[c], scenario.maxOrder, scenario.trainEnds[c] - d});
    windows.push_back({series[c], scenario.trainEnds[c] - d, scenario.counts[c]});
  }
  const auto fits = fitEveryOrder(lagGram(rows, scenario.maxOrder));
  const auto errors = horizonErrors(*fits, windows, scenario.horizon, scenario.difference, base::CancelToken());
  double largest = 0.0;
  for (std::size_t p = 0; p <= scenario.maxOrder; ++p) {
    const double expected = recursiveError(scenario, fits->order(p));
    largest = std::max(largest, std::abs((*errors)[p] - expected) / expected);
  }
  return largest;
}

Scenario randomScenario(std::uint64_t seed) {
  base::RandomStream random({seed, 5});
  Scenario scenario;
  scenario.difference = static_cast<int>(random.below(3));
  scenario.horizon = 1 + static_cast<int>(random.below(30));
  scenario.maxOrder = static_cast<std::size_t>(random.below(40));
  const std::int64_t channels = 1 + random.below(4);
  for (std::int64_t c = 0; c < channels; ++c) {
    const std::size_t trainEnd = 150 + static_cast<std::size_t>(random.below(60));
    const std::size_t count = 1 + static_cast<std::size_t>(random.below(random.below(2) == 0 ? 3 : 60));
    const std::size_t size = trainEnd + count - 1 + static_cast<std::size_t>(scenario.horizon);
    scenario.levels.push_back(
        testing::randomSeries(size, 100 * seed + static_cast<std::uint64_t>(c), scenario.difference));
    scenario.trainEnds.push_back(trainEnd);
    scenario.counts.push_back(count);
  }
  return scenario;
}

}  // namespace

class HorizonErrorsTest : public QObject {
  Q_OBJECT

 private slots:
  void equalRecursionOnRandomTasks();
  void equalRecursionOnManyShortSeries();
  void equalRecursionAtLongHorizons();
  void impulseResponseIsTheRecursionsOwn();
  void explodingOrderIsNotFinite();
  void perfectFitIsNotNegative();
  void stopsWhenCancelled();
};

void HorizonErrorsTest::equalRecursionOnRandomTasks() {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const double deviation = largestDeviation(randomScenario(seed));
    QVERIFY2(deviation < 1e-8, qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(deviation)));
  }
}

void HorizonErrorsTest::equalRecursionOnManyShortSeries() {
  // More windows than fit in one block of residual rows, one or two a channel.
  Scenario scenario;
  scenario.horizon = 24;
  scenario.maxOrder = 20;
  for (std::uint64_t c = 0; c < 120; ++c) {
    scenario.levels.push_back(testing::randomSeries(60 + 25 + c % 7, c));
    scenario.trainEnds.push_back(60 + c % 7);
    scenario.counts.push_back(1 + c % 2);
  }
  QVERIFY(largestDeviation(scenario) < 1e-8);
}

void HorizonErrorsTest::equalRecursionAtLongHorizons() {
  Scenario scenario;
  scenario.horizon = 200;
  scenario.maxOrder = 30;
  scenario.difference = 1;
  scenario.levels = {testing::randomSeries(300 + 260, 1, 1), testing::randomSeries(280 + 230, 2, 1)};
  scenario.trainEnds = {300, 280};
  scenario.counts = {61, 31};
  QVERIFY(largestDeviation(scenario) < 1e-8);
}

void HorizonErrorsTest::impulseResponseIsTheRecursionsOwn() {
  const std::vector<double> coefficients{0.0, 0.5, -0.3, 0.2};
  for (int d = 0; d <= 2; ++d) {
    // A unit shock in the newest differenced value, against none.
    std::vector<double> quiet(20, 0.0);
    std::vector<double> shocked(20, 0.0);
    shocked.back() = 1.0;
    const auto base = testing::recursiveForecast(coefficients, d, quiet, 10);
    const auto moved = testing::recursiveForecast(coefficients, d, shocked, 10);
    const auto psi = impulseResponse(coefficients, d, 11);
    QCOMPARE(psi[0], 1.0);
    for (std::size_t h = 0; h < 10; ++h) {
      QVERIFY(testing::isNear(psi[h + 1], moved[h] - base[h], 1e-12, 1e-12));
    }
  }
}

void HorizonErrorsTest::explodingOrderIsNotFinite() {
  const OrderFits fits{1, {0.0, 0.0, 0.0, 1e9}, 0.0};
  const std::vector<double> x = testing::randomSeries(300, 1);
  const std::vector<WindowRows> windows{{x, 100, 80}};
  const auto errors = horizonErrors(fits, windows, 60, 0, base::CancelToken());
  QVERIFY(std::isfinite((*errors)[0]));
  QVERIFY(!std::isfinite((*errors)[1]));
}

void HorizonErrorsTest::perfectFitIsNotNegative() {
  std::vector<double> sine(400);
  for (std::size_t t = 0; t < sine.size(); ++t) {
    sine[t] = std::sin(0.2 * static_cast<double>(t));
  }
  const OrderFits fits{2, {0, 0, 0, 0, 1, 0, 0, 2.0 * std::cos(0.2), -1.0}, 0.0};
  const std::vector<WindowRows> windows{{sine, 200, 150}};
  const auto errors = horizonErrors(fits, windows, 20, 0, base::CancelToken());
  QVERIFY((*errors)[2] >= 0.0 && (*errors)[2] < 1e-9);
}

void HorizonErrorsTest::stopsWhenCancelled() {
  base::CancelToken token;
  token.cancel();
  const OrderFits fits{0, {0.0}, 0.0};
  const std::vector<double> x(100, 1.0);
  const std::vector<WindowRows> windows{{x, 50, 20}};
  const auto errors = horizonErrors(fits, windows, 10, 0, token);
  QVERIFY(!errors.ok());
  QCOMPARE(errors.error().code, ErrorCode::kCancelled);
}

QTEST_GUILESS_MAIN(HorizonErrorsTest)
#include "horizon_errors_test.moc"
