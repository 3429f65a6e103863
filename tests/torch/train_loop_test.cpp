// Batches, losses, optimisers and schedules of the torch side of training, each against an oracle.
#include <torch/torch.h>

#include <cmath>
#include <map>
#include <set>

#include "engine/nn/cnn/initial.h"
#include "engine/train/example_batches.h"
#include "engine/train/losses.h"
#include "engine/train/optimiser.h"
#include "engine/train/precision.h"
#include "engine/train/schedule.h"
#include "engine/train/threads.h"
#include "tests/torch/labelled_support.h"

#include <QtTest>

using namespace touchstone;
using namespace touchstone::train;
using touchstone::test::LabelledSet;
using touchstone::test::MemoryInputs;
using touchstone::test::separable;

namespace {

constexpr data::InputShape kImage{2, 4, 4, true};
constexpr data::InputShape kSequence{4, 1, 9, false};

ExampleBatches batchesOf(const LabelledSet& set, std::size_t count, const BatchOptions& options) {
  return {set.inputs, set.targets, set.items(0, count), options};
}

double total(const at::Tensor& x) {
  return x.to(torch::kFloat64).sum().item<double>();
}

// Log of the softmax, by hand.
std::vector<double> logSoftmax(const std::vector<double>& scores) {
  double all = 0.0;
  for (const double s : scores) {
    all += std::exp(s);
  }
  std::vector<double> logs;
  for (const double s : scores) {
    logs.push_back(s - std::log(all));
  }
  return logs;
}

at::Tensor randomTensor(at::IntArrayRef shape, std::uint64_t seed) {
  return at::empty(shape).normal_(0.0, 1.0, nn::cpuGenerator(seed));
}

}  // namespace

class TrainLoopTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { useOneThread(); }
  void everyItemOnceAnEpoch();
  void numbersOfBatches();
  void turnsAreDrawnPerItem();
  void imagesAndMasksTurnTogether();
  void streamsTheSameBatches();
  void streamsEndEarlyAndPassErrors();
  void crossEntropyByHand();
  void multiLabelByHand();
  void masksIgnorePixels();
  void partsAddUp();
  void manyClassesAreNoIgnoredPixels();
  void balancesClasses();
  void optimisersEqualTorch_data();
  void optimisersEqualTorch();
  void optimiserStateComesBack();
  void clipsLikeTorch();
  void groupsHaveTheirOwnRates();
  void schedulesInClosedForm();
  void devicesByName();
  void autocastEndsWithItsScope();
};

void TrainLoopTest::everyItemOnceAnEpoch() {
  const LabelledSet set = separable(kImage, 53, 3, 1);
  const ExampleBatches batches(set.inputs, set.targets, set.items(10, 53), {.seed = 4, .batch = 8});
  std::set<std::vector<std::uint32_t>> orders;
  for (int epoch = 0; epoch < 5; ++epoch) {
    std::vector<std::uint32_t> order;
    for (const data::Pick& pick : batches.picks(epoch)) {
      order.push_back(pick.item);
      QCOMPARE(int{pick.turn}, 0);
    }
    orders.insert(order);
    std::sort(order.begin(), order.end());
    QVERIFY(order == set.items(10, 53));
  }
  QCOMPARE(orders.size(), std::size_t{5});
  const ExampleBatches again(set.inputs, set.targets, set.items(10, 53), {.seed = 4, .batch = 5});
  const ExampleBatches other(set.inputs, set.targets, set.items(10, 53), {.seed = 5, .batch = 8});
  const auto itemsOf = [](const std::vector<data::Pick>& picks) {
    std::vector<std::uint32_t> items;
    std::transform(picks.begin(), picks.end(), std::back_inserter(items), [](const data::Pick& p) { return p.item; });
    return items;
  };
  QVERIFY(itemsOf(again.picks(3)) == itemsOf(batches.picks(3)));
  QVERIFY(itemsOf(other.picks(3)) != itemsOf(batches.picks(3)));
}

void TrainLoopTest::numbersOfBatches() {
  const LabelledSet set = separable(kImage, 53, 3, 1);
  const auto count = [&](const BatchOptions& options, std::size_t items = 53) {
    const ExampleBatches batches = batchesOf(set, items, options);
    const auto picks = static_cast<std::int64_t>(batches.picks(0).size());
    return std::pair(batches.batchCount(), picks);
  };
  QVERIFY(count({.batch = 8}) == std::pair(std::int64_t{7}, std::int64_t{53}));
  QVERIFY(count({.batch = 8, .dropsLast = true}) == std::pair(std::int64_t{6}, std::int64_t{48}));
  QVERIFY(count({.batch = 53, .dropsLast = true}) == std::pair(std::int64_t{1}, std::int64_t{53}));
  QVERIFY(count({.batch = 1000}) == std::pair(std::int64_t{1}, std::int64_t{53}));
  QVERIFY(count({.batch = 1000, .dropsLast = true}) == std::pair(std::int64_t{1}, std::int64_t{53}));
  QVERIFY(count({.batch = 8}, 1) == std::pair(std::int64_t{1}, std::int64_t{1}));
  // A fifth of each epoch: int(0.2 x 7) + 1 batches.
  QVERIFY(count({.batch = 8, .epochShare = 0.2}) == std::pair(std::int64_t{2}, std::int64_t{16}));
  QVERIFY(count({.batch = 50, .epochShare = 0.9}) == std::pair(std::int64_t{2}, std::int64_t{53}));
}

void TrainLoopTest::turnsAreDrawnPerItem() {
  const LabelledSet set = separable(kImage, 800, 3, 1);
  const ExampleBatches batches = batchesOf(set, 800, {.seed = 9, .batch = 16, .turnsItems = true});
  const ExampleBatches others = batchesOf(set, 500, {.seed = 9, .batch = 3, .turnsItems = true});
  std::map<std::uint32_t, int> turns;
  std::map<int, int> counts;
  for (const data::Pick& pick : batches.picks(2)) {
    turns[pick.item] = pick.turn;
    ++counts[pick.turn];
  }
  QCOMPARE(counts.size(), std::size_t{8});
  for (const auto& [turn, count] : counts) {
    QVERIFY(count > 60 && count < 140);  // 100 expected, standard deviation 9.4
  }
  for (const data::Pick& pick : others.picks(2)) {
    QCOMPARE(int{pick.turn}, turns[pick.item]);  // whatever the batches and the other items are
  }
  int same = 0;
  for (const data::Pick& pick : batches.picks(3)) {
    same += pick.turn == turns[pick.item] ? 1 : 0;
  }
  QVERIFY(same > 60 && same < 140);
  const LabelledSet sequences = separable(kSequence, 100, 2, 1);
  int turned = 0;
  for (const data::Pick& pick : batchesOf(sequences, 100, {.turnsItems = true}).picks(0)) {
    QVERIFY(pick.turn <= 1);
    turned += pick.turn;
  }
  QVERIFY(turned > 25 && turned < 75);
}

void TrainLoopTest::imagesAndMasksTurnTogether() {
  // Each pixel's mask is its own value.
  LabelledSet set = separable({1, 3, 3, true}, 20, 4, 1);
  std::vector<float> values(20 * 9);
  set.targets->kind = data::TargetKind::kMask;
  set.targets->maskPixels = 9;
  for (std::size_t i = 0; i < values.size(); ++i) {
    set.targets->masks.push_back(static_cast<std::uint8_t>(i));
    values[i] = static_cast<float>(i);
  }
  set.inputs = std::make_shared<MemoryInputs>(data::InputShape{1, 3, 3, true}, values);
  const ExampleBatches batches = batchesOf(set, 20, {.batch = 20, .turnsItems = true});
  const auto batch = batches.gather(batches.picks(0));
  QVERIFY(batch.ok());
  QCOMPARE(batch->targets.sizes().vec(), (std::vector<std::int64_t>{20, 3, 3}));
  QVERIFY(at::equal(batch->inputs.squeeze(1), batch->targets.to(torch::kFloat32)));
  const auto picks = batches.picks(0);
  for (std::int64_t i = 0; i < 20; ++i) {
    for (std::int64_t row = 0; row < 3; ++row) {
      for (std::int64_t column = 0; column < 3; ++column) {
        const data::Pick& pick = picks[static_cast<std::size_t>(i)];
        const auto from = data::turnedFrom({1, 3, 3, true}, pick.turn, std::size_t(row), std::size_t(column));
        QCOMPARE(batch->inputs[i][0][row][column].item<float>(), static_cast<float>(pick.item * 9 + from));
      }
    }
  }
}

void TrainLoopTest::streamsTheSameBatches() {
  for (const data::InputShape& shape : {kImage, kSequence}) {
    const LabelledSet set = separable(shape, 53, 3, 1);
    const ExampleBatches batches = batchesOf(set, 53, {.seed = 2, .batch = 8, .turnsItems = true});
    const auto picks = batches.picks(1);
    BatchStream stream(batches, 1);
    std::size_t done = 0;
    for (auto batch = stream.next(); batch.ok() && batch->has_value(); batch = stream.next()) {
      const auto count = static_cast<std::size_t>((*batch)->size());
      const auto expected = batches.gather(std::span(picks).subspan(done, count));
      QVERIFY(at::equal((*batch)->inputs, expected->inputs) && at::equal((*batch)->targets, expected->targets));
      QVERIFY((*batch)->inputs.is_contiguous(shape.isImage ? at::MemoryFormat::ChannelsLast
                                                           : at::MemoryFormat::Contiguous));
      for (std::size_t i = 0; i < count; ++i) {
        QCOMPARE((*batch)->targets[static_cast<std::int64_t>(i)].item<std::int64_t>(),
                 std::int64_t{set.targets->labels[picks[done + i].item]});
      }
      done += count;
    }
    QCOMPARE(done, std::size_t{53});
    QVERIFY(!stream.next()->has_value());
  }
}

void TrainLoopTest::streamsEndEarlyAndPassErrors() {
  const LabelledSet set = separable(kImage, 53, 3, 1);
  const ExampleBatches batches = batchesOf(set, 53, {.batch = 2});
  {
    BatchStream stream(batches, 0);  // nobody takes anything
  }
  {
    BatchStream stream(batches, 0);
    QVERIFY(stream.next()->has_value());
  }
  set.inputs->failsAfter = 3;
  BatchStream stream(batches, 0);
  for (int i = 0; i < 3; ++i) {
    QVERIFY(stream.next().ok());
  }
  const auto failed = stream.next();
  QVERIFY(!failed.ok());
  QCOMPARE(failed.error().context, std::string("picture.png"));
  QVERIFY(!stream.next()->has_value());
}

void TrainLoopTest::crossEntropyByHand() {
  const std::vector<std::vector<double>> scores = {{0.3, -1.0, 2.0}, {1.5, 0.2, -0.7}};
  const std::vector<int> labels = {2, 1};
  const at::Tensor given = torch::tensor({0.3, -1.0, 2.0, 1.5, 0.2, -0.7}).view({2, 3}).to(torch::kFloat32);
  const at::Tensor targets = torch::tensor({2, 1}, torch::kInt64);
  for (const double smoothing : {0.0, 0.1}) {
    for (const std::vector<float>& weights : {std::vector<float>{}, {0.5f, 2.0f, 1.25f}}) {
      const Loss loss({.labelSmoothing = smoothing, .classWeights = weights}, at::kCPU);
      double expected = 0.0, divisor = 0.0;
      for (std::size_t i = 0; i < 2; ++i) {
        const auto logs = logSoftmax(scores[i]);
        const auto label = static_cast<std::size_t>(labels[i]);
        const auto weight = [&](std::size_t k) { return weights.empty() ? 1.0 : static_cast<double>(weights[k]); };
        expected -= (1.0 - smoothing) * weight(label) * logs[label];
        for (std::size_t k = 0; k < 3; ++k) {
          expected -= smoothing / 3.0 * weight(k) * logs[k];
        }
        divisor += weight(label);
      }
      QVERIFY(std::abs(total(loss.sum(given, targets)) - expected) < 1e-5);
      QVERIFY(std::abs(loss.weight(targets) - divisor) < 1e-6);
      const at::Tensor mean =
          at::cross_entropy_loss(given, targets, weights.empty() ? at::Tensor() : torch::tensor(weights),
                                 at::Reduction::Mean, -100, smoothing);
      QVERIFY(std::abs(total(mean) - expected / divisor) < 1e-5);
      QVERIFY((loss.probabilities(given).sum(1) - 1.0).abs().max().item<double>() < 1e-6);
    }
  }
}

void TrainLoopTest::multiLabelByHand() {
  const at::Tensor scores = torch::tensor({0.3, -1.0, 2.0, 1.5, 0.2, -0.7}).view({2, 3}).to(torch::kFloat32);
  const at::Tensor bits = torch::tensor({1.0, 0.0, 1.0, 0.0, 0.0, 1.0}).view({2, 3}).to(torch::kFloat32);
  for (const std::vector<float>& weights : {std::vector<float>{}, {0.5f, 2.0f, 1.25f}}) {
    const Loss loss({.kind = data::TargetKind::kMultiLabel, .classWeights = weights}, at::kCPU);
    double expected = 0.0;
    for (int i = 0; i < 2; ++i) {
      for (int k = 0; k < 3; ++k) {
        const double p = 1.0 / (1.0 + std::exp(-scores[i][k].item<double>()));
        const double own = bits[i][k].item<double>() > 0 ? std::log(p) : std::log(1.0 - p);
        expected -= (weights.empty() ? 1.0 : static_cast<double>(weights[static_cast<std::size_t>(k)])) * own / 3.0;
        QVERIFY(std::abs(loss.probabilities(scores)[i][k].item<double>() - p) < 1e-6);
      }
    }
    QVERIFY(std::abs(total(loss.sum(scores, bits)) - expected) < 1e-5);
    QCOMPARE(loss.weight(bits), 2.0);
  }
}

void TrainLoopTest::masksIgnorePixels() {
  const at::Tensor scores = randomTensor({2, 3, 2, 2}, 1);
  at::Tensor masks = torch::tensor({0, 1, 255, 2, 255, 255, 1, 0}, torch::kUInt8).view({2, 2, 2});
  const Loss loss({.kind = data::TargetKind::kMask, .classWeights = {1.0f, 3.0f, 0.5f}}, at::kCPU);
  double expected = 0.0;
  for (int i = 0; i < 2; ++i) {
    for (int pixel = 0; pixel < 4; ++pixel) {
      const int label = masks[i][pixel / 2][pixel % 2].item<int>();
      if (label == 255) {
        continue;
      }
      std::vector<double> own;
      for (int k = 0; k < 3; ++k) {
        own.push_back(scores[i][k][pixel / 2][pixel % 2].item<double>());
      }
      expected -= (label == 1 ? 3.0 : label == 2 ? 0.5 : 1.0) * logSoftmax(own)[static_cast<std::size_t>(label)];
    }
  }
  QVERIFY(std::abs(total(loss.sum(scores, masks)) - expected) < 1e-5);
  QVERIFY(std::abs(loss.weight(masks) - (1.0 + 3.0 + 0.5 + 3.0 + 1.0)) < 1e-6);
  QCOMPARE(loss.weight(at::full({1, 2, 2}, 255, torch::kUInt8)), 0.0);
}

// The sum over parts of a batch is the sum over the batch, in value and gradient.
void TrainLoopTest::partsAddUp() {
  const at::Tensor targets = torch::tensor({0, 2, 1, 1, 0, 2, 2}, torch::kInt64);
  const Loss loss({.labelSmoothing = 0.2, .classWeights = {1.0f, 4.0f, 0.25f}}, at::kCPU);
  at::Tensor whole = randomTensor({7, 3}, 1).requires_grad_(true);
  at::Tensor parts = whole.detach().clone().requires_grad_(true);
  const double weight = loss.weight(targets);
  (loss.sum(whole, targets) / weight).backward();
  for (const auto& [first, count] : {std::pair(0, 3), {3, 3}, {6, 1}}) {
    (loss.sum(parts.narrow(0, first, count), targets.narrow(0, first, count)) / weight).backward();
  }
  QVERIFY((whole.grad() - parts.grad()).abs().max().item<double>() < 1e-7);
}

void TrainLoopTest::manyClassesAreNoIgnoredPixels() {
  const Loss loss({}, at::kCPU);
  const at::Tensor targets = torch::tensor({255, 299}, torch::kInt64);
  QCOMPARE(loss.weight(targets), 2.0);
  QVERIFY(std::abs(total(loss.sum(at::zeros({2, 300}), targets)) - 2.0 * std::log(300.0)) < 1e-4);
}

void TrainLoopTest::balancesClasses() {
  data::Targets targets;
  targets.classes = {"a", "b", "c"};
  targets.labels = {0, 0, 0, 1, 1, 2, 0};
  const std::vector<std::uint32_t> items = {0, 1, 2, 3, 4};
  const auto weights = balancedClassWeights(targets, items);
  QVERIFY(std::abs(weights[0] - 5.0f / 9.0f) < 1e-6f && std::abs(weights[1] - 5.0f / 6.0f) < 1e-6f);
  QCOMPARE(weights[2], 0.0f);
  targets.kind = data::TargetKind::kMask;
  targets.maskPixels = 2;
  targets.masks = {0, 255, 1, 1};
  QVERIFY(balancedClassWeights(targets, std::vector<std::uint32_t>{0, 1}) == (std::vector<float>{1.0f, 0.5f, 0.0f}));
  targets.kind = data::TargetKind::kMultiLabel;
  targets.bits = {1, 0, 1, 1, 0, 0};
  QVERIFY(balancedClassWeights(targets, std::vector<std::uint32_t>{0, 1}) == (std::vector<float>{0.5f, 0.0f, 1.0f}));
}

void TrainLoopTest::optimisersEqualTorch_data() {
  QTest::addColumn<bool>("isSgd");
  QTest::addColumn<double>("momentum");
  QTest::addColumn<bool>("isDouble");
  QTest::newRow("nesterov") << true << 0.9 << false;
  QTest::newRow("plain") << true << 0.0 << false;
  QTest::newRow("adamw") << false << 0.0 << false;
  QTest::newRow("nesterov by operators") << true << 0.95 << true;
  QTest::newRow("plain by operators") << true << 0.0 << true;
  QTest::newRow("adamw by operators") << false << 0.0 << true;
}

void TrainLoopTest::optimisersEqualTorch() {
  QFETCH(bool, isSgd);
  QFETCH(double, momentum);
  QFETCH(bool, isDouble);
  const auto type = isDouble ? torch::kFloat64 : torch::kFloat32;
  std::vector<at::Tensor> ours, theirs;
  // One whose memory is in another order than its axes, as convolution weights are.
  for (const at::Tensor& start : {randomTensor({37}, 1), randomTensor({4, 5, 3}, 2).permute({2, 0, 1})}) {
    ours.push_back(start.to(type).clone().requires_grad_(true));
    theirs.push_back(start.to(type).contiguous().clone().requires_grad_(true));
  }
  const double rate = 0.05, decay = 0.01;
  Optimiser optimiser({.kind = isSgd ? OptimiserKind::kSgd : OptimiserKind::kAdamW, .momentum = momentum},
                      {{{{"a", ours[0]}, {"b", ours[1]}}, 1.0, decay}});
  std::unique_ptr<torch::optim::Optimizer> reference;
  if (isSgd) {
    reference = std::make_unique<torch::optim::SGD>(
        theirs, torch::optim::SGDOptions(rate).momentum(momentum).nesterov(momentum > 0.0).weight_decay(decay));
  } else {
    reference = std::make_unique<torch::optim::AdamW>(theirs, torch::optim::AdamWOptions(rate).weight_decay(decay));
  }
  for (std::uint64_t step = 0; step < 20; ++step) {
    optimiser.clearGradients();
    reference->zero_grad();
    for (std::size_t i = 0; i < ours.size(); ++i) {
      const at::Tensor target = randomTensor(ours[i].sizes(), 100 + step).to(type);
      (ours[i] - target).pow(2).mul(target).sum().backward();
      (theirs[i] - target).pow(2).mul(target).sum().backward();
    }
    optimiser.step(rate);
    reference->step();
  }
  QCOMPARE(optimiser.steps(), std::int64_t{20});
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const double scale = theirs[i].abs().max().item<double>();
    QVERIFY((ours[i] - theirs[i]).abs().max().item<double>() < (isDouble ? 1e-13 : 2e-6) * scale);
  }
}

void TrainLoopTest::optimiserStateComesBack() {
  for (const auto kind : {OptimiserKind::kSgd, OptimiserKind::kAdamW}) {
    at::Tensor one = randomTensor({4, 5, 3}, 2).permute({2, 0, 1}).clone().requires_grad_(true);
    at::Tensor unused = randomTensor({3}, 3).requires_grad_(true);
    const auto stepWith = [](Optimiser& optimiser, at::Tensor& parameter, std::uint64_t seed) {
      optimiser.clearGradients();
      (parameter * randomTensor(parameter.sizes(), seed)).sum().backward();
      optimiser.step(0.1);
    };
    Optimiser first({.kind = kind}, {{{{"a", one}, {"unused", unused}}, 1.0, 0.1}});
    stepWith(first, one, 1);
    stepWith(first, one, 2);
    nn::HostTensors tensors;
    first.save(tensors);
    QCOMPARE(tensors.size(), kind == OptimiserKind::kSgd ? std::size_t{1} : std::size_t{2});
    at::Tensor two = one.detach().clone().requires_grad_(true);
    Optimiser second({.kind = kind}, {{{{"a", two}, {"unused", unused}}, 1.0, 0.1}});
    QVERIFY(second.restore(tensors, first.steps()).ok());
    stepWith(first, one, 3);
    stepWith(second, two, 3);
    QVERIFY(at::equal(one, two));
    tensors["optimiser/a/first"].shape = {60};
    QVERIFY(second.restore(tensors, 2).error().code == ErrorCode::kBadInput);
  }
}

void TrainLoopTest::clipsLikeTorch() {
  at::Tensor a = randomTensor({30}, 1).requires_grad_(true), b = randomTensor({3, 4}, 2).requires_grad_(true);
  at::Tensor c = a.detach().clone().requires_grad_(true), d = b.detach().clone().requires_grad_(true);
  at::Tensor idle = at::ones({2}).requires_grad_(true);
  ((a * a).sum() * 5.0 + (b * b * b).sum()).backward();
  ((c * c).sum() * 5.0 + (d * d * d).sum()).backward();
  Optimiser optimiser({}, {{{{"a", a}, {"idle", idle}}}, {{{"b", b}}}});
  const double norm = optimiser.clipGradients(1.0);
  const double expected = torch::nn::utils::clip_grad_norm_({c, d}, 1.0);
  QVERIFY(std::abs(norm - expected) < 1e-4 * expected);
  QVERIFY((a.grad() - c.grad()).abs().max().item<double>() < 1e-7 &&
          (b.grad() - d.grad()).abs().max().item<double>() < 1e-7);
  const at::Tensor before = a.grad().clone();
  optimiser.clipGradients(1e6);
  QVERIFY(at::equal(before, a.grad()));
}

void TrainLoopTest::groupsHaveTheirOwnRates() {
  at::Tensor a = at::ones({2}).requires_grad_(true), b = at::ones({2}).requires_grad_(true);
  Optimiser optimiser({.momentum = 0.0}, {{{{"a", a}}, 1.0, 0.0}, {{{"b", b}}, 0.5, 1.0}});
  (a.sum() + b.sum()).backward();
  optimiser.step(0.1);
  QVERIFY(std::abs(a[0].item<double>() - 0.9) < 1e-6);
  QVERIFY(std::abs(b[0].item<double>() - (1.0 - 0.05 * 2.0)) < 1e-6);
}

void TrainLoopTest::schedulesInClosedForm() {
  const Schedule constant{.base = 0.3};
  QCOMPARE(constant.rate(0), 0.3);
  QCOMPARE(constant.rate(99, 0.5), 0.3);
  const Schedule decay{ScheduleKind::kDecay, 0.4, 0.5};
  QCOMPARE(decay.rate(3), 0.05);
  const Schedule steps{.kind = ScheduleKind::kMilestones, .base = 0.1, .factor = 0.2, .milestones = {30, 60, 80}};
  for (const auto& [epoch, power] : {std::pair(0, 0), {30, 0}, {31, 1}, {60, 1}, {61, 2}, {80, 2}, {81, 3}, {99, 3}}) {
    QVERIFY(std::abs(steps.rate(epoch, 0.7) - 0.1 * std::pow(0.2, power)) < 1e-15);
  }
  const std::vector<int> published = {60, 120, 160};
  QVERIFY(scaledMilestones(published, 200, 20) == (std::vector<double>{6, 12, 16}));
  const Schedule scaled{.kind = ScheduleKind::kMilestones,
                        .base = 1.0,
                        .factor = 0.2,
                        .milestones = scaledMilestones(published, 200, 25)};  // 7.5, 15, 20
  QCOMPARE(scaled.rate(7), 1.0);
  QCOMPARE(scaled.rate(8), 0.2);
  const Schedule linear{.kind = ScheduleKind::kWarmupLinear, .base = 2e-4, .warmup = 5, .end = 65};
  QCOMPARE(linear.rate(0), 0.0);
  QVERIFY(std::abs(linear.rate(2, 0.5) - 1e-4) < 1e-15);
  QVERIFY(std::abs(linear.rate(5) - 2e-4) < 1e-15);
  QVERIFY(std::abs(linear.rate(35) - 1e-4) < 1e-15);
  QVERIFY(std::abs(linear.rate(59, 1.0) - 2e-4 * 5.0 / 60.0) < 1e-15);
  QCOMPARE(linear.rate(70), 0.0);
  const Schedule cosine{.kind = ScheduleKind::kCosine, .base = 1.0, .end = 10};
  QCOMPARE(cosine.rate(0), 1.0);
  QVERIFY(std::abs(cosine.rate(5) - 0.5) < 1e-12);
  QVERIFY(std::abs(cosine.rate(2, 0.5) - 0.5 * (1.0 + std::cos(std::acos(-1.0) * 0.25))) < 1e-12);
  QVERIFY(std::abs(cosine.rate(10)) < 1e-12);
}

void TrainLoopTest::devicesByName() {
  QVERIFY(openDevice("cpu")->is_cpu());
  for (const char* name : {"tpu", "cuda:", "cuda:x", "cuda:-1", "CPU", ""}) {
    QVERIFY(openDevice(name).error().code == ErrorCode::kBadInput);
  }
  const auto cuda = openDevice("cuda:7");
  QVERIFY(cuda.ok() || cuda.error().code == ErrorCode::kDevice);
}

void TrainLoopTest::autocastEndsWithItsScope() {
  const at::Tensor x = randomTensor({4, 4}, 1);
  {
    const AutocastScope scope(at::kCPU, Precision::kBfloat16);
    QVERIFY(at::mm(x, x).scalar_type() == torch::kBFloat16);
  }
  QVERIFY(at::mm(x, x).scalar_type() == torch::kFloat32);
  const AutocastScope scope(at::kCPU, Precision::kSingle);
  QVERIFY(at::mm(x, x).scalar_type() == torch::kFloat32);
}

QTEST_GUILESS_MAIN(TrainLoopTest)
#include "train_loop_test.moc"
