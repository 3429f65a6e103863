// Draws of Parzen estimators against the mixture's own distribution; the estimator's memory against a freshly built one.
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <map>

#include "engine/search/parzen_estimator.h"
#include "small_estimators.h"

using namespace touchstone;
using namespace touchstone::search;
using testing::densityAt;
using testing::estimatorOf;
using testing::normalBelow;

namespace {

// Distribution function of the first parameter's mixture at an inner value, from its kernels.
double mixtureBelow(const ParzenEstimator& estimator, const Range& range, double inner) {
  const auto kernels = estimator.kernels(0);
  double sum = 0.0;
  for (std::size_t k = 0; k < kernels.size(); ++k) {
    const auto [mu, sigma] = kernels[k];
    const double low = normalBelow((range.low - mu) / sigma);
    const double high = normalBelow((range.high - mu) / sigma);
    sum += estimator.weights()[k] * (normalBelow((inner - mu) / sigma) - low) / (high - low);
  }
  return sum;
}

Space mixedSpace() {
  return Space{{Param::real("a", -1.0, 1.0), Param::logReal("b", 1e-4, 1.0), Param::whole("c", 0, 20),
                Param::logWhole("d", 1, 64), Param::category("e", {1.0, 2.0, 3.0}), Param::real("f", 2.0, 2.0)}};
}

}  // namespace

class ParzenDrawsTest : public QObject {
  Q_OBJECT

 private slots:
  void drawsFollowTheMixture_data();
  void drawsFollowTheMixture();
  void drawsOnGridFollowTheMasses();
  void drawsOfCategoriesFollowTheRows();
  void pointsComeFromOneKernel();
  void doesNotDependOnOrder();
  void erasingUndoesInserting();
};

void ParzenDrawsTest::drawsFollowTheMixture_data() {
  QTest::addColumn<bool>("isLog");
  QTest::addColumn<int>("count");
  for (const int count : {0, 1, 5, 60}) {
    QTest::addRow("real %d", count) << false << count;
    QTest::addRow("log %d", count) << true << count;
  }
}

void ParzenDrawsTest::drawsFollowTheMixture() {
  QFETCH(bool, isLog);
  QFETCH(int, count);
  const Param param = isLog ? Param::logReal("x", 1e-3, 10.0) : Param::real("x", -2.0, 1.0);
  ParzenEstimator estimator(Space{{param}});
  base::RandomStream stream{3, static_cast<std::uint64_t>(count)};
  for (int trial = 0; trial < count; ++trial) {
    const double value = drawValue(param, stream);
    estimator.insert(trial, std::span<const double>(&value, 1));
  }
  std::vector<double> draws(20000);
  estimator.sample(0, stream, draws);
  std::sort(draws.begin(), draws.end());
  QVERIFY(draws.front() >= param.low && draws.back() <= param.high);
  const auto total = static_cast<double>(draws.size());
  double distance = 0.0;
  for (std::size_t i = 0; i < draws.size(); ++i) {
    const double inner = isLog ? std::log(draws[i]) : draws[i];
    const double below = mixtureBelow(estimator, innerRange(param), inner);
    distance = std::max({distance, std::abs(below - static_cast<double>(i) / total),
                         std::abs(below - static_cast<double>(i + 1) / total)});
  }
  QVERIFY2(std::sqrt(total) * distance < 1.95, qPrintable(QString::number(std::sqrt(total) * distance)));
}

void ParzenDrawsTest::drawsOnGridFollowTheMasses() {
  for (const Param& param : {Param::whole("x", 0, 60, 2), Param::logWhole("x", 1, 33)}) {
    const ParzenEstimator estimator = estimatorOf(param, {2.0, 4.0, 4.0, 30.0, 32.0});
    base::RandomStream stream{5};
    std::vector<double> draws(30000);
    estimator.sample(0, stream, draws);
    std::map<double, int> counts;
    for (const double value : draws) {
      ++counts[value];
    }
    double chiSquare = 0.0;
    double total = 0.0;
    for (double x = param.low; x <= param.high; x += param.gridStep()) {
      const double expected = densityAt(estimator, x) * 30000.0;
      chiSquare += (counts[x] - expected) * (counts[x] - expected) / expected;
      total += counts[x];
    }
    QCOMPARE(total, 30000.0);  // nothing off the grid
    QVERIFY2(chiSquare < 61.0, qPrintable(QString::number(chiSquare)));
  }
}

void ParzenDrawsTest::drawsOfCategoriesFollowTheRows() {
  const Param param = Param::category("x", {1.0, 2.0, 3.0, 4.0, 5.0});
  const ParzenEstimator estimator = estimatorOf(param, {1.0, 1.0, 4.0, 0.0});
  // kernels 5, share 1/5: rows (1 + 1/5, 1/5, ...)/2; weights 1/5 each
  QVERIFY(std::abs(densityAt(estimator, 1.0) - (2 * 0.6 + 2 * 0.1 + 0.2) / 5.0) < 1e-15);
  QVERIFY(std::abs(densityAt(estimator, 2.0) - (4 * 0.1 + 0.2) / 5.0) < 1e-15);
  base::RandomStream stream{6};
  std::vector<double> draws(20000);
  estimator.sample(0, stream, draws);
  double chiSquare = 0.0;
  for (double x = 0.0; x < 5.0; x += 1.0) {
    const double expected = densityAt(estimator, x) * 20000.0;
    const auto seen = static_cast<double>(std::count(draws.begin(), draws.end(), x));
    chiSquare += (seen - expected) * (seen - expected) / expected;
  }
  QVERIFY(chiSquare < 18.5);  // 4 degrees of freedom, probability 0.999
}

void ParzenDrawsTest::pointsComeFromOneKernel() {
  ParzenEstimator estimator(Space{{Param::real("a", 0.0, 1.0), Param::real("b", 0.0, 1.0)}});
  base::RandomStream stream{8};
  for (int trial = 0; trial < 200; ++trial) {
    const double centre = trial % 2 == 0 ? 0.1 : 0.9;
    const std::vector<double> point{centre + stream.uniform(-0.02, 0.02), centre + stream.uniform(-0.02, 0.02)};
    estimator.insert(trial, point);
  }
  std::vector<double> points(2 * 4000);
  estimator.samplePoints(stream, points);
  int apart = 0;
  for (std::size_t i = 0; i < points.size(); i += 2) {
    apart += std::abs(points[i] - points[i + 1]) > 0.5 ? 1 : 0;
  }
  QVERIFY(apart < 4000 * 3 / 100);  // independent parameters would give a half
}

void ParzenDrawsTest::doesNotDependOnOrder() {
  const Space space = mixedSpace();
  base::RandomStream stream{9};
  std::vector<std::vector<double>> observations;
  std::vector<std::int64_t> order;
  for (int trial = 0; trial < 150; ++trial) {
    std::vector<double> point;
    for (const Param& param : space.params) {
      point.push_back(drawValue(param, stream));
    }
    observations.push_back(point);
    order.push_back(trial);
  }
  ParzenEstimator inOrder(space);
  for (int trial = 0; trial < 150; ++trial) {
    inOrder.insert(trial, observations[static_cast<std::size_t>(trial)]);
  }
  stream.shuffle(order);
  ParzenEstimator shuffled(space);
  for (const std::int64_t trial : order) {
    shuffled.insert(static_cast<int>(trial), observations[static_cast<std::size_t>(trial)]);
  }
  std::vector<double> points(6 * 30);
  base::RandomStream first{1};
  base::RandomStream second{1};
  inOrder.samplePoints(first, points);
  std::vector<double> again(6 * 30);
  shuffled.samplePoints(second, again);
  QCOMPARE(again, points);
  std::vector<double> logs(30);
  std::vector<double> logsAgain(30);
  inOrder.logDensityOfPoints(points, logs);
  shuffled.logDensityOfPoints(points, logsAgain);
  QCOMPARE(logsAgain, logs);  // to the last bit
}

void ParzenDrawsTest::erasingUndoesInserting() {
  const Space space = mixedSpace();
  base::RandomStream stream{10};
  ParzenEstimator changed(space);
  std::map<int, std::vector<double>> present;
  for (int step = 0; step < 2000; ++step) {
    const int trial = static_cast<int>(stream.below(180));
    if (present.contains(trial)) {
      changed.erase(trial);
      present.erase(trial);
    } else {
      std::vector<double> point;
      for (const Param& param : space.params) {
        point.push_back(drawValue(param, stream));
      }
      changed.insert(trial, point);
      present[trial] = point;
    }
    if (step % 100 != 99) {
      continue;
    }
    ParzenEstimator fresh(space);
    for (const auto& [number, point] : present) {
      fresh.insert(number, point);
    }
    QCOMPARE(changed.trials(), fresh.trials());
    QCOMPARE(changed.weights(), fresh.weights());
    std::vector<double> points(6 * 5);
    std::vector<double> logs(5);
    std::vector<double> freshLogs(5);
    fresh.samplePoints(stream, points);
    changed.logDensityOfPoints(points, logs);
    fresh.logDensityOfPoints(points, freshLogs);
    QCOMPARE(logs, freshLogs);
  }
}

QTEST_GUILESS_MAIN(ParzenDrawsTest)
#include "parzen_draws_test.moc"
