// Fracast-0 and PatchTST: golden numbers, the fast path against the torch network, zero-shot contenders, bad input.
// Golden numbers of Fracast-0: shared/models/README.md, and the Python package fracast 0.1.0 (weights "fp32", one
// thread) on the series below; make_fracast_golden.py prints them.
#include "tests/torch/torch_support.h"

#include "engine/contenders/foundation/fracast_forecaster.h"
#include "engine/contenders/foundation/patchtst_forecaster.h"
#include "engine/contenders/torch_module.h"
#include "engine/nn/fracast_net.h"
#include "engine/nn/periodogram.h"
#include "engine/nn/safetensors.h"
#include "engine/nn/weights.h"
#include "engine/train/threads.h"

#include <torch/torch.h>

#include <chrono>
#include <complex>
#include <fstream>
#include <future>

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

using namespace touchstone;
using namespace touchstone::contenders;
using namespace touchstone::nn;
using namespace touchstone::test;

namespace {

#define NEEDS_FRACAST()                                                                                                \
  if (!m_weights) {                                                                                                    \
    QSKIP("Fracast-0's weights are not on this machine. Run packaging/setup to have them.");                           \
  }

std::vector<double> goldenSeries() {
  std::vector<double> y;
  for (int t = 0; t < 512; ++t) {
    y.push_back(static_cast<float>(10 * std::sin(2 * M_PI * t / 24) + .05 * t + (t % 7 == 0 ? 3 : 0)));
  }
  return y;
}

// The second golden series, any length.
std::vector<double> secondSeries(int count) {
  std::vector<double> y;
  for (int t = 0; t < count; ++t) {
    y.push_back(2 * std::sin(0.3 * t) + 0.1 * ((t * 37) % 11) + 0.002 * t);
  }
  return y;
}

std::vector<double> withGaps(std::vector<double> y) {
  for (std::size_t t = 0; t < y.size(); ++t) {
    if (t % 5 == 3 || (t >= 200 && t < 230)) {
      y[t] = std::nan("");
    }
  }
  return y;
}

bool isClose(double value, double expected, double relative) {
  return std::abs(value - expected) <= relative * std::max(std::abs(expected), 1e-2);
}

std::vector<double> randomSeries(std::uint64_t seed) {
  base::RandomStream random({seed, 3});
  const std::int64_t lengths[] = {8, 9, 30, 200, 511, 1000, 2047, 2048, 2600};
  const auto count = lengths[random.below(9)];
  const double period = random.uniform(2, 300), noise = random.uniform(0, 1), level = random.uniform(-1000, 1000);
  double walk = level;
  std::vector<double> y;
  for (std::int64_t t = 0; t < count; ++t) {
    walk += 0.1 * random.normal();
    y.push_back(walk + std::sin(6.2831853 * static_cast<double>(t) / period) + noise * random.normal());
    if (count > 100 && random.below(10) == 0) {
      y.back() = std::nan("");
    }
  }
  return y;
}

TorchRequest requestFor(const std::filesystem::path& weights, const std::string& architecture) {
  TorchRequest request;
  request.spec.name = "model under test";
  request.spec.method = "foundation";
  request.spec.adapt = "zero-shot";
  request.model = ModelCard{};
  request.model->name = request.model->title = "a model";
  request.model->architecture = architecture;
  request.weights = weights;
  return request;
}

}  // namespace

class FoundationTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void spectrumEqualsTheSum();
  void findsPeriods();
  void goldenMedians();
  void goldenMediansOfOtherSeries();
  void goldenValuesOnTheWay();
  void fastEqualsTorch();
  void networkTrains();
  void refusesShortHistories();
  void cancelsWithinASecond();
  void zeroShotContender();
  void refusesOtherWeights();
  void patchTstShapes();
  void patchTstRollsAndPads();

 private:
  Result<FracastInference> fast(const FracastKernels& kernels = *fracastKernels().front()) const {
    return FracastInference::create(m_tensors, kernels);
  }

  std::optional<std::filesystem::path> m_weights;
  HostTensors m_tensors;
};

void FoundationTest::initTestCase() {
  train::useOneThread();
  m_weights = fracastWeights();
  if (m_weights) {
    auto content = readSafetensors(*m_weights);
    QVERIFY2(content.ok(), content.ok() ? "" : content.error().text().c_str());
    m_tensors = std::move(content.value().tensors);
  }
}

void FoundationTest::spectrumEqualsTheSum() {
  base::RandomStream random({1});
  std::vector<double> x(kPeriodogramLength);
  for (double& value : x) {
    value = random.normal();
  }
  const auto power = powerSpectrum(x);
  for (const int k : {0, 1, 2, 37, 512, 1000, 1023, 1024}) {
    std::complex<double> sum = 0.0;
    for (int t = 0; t < kPeriodogramLength; ++t) {
      sum += x[static_cast<std::size_t>(t)] *
             std::polar(1.0, -2 * M_PI * ((static_cast<std::int64_t>(k) * t) % 2048) / 2048);
    }
    QVERIFY(isClose(power[static_cast<std::size_t>(k)], std::norm(sum), 1e-9));
  }
}

void FoundationTest::findsPeriods() {
  FracastContext context;
  QVERIFY(prepareFracast(goldenSeries(), context).ok());
  QVERIFY((context.periods == std::array<int, 4>{683, 24, 256, 0}));
  QVERIFY(prepareFracast(std::vector<double>(100, 3.0), context).ok());
  QVERIFY((context.periods == std::array<int, 4>{}));
  QCOMPARE(context.span, 1e-5);
}

void FoundationTest::goldenMedians() {
  NEEDS_FRACAST();
  for (const FracastKernels* kernels : fracastKernels()) {
    const auto net = fast(*kernels);
    QVERIFY2(net.ok(), net.ok() ? "" : net.error().text().c_str());
    FracastScratch scratch;
    std::vector<double> out(48), longer(96);
    QVERIFY(net->medians(goldenSeries(), {}, scratch, out).ok());
    QVERIFY(net->medians(goldenSeries(), {}, scratch, longer).ok());
    const double expected[] = {35.560065, 32.767966, 30.799958, 37.000256, 37.592450};
    const std::size_t steps[] = {0, 1, 2, 23, 47};
    for (std::size_t i = 0; i < 5; ++i) {
      QVERIFY2(isClose(out[steps[i]], expected[i], 2e-6), kernels->name.data());
      QCOMPARE(out[steps[i]], longer[steps[i]]);
    }
    QVERIFY2(isClose(longer[95], 39.558323, 2e-6), kernels->name.data());
  }
}

void FoundationTest::goldenMediansOfOtherSeries() {
  NEEDS_FRACAST();
  struct Golden {
    const char* name;
    std::vector<double> series;
    std::size_t horizon;
    std::vector<std::pair<std::size_t, double>> medians;
  };
  std::vector<double> large = secondSeries(3000);
  for (double& value : large) {
    value = 1e4 + 100 * value;
  }
  const Golden cases[] = {
      {"short", secondSeries(20), 48, {{0, 0.069007}, {23, 0.110835}, {47, 0.324704}}},
      {"missing values",
       withGaps(secondSeries(700)),
       96,
       {{0, 2.547515}, {23, 1.687879}, {47, 0.766374}, {48, 0.413171}, {95, 2.877746}}},
      {"longer than the context",
       large,
       96,
       {{0, 10766.459961}, {23, 10742.101562}, {47, 10639.527344}, {48, 10617.802734}, {95, 10545.553711}}},
      {"constant", std::vector<double>(64, 3.0), 48, {{0, 3.0}, {47, 3.0}}},
  };
  const auto net = fast();
  QVERIFY(net.ok());
  FracastScratch scratch;
  for (const Golden& golden : cases) {
    std::vector<double> out(golden.horizon);
    QVERIFY(net->medians(golden.series, {}, scratch, out).ok());
    for (const auto& [step, expected] : golden.medians) {
      QVERIFY2(isClose(out[step], expected, 2e-5), golden.name);
    }
  }
  FracastInference::Quantiles quantiles;
  QVERIFY(net->block(secondSeries(20), scratch, quantiles).ok());
  QVERIFY(isClose(quantiles[0], -0.591786, 2e-5));
  QVERIFY(isClose(quantiles[8], 1.118311, 2e-5));
}

void FoundationTest::goldenValuesOnTheWay() {
  NEEDS_FRACAST();
  FracastNet net;
  QVERIFY(net.load(m_tensors).ok());
  const auto series = goldenSeries();
  FracastTrace trace;
  const auto quantiles = net.blocks(std::vector<std::span<const double>>{series}, &trace);
  QVERIFY(quantiles.ok());
  QVERIFY(isClose(quantiles->values[kFracastMedian], 35.560065, 2e-6));
  const std::pair<const HostTensor*, std::array<double, 4>> golden[] = {
      {&trace.inputProjection, {.649099, .449364, -.023660, .019731}},
      {&trace.phaseProjection, {-.246547, -.029313, .553449, -.934297}},
      {&trace.firstStage, {-.477924, -.166385, .362546, .675097}},
      {&trace.encoding, {.212442, -.020249, .060452, .354641}}};
  for (const auto& [tensor, expected] : golden) {
    for (std::size_t c = 0; c < 4; ++c) {
      const double difference = std::abs(tensor->values[2047 * 64 + c] - expected[c]);
      QVERIFY2(difference < 1e-5, qPrintable(QString::number(difference)));
    }
  }
}

void FoundationTest::fastEqualsTorch() {
  NEEDS_FRACAST();
  FracastNet net;
  QVERIFY(net.load(m_tensors).ok());
  FracastScratch scratch;
  double worst = 0.0;
  for (std::uint64_t seed = 0; seed < 24; ++seed) {
    const auto series = randomSeries(seed);
    const auto expected = net.blocks(std::vector<std::span<const double>>{series});
    QVERIFY(expected.ok());
    const auto inference = fast(*fracastKernels()[seed % fracastKernels().size()]);
    FracastInference::Quantiles quantiles;
    QVERIFY(inference->block(series, scratch, quantiles).ok());
    // A float of size |low| cannot be nearer than its own rounding.
    const double allowed = 1e-4 * scratch.context.span + 1e-6 * std::abs(scratch.context.low);
    for (std::size_t i = 0; i < quantiles.size(); ++i) {
      worst = std::max(worst, std::abs(quantiles[i] - expected->values[i]) / allowed);
    }
  }
  qInfo("largest difference in 24 series: %.3f of what is allowed, 1e-4 of the range", worst);
  QVERIFY(worst < 1.0);
}

void FoundationTest::networkTrains() {
  FracastNet net;
  std::int64_t count = 0;
  for (const at::Tensor& parameter : net.module().parameters()) {
    count += parameter.numel();
  }
  QCOMPARE(count, kFracastParameters);
  net.forward(torch::rand({1, kFracastContext, kFracastFeatures}), torch::rand({1, kFracastBlock}))
      .square()
      .mean()
      .backward();
  for (const auto& item : net.module().named_parameters()) {
    QVERIFY2(item.value().grad().defined(), item.key().c_str());
  }
  // What was trained goes into the fast path the same way.
  const auto tensors = moduleTensors(net.module());
  QVERIFY(FracastInference::create(tensors).ok());
}

void FoundationTest::refusesShortHistories() {
  NEEDS_FRACAST();
  const FracastForecaster forecaster(std::make_shared<FracastInference>(fast().value()), 2048, 48);
  const std::vector<double> seven(7, 1.0);
  std::vector<double> out(48);
  const auto made = forecaster.forecast(std::vector<Origin>{{0, seven}}, {}, out);
  QVERIFY(!made.ok() && made.error().code == ErrorCode::kBadInput);
  QVERIFY(made.error().message.find("at least 8") != std::string::npos);
}

void FoundationTest::cancelsWithinASecond() {
  NEEDS_FRACAST();
  const FracastForecaster forecaster(std::make_shared<FracastInference>(fast().value()), 2048, 720);
  const auto series = secondSeries(2048);
  const std::vector<Origin> origins(5000, Origin{0, series});
  std::vector<double> out(origins.size() * 720);
  base::CancelToken token;
  auto result = std::async(std::launch::async, [&] { return forecaster.forecast(origins, token, out); });
  const auto asked = std::chrono::steady_clock::now();
  token.cancel();
  const auto done = result.get();
  QVERIFY(std::chrono::steady_clock::now() - asked < std::chrono::seconds(1));
  QVERIFY(!done.ok() && done.error().code == ErrorCode::kCancelled);
}

void FoundationTest::zeroShotContender() {
  NEEDS_FRACAST();
  const auto* module = touchstoneTorchModule();
  QVERIFY(module->version().starts_with("2."));
  const auto contender = module->make(requestFor(*m_weights, "fracast"));
  QVERIFY2(contender.ok(), contender.ok() ? "" : contender.error().text().c_str());
  const std::vector<std::vector<double>> channels = {wave(1200, 0.1, 1), wave(900, 0.1, 2)};
  const auto view = viewOf(channels, 150, 24);
  const auto planned = (*contender)->plan(view, BudgetSpec{}, {}, "", base::CancelToken());
  QVERIFY(planned.ok() && planned.value());
  const SearchPlan& plan = **planned;
  QVERIFY(plan.space.isEmpty() && !(*contender)->isRandom() && !plan.usesRungs && plan.resourcePerTrial == 1);
  const QTemporaryDir folder;
  Segment segment;
  segment.checkpointOut = std::filesystem::path(folder.path().toStdString()) / "zero.ckpt";
  KeptPoints points;
  const auto done = (*contender)->runSegment(view, segment, points, {});
  QVERIFY2(done.ok(), done.ok() ? "" : done.error().text().c_str());
  QVERIFY(done->isFinished && done->trainedParameters == 0 && std::filesystem::exists(segment.checkpointOut));
  QCOMPARE(points.of("validation windows"), std::vector<double>{64});
  QCOMPARE(points.of("validation mse"), std::vector<double>{done->value});
  QVERIFY2(done->value < 0.1, qPrintable(QString::number(done->value)));  // half of the variance is the daily wave
  const auto predictor = (*contender)->predictor(view, segment, {});
  QVERIFY(predictor.ok());
  const auto forecaster = std::get<std::shared_ptr<const Forecaster>>(*predictor);
  std::vector<double> out(24), direct(24);
  QVERIFY(forecaster->forecast(std::vector<Origin>{{0, channels[0]}}, {}, out).ok());
  FracastScratch scratch;
  QVERIFY(fast()->medians(channels[0], {}, scratch, direct).ok());
  QVERIFY(out == direct);
}

void FoundationTest::refusesOtherWeights() {
  const auto* module = touchstoneTorchModule();
  const QTemporaryDir folder;
  const std::filesystem::path root = folder.path().toStdString();
  QVERIFY(module->make(requestFor(root / "none.safetensors", "fracast")).error().code == ErrorCode::kNotFound);
  SafetensorsContent content;
  content.tensors["core.norm.weight"] = {{63}, std::vector<float>(63)};
  QVERIFY(writeSafetensors(root / "other.safetensors", content).ok());
  for (const char* architecture : {"fracast", "patchtst"}) {
    const auto other = module->make(requestFor(root / "other.safetensors", architecture));
    QVERIFY(!other.ok() && other.error().code == ErrorCode::kBadInput);
    QVERIFY2(other.error().text().find("other.safetensors") != std::string::npos, other.error().text().c_str());
  }
  QVERIFY(module->make(requestFor(root / "other.safetensors", "transformer")).error().code == ErrorCode::kUnsupported);
  std::ofstream(root / "cut.safetensors", std::ios::binary) << std::string(100, '\x01');
  QVERIFY(module->make(requestFor(root / "cut.safetensors", "fracast")).error().code == ErrorCode::kBadInput);
  if (m_weights) {
    auto request = requestFor(*m_weights, "fracast");
    request.model->sha256 = std::string(64, '0');
    const auto changed = module->make(request);
    QVERIFY(!changed.ok() && changed.error().message.find("SHA-256") != std::string::npos);
    request.model->sha256.clear();
    request.spec.adapt = "full";
    QVERIFY(module->make(request).error().code == ErrorCode::kUnsupported);
  }
}

void FoundationTest::patchTstShapes() {
  PatchTstShape shape{.patches = 6, .patch = 4, .width = 16, .heads = 4, .inner = 24, .layers = 2, .horizon = 0};
  for (const std::int64_t horizon : {0, 10}) {
    shape.horizon = horizon;
    PatchTstNet net(shape);
    auto tensors = moduleTensors(net.module());
    for (const char* layer : {"0", "1"}) {
      tensors[std::string("backbone.encoder.layers.") + layer + ".self_attn.sdp_attn.scale"] = {{}, {0.5f}};
    }
    const auto read = patchTstShape(tensors);
    QVERIFY2(read.ok() && *read == shape, read.ok() ? "" : read.error().text().c_str());
    const auto again = PatchTstNet::create(tensors);
    QVERIFY2(again.ok(), again.ok() ? "" : again.error().text().c_str());
    net.module().eval();
    const at::Tensor x = torch::randn({3, 6, 4});
    const at::Tensor y = net.forward(x);
    QCOMPARE(y.sizes().vec(), horizon == 0 ? (std::vector<std::int64_t>{3, 6, 4}) : (std::vector<std::int64_t>{3, 10}));
    QVERIFY(torch::equal(y, (*again)->forward(x)));
    net.module().train();
    net.forward(x).square().mean().backward();
    for (const auto& item : net.module().named_parameters()) {
      QVERIFY2(item.value().grad().defined(), item.key().c_str());
    }
    tensors.erase("head.linear.bias");
    QVERIFY(!PatchTstNet::create(tensors).ok());
  }
}

void FoundationTest::patchTstRollsAndPads() {
  const auto net = std::make_shared<PatchTstNet>(
      PatchTstShape{.patches = 6, .patch = 4, .width = 16, .heads = 4, .inner = 24, .layers = 1, .horizon = 0});
  net->module().eval();
  const std::vector<double> series = wave(60, 0.1, 4);
  const PatchTstContext context{.length = 26, .used = 26};
  std::vector<double> out(30), first(12), rest(18);
  QVERIFY(PatchTstForecaster(net, context, 30).forecast(std::vector<Origin>{{0, series}}, {}, out).ok());
  // Three of six patches are predicted at once, then the forecasts count as data.
  QVERIFY(PatchTstForecaster(net, context, 12).forecast(std::vector<Origin>{{0, series}}, {}, first).ok());
  std::vector<double> longer = series;
  longer.insert(longer.end(), first.begin(), first.end());
  QVERIFY(PatchTstForecaster(net, context, 18).forecast(std::vector<Origin>{{0, longer}}, {}, rest).ok());
  for (std::size_t i = 0; i < 30; ++i) {
    QVERIFY(std::abs(out[i] - (i < 12 ? first[i] : rest[i - 12])) < 1e-5);
  }
  const std::vector<double> brief = {1.0, 2.0};
  std::vector<double> padded(40, 1.0);
  padded.push_back(2.0);
  std::vector<double> a(5), b(5);
  QVERIFY(PatchTstForecaster(net, context, 5).forecast(std::vector<Origin>{{0, brief}}, {}, a).ok());
  QVERIFY(PatchTstForecaster(net, context, 5).forecast(std::vector<Origin>{{0, padded}}, {}, b).ok());
  QVERIFY(a == b);
}

QTEST_GUILESS_MAIN(FoundationTest)
#include "foundation_test.moc"
