// Training of torch networks through the epoch loop: segments, checkpoints, memory, divergence, averages.
#include <torch/torch.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <new>

#include "engine/nn/cnn/backbone.h"
#include "engine/nn/weights.h"
#include "engine/train/threads.h"
#include "engine/train/torch_learner.h"
#include "tests/torch/labelled_support.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace touchstone;
using namespace touchstone::train;
using touchstone::test::LabelledSet;
using touchstone::test::separable;

namespace {

constexpr data::InputShape kImage{2, 5, 5, true};
constexpr data::InputShape kSequence{4, 1, 20, false};
constexpr std::size_t kTrain = 90, kAll = 130;
constexpr int kClasses = 2;

struct Points {
  std::vector<std::tuple<std::string, std::int64_t, double>> all;

  PointCallback callback() {
    return [this](std::string_view metric, std::int64_t step, double value) { all.emplace_back(metric, step, value); };
  }
};

nn::BackboneOptions backboneFor(const data::InputShape& shape, double dropRate = 0.0) {
  return {.name = shape.isImage ? "wrn-10-1" : "resnet1d",
          .channels = shape.channels,
          .height = shape.height,
          .width = shape.width,
          .classes = kClasses,
          .mid = 8,
          .dropRate = dropRate,
          .seed = 3};
}

TorchNetwork networkOf(const nn::BackboneOptions& options) {
  const auto backbone = *nn::makeBackbone(options);
  return {backbone, [backbone](const at::Tensor& x) { return backbone->forward(x); },
          [backbone](std::uint64_t seed) { backbone->reseedNoise(seed); }};
}

// A network of one dense layer; `work` sees every batch first.
TorchNetwork denseNetwork(const data::InputShape& shape, std::function<void(const at::Tensor&)> work = nullptr) {
  const auto dense =
      std::make_shared<nn::Dense>(static_cast<std::int64_t>(shape.values()), kClasses, nn::InitKey{1, "d"});
  return {dense, [dense, work](const at::Tensor& x) {
            if (work) {
              work(x);
            }
            return dense->forward(x.flatten(1));
          }};
}

LabelledData dataOf(const LabelledSet& set) {
  return {set.inputs, set.targets, set.items(0, kTrain), set.items(kTrain, kAll)};
}

std::function<double(std::span<const float>)> accuracyOn(const LabelledSet& set) {
  return [set](std::span<const float> probabilities) {
    const std::size_t classes = set.targets->classCount(), count = probabilities.size() / classes;
    double right = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
      const auto own = probabilities.subspan(i * classes, classes);
      const auto best = std::max_element(own.begin(), own.end()) - own.begin();
      right += best == set.targets->labels[kTrain + i] ? 1.0 : 0.0;
    }
    return right / static_cast<double>(count);
  };
}

LearnerOptions optionsFor(std::int64_t batch = 16) {
  LearnerOptions options;
  options.kind = "test";
  options.batches = {.seed = 7, .batch = batch};
  options.schedule = {.base = 0.05};
  options.evaluationBatch = 32;
  return options;
}

LoopOptions loopOf(int from, int to, std::filesystem::path in = {}, std::filesystem::path out = {}) {
  return {.seed = 7,
          .fromEpoch = from,
          .toEpoch = to,
          .patience = 100,
          .isLowerBetter = false,
          .validationMetric = "accuracy",
          .checkpointIn = std::move(in),
          .checkpointOut = std::move(out)};
}

}  // namespace

class TorchLearnerTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { useOneThread(); }
  void segmentsEqualOneRun_data();
  void segmentsEqualOneRun();
  void learnsWhatIsSeparable_data();
  void learnsWhatIsSeparable();
  void learnsMasksAndManyLabels();
  void partsEqualTheWholeBatch();
  void lessMemoryHalvesTheParts();
  void memoryForNothingIsAnError();
  void divergenceIsAnOutcome();
  void exceptionsAndBadPicturesBecomeErrors();
  void averagesWeights();
  void keepsTheBestWeights();
  void lastEpochCountsWithoutValidation();
  void hooksSeeGradientsAndSteps();
  void refusesOtherCheckpoints();
  void fullDiskDoesNotEndTheTrial();
  void cancelsWithinAnEpoch();

 private:
  std::filesystem::path file(const char* name) const {
    return std::filesystem::path(m_folder.path().toStdString()) / name;
  }

  QTemporaryDir m_folder;
};

void TorchLearnerTest::segmentsEqualOneRun_data() {
  QTest::addColumn<bool>("isImage");
  QTest::addColumn<bool>("isAdam");
  QTest::addColumn<double>("average");
  QTest::newRow("images, SGD") << true << false << 0.0;
  QTest::newRow("images, AdamW, averaged") << true << true << 0.9;
  QTest::newRow("sequences, SGD, averaged") << false << false << 0.8;
  QTest::newRow("sequences, AdamW") << false << true << 0.0;
}

// 2 + 3 epochs equal 5, and 1 + 1 + 1 + 1 + 1 too: dropout, turns, order, moments, averages, statistics.
void TorchLearnerTest::segmentsEqualOneRun() {
  QFETCH(bool, isImage);
  QFETCH(bool, isAdam);
  QFETCH(double, average);
  const data::InputShape shape = isImage ? kImage : kSequence;
  const LabelledSet set = separable(shape, kAll, kClasses, 5);
  LearnerOptions options = optionsFor();
  options.batches.turnsItems = true;
  options.microBatch = 7;
  options.optimiser.kind = isAdam ? OptimiserKind::kAdamW : OptimiserKind::kSgd;
  options.schedule = {.kind = ScheduleKind::kCosine, .base = isAdam ? 3e-3 : 0.05, .warmup = 1.0, .end = 5.0};
  options.averageDecay = average;
  options.clipNorm = 1.0;
  options.loss.labelSmoothing = 0.1;
  const auto run = [&](const std::vector<int>& cuts, Points& points) {
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
      torch::manual_seed(i);  // torch's own numbers play no part
      const TorchNetwork network = networkOf(backboneFor(shape, 0.1));
      TorchLearner learner(network, dataOf(set), options, {.metric = accuracyOn(set)},
                           {allParameters(*network.module, 1e-3)});
      const auto done =
          runEpochs(learner, loopOf(cuts[i], cuts[i + 1], file("cut.ckpt"), file("cut.ckpt")), points.callback(), {});
      QVERIFY2(done.ok(), done.ok() ? "" : done.error().text().c_str());
      QCOMPARE(done->reachedEpoch, cuts[i + 1]);
    }
  };
  Points whole;
  run({0, 5}, whole);
  const auto expected = readTrialState(file("cut.ckpt"), "test");
  QVERIFY(expected.ok());
  QCOMPARE(whole.all.size(), std::size_t{10});
  for (const std::vector<int>& cuts : {std::vector<int>{0, 2, 5}, {0, 1, 2, 3, 4, 5}}) {
    Points points;
    run(cuts, points);
    const auto found = readTrialState(file("cut.ckpt"), "test");
    QVERIFY(points.all == whole.all);
    QVERIFY(found->tensors == expected->tensors);
    QCOMPARE(found->steps, std::int64_t{5 * 6});
    QVERIFY(found->bestValue == expected->bestValue && found->bestEpoch == expected->bestEpoch);
  }
}

void TorchLearnerTest::learnsWhatIsSeparable_data() {
  QTest::addColumn<bool>("isImage");
  QTest::addColumn<bool>("isCoarse");
  QTest::newRow("images") << true << false;
  QTest::newRow("sequences") << false << false;
  QTest::newRow("images in bfloat16") << true << true;
}

void TorchLearnerTest::learnsWhatIsSeparable() {
  QFETCH(bool, isImage);
  QFETCH(bool, isCoarse);
  const data::InputShape shape = isImage ? kImage : kSequence;
  const LabelledSet set = separable(shape, kAll, kClasses, 5);
  LearnerOptions options = optionsFor();
  options.precision = isCoarse ? Precision::kBfloat16 : Precision::kSingle;
  nn::BackboneOptions backbone = backboneFor(shape);
  TorchLearner learner(networkOf(backbone), dataOf(set), options, {.metric = accuracyOn(set)});
  Points points;
  const auto done = runEpochs(learner, loopOf(0, 15, {}, file("good.ckpt")), points.callback(), {});
  QVERIFY(done.ok());
  QVERIFY2(done->bestValue > 0.95, std::to_string(done->bestValue).c_str());
  QVERIFY(std::get<2>(points.all[points.all.size() - 2]) < 0.5 * std::get<2>(points.all[0]));
  QVERIFY(learner.parameterCount() > 1000);
  // The checkpoint's best weights predict what validated.
  backbone.seed = 99;
  const TorchNetwork fresh = networkOf(backbone);
  QVERIFY(nn::loadModule(*fresh.module, TorchLearner::bestWeights(*readTrialState(file("good.ckpt"), "test"))).ok());
  fresh.module->eval();
  const auto validation = set.items(kTrain, kAll);
  std::vector<float> probabilities(validation.size() * kClasses);
  QVERIFY(predict(fresh, Loss({}, at::kCPU), set.inputs, validation, {.batch = 9, .precision = options.precision}, {},
                  probabilities)
              .ok());
  QCOMPARE(accuracyOn(set)(probabilities), done->bestValue);
}

void TorchLearnerTest::learnsMasksAndManyLabels() {
  // Pixels that are bright in the first channel are of class 1; labels say which channels have a bright block.
  LabelledSet set = separable(kImage, kAll, kClasses, 5);
  std::vector<float> values(kAll * kImage.values());
  auto all = set.items(0, kAll);
  std::vector<data::Pick> picks;
  std::transform(all.begin(), all.end(), std::back_inserter(picks), [](std::uint32_t i) { return data::Pick{i, 0}; });
  QVERIFY(set.inputs->gather(picks, values).ok());
  set.targets->kind = data::TargetKind::kMask;
  set.targets->maskPixels = kImage.positions();
  for (std::size_t i = 0; i < kAll * kImage.positions(); ++i) {
    set.targets->masks.push_back(i % 11 == 0 ? data::kIgnoredPixel : values[2 * i] > 0.0f ? 1 : 0);
    if (i % kImage.positions() == 0) {
      const bool isFirst = set.targets->labels[i / kImage.positions()] == 0;
      set.targets->bits.insert(set.targets->bits.end(), {isFirst ? std::uint8_t{1} : std::uint8_t{0}, std::uint8_t{1}});
    }
  }
  nn::BackboneOptions backbone = backboneFor(kImage);
  backbone.isDense = true;
  LearnerOptions options = optionsFor();
  options.loss.kind = data::TargetKind::kMask;
  options.batches.turnsItems = true;
  const auto pixelAccuracy = [&](std::span<const float> p) {
    double right = 0.0, counted = 0.0;
    const std::size_t pixels = kImage.positions();
    for (std::size_t i = 0; i < p.size() / kClasses; ++i) {
      const std::uint8_t label = set.targets->masks[kTrain * pixels + i];
      const std::size_t at = i / pixels * kClasses * pixels + i % pixels;
      counted += label != data::kIgnoredPixel ? 1.0 : 0.0;
      right += label != data::kIgnoredPixel && (p[at + pixels] > p[at]) == (label == 1) ? 1.0 : 0.0;
    }
    return right / counted;
  };
  TorchLearner masks(networkOf(backbone), dataOf(set), options, {.metric = pixelAccuracy});
  const auto done = runEpochs(masks, loopOf(0, 8), Points().callback(), {});
  QVERIFY(done.ok());
  QVERIFY2(done->bestValue > 0.9, std::to_string(done->bestValue).c_str());
  set.targets->kind = options.loss.kind = data::TargetKind::kMultiLabel;
  const auto bitAccuracy = [&](std::span<const float> p) {
    double right = 0.0;
    for (std::size_t i = 0; i < p.size(); ++i) {
      right += (p[i] > 0.5f) == (set.targets->bits[kTrain * kClasses + i] != 0) ? 1.0 : 0.0;
    }
    return right / static_cast<double>(p.size());
  };
  TorchLearner labels(networkOf(backboneFor(kImage)), dataOf(set), options, {.metric = bitAccuracy});
  const auto learnt = runEpochs(labels, loopOf(0, 12), Points().callback(), {});
  QVERIFY(learnt.ok());
  QVERIFY2(learnt->bestValue > 0.95, std::to_string(learnt->bestValue).c_str());
}

nn::HostTensors trainedDense(const LabelledSet& set, const LearnerOptions& options, TorchNetwork network,
                             std::int64_t* microBatch = nullptr) {
  TorchLearner learner(network, dataOf(set), options, {.metric = accuracyOn(set)});
  if (!runEpochs(learner, loopOf(0, 2), Points().callback(), {}).ok()) {
    return {};
  }
  if (microBatch != nullptr) {
    *microBatch = learner.microBatch();
  }
  return nn::moduleTensors(*network.module);
}

double farthest(const nn::HostTensors& a, const nn::HostTensors& b) {
  double most = a.size() == b.size() && !a.empty() ? 0.0 : INFINITY;
  for (const auto& [name, tensor] : a) {
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
      most =
          std::max(most, std::abs(static_cast<double>(tensor.values[i]) - static_cast<double>(b.at(name).values[i])));
    }
  }
  return most;
}

void TorchLearnerTest::partsEqualTheWholeBatch() {
  const LabelledSet set = separable(kImage, kAll, kClasses, 5);
  LearnerOptions options = optionsFor();
  options.loss.classWeights = {0.3f, 2.0f};
  const auto whole = trainedDense(set, options, denseNetwork(kImage));
  for (const std::int64_t part : {1, 5, 16, 400}) {
    options.microBatch = part;
    QVERIFY(farthest(trainedDense(set, options, denseNetwork(kImage)), whole) < 1e-6);
  }
}

void TorchLearnerTest::lessMemoryHalvesTheParts() {
  const LabelledSet set = separable(kImage, kAll, kClasses, 5);
  LearnerOptions options = optionsFor();
  const auto whole = trainedDense(set, options, denseNetwork(kImage));
  int failures = 0;
  const auto needsMuch = [&](const at::Tensor& x) {
    if (x.size(0) > 5) {
      ++failures;
      if (failures % 2 == 0) {
        throw std::bad_alloc();
      }
      TORCH_CHECK_WITH(OutOfMemoryError, false, "CUDA out of memory. Tried to allocate 2 GiB.");
    }
  };
  std::int64_t part = 0;
  const auto found = trainedDense(set, options, denseNetwork(kImage, needsMuch), &part);
  QVERIFY(farthest(found, whole) < 1e-6);
  QCOMPARE(part, std::int64_t{4});
  QVERIFY(failures >= 2);
  // A trial that goes on remembers it.
  TorchLearner first(denseNetwork(kImage, needsMuch), dataOf(set), options, {.metric = accuracyOn(set)});
  QVERIFY(runEpochs(first, loopOf(0, 1, {}, file("parts.ckpt")), Points().callback(), {}).ok());
  TorchLearner second(denseNetwork(kImage), dataOf(set), options, {.metric = accuracyOn(set)});
  QVERIFY(second.restore(*readTrialState(file("parts.ckpt"), "test")).ok());
  QCOMPARE(second.microBatch(), std::int64_t{4});
}

void TorchLearnerTest::memoryForNothingIsAnError() {
  const LabelledSet set = separable(kImage, kAll, kClasses, 5);
  int calls = 0;
  const auto never = [&](const at::Tensor&) {
    ++calls;
    throw std::bad_alloc();
  };
  TorchLearner learner(denseNetwork(kImage, never), dataOf(set), optionsFor(), {.metric = accuracyOn(set)});
  const auto done = runEpochs(learner, loopOf(0, 2), Points().callback(), {});
  QVERIFY(!done.ok() && done.error().code == ErrorCode::kOutOfMemory);
  QVERIFY2(done.error().message.find("Even one example") != std::string::npos, done.error().message.c_str());
  QCOMPARE(calls, 5);  // 16, 8, 4, 2, 1
  const auto network = denseNetwork(kImage, never);
  std::vector<float> out(2 * kClasses);
  const auto predicted = predict(network, Loss({}, at::kCPU), set.inputs, set.items(0, 2), {}, {}, out);
  QVERIFY(!predicted.ok() && predicted.error().code == ErrorCode::kOutOfMemory);
}

void TorchLearnerTest::divergenceIsAnOutcome() {
  const LabelledSet set = separable(kImage, kAll, kClasses, 5);
  LearnerOptions options = optionsFor();
  options.schedule.base = 1e30;
  TorchLearner learner(networkOf(backboneFor(kImage)), dataOf(set), options, {.metric = accuracyOn(set)});
  const auto done = runEpochs(learner, loopOf(0, 5, {}, file("diverged.ckpt")), Points().callback(), {});
  QVERIFY(done.ok() && done->hasDiverged && done->isFinished);
  QCOMPARE(done->reachedEpoch, 1);
  QVERIFY(readTrialState(file("diverged.ckpt"), "test")->isFinished);
}

void TorchLearnerTest::exceptionsAndBadPicturesBecomeErrors() {
  const LabelledSet set = separable(kImage, kAll, kClasses, 5);
  const auto wrong = [](const at::Tensor&) { TORCH_CHECK(false, "the shapes do not fit"); };
  TorchLearner learner(denseNetwork(kImage, wrong), dataOf(set), optionsFor(), {.metric = accuracyOn(set)});
  const auto done = runEpochs(learner, loopOf(0, 2), Points().callback(), {});
  QVERIFY(!done.ok() && done.error().code == ErrorCode::kInternal);
  QVERIFY(done.error().message.find("the shapes do not fit") != std::string::npos);
  set.inputs->failsAfter = 4;
  TorchLearner reader(denseNetwork(kImage), dataOf(set), optionsFor(), {.metric = accuracyOn(set)});
  const auto failed = runEpochs(reader, loopOf(0, 2), Points().callback(), {});
  QVERIFY(!failed.ok() && failed.error().code == ErrorCode::kBadInput);
  QCOMPARE(failed.error().context, std::string("picture.png"));
}

void TorchLearnerTest::averagesWeights() {
  const LabelledSet set = separable(kImage, kAll, kClasses, 5);
  LearnerOptions options = optionsFor();
  const TorchNetwork plain = denseNetwork(kImage), averaged = denseNetwork(kImage);
  // The average by hand, from the weights after each step.
  at::Tensor expected = plain.module->named_parameters()["weight"].detach().clone();
  const auto follow = [&](std::int64_t, double) {
    expected = 0.75 * expected + 0.25 * plain.module->named_parameters()["weight"].detach();
  };
  TorchLearner first(plain, dataOf(set), options, {.metric = accuracyOn(set), .onStep = follow});
  QVERIFY(runEpochs(first, loopOf(0, 2), Points().callback(), {}).ok());
  options.averageDecay = 0.75;
  TorchLearner second(averaged, dataOf(set), options, {.metric = accuracyOn(set)});
  auto loop = loopOf(0, 2, {}, file("average.ckpt"));
  loop.validates = false;
  QVERIFY(runEpochs(second, loop, Points().callback(), {}).ok());
  // Training itself is as without.
  QVERIFY(farthest(nn::moduleTensors(*plain.module), nn::moduleTensors(*averaged.module)) == 0.0);
  const auto best = TorchLearner::bestWeights(*readTrialState(file("average.ckpt"), "test"));
  const nn::HostTensor byHand = nn::toHost(expected);
  for (std::size_t i = 0; i < byHand.values.size(); ++i) {
    QVERIFY(std::abs(best.at("weight").values[i] - byHand.values[i]) < 1e-6f);
  }
}

void TorchLearnerTest::keepsTheBestWeights() {
  const LabelledSet set = separable(kImage, kAll, kClasses, 5);
  const std::vector<double> values = {0.5, 0.9, 0.7, 0.8};
  std::size_t next = 0;
  const TorchNetwork network = denseNetwork(kImage);
  std::vector<nn::HostTensors> after;
  const auto metric = [&](std::span<const float>) {
    after.push_back(nn::moduleTensors(*network.module));
    return values[next++];
  };
  TorchLearner learner(network, dataOf(set), optionsFor(), {.metric = metric});
  auto loop = loopOf(0, 9, {}, file("best.ckpt"));
  loop.patience = 2;
  const auto done = runEpochs(learner, loop, Points().callback(), {});
  QVERIFY(done.ok() && done->isFinished);
  QCOMPARE(done->reachedEpoch, 4);
  QCOMPARE(done->bestEpoch, 2);
  QVERIFY(TorchLearner::bestWeights(*readTrialState(file("best.ckpt"), "test")) == after[1]);
}

void TorchLearnerTest::lastEpochCountsWithoutValidation() {
  const LabelledSet set = separable(kImage, kAll, kClasses, 5);
  const TorchNetwork network = denseNetwork(kImage);
  LabelledData data = dataOf(set);
  data.validation.clear();
  TorchLearner learner(network, data, optionsFor(), {});
  auto loop = loopOf(0, 3, {}, file("last.ckpt"));
  loop.validates = false;
  Points points;
  const auto done = runEpochs(learner, loop, points.callback(), {});
  QVERIFY(done.ok());
  QCOMPARE(done->bestEpoch, 3);
  QCOMPARE(points.all.size(), std::size_t{3});
  QCOMPARE(done->bestValue, std::get<2>(points.all.back()));
  QVERIFY(TorchLearner::bestWeights(*readTrialState(file("last.ckpt"), "test")) == nn::moduleTensors(*network.module));
}

void TorchLearnerTest::hooksSeeGradientsAndSteps() {
  const LabelledSet set = separable(kImage, kAll, kClasses, 5);
  const TorchNetwork network = denseNetwork(kImage);
  const auto before = nn::moduleTensors(*network.module);
  const auto stop = [&] {
    for (const at::Tensor& parameter : network.module->parameters()) {
      parameter.grad().zero_();  // seen before the step
    }
  };
  std::vector<std::int64_t> steps;
  const auto onStep = [&](std::int64_t step, double loss) {
    steps.push_back(step);
    QVERIFY(loss > 0.0);
  };
  TorchLearner learner(network, dataOf(set), optionsFor(),
                       {.metric = accuracyOn(set), .afterBackward = stop, .onStep = onStep});
  QVERIFY(runEpochs(learner, loopOf(0, 1), Points().callback(), {}).ok());
  QVERIFY(nn::moduleTensors(*network.module) == before);
  QVERIFY(steps == (std::vector<std::int64_t>{1, 2, 3, 4, 5, 6}));
}

void TorchLearnerTest::refusesOtherCheckpoints() {
  const LabelledSet set = separable(kImage, kAll, kClasses, 5);
  TorchLearner learner(networkOf(backboneFor(kImage)), dataOf(set), optionsFor(), {.metric = accuracyOn(set)});
  QVERIFY(runEpochs(learner, loopOf(0, 1, {}, file("one.ckpt")), Points().callback(), {}).ok());
  nn::BackboneOptions wider = backboneFor(kImage);
  wider.name = "wrn-10-2";
  TorchLearner other(networkOf(wider), dataOf(set), optionsFor(), {.metric = accuracyOn(set)});
  const auto mixed = runEpochs(other, loopOf(1, 2, file("one.ckpt")), Points().callback(), {});
  QVERIFY(!mixed.ok() && mixed.error().code == ErrorCode::kBadInput);
  QVERIFY(mixed.error().context.find("one.ckpt") != std::string::npos);
  std::filesystem::resize_file(file("one.ckpt"), std::filesystem::file_size(file("one.ckpt")) - 100);
  const auto damaged = runEpochs(learner, loopOf(1, 2, file("one.ckpt")), Points().callback(), {});
  QVERIFY(!damaged.ok() && damaged.error().code == ErrorCode::kBadInput);
}

void TorchLearnerTest::fullDiskDoesNotEndTheTrial() {
  if (!std::filesystem::exists("/dev/full")) {
    QSKIP("There is no /dev/full here.");
  }
  const LabelledSet set = separable(kImage, kAll, kClasses, 5);
  std::filesystem::create_symlink("/dev/full", file("full.ckpt.part"));
  TorchLearner learner(denseNetwork(kImage), dataOf(set), optionsFor(), {.metric = accuracyOn(set)});
  const auto done = runEpochs(learner, loopOf(0, 2, {}, file("full.ckpt")), Points().callback(), {});
  QVERIFY2(done.ok(), done.ok() ? "" : done.error().text().c_str());
  QCOMPARE(done->reachedEpoch, 2);
  QVERIFY(done->bestValue > 0.0);
  QVERIFY(done->checkpointError && done->checkpointError->code == ErrorCode::kDiskFull);
  const auto nowhere = runEpochs(learner, loopOf(0, 1, {}, file("no such folder/x.ckpt")), Points().callback(), {});
  QVERIFY(!nowhere.ok());
}

void TorchLearnerTest::cancelsWithinAnEpoch() {
  const LabelledSet set = separable(kImage, kAll, kClasses, 5);
  base::CancelToken token;
  int batches = 0;
  const auto count = [&](const at::Tensor&) {
    if (++batches == 3) {
      token.cancel();
    }
  };
  TorchLearner learner(denseNetwork(kImage, count), dataOf(set), optionsFor(), {.metric = accuracyOn(set)});
  const auto done = runEpochs(learner, loopOf(0, 5), Points().callback(), token);
  QVERIFY(!done.ok() && done.error().code == ErrorCode::kCancelled);
  QCOMPARE(batches, 3);
}

QTEST_GUILESS_MAIN(TorchLearnerTest)
#include "learner_test.moc"
