// Densities of Parzen estimators against worked numbers (methods.md 6.7), Optuna's (tests/golden/tpe_density.json), and
// what every density must be.
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "engine/search/parzen_estimator.h"
#include "golden.h"
#include "small_estimators.h"

using namespace touchstone;
using namespace touchstone::search;
using testing::densityAt;
using testing::estimatorOf;
using testing::normalBelow;

namespace {

Param paramOf(const QJsonObject& object) {
  const std::string name = object["name"].toString().toStdString();
  const QString kind = object["kind"].toString();
  const double low = object["low"].toDouble();
  const double high = object["high"].toDouble();
  const auto whole = [](double value) { return static_cast<std::int64_t>(value); };
  if (kind == "real") return Param::real(name, low, high);
  if (kind == "log") return Param::logReal(name, low, high);
  if (kind == "stepped") return Param::steppedReal(name, low, high, object["step"].toDouble());
  if (kind == "whole") return Param::whole(name, whole(low), whole(high), whole(object["step"].toDouble()));
  if (kind == "logwhole") return Param::logWhole(name, whole(low), whole(high));
  std::vector<ParamValue> choices;
  for (std::int64_t i = 0; i < object["choices"].toInteger(); ++i) {
    choices.emplace_back(i);
  }
  return Param::category(name, choices);
}

}  // namespace

class ParzenDensityTest : public QObject {
  Q_OBJECT

 private slots:
  void weightsRampUp();
  void matchesWorkedExample();
  void matchesWorkedExampleInLogarithm();
  void withoutObservationsIsThePrior();
  void matchesOptuna_data();
  void matchesOptuna();
  void densitiesIntegrateToOne();
  void gridMassesSumToOne();
};

void ParzenDensityTest::weightsRampUp() {
  QVERIFY(trialWeights(0).empty());
  QCOMPARE(trialWeights(24), std::vector<double>(24, 1.0));
  QCOMPARE(trialWeights(25), std::vector<double>(25, 1.0));
  QCOMPARE(trialWeights(26)[0], 1.0 / 26.0);
  QCOMPARE(trialWeights(26)[1], 1.0);
  const auto weights = trialWeights(100);
  QCOMPARE(weights.size(), std::size_t{100});
  QCOMPARE(weights[0], 0.01);
  QCOMPARE(weights[74], 1.0);
  QVERIFY(std::abs(weights[37] - 0.505) < 1e-15);  // half way
  QCOMPARE(std::count(weights.begin(), weights.end(), 1.0), 26);
}

void ParzenDensityTest::matchesWorkedExample() {
  const ParzenEstimator estimator = estimatorOf(Param::real("x", 0.0, 1.0), {0.2, 0.5, 0.9});
  const auto kernels = estimator.kernels(0);
  const std::vector<double> mus{0.2, 0.5, 0.9, 0.5};
  const std::vector<double> sigmas{0.3, 0.4, 0.4, 1.0};
  for (std::size_t k = 0; k < 4; ++k) {
    QCOMPARE(kernels[k].mu, mus[k]);
    QVERIFY(std::abs(kernels[k].sigma - sigmas[k]) < 1e-15);
    QCOMPARE(estimator.weights()[k], 0.25);
  }
  const std::map<double, double> golden{
      {0.0, 0.766376}, {0.25, 1.066900}, {0.5, 1.105601}, {0.9, 0.886707}, {1.0, 0.799425}};
  for (const auto& [x, density] : golden) {
    QVERIFY2(std::abs(densityAt(estimator, x) - density) < 5e-7, qPrintable(QString::number(x)));
  }
}

void ParzenDensityTest::matchesWorkedExampleInLogarithm() {
  const ParzenEstimator estimator = estimatorOf(Param::logReal("x", 1e-4, 10.0), {1e-3, 1e-1, 1.0});
  const auto kernels = estimator.kernels(0);
  const std::vector<double> mus{-6.907755, -2.302585, 0.0, -3.453878};
  const std::vector<double> sigmas{4.605170, 4.605170, 2.302585, 11.512925};
  for (std::size_t k = 0; k < 4; ++k) {
    QVERIFY(std::abs(kernels[k].mu - mus[k]) < 5e-7);
    QVERIFY(std::abs(kernels[k].sigma - sigmas[k]) < 5e-7);
  }
  const std::map<double, double> golden{{1e-4, 0.057641}, {1e-2, 0.082735}, {1.0, 0.108302}, {10.0, 0.072534}};
  for (const auto& [x, density] : golden) {
    QVERIFY2(std::abs(densityAt(estimator, x) - density) < 5e-7, qPrintable(QString::number(x)));
  }
}

void ParzenDensityTest::withoutObservationsIsThePrior() {
  const ParzenEstimator estimator = estimatorOf(Param::category("x", {1.0, 2.0, 3.0, 4.0}), {});
  QCOMPARE(estimator.weights(), std::vector<double>{1.0});
  QVERIFY(std::abs(densityAt(estimator, 2.0) - 0.25) < 1e-15);
  const ParzenEstimator wide = estimatorOf(Param::real("x", 0.0, 2.0), {});
  QVERIFY(std::abs(densityAt(wide, 1.0) -
                   1.0 / (2.0 * std::sqrt(2.0 * std::numbers::pi) * (normalBelow(0.5) - normalBelow(-0.5)))) < 1e-15);
}

void ParzenDensityTest::matchesOptuna_data() {
  QTest::addColumn<QJsonObject>("golden");
  const QJsonObject file = testing::readGolden("tpe_density.json");
  QVERIFY(!file.isEmpty());
  for (const auto& item : file["cases"].toArray()) {
    QTest::newRow(qPrintable(item.toObject()["name"].toString())) << item.toObject();
  }
}

void ParzenDensityTest::matchesOptuna() {
  QFETCH(QJsonObject, golden);
  const QJsonObject options = golden["options"].toObject();
  Space space;
  for (const auto& param : golden["params"].toArray()) {
    space.params.push_back(paramOf(param.toObject()));
  }
  QVERIFY(check(space).ok());
  ParzenEstimator estimator(space, {.priorWeight = options["prior_weight"].toDouble(),
                                    .useMagicClip = options["magic_clip"].toBool(),
                                    .considerEndpoints = options["endpoints"].toBool()});
  int trial = 0;
  for (const auto& observation : golden["observations"].toArray()) {
    estimator.insert(trial++, testing::numbers(observation));
  }
  const QJsonArray points = golden["points"].toArray();
  const auto count = static_cast<std::size_t>(points.size());
  std::vector<double> all;
  for (const auto& point : points) {
    const auto values = testing::numbers(point);
    all.insert(all.end(), values.begin(), values.end());
  }
  std::vector<double> result(count);
  // Optuna's own tail functions are good to about 1e-13 relative to the density.
  const auto isNear = [](double a, double b) { return std::abs(a - b) < 2e-12 * std::max(1.0, std::abs(b)); };
  for (std::size_t i = 0; i < space.params.size(); ++i) {
    std::vector<double> x;
    for (std::size_t c = 0; c < count; ++c) {
      x.push_back(all[c * space.params.size() + i]);
    }
    estimator.logDensity(i, x, result);
    const auto expected = testing::numbers(golden["log_density"].toArray()[static_cast<qsizetype>(i)]);
    for (std::size_t c = 0; c < count; ++c) {
      QVERIFY2(isNear(result[c], expected[c]), qPrintable(QString("%1 at %2: %3, Optuna %4")
                                                              .arg(QString::fromStdString(space.params[i].name))
                                                              .arg(x[c])
                                                              .arg(result[c], 0, 'g', 17)
                                                              .arg(expected[c], 0, 'g', 17)));
    }
  }
  estimator.logDensityOfPoints(all, result);
  const auto expected = testing::numbers(golden["log_density_of_points"]);
  for (std::size_t c = 0; c < count; ++c) {
    QVERIFY2(
        isNear(result[c], expected[c]),
        qPrintable(QString("point %1: %2, Optuna %3").arg(c).arg(result[c], 0, 'g', 17).arg(expected[c], 0, 'g', 17)));
  }
}

void ParzenDensityTest::densitiesIntegrateToOne() {
  base::RandomStream stream{11};
  for (const int count : {1, 7, 150}) {
    ParzenEstimator estimator(Space{{Param::real("x", -3.0, 5.0)}});
    for (int trial = 0; trial < count; ++trial) {
      const double value = stream.uniform(-3.0, 5.0);
      estimator.insert(trial, std::span<const double>(&value, 1));
    }
    constexpr int kSteps = 20000;
    std::vector<double> x(kSteps);
    std::vector<double> logs(kSteps);
    for (int i = 0; i < kSteps; ++i) {
      x[static_cast<std::size_t>(i)] = -3.0 + 8.0 * (i + 0.5) / kSteps;
    }
    estimator.logDensity(0, x, logs);
    double integral = 0.0;
    for (const double value : logs) {
      integral += std::exp(value) * 8.0 / kSteps;
    }
    QVERIFY(std::abs(integral - 1.0) < 1e-7);
  }
}

void ParzenDensityTest::gridMassesSumToOne() {
  for (const Param& param : {Param::whole("x", 3, 90, 3), Param::logWhole("x", 1, 300)}) {
    const ParzenEstimator estimator = estimatorOf(param, {3.0, 3.0, 27.0, 9.0, 90.0, 30.0, 30.0, 30.0});
    double sum = 0.0;
    for (double x = param.low; x <= param.high; x += param.gridStep()) {
      sum += densityAt(estimator, x);
    }
    QVERIFY2(std::abs(sum - 1.0) < 1e-13, qPrintable(QString::number(sum, 'g', 17)));
  }
}

QTEST_GUILESS_MAIN(ParzenDensityTest)
#include "parzen_density_test.moc"
