// naive and seasonal naive: forecasts by hand, the contender's values, options.
#include "unit/contenders/oracles.h"  // before Qt, whose macro `slots` hides BudgetSpec::slots

#include "engine/contenders/reference/seasonal_naive.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

using namespace touchstone;
using namespace touchstone::contenders;

namespace {

std::vector<double> forecastOf(int season, std::vector<double> history, int horizon) {
  std::vector<double> out(static_cast<std::size_t>(horizon));
  const std::vector<Origin> origins{{0, history}};
  return SeasonalForecaster(season, horizon).forecast(origins, {}, out).ok() ? out : std::vector<double>{};
}

}  // namespace

class SeasonalNaiveTest : public QObject {
  Q_OBJECT

 private slots:
  void repeatsTheLastSeason();
  void repeatsTheLastValueOfAShortHistory();
  void takesTheTasksSeasonOrTheOption();
  void validatesInTheTasksMetric();
  void checksItsOption();
  void needsNoCheckpoint();
};

void SeasonalNaiveTest::repeatsTheLastSeason() {
  QCOMPARE(forecastOf(3, {9, 9, 1, 2, 3}, 7), (std::vector<double>{1, 2, 3, 1, 2, 3, 1}));
  QCOMPARE(forecastOf(1, {9, 9, 1, 2, 3}, 3), (std::vector<double>{3, 3, 3}));
  QCOMPARE(forecastOf(5, {9, 8, 1, 2, 3}, 2), (std::vector<double>{9, 8}));
}

void SeasonalNaiveTest::repeatsTheLastValueOfAShortHistory() {
  QCOMPARE(forecastOf(6, {9, 8, 1, 2, 3}, 2), (std::vector<double>{3, 3}));
  QVERIFY(forecastOf(6, {}, 2).empty());
}

void SeasonalNaiveTest::takesTheTasksSeasonOrTheOption() {
  testing::OwnedTask task;
  task.view.horizon = 2;
  task.view.season = 2;
  task.view.metric = "mae";
  task.add({1, 5, 2, 1, 5, 2, 1, 5, 2}, 6);
  ContenderSpec spec;
  const auto valueWith = [&](const ContenderSpec& s) {
    testing::RecordingSink sink;
    return (*makeSeasonalNaive(s))->runSegment(task.view, {}, sink, {})->value;
  };
  QVERIFY(valueWith(spec) > 0.0);
  spec.options["season"] = std::int64_t{3};
  QCOMPARE(valueWith(spec), 0.0);
}

void SeasonalNaiveTest::validatesInTheTasksMetric() {
  testing::OwnedTask task;
  task.view.horizon = 2;
  task.view.season = 24;
  task.view.metric = "rmse";
  task.add({0, 0, 0, 1, 3}, 3);
  testing::RecordingSink sink;
  const auto contender = makeNaive({});
  QVERIFY(!(*contender)->isRandom());
  QVERIFY((*contender)->plan(task.view, {}).space.isEmpty());
  const auto outcome = (*contender)->runSegment(task.view, {}, sink, {});
  QCOMPARE(outcome->value, std::sqrt(5.0));
  QVERIFY(outcome->isFinished);
  QCOMPARE(outcome->trainedParameters, std::int64_t{0});
  QCOMPARE(sink.metrics, std::vector<std::string>{"validation rmse"});
  QCOMPARE(outcome->detailsJson, std::string("{\"season\":1}"));
}

void SeasonalNaiveTest::checksItsOption() {
  ContenderSpec spec;
  spec.options["season"] = std::int64_t{0};
  QCOMPARE(makeSeasonalNaive(spec).error().code, ErrorCode::kBadInput);
  spec.options["season"] = std::string("weekly");
  QCOMPARE(makeSeasonalNaive(spec).error().code, ErrorCode::kBadInput);
}

void SeasonalNaiveTest::needsNoCheckpoint() {
  QTemporaryDir folder;
  testing::OwnedTask task;
  task.view.horizon = 1;
  task.view.metric = "mse";
  task.add({1, 2, 3, 4}, 2);
  Segment segment;
  segment.checkpointOut = folder.filePath("naive.json").toStdString();
  testing::RecordingSink sink;
  const auto contender = makeNaive({});
  QVERIFY((*contender)->runSegment(task.view, segment, sink, {}).ok());
  QVERIFY(std::filesystem::exists(segment.checkpointOut));
  const auto predictor = (*contender)->predictor(task.view, {}, {});
  std::vector<double> out(1);
  const std::vector<Origin> origins{{0, task.values[0]}};
  QVERIFY((*predictor)->forecast(origins, {}, out).ok());
  QCOMPARE(out[0], 4.0);
}

QTEST_GUILESS_MAIN(SeasonalNaiveTest)
#include "seasonal_naive_test.moc"
