// Logistic regression against scikit-learn (tests/golden/logistic.json), against Newton's method written out plainly, and by the
// conditions of its optimum.
#include "unit/contenders/oracles.h"  // before Qt, whose macro `slots` hides BudgetSpec::slots

#include "engine/contenders/linear/logistic_fit.h"

#include "engine/contenders/linear/logistic_loss.h"
#include "unit/contenders/linear_support.h"

#include <QObject>
#include <QTest>

using namespace touchstone;
using namespace touchstone::contenders;

namespace {

struct Problem {
  FeatureRows rows;
  data::Targets targets;
};

Problem fromGolden(const nlohmann::json& golden) {
  Problem made;
  for (const auto& row : golden["rows"]) {
    made.rows.columns = row.size();
    for (const auto& value : row) {
      made.rows.values.push_back(value.get<float>());
    }
  }
  made.targets.classes = testing::someNames(golden["classes"].get<std::size_t>());
  if (golden["kind"] == "class") {
    made.targets.labels = golden["labels"].get<std::vector<std::int32_t>>();
  } else {
    made.targets.kind = data::TargetKind::kMultiLabel;
    made.targets.bits = golden["bits"].get<std::vector<std::uint8_t>>();
  }
  return made;
}

Problem randomProblem(std::size_t items, std::size_t columns, std::size_t classes, std::uint64_t seed) {
  Problem made{FeatureRows::dense(columns), {}};
  made.rows.values = testing::randomValues(items * columns, seed);
  made.targets.classes = testing::someNames(classes);
  base::RandomStream random({seed, 9});
  for (std::size_t i = 0; i < items; ++i) {
    const bool isUpper = made.rows.values[i * columns] > 0.0f;
    const auto label = random.below(static_cast<std::int64_t>(classes));
    made.targets.labels.push_back(static_cast<std::int32_t>(isUpper && random.uniform() < 0.6 ? 0 : label));
  }
  return made;
}

double largestDifference(const std::vector<double>& a, const std::vector<double>& b) {
  double largest = a.size() == b.size() ? 0.0 : 1e9;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    largest = std::max(largest, std::abs(a[i] - b[i]));
  }
  return largest;
}

LogisticFit fitOf(const Problem& problem, const LogisticOptions& options, const LogisticWeights* start = nullptr) {
  const auto fit = LogisticProblem(problem.rows, problem.targets).fit(options, start, {});
  return fit.ok() ? *fit : LogisticFit{};
}

// Solves a x = b by Gauss's elimination with pivots.
std::vector<double> solve(std::vector<std::vector<double>> a, std::vector<double> b) {
  const std::size_t n = b.size();
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t pivot = i;
    for (std::size_t r = i + 1; r < n; ++r) {
      pivot = std::abs(a[r][i]) > std::abs(a[pivot][i]) ? r : pivot;
    }
    std::swap(a[i], a[pivot]);
    std::swap(b[i], b[pivot]);
    for (std::size_t r = 0; r < n; ++r) {
      const double factor = r == i ? 0.0 : a[r][i] / a[i][i];
      for (std::size_t c = i; c < n && factor != 0.0; ++c) {
        a[r][c] -= factor * a[i][c];
      }
      b[r] -= factor * b[i];
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    b[i] /= a[i][i];
  }
  return b;
}

// Two classes by Newton's method: coefficients, then the intercept.
std::vector<double> newton(const Problem& problem, double strength) {
  const std::size_t d = problem.rows.columns;
  std::vector<double> w(d + 1, 0.0);
  for (int step = 0; step < 50; ++step) {
    std::vector<double> gradient(d + 1, 0.0);
    std::vector<std::vector<double>> hessian(d + 1, std::vector<double>(d + 1, 0.0));
    for (std::size_t i = 0; i < problem.rows.rows(); ++i) {
      std::vector<double> x(d + 1, 1.0);
      double z = w[d];
      for (std::size_t j = 0; j < d; ++j) {
        x[j] = static_cast<double>(problem.rows.values[i * d + j]);
        z += x[j] * w[j];
      }
      const double p = 1.0 / (1.0 + std::exp(-z));
      for (std::size_t j = 0; j <= d; ++j) {
        gradient[j] += (p - problem.targets.labels[i]) * x[j];
        for (std::size_t k = 0; k <= d; ++k) {
          hessian[j][k] += p * (1.0 - p) * x[j] * x[k];
        }
      }
    }
    for (std::size_t j = 0; j < d; ++j) {
      gradient[j] += w[j] / strength;
      hessian[j][j] += 1.0 / strength;
    }
    const std::vector<double> change = solve(hessian, gradient);
    for (std::size_t j = 0; j <= d; ++j) {
      w[j] -= change[j];
    }
  }
  return w;
}

}  // namespace

class LogisticFitTest : public QObject {
  Q_OBJECT

 private slots:
  void equalsScikitLearn_data();
  void equalsScikitLearn();
  void equalsNewton();
  void gradientIsThatOfTheLoss();
  void sparseAndDenseAgree();
  void startDoesNotMatter();
  void warmStartsAreShort();
  void classesWithoutItems();
  void labelsThatSayNothing();
  void balancedWeightsMakeClassesCountTheSame();
  void whatIsRefused();
  void cancelled();
};

void LogisticFitTest::equalsScikitLearn_data() {
  QTest::addColumn<int>("index");
  const auto golden = testing::readGolden("logistic.json");
  QVERIFY(golden.contains("cases"));
  for (std::size_t i = 0; i < golden["cases"].size(); ++i) {
    QTest::newRow(golden["cases"][i]["name"].get<std::string>().c_str()) << static_cast<int>(i);
  }
}

void LogisticFitTest::equalsScikitLearn() {
  QFETCH(int, index);
  const auto golden = testing::readGolden("logistic.json")["cases"][static_cast<std::size_t>(index)];
  const Problem problem = fromGolden(golden);
  std::vector<double> coefficients, probabilities, classWeights;
  for (const auto& row : golden["coefficients"]) {
    for (const auto& value : row) {
      coefficients.push_back(value.get<double>());
    }
  }
  for (const auto& row : golden["probabilities"]) {
    for (const auto& value : row) {
      probabilities.push_back(value.get<double>());
    }
  }
  if (!golden["weights"].is_null()) {
    classWeights = golden["weights"].get<std::vector<double>>();
  }
  for (const auto& [tolerance, allowed] : {std::pair{1e-7, 1e-4}, {1e-11, 2e-7}}) {
    LogisticProblem fitter(problem.rows, problem.targets, classWeights);
    const auto fit = fitter.fit({golden["C"].get<double>(), tolerance, 100 * tolerance, 2000}, nullptr, {});
    QVERIFY(fit.ok() && fit->isConverged && fit->gradientSize <= tolerance);
    const double off = largestDifference(fit->weights.coefficients, coefficients);
    QVERIFY2(off < allowed, qPrintable(QString::number(off)));
    QVERIFY(largestDifference(fit->weights.intercepts, golden["intercepts"].get<std::vector<double>>()) <
            allowed * (index == 4 ? 300 : 1));  // columns 200 away from 0
    QVERIFY(testing::isNear(fit->objective, golden["objective"].get<double>(), 1e-8));
    std::vector<float> out(probabilities.size());
    predict(fit->weights, problem.rows, out);
    QVERIFY(largestDifference({out.begin(), out.end()}, probabilities) < allowed);
  }
}

void LogisticFitTest::equalsNewton() {
  for (const double strength : {0.001, 0.5, 1000.0}) {
    const Problem problem = randomProblem(70, 4, 2, 5);
    std::vector<double> expected = newton(problem, strength);
    const LogisticFit fit = fitOf(problem, {strength, 1e-10, 1e-9, 2000});
    QVERIFY(fit.isConverged);
    QVERIFY(std::abs(fit.weights.intercepts[0] - expected.back()) < 1e-7);
    expected.pop_back();
    QVERIFY(largestDifference(fit.weights.coefficients, expected) < 1e-7);
  }
}

void LogisticFitTest::gradientIsThatOfTheLoss() {
  for (const std::size_t classes : {2, 4}) {
    Problem problem = randomProblem(30, 3, classes, 6);
    for (const bool isLabels : {false, true}) {
      if (isLabels) {
        problem.targets.kind = data::TargetKind::kMultiLabel;
        for (std::size_t i = 0; i < 30 * classes; ++i) {
          problem.targets.bits.push_back(i % 3 == 0 ? 1 : 0);
        }
      }
      const std::vector<double> itemWeights = {1.0, 0.5, 2.0, 3.0};
      const LogisticTruth truth =
          makeTruth(problem.targets, isLabels ? std::span<const double>() : std::span(itemWeights).first(classes));
      LogisticLoss loss(problem.rows, truth);
      const std::size_t outputs = truth.outputs();
      QCOMPARE(outputs, isLabels || classes > 2 ? classes : std::size_t{1});
      const std::vector<float> start = testing::randomValues(4 * outputs, 8);
      std::vector<double> w(start.begin(), start.end()), gradient(4 * outputs), unused(4 * outputs);
      const auto at = [&](std::vector<double>& g) {
        return loss.evaluate(std::span(w).first(3 * outputs), std::span(w).last(outputs),
                             std::span(g).first(3 * outputs), std::span(g).last(outputs), {});
      };
      at(gradient);
      for (std::size_t i = 0; i < w.size(); ++i) {
        const double here = w[i];
        w[i] = here + 1e-5;
        const double above = at(unused);
        w[i] = here - 1e-5;
        const double below = at(unused);
        w[i] = here;
        QVERIFY(std::abs((above - below) / 2e-5 - gradient[i]) < 1e-6);
      }
    }
  }
}

void LogisticFitTest::sparseAndDenseAgree() {
  for (const std::size_t classes : {2, 5}) {
    Problem problem = randomProblem(700, 9, classes, 12);  // more rows than a block
    for (float& value : problem.rows.values) {
      value = value > 0.5f ? value : 0.0f;
    }
    Problem sparse{testing::toSparse(problem.rows), problem.targets};
    const LogisticFit a = fitOf(problem, {1.0, 1e-10, 1e-9, 2000}), b = fitOf(sparse, {1.0, 1e-10, 1e-9, 2000});
    QVERIFY(a.isConverged && b.isConverged);
    QVERIFY(largestDifference(a.weights.coefficients, b.weights.coefficients) < 1e-7);
    std::vector<float> p(700 * classes), q(700 * classes);
    predict(a.weights, problem.rows, p);
    predict(a.weights, sparse.rows, q);
    QVERIFY(largestDifference({p.begin(), p.end()}, {q.begin(), q.end()}) < 1e-6);
  }
}

void LogisticFitTest::startDoesNotMatter() {
  const Problem problem = randomProblem(200, 6, 3, 13);
  const LogisticFit cold = fitOf(problem, {2.0, 1e-10, 1e-9, 2000});
  LogisticWeights far = cold.weights;
  for (double& w : far.coefficients) {
    w = 5.0 - 3.0 * w;
  }
  const LogisticFit warm = fitOf(problem, {2.0, 1e-10, 1e-9, 2000}, &far);
  QVERIFY(warm.isConverged);
  QVERIFY(largestDifference(cold.weights.coefficients, warm.weights.coefficients) < 1e-7);
  QVERIFY(largestDifference(cold.weights.intercepts, warm.weights.intercepts) < 1e-7);
  double sum = 0.0;
  for (const double b : warm.weights.intercepts) {
    sum += b;
  }
  QVERIFY(std::abs(sum) < 1e-12);
}

void LogisticFitTest::warmStartsAreShort() {
  const Problem problem = randomProblem(300, 20, 2, 14);
  const LogisticFit first = fitOf(problem, {1.0, 1e-6, 1e-4, 2000});
  QVERIFY(first.iterations > 3);
  QCOMPARE(fitOf(problem, {1.0, 1e-6, 1e-4, 2000}, &first.weights).iterations, 0);
  QVERIFY(fitOf(problem, {1.05, 1e-6, 1e-4, 2000}, &first.weights).iterations <
          fitOf(problem, {1.05, 1e-6, 1e-4, 2000}).iterations);
}

// Three classes, of which only two have items: the fit of those two, and probability 0 for the third.
void LogisticFitTest::classesWithoutItems() {
  const Problem two = randomProblem(90, 4, 2, 15);
  const LogisticFit expected = fitOf(two, {1.0, 1e-9, 1e-9, 2000});
  Problem three = two;
  three.targets.classes = testing::someNames(4);
  for (std::int32_t& label : three.targets.labels) {
    label = label == 0 ? 1 : 3;
  }
  const LogisticFit fit = fitOf(three, {1.0, 1e-9, 1e-9, 2000});
  std::vector<float> p(90 * 2), q(90 * 4);
  predict(expected.weights, two.rows, p);
  predict(fit.weights, three.rows, q);
  for (std::size_t i = 0; i < 90; ++i) {
    QVERIFY(std::abs(q[i * 4 + 1] - p[i * 2]) < 1e-6 && std::abs(q[i * 4 + 3] - p[i * 2 + 1]) < 1e-6);
    QVERIFY(q[i * 4] == 0.0f && q[i * 4 + 2] == 0.0f);
  }
  QCOMPARE(fitOf(three, {1.0, 1e-9, 1e-9, 2000}, &fit.weights).iterations, 0);

  for (const std::int32_t only : {0, 1}) {
    Problem one = two;
    one.targets.labels.assign(90, only);
    const LogisticFit certain = fitOf(one, {});
    predict(certain.weights, one.rows, p);
    QVERIFY(certain.isConverged && p[static_cast<std::size_t>(only)] == 1.0f &&
            p[static_cast<std::size_t>(1 - only)] == 0.0f);
    one.targets.classes = testing::someNames(4);
    predict(fitOf(one, {}).weights, one.rows, q);
    QVERIFY(q[static_cast<std::size_t>(only)] == 1.0f && q[3] == 0.0f);
  }
}

void LogisticFitTest::labelsThatSayNothing() {
  Problem problem = randomProblem(50, 3, 2, 16);
  Problem labels{problem.rows, {data::TargetKind::kMultiLabel, testing::someNames(3), {}, {}, {}, 0}};
  for (const std::int32_t label : problem.targets.labels) {
    labels.targets.bits.insert(labels.targets.bits.end(), {0, static_cast<std::uint8_t>(label), 1});
  }
  const LogisticFit binary = fitOf(problem, {1.0, 1e-9, 1e-9, 2000}), fit = fitOf(labels, {1.0, 1e-9, 1e-9, 2000});
  std::vector<float> p(50 * 2), q(50 * 3);
  predict(binary.weights, problem.rows, p);
  predict(fit.weights, labels.rows, q);
  for (std::size_t i = 0; i < 50; ++i) {
    QVERIFY(std::abs(q[i * 3] - 0.5f / 51) < 1e-6f && std::abs(q[i * 3 + 2] - 50.5f / 51) < 1e-6f);
    QVERIFY(std::abs(q[i * 3 + 1] - p[i * 2 + 1]) < 1e-6);
  }
}

// The weights do the same as repeating the items of the smaller class.
void LogisticFitTest::balancedWeightsMakeClassesCountTheSame() {
  Problem problem = randomProblem(40, 3, 2, 17);
  for (std::size_t i = 0; i < 40; ++i) {
    problem.targets.labels[i] = i % 4 == 0 ? 1 : 0;
  }
  const std::vector<double> weights = balancedClassWeights(problem.targets);
  QCOMPARE(weights, (std::vector<double>{40.0 / 60, 40.0 / 20}));
  Problem repeated = problem;
  for (std::size_t i = 0; i < 40; i += 4) {
    for (int copy = 0; copy < 2; ++copy) {
      repeated.targets.labels.push_back(1);
      const auto row = problem.rows.values.begin() + static_cast<std::ptrdiff_t>(i * 3);
      repeated.rows.values.insert(repeated.rows.values.end(), row, row + 3);
    }
  }
  const auto fit = LogisticProblem(problem.rows, problem.targets, weights).fit({1.0, 1e-10, 1e-9, 2000}, nullptr, {});
  const LogisticFit other = fitOf(repeated, {2.0 / 3, 1e-10, 1e-9, 2000});  // the weights sum to 2/3 of the copies
  QVERIFY(largestDifference(fit->weights.coefficients, other.weights.coefficients) < 1e-7);
}

void LogisticFitTest::whatIsRefused() {
  Problem problem = randomProblem(20, 3, 2, 18);
  for (const double strength : {0.0, -1.0, std::nan("")}) {
    QVERIFY(!LogisticProblem(problem.rows, problem.targets).fit({strength, 1e-6, 1e-6, 10}, nullptr, {}).ok());
  }
  problem.rows.values[4] = std::numeric_limits<float>::quiet_NaN();
  const auto fit = LogisticProblem(problem.rows, problem.targets).fit({}, nullptr, {});
  QVERIFY(!fit.ok() && fit.error().code == ErrorCode::kBadInput);
  const Problem empty{FeatureRows::dense(3), {data::TargetKind::kClass, {"a", "b"}, {}, {}, {}, 0}};
  QVERIFY(!LogisticProblem(empty.rows, empty.targets).fit({}, nullptr, {}).ok());
}

void LogisticFitTest::cancelled() {
  const Problem problem = randomProblem(20, 3, 2, 19);
  base::CancelToken token;
  token.cancel();
  const auto fit = LogisticProblem(problem.rows, problem.targets).fit({}, nullptr, token);
  QVERIFY(!fit.ok() && fit.error().code == ErrorCode::kCancelled);
}

QTEST_GUILESS_MAIN(LogisticFitTest)
#include "logistic_fit_test.moc"
