// L-BFGS and its line search on functions whose minimum is known, and the model of the curvature against plain arithmetic.
#include "unit/contenders/oracles.h"  // before Qt, whose macro `slots` hides BudgetSpec::slots

#include "engine/contenders/linear/lbfgs.h"

#include "engine/contenders/linear/curvature_model.h"
#include "engine/contenders/linear/line_search.h"
#include "unit/contenders/linear_support.h"

#include <QObject>
#include <QTest>

using namespace touchstone;
using namespace touchstone::contenders;

namespace {

// sum_i scale_i (x_i - i)^2 / 2, with scale^power as its model: 0 none, 1 exact.
struct Bowl : SmoothFunction {
  std::vector<double> scales;
  double power = 0.0;
  int calls = 0;

  double evaluate(std::span<const double> x, std::span<double> gradient) override {
    ++calls;
    double value = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double away = x[i] - static_cast<double>(i);
      value += 0.5 * scales[i] * away * away;
      gradient[i] = scales[i] * away;
    }
    return value;
  }
  void precondition(std::span<const double> gradient, std::span<double> turned) const override {
    for (std::size_t i = 0; i < gradient.size(); ++i) {
      turned[i] = gradient[i] / std::pow(scales[i], power);
    }
  }
};

// Rosenbrock's valley: minimum 0 at (1, 1, ...).
struct Valley : SmoothFunction {
  double evaluate(std::span<const double> x, std::span<double> gradient) override {
    std::fill(gradient.begin(), gradient.end(), 0.0);
    double value = 0.0;
    for (std::size_t i = 0; i + 1 < x.size(); ++i) {
      const double bend = x[i + 1] - x[i] * x[i], away = 1.0 - x[i];
      value += 100.0 * bend * bend + away * away;
      gradient[i] += -400.0 * x[i] * bend - 2.0 * away;
      gradient[i + 1] += 200.0 * bend;
    }
    return value;
  }
};

// Infinite outside (-1, 1): -ln (1 - x^2), minimum at 0.
struct Barrier : SmoothFunction {
  double evaluate(std::span<const double> x, std::span<double> gradient) override {
    gradient[0] = 2.0 * x[0] / (1.0 - x[0] * x[0]);
    return -std::log(1.0 - x[0] * x[0]);  // NaN outside
  }
};

struct NotANumber : SmoothFunction {
  double evaluate(std::span<const double>, std::span<double> gradient) override {
    gradient[0] = 1.0;
    return std::nan("");
  }
};

}  // namespace

class LbfgsTest : public QObject {
  Q_OBJECT

 private slots:
  void bowls() {
    std::vector<int> iterations;
    for (const double power : {0.0, 0.5, 1.0}) {
      Bowl bowl;
      bowl.power = power;
      for (int i = 0; i < 30; ++i) {
        bowl.scales.push_back(std::pow(10.0, 0.1 * i - 1.5));
      }
      std::vector<double> x(30, 7.0);
      const auto report = minimise(bowl, x, {1e-9, 1.0, 1000, 10}, {});
      QVERIFY(report.ok() && report->isConverged && report->gradientSize <= 1e-9);
      QCOMPARE(report->evaluations, bowl.calls);
      for (std::size_t i = 0; i < x.size(); ++i) {
        QVERIFY(std::abs(x[i] - static_cast<double>(i)) < 1e-5);
      }
      iterations.push_back(report->iterations);
    }
    // SciPy's L-BFGS-B with ten pairs: 262 and 57.
    QVERIFY2(iterations[0] <= 290 && iterations[1] <= 64,
             qPrintable(QStringLiteral("%1 %2").arg(iterations[0]).arg(iterations[1])));
    QVERIFY(iterations[2] <= 4);  // an exact model leaves the line search alone
  }

  void valley() {
    Valley function;
    std::vector<double> x = {-1.2, 1.0, -0.5, 2.0};
    const auto report = minimise(function, x, {1e-8, 1.0, 500, 10}, {});
    QVERIFY(report.ok() && report->isConverged && report->value < 1e-14);
    for (const double entry : x) {
      QVERIFY(std::abs(entry - 1.0) < 1e-6);
    }
  }

  void leavesTheDomainAndComesBack() {
    Barrier function;
    std::vector<double> x = {0.999};
    const auto report = minimise(function, x, {1e-9, 1.0, 100, 5}, {});
    QVERIFY(report.ok() && report->isConverged && std::abs(x[0]) < 1e-8);
  }

  void stopsWhereToldTo() {
    Valley function;
    std::vector<double> x = {-1.2, 1.0};
    const auto report = minimise(function, x, {1e-12, 1.0, 3, 10}, {});
    QVERIFY(report.ok() && !report->isConverged);
    QCOMPARE(report->iterations, 3);
  }

  void roundingEndsItToo() {
    Bowl bowl;
    bowl.scales = {1.0, 3.0};
    std::vector<double> x = {5.0, 5.0};
    const auto report = minimise(bowl, x, {0.0, 0.0, 10'000, 10}, {});  // a gradient of 0 exactly, or no descent
    QVERIFY(report.ok() && report->iterations < 100 && std::abs(x[1] - 1.0) < 1e-12);
  }

  void refusesAndCancels() {
    NotANumber function;
    std::vector<double> x = {0.0};
    const auto report = minimise(function, x, {}, {});
    QVERIFY(!report.ok() && report.error().code == ErrorCode::kBadInput);
    base::CancelToken token;
    token.cancel();
    QVERIFY(minimise(function, x, {}, token).error().code == ErrorCode::kCancelled);
  }

  // Wolfe's conditions on a line with a long flat valley, from first steps far too short and far too long.
  void lineSearches() {
    const auto phi = [](double t) -> LinePoint {
      const double beta = 0.004;
      return {t, -t / (t * t + beta), (t * t - beta) / ((t * t + beta) * (t * t + beta))};
    };
    const LinePoint start = phi(0.0);
    for (const double first : {1e-4, 1e-2, 1.0, 1e3}) {
      const LineResult found = searchLine(phi, start, first);
      QVERIFY(found.isFound && found.trials <= kMostTrials);
      QVERIFY(found.point.value <= start.value + 1e-4 * found.point.step * start.slope);
      QVERIFY(std::abs(found.point.slope) <= 0.9 * std::abs(start.slope));
      QCOMPARE(found.point.value, phi(found.point.step).value);
    }
    // Nothing descends: a value that only grows, with a slope that lies.
    const auto lie = [](double t) -> LinePoint { return {t, t, -1.0}; };
    QVERIFY(!searchLine(lie, lie(0.0), 1.0).isFound);
  }

  void modelOfTheCurvature() {
    base::RandomStream random({4, 4});
    for (const bool isSparse : {false, true}) {
      constexpr std::size_t kRows = 300, kColumns = 7;
      auto dense = FeatureRows::dense(kColumns);
      dense.values = testing::randomValues(kRows * kColumns, 3);
      for (float& value : dense.values) {
        value = value > 0.3f ? value + 2.0f : 0.0f;
      }
      std::vector<double> weights(kRows);
      double total = 0.0;
      for (double& weight : weights) {
        weight = random.uniform(0.5, 2.0);
        total += weight;
      }
      const FeatureRows rows = isSparse ? testing::toSparse(dense) : dense;
      const ColumnMoments moments = columnMoments(rows, weights);
      CurvatureModel model;
      QVERIFY(model.build(rows, weights, moments, {}));
      for (const double penalty : {0.01, 10.0}) {
        QVERIFY(model.factor(0.2, penalty));
        std::vector<double> z(kColumns * 2);
        const std::vector<float> drawn = testing::randomValues(kColumns * 2, 5);
        const std::vector<double> g(drawn.begin(), drawn.end());
        model.solve(g, 2, z);
        // (0.2 covariance + penalty) z = g, the covariance by its definition.
        for (std::size_t k = 0; k < 2; ++k) {
          for (std::size_t a = 0; a < kColumns; ++a) {
            double product = penalty * z[a * 2 + k];
            for (std::size_t b = 0; b < kColumns; ++b) {
              double covariance = 0.0;
              for (std::size_t i = 0; i < kRows; ++i) {
                covariance += weights[i] / total *
                              (static_cast<double>(dense.values[i * kColumns + a]) - moments.means[a]) *
                              (static_cast<double>(dense.values[i * kColumns + b]) - moments.means[b]);
              }
              product += 0.2 * covariance * z[b * 2 + k];
            }
            QVERIFY(std::abs(product - g[a * 2 + k]) < 1e-4);
          }
        }
      }
    }
  }

  void modelIsForManyRowsOfFewColumns() {
    auto rows = FeatureRows::dense(50);
    rows.values.resize(50 * 20'000);
    QVERIFY(CurvatureModel::isWorthwhile(rows, 1) && CurvatureModel::isWorthwhile(rows, 10));
    rows.columns = 10'000;  // 100 rows
    QVERIFY(!CurvatureModel::isWorthwhile(rows, 1));
    QVERIFY(!CurvatureModel::isWorthwhile(FeatureRows::dense(5), 1));
  }
};

QTEST_GUILESS_MAIN(LbfgsTest)
#include "lbfgs_test.moc"
