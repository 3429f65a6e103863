// What the Tasks view computes: unscaling, windows, error by step against closed forms, the choice of runs, Auto-AR's
// details.
#include <QTest>
#include <cmath>

#include "ui/views/tasks/tasks_data.h"

using namespace touchstone;
using namespace touchstone::ui;

namespace {

SeriesRow seriesOf(std::vector<float> values, std::int64_t validationEnd, double mean = 0.0, double deviation = 1.0) {
  SeriesRow series;
  series.values = std::move(values);
  series.trainEnd = validationEnd / 2;
  series.validationEnd = validationEnd;
  series.testEnd = static_cast<std::int64_t>(series.values.size());
  series.mean = mean;
  series.deviation = deviation;
  return series;
}

ForecastRow forecastOf(std::int64_t item, std::vector<float> values) {
  ForecastRow row;
  row.item = item;
  row.forecast = std::move(values);
  return row;
}

RunRow runOf(std::int64_t id, std::int64_t contender, std::int64_t seed, double validation,
             RunState state = RunState::kDone) {
  RunRow run;
  run.id = RunId{id};
  run.task = TaskId{1};
  run.contender = ContenderId{contender};
  run.seed = seed;
  run.validation = validation;
  run.state = state;
  return run;
}

ContenderRow contenderOf(std::int64_t id, const char* name) {
  ContenderRow row;
  row.id = ContenderId{id};
  row.name = name;
  return row;
}

}  // namespace

class TasksMathTest : public QObject {
  Q_OBJECT

 private slots:
  void unscaledIsMeanPlusDeviationTimesForecast() {
    const SeriesRow series = seriesOf({}, 0, 30.0, 4.0);
    const std::vector<float> scaled = {-1.0f, 0.0f, 0.5f};
    QCOMPARE(unscaled(series, scaled), (std::vector<double>{26.0, 30.0, 32.0}));
  }

  void rowsOfTheFileWhereOnlyTheEndIsKept() {
    SeriesRow series = seriesOf({10, 11, 12, 13}, 102);
    series.firstRow = 100;
    QCOMPARE(firstRowOf(series, 3), std::int64_t{105});
    QCOMPARE(valueAt(series, 102), 12.0);
    QVERIFY(std::isnan(valueAt(series, 99)));
    QVERIFY(std::isnan(valueAt(series, 104)));
    QCOMPARE(valuesBetween(series, 101, 103), (std::vector<double>{11.0, 12.0}));
  }

  void windowsAreThoseThatHaveAForecast() {
    const std::vector<std::vector<ForecastRow>> sets = {{forecastOf(0, {1}), forecastOf(4, {1}), forecastOf(6, {})},
                                                        {forecastOf(4, {1}), forecastOf(9, {1})}};
    const std::vector<std::int64_t> windows = storedWindows(sets);
    QCOMPARE(windows, (std::vector<std::int64_t>{0, 4, 9}));
    QCOMPARE(nearestWindow(windows, -5), 0);
    QCOMPARE(nearestWindow(windows, 2), 0);  // as near to 4: the earlier
    QCOMPARE(nearestWindow(windows, 3), 1);
    QCOMPARE(nearestWindow(windows, 7), 2);
    QCOMPARE(nearestWindow(windows, 100), 2);
    QCOMPARE(nearestWindow({}, 3), -1);
    QVERIFY(findForecast(sets[0], 6) == nullptr);
    QVERIFY(findForecast(sets[0], 5) == nullptr);
    QCOMPARE(findForecast(sets[0], 4)->item, std::int64_t{4});
  }

  void windowCountIsTheTestBlockInStrideOne() {
    SeriesRow series = seriesOf(std::vector<float>(100, 0.0f), 60);
    QCOMPARE(windowCount(series, 12), std::int64_t{29});
    QCOMPARE(windowCount(series, 41), std::int64_t{0});
  }

  // A forecast of zero on a series whose scaled values are 1, 2, 3, ...: the error at step k of window w is w + k.
  void errorByStepOfACountingSeries() {
    std::vector<float> values;
    for (int i = 0; i < 10; ++i) values.push_back(static_cast<float>(5.0 + 2.0 * (i + 1)));
    const SeriesRow series = seriesOf(values, 0, 5.0, 2.0);
    std::vector<ForecastRow> rows;
    for (int w = 0; w < 8; ++w) rows.push_back(forecastOf(w, {0.0f, 0.0f, 0.0f}));
    const StepErrors errors = errorsByStep(series, rows, 3, StepMeasure::kAbsolute);
    QCOMPARE(errors.windows, std::int64_t{8});
    // values 1..8 + k: mean 4.5 + k, variance n(n+1)/12 = 6, standard error sqrt(6 / 8)
    for (int k = 0; k < 3; ++k) {
      QCOMPARE(errors.mean[static_cast<std::size_t>(k)], 4.5 + k);
      QCOMPARE(errors.standardError[static_cast<std::size_t>(k)], std::sqrt(6.0 / 8.0));
    }
    // mean of squares of 1..8 = (n+1)(2n+1)/6
    QCOMPARE(errorsByStep(series, rows, 3, StepMeasure::kSquared).mean[0], 9.0 * 17.0 / 6.0);
  }

  void gapsAndOneWindow() {
    const SeriesRow series = seriesOf({1.0f, NAN, 3.0f}, 0);
    const StepErrors errors =
        errorsByStep(series, std::vector<ForecastRow>{forecastOf(0, {0.0f, 0.0f, 0.0f})}, 3, StepMeasure::kAbsolute);
    QCOMPARE(errors.windows, std::int64_t{1});
    QCOMPARE(errors.mean[0], 1.0);
    QVERIFY(std::isnan(errors.mean[1]));
    QCOMPARE(errors.mean[2], 3.0);
    QVERIFY(std::isnan(errors.standardError[0]));
    const std::vector<ForecastRow> none;
    QCOMPARE(errorsByStep(series, none, 3, StepMeasure::kAbsolute).windows, std::int64_t{0});
  }

  void squaredForSquaredMetricsOnly() {
    QCOMPARE(stepMeasure("mse"), StepMeasure::kSquared);
    for (const char* metric : {"mae", "mase", "smape"}) QCOMPARE(stepMeasure(metric), StepMeasure::kAbsolute);
  }

  void theBestSeedByValidationStandsForAContender() {
    RunRow copy = runOf(8, 2, 1, 0.1);
    copy.sameAs = RunId{7};
    const std::vector<RunRow> runs = {runOf(1, 1, 0, 0.5),
                                      runOf(2, 1, 1, 0.3),
                                      runOf(3, 1, 2, 0.4),
                                      runOf(4, 3, 0, kNoValue),
                                      runOf(5, 3, 1, kNoValue),
                                      runOf(7, 2, 0, 0.2),
                                      copy,
                                      runOf(9, 4, 0, 0.1, RunState::kFailed)};
    const std::vector<ContenderRow> contenders = {contenderOf(1, "DLinear"), contenderOf(2, "Auto-AR"),
                                                  contenderOf(3, "naive"), contenderOf(4, "failed")};
    const std::vector<ChosenRun> chosen = chooseRuns(runs, contenders, TaskId{1});
    QCOMPARE(chosen.size(), std::size_t{3});
    QCOMPARE(chosen[0].run, RunId{2});
    QCOMPARE(chosen[0].seeds, 3);
    QCOMPARE(chosen[1].run, RunId{7});
    QCOMPARE(chosen[1].seeds, 1);       // the other seed is a copy
    QCOMPARE(chosen[2].run, RunId{4});  // no validation value: the first
    QVERIFY(chooseRuns(runs, contenders, TaskId{2}).empty());
  }

  void higherIsBetterForSomeMetrics() {
    std::vector<RunRow> runs = {runOf(1, 1, 0, 0.5), runOf(2, 1, 1, 0.7)};
    for (RunRow& run : runs) run.lowerIsBetter = false;
    QCOMPARE(chooseRuns(runs, {contenderOf(1, "A")}, TaskId{1})[0].run, RunId{2});
  }

  void autoArDetails() {
    const AutoArRead read = autoArOf(R"({"order": 2, "difference": 1, "coefficients": [0.01, 1.21, -0.4]})");
    QCOMPARE(read.order, 2);
    QCOMPARE(read.difference, 1);
    QCOMPARE(read.coefficients, (std::vector<double>{0.01, 1.21, -0.4}));
    for (const char* other : {"", "{}", "[1, 2]", "{\"season\": 12}", "no json"}) QVERIFY(!autoArOf(other).isStored());
  }
};

QTEST_MAIN(TasksMathTest)
#include "tasks_math_test.moc"
