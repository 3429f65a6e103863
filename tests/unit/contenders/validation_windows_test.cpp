// The validation windows that all contenders share, and the error over them.
#include "unit/contenders/oracles.h"  // before Qt, whose macro `slots` hides BudgetSpec::slots

#include "engine/contenders/validation_windows.h"

#include <QObject>
#include <QTest>

#include "engine/contenders/reference/seasonal_naive.h"
using namespace touchstone;
using namespace touchstone::contenders;

namespace {

testing::OwnedTask smallTask() {
  testing::OwnedTask task;
  task.view.horizon = 3;
  task.view.metric = "mse";
  task.add({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 5);  // origins 5, 6, 7
  task.add({0, 0, 0, 0, 2, 0, 0}, 4);            // origin 4
  task.add({1, 1, 1, 1, 1}, 3);                  // validation block too short: none
  return task;
}

}  // namespace

class ValidationWindowsTest : public QObject {
  Q_OBJECT

 private slots:
  void takesEveryWindowOnce();
  void takesEvenlySpacedWindowsUnderACap();
  void computesEveryMetric();
  void knowsTheMetricsOfTasks();
  void blocksDoNotMatter();
  void refusesATaskWithoutWindows();
  void passesCancellationOn();
};

void ValidationWindowsTest::takesEveryWindowOnce() {
  const testing::OwnedTask task = smallTask();
  std::vector<std::pair<std::size_t, std::size_t>> seen;
  for (const ValidationWindow& window : validationWindows(task.view)) {
    seen.emplace_back(window.channel, window.origin);
  }
  QCOMPARE(seen, (std::vector<std::pair<std::size_t, std::size_t>>{{0, 5}, {0, 6}, {0, 7}, {1, 4}}));
  testing::OwnedTask untrained;
  untrained.view.horizon = 1;
  untrained.add({1, 2, 3}, 0);
  QCOMPARE(validationWindows(untrained.view).front().origin, std::size_t{1});  // one value must be known
}

void ValidationWindowsTest::takesEvenlySpacedWindowsUnderACap() {
  testing::OwnedTask task;
  task.view.horizon = 1;
  task.add(testing::randomSeries(1100, 1), 100);
  const auto some = validationWindows(task.view, 10);
  QCOMPARE(some.size(), std::size_t{10});
  for (std::size_t i = 0; i < some.size(); ++i) {
    QCOMPARE(some[i].origin, 100 + 100 * i);
  }
  QCOMPARE(validationWindows(task.view, 5000).size(), std::size_t{1000});
}

void ValidationWindowsTest::computesEveryMetric() {
  const testing::OwnedTask task = smallTask();
  const SeasonalForecaster naive(1, 3);
  // Naive errors: channel 0 1, 2, 3 in each of three windows; channel 1 last value 0, targets 2, 0, 0.
  const double squares = 3 * 14 + 4;
  const double absolutes = 3 * 6 + 2;
  const auto value = [&](ValidationMetric metric) { return *validationError(task.view, naive, metric, {}); };
  QCOMPARE(value(ValidationMetric::kMse), squares / 12);
  QCOMPARE(value(ValidationMetric::kRmse), std::sqrt(squares / 12));
  QCOMPARE(value(ValidationMetric::kMae), absolutes / 12);
}

void ValidationWindowsTest::knowsTheMetricsOfTasks() {
  for (const auto& [word, metric] :
       {std::pair("mse", ValidationMetric::kMse), std::pair("rmse", ValidationMetric::kRmse),
        std::pair("mae", ValidationMetric::kMae)}) {
    QCOMPARE(*validationMetric(word), metric);
    QCOMPARE(toWord(metric), word);
  }
  QCOMPARE(*validationMetric("mase"), ValidationMetric::kMae);
  QCOMPARE(*validationMetric("smape"), ValidationMetric::kMae);
  QCOMPARE(validationMetric("accuracy").error().code, ErrorCode::kUnsupported);
}

void ValidationWindowsTest::blocksDoNotMatter() {
  // More windows than one block: the same as the plain sum.
  testing::OwnedTask task;
  task.view.horizon = 2;
  const std::vector<double> x = testing::randomSeries(9200, 3);
  task.add(x, 100);
  double squares = 0.0;
  std::size_t windows = 0;
  for (std::size_t t = 100; t + 2 <= x.size(); ++t, ++windows) {
    squares += (x[t] - x[t - 1]) * (x[t] - x[t - 1]) + (x[t + 1] - x[t - 1]) * (x[t + 1] - x[t - 1]);
  }
  const double expected = squares / static_cast<double>(2 * windows);
  const SeasonalForecaster naive(1, 2);
  QVERIFY(testing::isNear(*validationError(task.view, naive, ValidationMetric::kMse, {}), expected, 1e-12));
}

void ValidationWindowsTest::refusesATaskWithoutWindows() {
  testing::OwnedTask task;
  task.view.horizon = 9;
  task.add({1, 2, 3, 4, 5, 6, 7, 8}, 5);
  const auto value = validationError(task.view, SeasonalForecaster(1, 9), ValidationMetric::kMse, {});
  QVERIFY(!value.ok());
  QCOMPARE(value.error().code, ErrorCode::kBadInput);
}

void ValidationWindowsTest::passesCancellationOn() {
  base::CancelToken token;
  token.cancel();
  const testing::OwnedTask task = smallTask();
  const auto value = validationError(task.view, SeasonalForecaster(1, 3), ValidationMetric::kMse, token);
  QCOMPARE(value.error().code, ErrorCode::kCancelled);
}

QTEST_GUILESS_MAIN(ValidationWindowsTest)
#include "validation_windows_test.moc"
