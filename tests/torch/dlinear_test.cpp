// DLinear and the training loop: gradients, optimiser and decomposition against torch and brute force; segments,
// early stopping, cancellation, and the score on ETTh1.
#include "tests/torch/torch_support.h"

#include "engine/contenders/dlinear/dlinear.h"
#include "engine/contenders/validation_windows.h"
#include "engine/data/series_task.h"
#include "engine/nn/dlinear_net.h"
#include "engine/train/adam.h"
#include "engine/train/checkpoint.h"
#include "engine/train/guard.h"

#include <torch/torch.h>

#include <chrono>
#include <fstream>
#include <future>

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

using namespace touchstone;
using namespace touchstone::contenders;
using namespace touchstone::test;

namespace {

std::vector<float> randomFloats(std::size_t count, std::uint64_t seed) {
  base::RandomStream random({seed, 77});
  std::vector<float> values(count);
  for (float& value : values) {
    value = static_cast<float>(random.normal());
  }
  return values;
}

at::Tensor tensorOf(const std::vector<float>& values, at::IntArrayRef shape) {
  return torch::from_blob(const_cast<float*>(values.data()), shape, torch::kFloat32).clone();
}

double largestDifference(std::span<const float> a, const at::Tensor& b) {
  const at::Tensor flat = b.detach().contiguous().flatten();
  double most = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    most = std::max(most, std::abs(static_cast<double>(a[i]) - flat[static_cast<std::int64_t>(i)].item<double>()));
  }
  return most;
}

// LTSF's forecast of x [B, L] by two layers, weights as [L, H].
at::Tensor twoLayers(const at::Tensor& x, const at::Tensor& seasonal, const at::Tensor& trend, const at::Tensor& bias,
                     std::int64_t kernel) {
  const std::int64_t radius = kernel / 2;
  const at::Tensor padded =
      torch::cat({x.narrow(1, 0, 1).repeat({1, radius}), x, x.narrow(1, x.size(1) - 1, 1).repeat({1, radius})}, 1);
  const at::Tensor average = torch::avg_pool1d(padded.unsqueeze(1), kernel, 1).squeeze(1);
  return torch::matmul(x - average, seasonal) + torch::matmul(average, trend) + bias;
}

std::unique_ptr<SeriesContender> dlinear(std::int64_t lookback = 0) {
  ContenderSpec spec;
  spec.name = "DLinear";
  spec.method = "dlinear";
  if (lookback != 0) {
    spec.options["lookback"] = lookback;
  }
  auto made = makeDLinear(spec);
  return made.ok() ? std::move(made).value() : nullptr;
}

Segment segmentOf(int from, int to, const std::filesystem::path& in, const std::filesystem::path& out,
                  double rate = 3e-3) {
  Segment segment;
  segment.config.values = {{"learning rate", rate}, {"look-back", std::int64_t{96}}, {"kernel", std::int64_t{25}}};
  segment.seed = 11;
  segment.fromResource = from;
  segment.toResource = to;
  segment.checkpointIn = in;
  segment.checkpointOut = out;
  return segment;
}

std::string contentOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {(std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>()};
}

}  // namespace

class DLinearTest : public QObject {
  Q_OBJECT

 private slots:
  void movingAverageEqualsBruteForce();
  void gradientEqualsAutograd();
  void adamEqualsTorch();
  void exceptionsBecomeErrors();
  void learnsALinearSystem();
  void segmentsEqualOneRun();
  void stopsEarlyWithTheBestWeights();
  void divergenceIsAnOutcome();
  void cancelsWithinASecond();
  void offersOnlyPossibleLookbacks();
  void forecastsShortHistories();
  void explainsWhatIsMissing();
  void reachesThePublishedError();

 private:
  std::filesystem::path file(const char* name) const {
    return std::filesystem::path(m_folder.path().toStdString()) / name;
  }

  QTemporaryDir m_folder;
};

void DLinearTest::movingAverageEqualsBruteForce() {
  for (const std::size_t kernel : {1u, 3u, 7u, 25u}) {
    const nn::Decomposition shape{12, 5, kernel};
    const auto m = randomFloats(shape.size(), kernel);
    const auto w = randomFloats(shape.size(), kernel + 100);
    std::vector<float> average(shape.size()), adjoint(shape.size());
    nn::movingAverage(shape, m, average);
    nn::movingAverageAdjoint(shape, w, adjoint);
    const int radius = static_cast<int>(kernel) / 2;
    double left = 0.0, right = 0.0;
    for (int i = 0; i < 12; ++i) {
      for (std::size_t h = 0; h < 5; ++h) {
        double sum = 0.0;
        for (int j = i - radius; j <= i + radius; ++j) {
          sum += m[static_cast<std::size_t>(std::clamp(j, 0, 11)) * 5 + h];
        }
        const std::size_t at = static_cast<std::size_t>(i) * 5 + h;
        QVERIFY(std::abs(average[at] - sum / static_cast<double>(kernel)) < 1e-6);
        left += static_cast<double>(average[at]) * w[at];   // <A m, w>
        right += static_cast<double>(m[at]) * adjoint[at];  // <m, A^T w>
      }
    }
    QVERIFY(std::abs(left - right) < 1e-5);
  }
}

void DLinearTest::gradientEqualsAutograd() {
  const nn::Decomposition shape{40, 7, 13};
  const std::int64_t L = 40, H = 7, B = 19;
  nn::DLinearNet net(shape);
  const auto weights = randomFloats(net.parameterCount(), 1);
  std::copy(weights.begin(), weights.end(), net.parameters().begin());
  const auto inputs = randomFloats(static_cast<std::size_t>(B * L), 2);
  const auto targets = randomFloats(static_cast<std::size_t>(B * H), 3);
  std::vector<float> gradient(net.parameterCount());
  const double squares = net.gradient(inputs, targets, gradient);

  const at::Tensor all = tensorOf(weights, {static_cast<std::int64_t>(weights.size())}).requires_grad_();
  const at::Tensor forecast = twoLayers(tensorOf(inputs, {B, L}), all.narrow(0, 0, L * H).view({L, H}),
                                        all.narrow(0, L * H, L * H).view({L, H}),
                                        all.narrow(0, 2 * L * H, H) + all.narrow(0, 2 * L * H + H, H), 13);
  const at::Tensor loss = torch::mse_loss(forecast, tensorOf(targets, {B, H}));
  loss.backward();
  const double size = all.grad().abs().max().item<double>();
  QVERIFY(std::abs(squares / static_cast<double>(B * H) - loss.item<double>()) < 1e-5 * loss.item<double>());
  QVERIFY2(largestDifference(gradient, all.grad()) < 1e-5 * size, "gradient");

  std::vector<float> forecasts(static_cast<std::size_t>(B * H));
  net.folded().apply(inputs, static_cast<std::size_t>(B), forecasts);
  QVERIFY(largestDifference(forecasts, forecast) < 1e-4);
}

void DLinearTest::adamEqualsTorch() {
  constexpr std::size_t kCount = 203;  // not a multiple of eight
  auto parameters = randomFloats(kCount, 4);
  at::Tensor theirs = tensorOf(parameters, {static_cast<std::int64_t>(kCount)}).requires_grad_();
  torch::optim::Adam adam({theirs}, torch::optim::AdamOptions(0.01));
  train::AdamState state(kCount);
  for (std::uint64_t step = 0; step < 60; ++step) {
    const auto gradient = randomFloats(kCount, 1000 + step);
    theirs.mutable_grad() = tensorOf(gradient, {static_cast<std::int64_t>(kCount)});
    adam.step();
    train::adamStep(state, 0.01, gradient, parameters);
  }
  QVERIFY(largestDifference(parameters, theirs) < 1e-5);
}

void DLinearTest::exceptionsBecomeErrors() {
  const auto caught = train::guarded("The test", []() -> Result<int> {
    return static_cast<int>(torch::matmul(torch::zeros({2, 3}), torch::zeros({2, 3})).numel());
  });
  QVERIFY(!caught.ok());
  QVERIFY(caught.error().code == ErrorCode::kInternal);
  QVERIFY2(caught.error().message.starts_with("The test failed: "), caught.error().message.c_str());
  QVERIFY(caught.error().message.find('\n') == std::string::npos);
  const auto full = train::guarded("The test", []() -> Result<int> { throw std::bad_alloc(); });
  QVERIFY(full.error().code == ErrorCode::kOutOfMemory);
  // What torch's allocator says; a real request of that size would stop a sanitizer build.
  const auto huge = train::guarded("The test", []() -> Result<int> {
    TORCH_CHECK(false, "DefaultCPUAllocator: can't allocate memory: you tried to allocate 4503599627370496 bytes.");
  });
  QVERIFY2(huge.error().code == ErrorCode::kOutOfMemory, huge.error().message.c_str());
}

void DLinearTest::learnsALinearSystem() {
  // Two waves without noise are exactly linear in their past.
  const std::vector<std::vector<double>> channels = {wave(1500, 0.0, 1), wave(1200, 0.0, 2)};
  const auto view = viewOf(channels, 200, 24);
  KeptPoints points;
  const auto done = dlinear()->runSegment(view, segmentOf(0, 30, {}, file("linear.ckpt")), points, {});
  QVERIFY2(done.ok(), done.ok() ? "" : done.error().text().c_str());
  const auto losses = points.of("train loss");
  QVERIFY(losses.size() > 5);
  QVERIFY2(done->value < 2e-3, qPrintable(QString::number(done->value)));
  QVERIFY(losses.back() < losses.front() / 20);
  QCOMPARE(done->trainedParameters, 2 * 96 * 24 + 2 * 24);
}

void DLinearTest::segmentsEqualOneRun() {
  const std::vector<std::vector<double>> channels = {wave(900, 0.4, 1), wave(700, 0.4, 2), wave(150, 0.4, 3)};
  const auto view = viewOf(channels, 100, 12);
  const auto contender = dlinear();
  KeptPoints whole, parts;
  QVERIFY(contender->runSegment(view, segmentOf(0, 8, {}, file("whole.ckpt")), whole, {}).ok());
  int from = 0;
  for (const int to : {1, 2, 4, 8}) {
    const auto in = file(("part" + std::to_string(from)).c_str());
    const auto out = file(("part" + std::to_string(to)).c_str());
    const auto done = contender->runSegment(view, segmentOf(from, to, in, out), parts, {});
    QVERIFY2(done.ok(), done.ok() ? "" : done.error().text().c_str());
    QCOMPARE(done->reachedResource, to);
    from = to;
  }
  QVERIFY(whole.points == parts.points);
  QCOMPARE(whole.points.size(), std::size_t{16});
  QVERIFY(contentOf(file("whole.ckpt")) == contentOf(file("part8")));
  KeptPoints again;
  QVERIFY(contender->runSegment(view, segmentOf(0, 8, {}, file("again.ckpt")), again, {}).ok());
  QVERIFY(again.points == whole.points);
  auto other = segmentOf(0, 8, {}, file("other.ckpt"));
  other.seed = 12;
  KeptPoints different;
  QVERIFY(contender->runSegment(view, other, different, {}).ok());
  QVERIFY(different.points != whole.points);
}

void DLinearTest::stopsEarlyWithTheBestWeights() {
  base::RandomStream random({5});
  std::vector<std::vector<double>> channels(2);
  for (auto& values : channels) {
    for (int t = 0; t < 600; ++t) {
      values.push_back(random.normal());  // nothing to learn: more epochs only fit noise
    }
  }
  const auto view = viewOf(channels, 150, 12);
  const auto contender = dlinear();
  KeptPoints points;
  auto segment = segmentOf(0, 60, {}, file("early.ckpt"), 1e-2);
  const auto done = contender->runSegment(view, segment, points, {});
  QVERIFY(done.ok());
  QVERIFY(done->isFinished);
  QVERIFY(done->reachedResource < 60);
  const auto values = points.of("validation mse");
  QCOMPARE(values.size(), static_cast<std::size_t>(done->reachedResource));
  QCOMPARE(done->value, *std::min_element(values.begin(), values.end()));
  QVERIFY(values.back() > done->value);
  segment.checkpointIn = file("early.ckpt");
  const auto forecaster = contender->predictor(view, segment, {});
  QVERIFY(forecaster.ok());
  const auto error = validationError(view, **forecaster, ValidationMetric::kMse, {});
  QVERIFY(error.ok());
  QVERIFY(std::abs(*error - done->value) < 1e-6);
  // A finished trial that is asked to go on stays finished.
  KeptPoints none;
  const auto more = contender->runSegment(
      view, segmentOf(done->reachedResource, 60, file("early.ckpt"), file("x.ckpt"), 1e-2), none, {});
  QVERIFY(more.ok() && more->isFinished && none.points.empty());
  QCOMPARE(more->reachedResource, done->reachedResource);
}

void DLinearTest::divergenceIsAnOutcome() {
  const std::vector<std::vector<double>> channels = {wave(600, 0.1, 1)};
  KeptPoints points;
  const auto done =
      dlinear()->runSegment(viewOf(channels, 100, 12), segmentOf(0, 5, {}, file("diverged.ckpt"), 1e30), points, {});
  QVERIFY2(done.ok(), done.ok() ? "" : done.error().text().c_str());
  QVERIFY(done->hasDiverged && done->isFinished);
}

void DLinearTest::cancelsWithinASecond() {
  const std::vector<std::vector<double>> channels(6, wave(20'000, 0.1, 1));
  const auto view = viewOf(channels, 1000, 96);
  struct FirstPoint : PointSink {
    std::promise<void> seen;
    bool isFirst = true;
    void point(std::string_view, std::int64_t, double) override {
      if (std::exchange(isFirst, false)) {
        seen.set_value();
      }
    }
  } sink;
  base::CancelToken token;
  auto result = std::async(std::launch::async, [&] {
    return dlinear()->runSegment(view, segmentOf(0, 1000, {}, file("cancelled.ckpt")), sink, token);
  });
  sink.seen.get_future().wait();  // in the middle of the training
  const auto asked = std::chrono::steady_clock::now();
  token.cancel();
  const auto done = result.get();
  QVERIFY(std::chrono::steady_clock::now() - asked < std::chrono::seconds(1));
  QVERIFY(!done.ok() && done.error().code == ErrorCode::kCancelled);
  QVERIFY(!std::filesystem::exists(file("cancelled.ckpt")));
}

void DLinearTest::offersOnlyPossibleLookbacks() {
  const auto lookbacksOf = [](std::size_t rows) {
    const std::vector<std::vector<double>> channels(2, wave(rows + 24, 0.1, 1));
    const auto plan = dlinear()->plan(viewOf(channels, 24, 24), BudgetSpec{});
    for (const auto& param : plan.space.params) {
      if (param.name == "look-back") {
        return param.choices;
      }
    }
    return std::vector<ParamValue>{};
  };
  QCOMPARE(lookbacksOf(2000).size(), std::size_t{5});
  QCOMPARE(lookbacksOf(300).size(), std::size_t{2});  // 96 and 192
  QVERIFY(lookbacksOf(60) == std::vector<ParamValue>{std::int64_t{16}});
  QVERIFY(lookbacksOf(25).empty());
  const std::vector<std::vector<double>> channels(2, wave(2000, 0.1, 1));
  const auto fixed = dlinear(48)->plan(viewOf(channels, 100, 24), BudgetSpec{.trials = 3, .resource = 7});
  QCOMPARE(fixed.space.params.size(), std::size_t{2});
  QCOMPARE(fixed.resourcePerTrial, 7);
  QVERIFY(fixed.usesRungs);
}

void DLinearTest::forecastsShortHistories() {
  const std::vector<std::vector<double>> channels = {wave(900, 0.1, 1)};
  const auto view = viewOf(channels, 100, 12);
  const auto contender = dlinear();
  KeptPoints points;
  auto segment = segmentOf(0, 2, {}, file("short.ckpt"));
  QVERIFY(contender->runSegment(view, segment, points, {}).ok());
  segment.checkpointIn = file("short.ckpt");
  const auto forecaster = contender->predictor(view, segment, {});
  QVERIFY(forecaster.ok());
  const std::vector<double> brief = {0.5, -1.0, 0.25};
  std::vector<double> padded(93, 0.5);
  padded.insert(padded.end(), brief.begin(), brief.end());
  std::vector<double> out(24);
  QVERIFY((*forecaster)->forecast(std::vector<Origin>{{0, brief}, {0, padded}}, {}, out).ok());
  QVERIFY(std::equal(out.begin(), out.begin() + 12, out.begin() + 12));
  base::CancelToken token;
  token.cancel();
  QVERIFY((*forecaster)->forecast(std::vector<Origin>{{0, padded}}, token, std::span(out).first(12)).error().code ==
          ErrorCode::kCancelled);
}

void DLinearTest::explainsWhatIsMissing() {
  const std::vector<std::vector<double>> channels = {wave(60, 0.1, 1)};
  KeptPoints points;
  const auto few = dlinear()->runSegment(viewOf(channels, 24, 24), segmentOf(0, 1, {}, {}), points, {});
  QVERIFY(!few.ok() && few.error().code == ErrorCode::kBadInput);
  QVERIFY2(few.error().message.find("too few") != std::string::npos, few.error().message.c_str());
  const std::vector<std::vector<double>> enough = {wave(600, 0.1, 1)};
  const auto noCheckpoint =
      dlinear()->runSegment(viewOf(enough, 24, 24), segmentOf(1, 2, file("not there"), {}), points, {});
  QVERIFY(!noCheckpoint.ok() && noCheckpoint.error().code == ErrorCode::kNotFound);
  std::ofstream(file("damaged.ckpt")) << "rubbish, much too long to be a header length";
  const auto damaged =
      dlinear()->runSegment(viewOf(enough, 24, 24), segmentOf(1, 2, file("damaged.ckpt"), {}), points, {});
  QVERIFY(!damaged.ok() && damaged.error().context.find("damaged.ckpt") != std::string::npos);
  ContenderSpec spec;
  spec.options["lookback"] = std::string("long");
  QVERIFY(!makeDLinear(spec).ok());
}

void DLinearTest::reachesThePublishedError() {
  const auto path = dataFile("data/timeseries/ETT/ETTh1.csv.gz");
  if (!path) {
    QSKIP("Set TOUCHSTONE_DATA to the folder with data/timeseries/ETT to compare with published numbers.");
  }
  TaskSpec spec;
  spec.name = "ETTh1-96";
  spec.data = path->string();
  spec.split = "12/4/4 months";
  spec.horizon = 96;
  spec.metric = "mse";
  const auto task = data::loadSeriesTask(spec, {});
  QVERIFY2(task.ok(), task.ok() ? "" : task.error().text().c_str());
  SeriesView view;
  for (std::size_t c = 0; c < task->channelCount(); ++c) {
    view.channels.push_back({task->visible(c), task->splits[c].trainEnd});
  }
  view.horizon = 96;
  view.metric = "mse";
  const auto contender = dlinear(336);
  auto segment = segmentOf(0, 12, {}, file("etth1.ckpt"), 3e-4);
  KeptPoints points;
  QVERIFY(contender->runSegment(view, segment, points, {}).ok());
  segment.checkpointIn = segment.checkpointOut;
  const auto forecaster = contender->predictor(view, segment, {});
  QVERIFY(forecaster.ok());
  double squares = 0.0;
  std::size_t windows = 0;
  for (std::size_t c = 0; c < task->channelCount(); ++c) {
    const auto origins = task->testOrigins(c);
    for (std::size_t t = origins.first; t < origins.first + origins.count; ++t, ++windows) {
      std::vector<double> out(96);
      QVERIFY((*forecaster)->forecast(std::vector<Origin>{{static_cast<int>(c), task->history(c, t)}}, {}, out).ok());
      for (std::size_t h = 0; h < 96; ++h) {
        const double error = out[h] - task->scaled[c][t + h];
        squares += error * error;
      }
    }
  }
  const double mse = squares / (96.0 * static_cast<double>(windows));
  qInfo("ETTh1-96, %zu windows: MSE %.4f, published 0.375", windows, mse);
  QCOMPARE(windows, std::size_t{2785 * 7});
  QVERIFY(mse < 0.375 * 1.05);
}

QTEST_GUILESS_MAIN(DLinearTest)
#include "dlinear_test.moc"
