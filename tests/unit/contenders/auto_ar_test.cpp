// The Auto-AR contender from the outside: choice of order, points, checkpoint, predictor, metrics, options, bad cases.
#include "unit/contenders/oracles.h"  // before Qt, whose macro `slots` hides BudgetSpec::slots

#include "engine/contenders/auto_ar/auto_ar.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <thread>

#include "engine/contenders/auto_ar/ar_model_file.h"
#include "engine/contenders/auto_ar/order_choice.h"
#include "engine/contenders/validation_windows.h"
using namespace touchstone;
using namespace touchstone::contenders;

namespace {

testing::OwnedTask randomTask(std::uint64_t seed, int integrated = 0, std::size_t channels = 2) {
  testing::OwnedTask task;
  task.view.horizon = 12;
  task.view.metric = "mse";
  for (std::size_t c = 0; c < channels; ++c) {
    task.add(testing::randomSeries(400 + 10 * c, 100 * seed + c, integrated), 300 + 5 * c);
  }
  return task;
}

struct Run {
  Result<SegmentOutcome> outcome = Error{};
  testing::RecordingSink sink;
  nlohmann::json details;
};

Run run(const testing::OwnedTask& task, const Options& options = {}, const Segment& segment = {},
        const base::CancelToken& token = {}) {
  ContenderSpec spec;
  spec.options = options;
  Run result;
  const auto contender = makeAutoAr(spec);
  result.outcome = (*contender)->runSegment(task.view, segment, result.sink, token);
  if (result.outcome.ok()) {
    result.details = nlohmann::json::parse(result.outcome->detailsJson, nullptr, false);
  }
  return result;
}

}  // namespace

class AutoArTest : public QObject {
  Q_OBJECT

 private slots:
  void choosesTheOrderThatValidationPrefers();
  void pointsAreTheRecursionsErrors();
  void refitsOnTrainingAndValidationRows();
  void checkpointGivesTheSamePredictor();
  void reportsInTheTasksMetric();
  void obeysItsOptions();
  void refusesBadOptions();
  void givesTheSameForEverySeed();
  void givesTheSameFromSeveralSlots();
  void survivesShortSeries();
  void survivesConstantChannels();
  void cutsDifferencingForTinySeries();
  void explainsTasksItCannotDo();
  void refusesDamagedCheckpoints();
  void leavesNothingBehindWhenItCannotWrite();
  void stopsWhenCancelled();
};

void AutoArTest::choosesTheOrderThatValidationPrefers() {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const Run result = run(randomTask(seed, static_cast<int>(seed % 2)));
    QVERIFY(result.outcome.ok());
    std::pair<std::int64_t, double> best = result.sink.points.front();
    for (const auto& point : result.sink.points) {
      best = point.second < best.second ? point : best;
    }
    QCOMPARE(result.details["order"].get<std::int64_t>(), best.first);
    QCOMPARE(result.outcome->value, best.second);
    QCOMPARE(result.sink.points.size(), result.details["max_order"].get<std::size_t>() + 1);
    QCOMPARE(result.sink.metrics.front(), std::string("validation mse by order"));
    QCOMPARE(result.outcome->trainedParameters, best.first + 1);
    QVERIFY(result.outcome->isFinished && !result.outcome->hasDiverged);
    QCOMPARE(result.details["kpss"].size(), result.details["difference"].get<std::size_t>() + 1);
  }
}

void AutoArTest::pointsAreTheRecursionsErrors() {
  for (int d = 0; d <= 2; ++d) {
    const testing::OwnedTask task = randomTask(11, d);
    const auto choice = chooseOrder(task.view, d, 40, -1, {});
    QVERIFY(choice.ok());
    for (std::size_t p = 0; p < choice->errors.size(); p += 9) {
      const auto order = choice->fits.order(p);
      const ArForecaster forecaster({d, {order.begin(), order.end()}}, 12);
      const double expected = *validationError(task.view, forecaster, ValidationMetric::kMse, {});
      QVERIFY(testing::isNear(choice->errors[p], expected, 1e-8));
    }
  }
}

void AutoArTest::refitsOnTrainingAndValidationRows() {
  const testing::OwnedTask task = randomTask(3);
  const Run result = run(task, {{"difference", std::int64_t{0}}});
  const auto order = result.details["order"].get<std::size_t>();
  std::vector<std::vector<double>> design;
  std::vector<double> targets;
  for (const auto& x : task.values) {
    for (std::size_t t = order; t < x.size(); ++t) {
      std::vector<double> row{1.0};
      for (std::size_t i = 1; i <= order; ++i) {
        row.push_back(x[t - i]);
      }
      design.push_back(row);
      targets.push_back(x[t]);
    }
  }
  const auto expected = testing::leastSquares(design, targets);
  const auto coefficients = result.details["coefficients"].get<std::vector<double>>();
  QCOMPARE(coefficients.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    QVERIFY(testing::isNear(coefficients[i], expected[i], 1e-9, 1e-9));
  }
}

void AutoArTest::checkpointGivesTheSamePredictor() {
  QTemporaryDir folder;
  const testing::OwnedTask task = randomTask(4, 1);
  Segment segment;
  segment.checkpointOut = folder.filePath("trial.json").toStdString();
  const Run result = run(task, {}, segment);
  QVERIFY(result.outcome.ok());
  QVERIFY(!std::filesystem::exists(segment.checkpointOut.string() + ".tmp"));
  const auto model = readArModel(segment.checkpointOut);
  QCOMPARE(model->coefficients, result.details["coefficients"].get<std::vector<double>>());  // bit for bit
  Segment winner;
  winner.checkpointIn = segment.checkpointOut;
  const auto predictor = (*makeAutoAr({}))->predictor(task.view, winner, {});
  QVERIFY(predictor.ok());
  const std::vector<Origin> origins{{1, task.values[1]}};
  std::vector<double> out(12);
  QVERIFY((*predictor)->forecast(origins, {}, out).ok());
  const auto expected = testing::recursiveForecast(model->coefficients, model->difference, task.values[1], 12);
  for (std::size_t h = 0; h < 12; ++h) {
    QVERIFY(testing::isNear(out[h], expected[h], 1e-10, 1e-10));
  }
}

void AutoArTest::reportsInTheTasksMetric() {
  testing::OwnedTask task = randomTask(5);
  const double mse = run(task).outcome->value;
  task.view.metric = "rmse";
  QCOMPARE(run(task).outcome->value, std::sqrt(mse));
  const auto choice = chooseOrder(task.view, 0, 512, -1, {});
  const auto order = choice->fits.order(choice->best);
  const ArForecaster forecaster({0, {order.begin(), order.end()}}, 12);
  for (const char* metric : {"mae", "mase", "smape"}) {
    task.view.metric = metric;
    const double expected = *validationError(task.view, forecaster, ValidationMetric::kMae, {});
    QCOMPARE(run(task, {{"difference", std::int64_t{0}}}).outcome->value, expected);
  }
}

void AutoArTest::obeysItsOptions() {
  const testing::OwnedTask task = randomTask(6, 1);
  const Run capped = run(task, {{"max_order", std::int64_t{7}}, {"difference", std::string("1")}});
  QCOMPARE(capped.sink.points.size(), std::size_t{8});
  QCOMPARE(capped.details["difference"].get<int>(), 1);
  QVERIFY(capped.details["kpss"].empty());
  QVERIFY(capped.details["notes"].empty());
  const Run fixed = run(task, {{"order", std::int64_t{9}}});
  QCOMPARE(fixed.details["order"].get<int>(), 9);
  QCOMPARE(fixed.outcome->value, fixed.sink.points.back().second);
  const Run mean = run(task, {{"order", std::int64_t{0}}, {"difference", std::int64_t{2}}});
  QCOMPARE(mean.outcome->trainedParameters, std::int64_t{1});
}

void AutoArTest::refusesBadOptions() {
  const std::vector<std::pair<std::string, OptionValue>> bad{
      {"max_order", std::int64_t{-1}}, {"max_order", std::int64_t{100'000}}, {"order", std::string("ten")},
      {"difference", std::int64_t{3}}, {"difference", std::string("adf")},   {"difference", true}};
  for (const auto& [key, value] : bad) {
    ContenderSpec spec;
    spec.options[key] = value;
    const auto contender = makeAutoAr(spec);
    QVERIFY(!contender.ok());
    QCOMPARE(contender.error().code, ErrorCode::kBadInput);
    QVERIFY(contender.error().message.find(key) != std::string::npos);
  }
}

void AutoArTest::givesTheSameForEverySeed() {
  const testing::OwnedTask task = randomTask(7);
  QVERIFY(!(*makeAutoAr({}))->isRandom());
  QVERIFY((*makeAutoAr({}))->plan(task.view, {}).space.isEmpty());
  Segment other;
  other.seed = 12345;
  QCOMPARE(run(task).sink.points, run(task, {}, other).sink.points);
}

void AutoArTest::givesTheSameFromSeveralSlots() {
  const testing::OwnedTask task = randomTask(9, 1);
  const auto contender = makeAutoAr({});
  const auto alone = run(task).sink.points;
  std::vector<testing::RecordingSink> sinks(4);
  std::vector<std::thread> trialSlots;
  trialSlots.reserve(sinks.size());
  for (testing::RecordingSink& sink : sinks) {
    trialSlots.emplace_back([&] {
      for (int i = 0; i < 5; ++i) {
        sink.points.clear();
        (void)(*contender)->runSegment(task.view, {}, sink, {});
      }
    });
  }
  for (std::thread& slot : trialSlots) {
    slot.join();
  }
  for (const testing::RecordingSink& sink : sinks) {
    QCOMPARE(sink.points, alone);  // bit for bit
  }
}

void AutoArTest::survivesShortSeries() {
  testing::OwnedTask task;
  task.view.horizon = 6;
  task.view.metric = "mse";
  task.add(testing::randomSeries(20, 1), 12);
  Run result = run(task, {{"difference", std::int64_t{0}}});
  QVERIFY(result.outcome.ok());
  QCOMPARE(result.details["max_order"].get<int>(), 2);  // 12 - 2 rows for 3 coefficients
  QCOMPARE(result.details["notes"].size(), std::size_t{1});
  // One short series among long ones lowers the order for all of them, and is forecast like them.
  testing::OwnedTask mixed = randomTask(2);
  mixed.add(testing::randomSeries(22, 9), 8);
  result = run(mixed, {{"difference", std::int64_t{0}}});
  QCOMPARE(result.details["max_order"].get<int>(), 7);
  for (std::size_t trainEnd = 1; trainEnd < 30; ++trainEnd) {
    for (int d = 0; d <= 2; ++d) {
      testing::OwnedTask tiny;
      tiny.view.horizon = 3;
      tiny.view.metric = "mae";
      tiny.add(testing::randomSeries(trainEnd + 3, trainEnd), trainEnd);
      QVERIFY(run(tiny, {{"difference", std::int64_t{d}}}).outcome.ok());
      QVERIFY(run(tiny).outcome.ok());
    }
  }
}

void AutoArTest::survivesConstantChannels() {
  testing::OwnedTask constant;
  constant.view.horizon = 4;
  constant.view.metric = "mse";
  constant.add(std::vector<double>(200, 0.0), 150);
  const Run alone = run(constant);
  QVERIFY(alone.outcome.ok());
  QCOMPARE(alone.outcome->value, 0.0);
  QVERIFY(alone.details["ridge"].get<double>() > 0.0);
  QVERIFY(!alone.details["notes"].empty());
  testing::OwnedTask beside = randomTask(8);
  beside.add(std::vector<double>(400, 0.0), 300);
  const Run result = run(beside);
  QVERIFY(result.outcome.ok());
  QCOMPARE(result.details["ridge"].get<double>(), 0.0);
}

void AutoArTest::cutsDifferencingForTinySeries() {
  testing::OwnedTask task;
  task.view.horizon = 1;
  task.view.metric = "mse";
  task.add({1.0, 2.0, 4.0, 7.0}, 2);
  const Run result = run(task, {{"difference", std::int64_t{2}}});
  QVERIFY(result.outcome.ok());
  QCOMPARE(result.details["difference"].get<int>(), 1);
  QCOMPARE(result.details["notes"].size(), std::size_t{2});
}

void AutoArTest::explainsTasksItCannotDo() {
  testing::OwnedTask task = randomTask(1);
  task.view.metric = "accuracy";
  QCOMPARE(run(task).outcome.error().code, ErrorCode::kUnsupported);
  task.view.metric = "mse";
  task.view.horizon = 300;  // longer than any validation block
  QCOMPARE(run(task).outcome.error().code, ErrorCode::kBadInput);
  task = randomTask(1);
  task.add({1.0, 2.0, 3.0}, 0);
  QVERIFY(run(task).outcome.error().message.find("Channel 3") != std::string::npos);
  QCOMPARE(run(testing::OwnedTask{}).outcome.error().code, ErrorCode::kUnsupported);  // no metric
}

void AutoArTest::refusesDamagedCheckpoints() {
  QTemporaryDir folder;
  const std::filesystem::path path = folder.filePath("model.json").toStdString();
  QCOMPARE(readArModel(path).error().code, ErrorCode::kNotFound);
  for (const char* text : {"", "{", "[]", "{\"format\":\"touchstone auto-ar 1\"}",
                           "{\"format\":\"touchstone auto-ar 1\",\"difference\":1,\"coefficients\":[null]}",
                           "{\"format\":\"touchstone auto-ar 1\",\"difference\":9,\"coefficients\":[1]}",
                           "{\"format\":\"touchstone auto-ar 1\",\"difference\":0,\"coefficients\":[]}",
                           "{\"format\":\"other\",\"difference\":0,\"coefficients\":[1]}"}) {
    std::ofstream(path) << text;
    const auto model = readArModel(path);
    QVERIFY2(!model.ok(), text);
    QCOMPARE(model.error().code, ErrorCode::kBadInput);
    QCOMPARE(model.error().context, path.string());
  }
  QVERIFY(writeArModel(path, {2, {0.1, 1.0 / 3.0, -1e-300}}).ok());
  QCOMPARE(*readArModel(path), (ArModel{2, {0.1, 1.0 / 3.0, -1e-300}}));
}

void AutoArTest::leavesNothingBehindWhenItCannotWrite() {
  QTemporaryDir folder;
  Segment segment;
  segment.checkpointOut = folder.filePath("missing/trial.json").toStdString();
  const Run result = run(randomTask(1), {}, segment);
  QVERIFY(!result.outcome.ok());
  QCOMPARE(result.outcome.error().code, ErrorCode::kNotFound);
  if (std::filesystem::exists("/dev/full")) {
    // A link whose target is full: the write fails, and the old checkpoint stays.
    const std::filesystem::path path = folder.filePath("trial.json").toStdString();
    QVERIFY(writeArModel(path, {0, {1.0}}).ok());
    std::filesystem::create_symlink("/dev/full", path.string() + ".tmp");
    const auto written = writeArModel(path, {0, {2.0}});
    QVERIFY(!written.ok());
    QCOMPARE(written.error().code, ErrorCode::kDiskFull);
    QCOMPARE(readArModel(path)->coefficients, std::vector<double>{1.0});
  }
}

void AutoArTest::stopsWhenCancelled() {
  base::CancelToken token;
  token.cancel();
  QCOMPARE(run(randomTask(1), {}, {}, token).outcome.error().code, ErrorCode::kCancelled);
}

QTEST_GUILESS_MAIN(AutoArTest)
#include "auto_ar_test.moc"
