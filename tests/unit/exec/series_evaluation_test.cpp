// The test of a forecasting run: every window once, kept forecasts evenly spaced, chunks whole, scores as by hand.
#include <QtTest>

#include <set>

#include "engine/base/folders.h"
#include "engine/exec/prepared_task.h"
#include "engine/exec/series_evaluation.h"

using namespace touchstone;

namespace {

// Forecasts the last value plus the step.
class RampForecaster : public contenders::Forecaster {
 public:
  explicit RampForecaster(std::size_t horizon) : m_horizon(horizon) {}
  Result<void> forecast(std::span<const contenders::Origin> origins, const base::CancelToken& token, std::span<double> out) const override {
    if (token.isCancelled()) {
      return Error{ErrorCode::kCancelled, "Cancelled.", ""};
    }
    for (std::size_t i = 0; i < origins.size(); ++i) {
      for (std::size_t step = 0; step < m_horizon; ++step) {
        out[i * m_horizon + step] = origins[i].history.back() + 0.01 * static_cast<double>(step + 1);
      }
    }
    return {};
  }

 private:
  const std::size_t m_horizon;
};

std::shared_ptr<const exec::PreparedTask> taskOf(const char* file, const char* split, int horizon) {
  TaskSpec spec;
  spec.name = file;
  spec.data = (base::resourceFolder() / "samples/timeseries" / file).string();
  spec.split = split;
  spec.horizon = horizon;
  spec.metric = "mse";
  auto task = exec::prepareTask(spec, ".");
  return task ? *task : nullptr;
}

std::vector<store::AddPrediction> predictAll(const exec::SeriesEvaluation& test, const RampForecaster& forecaster) {
  const contenders::Predictor predictor = std::make_shared<const RampForecaster>(forecaster);
  std::vector<store::AddPrediction> rows;
  for (std::int64_t chunk = test.chunkCount() - 1; chunk >= 0; --chunk) {
    auto batch = test.predict(predictor, RunId{1}, chunk, {});
    for (store::WriteOp& op : *batch) {
      rows.push_back(std::get<store::AddPrediction>(std::move(op)));
    }
  }
  return rows;
}

}  // namespace

class SeriesEvaluationTest : public QObject {
  Q_OBJECT

 private slots:
  void everyWindowOnceWithItsErrors() {
    const auto task = taskOf("taylor.csv", "70/10/20", 48);
    QVERIFY(task != nullptr);
    const exec::SeriesEvaluation test(task->series, "mse", false);
    // 4,032 rows: the test block has 806, so 759 windows of 48.
    QCOMPARE(test.itemCount(), std::int64_t(759));
    const auto rows = predictAll(test, RampForecaster(48));
    std::set<std::int64_t> windows;
    double sum = 0.0;
    const data::SplitRows& split = task->series->splits[0];
    for (const store::AddPrediction& row : rows) {
      windows.insert(row.item);
      const std::size_t origin = split.validationEnd + static_cast<std::size_t>(row.item);
      double mse = 0.0;
      for (std::size_t step = 0; step < 48; ++step) {
        const double forecast = task->series->scaled[0][origin - 1] + 0.01 * static_cast<double>(step + 1);
        mse += std::pow(forecast - task->series->scaled[0][origin + step], 2) / 48.0;
      }
      QVERIFY(std::abs(mse - row.mse) < 1e-12);
      QCOMPARE(row.error, row.mse);
      sum += row.mse;
    }
    QCOMPARE(windows.size(), std::size_t(759));
    for (const exec::TestScore& score : test.scores(rows)) {
      QCOMPARE(score.part, std::string());
      if (score.metric == "mse") {
        QVERIFY(std::abs(score.value - sum / 759) < 1e-12);
        QCOMPARE(score.items, std::int64_t(759));
      }
      if (score.metric == "rmse") {
        QVERIFY(std::abs(score.value - std::sqrt(sum / 759)) < 1e-12);
      }
    }
  }

  void keeps256EvenlySpacedForecasts() {
    const auto task = taskOf("taylor.csv", "70/10/20", 48);
    std::vector<std::int64_t> kept;
    auto rows = predictAll(exec::SeriesEvaluation(task->series, "mse", false), RampForecaster(48));
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.item < b.item; });
    for (const store::AddPrediction& row : rows) {
      if (!row.output.empty()) {
        QCOMPARE(row.output.size(), std::size_t(48));
        kept.push_back(row.item);
      }
    }
    QCOMPARE(kept.size(), std::size_t(256));
    QCOMPARE(kept.front(), std::int64_t(0));
    QCOMPARE(kept.back(), std::int64_t(758));
    for (std::size_t i = 1; i < kept.size(); ++i) {
      QVERIFY(kept[i] - kept[i - 1] == 2 || kept[i] - kept[i - 1] == 3);  // 758 / 255 = 2.97
    }
  }

  void keepsAllWhenAskedOrFew() {
    const auto taylor = taskOf("taylor.csv", "70/10/20", 48);
    for (const auto& row : predictAll(exec::SeriesEvaluation(taylor->series, "mse", true), RampForecaster(48))) {
      QVERIFY(!row.output.empty());
    }
    const auto nottem = taskOf("nottem.csv", "70/10/20", 12);
    for (const auto& row : predictAll(exec::SeriesEvaluation(nottem->series, "mse", false), RampForecaster(12))) {
      QVERIFY(!row.output.empty());
    }
  }

  void completeChunksAreNotPredictedAgain() {
    const auto task = taskOf("taylor.csv", "70/10/20", 48);
    const exec::SeriesEvaluation test(task->series, "mse", false);
    auto rows = predictAll(test, RampForecaster(48));
    QCOMPARE(test.chunkCount(), std::int64_t(6));
    std::erase_if(rows, [&test](const store::AddPrediction& row) { return test.chunkOf(row) == 2; });
    rows.pop_back();  // one row of the first chunk
    const std::vector<bool> expected = {false, true, false, true, true, true};
    QCOMPARE(test.completeChunks(rows), expected);
  }

  void scoresDoNotDependOnTheOrder() {
    const auto task = taskOf("sunspot_month.csv", "70/10/20", 24);
    const exec::SeriesEvaluation test(task->series, "mse", false);
    auto rows = predictAll(test, RampForecaster(24));
    const auto first = test.scores(rows);
    std::reverse(rows.begin(), rows.end());
    const auto second = test.scores(rows);
    for (std::size_t i = 0; i < first.size(); ++i) {
      QVERIFY(first[i].value == second[i].value);
    }
  }

  void contendersCannotReachTheTest() {
    const auto task = taskOf("nottem.csv", "70/10/20", 12);
    const auto& view = std::get<contenders::SeriesView>(task->view);
    QCOMPARE(view.channels.size(), std::size_t(1));
    QCOMPARE(view.channels[0].values.size(), task->series->splits[0].validationEnd);
    QVERIFY(task->series->splits[0].validationEnd < task->series->scaled[0].size());
  }
};

QTEST_GUILESS_MAIN(SeriesEvaluationTest)
#include "series_evaluation_test.moc"
