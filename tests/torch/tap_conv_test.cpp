// Convolution by taps, plain convolution layers and the fused normalisation against torch's own operators.
#include <torch/torch.h>

#include <future>

#include "engine/nn/cnn/batch_norm.h"
#include "engine/nn/cnn/layers.h"
#include "engine/nn/cnn/layout.h"
#include "engine/nn/cnn/plain_conv.h"
#include "engine/nn/cnn/tap_conv.h"
#include "engine/train/precision.h"
#include "engine/train/threads.h"

// Qt last: its macro `slots` hides a name in torch's headers.
#include <QtTest>

using namespace touchstone::nn;

namespace {

at::Tensor randomTensor(at::IntArrayRef shape, std::uint64_t seed, at::ScalarType type = torch::kFloat64) {
  return at::empty(shape, type).normal_(0.0, 1.0, cpuGenerator(seed));
}

double farthest(const at::Tensor& a, const at::Tensor& b) {
  return a.sizes() == b.sizes() ? (a - b).abs().max().item<double>() : INFINITY;
}

double relative(const at::Tensor& a, const at::Tensor& b) {
  return farthest(a, b) / std::max(1e-30, b.abs().max().item<double>());
}

struct Case {
  std::int64_t batch, in, out, height, width;  // height 0: a sequence
  KernelChoice choice;
  std::int64_t stride;
  Padding padding;
};

// The whole kernel over an input padded as far as its span reaches, by torch.
at::Tensor paddedConv(const Case& c, const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
  const std::int64_t all = c.choice.span() - 1, left = c.padding == Padding::kCausal ? all : c.choice.span() / 2;
  const std::vector<std::int64_t> one = {left, all - left}, two = {left, all - left, left, all - left};
  const at::Tensor wide = at::constant_pad_nd(x, c.height == 0 ? one : two);
  const std::vector<std::int64_t> strides(c.height == 0 ? 1 : 2, c.stride),
      dilations(strides.size(), c.choice.dilation), zeros(strides.size(), 0);
  return at::convolution(wide, weight, bias, strides, zeros, dilations, false, zeros, 1);
}

TapPlan planOf(const Case& c) {
  return c.height == 0 ? sequencePlan(c.width, c.choice, c.stride, c.padding)
                       : imagePlan(c.height, c.width, c.choice, c.stride);
}

std::vector<Case> cases() {
  using enum Padding;
  return {
      {3, 4, 5, 0, 12, {3, 1}, 1, kSame},     {3, 4, 5, 0, 12, {3, 1}, 1, kCausal}, {2, 17, 6, 0, 9, {11, 7}, 1, kSame},
      {2, 17, 6, 0, 9, {11, 7}, 1, kCausal},  {4, 3, 2, 0, 1, {11, 7}, 1, kSame},   {4, 3, 2, 0, 1, {5, 3}, 1, kCausal},
      {2, 3, 4, 0, 10, {8, 1}, 1, kSame},     {2, 3, 4, 0, 10, {8, 1}, 1, kCausal}, {2, 20, 4, 0, 11, {5, 2}, 2, kSame},
      {2, 20, 4, 0, 10, {4, 3}, 3, kSame},    {2, 5, 6, 0, 7, {1, 1}, 2, kSame},    {1, 2, 3, 0, 3, {2, 5}, 1, kSame},
      {2, 16, 16, 6, 7, {3, 1}, 1, kSame},    {2, 16, 7, 6, 7, {3, 1}, 2, kSame},   {3, 4, 18, 3, 3, {9, 3}, 1, kSame},
      {3, 18, 4, 3, 3, {9, 1}, 2, kSame},     {2, 18, 5, 8, 5, {5, 3}, 1, kSame},   {2, 3, 5, 8, 5, {7, 2}, 2, kSame},
      {2, 40, 33, 1, 1, {9, 15}, 1, kSame},   {2, 6, 4, 5, 5, {1, 1}, 2, kSame},    {1, 3, 4, 4, 6, {4, 2}, 1, kSame},
      {600, 16, 3, 0, 4, {3, 1}, 1, kCausal}, {1, 16, 40, 40, 37, {3, 2}, 1, kSame}};
}

}  // namespace

class TapConvTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { touchstone::train::useOneThread(); }
  void equalsPaddedConvolution();
  void floatEqualsDouble();
  void takesAnyLayout();
  void countsWhatItTouches();
  void layersAgreeOnBothWays();
  void twoThreadsAtOnce();
  void kernelAstrideOnePosition();
  void normalisesAsTorchDoes();
  void normalisesOneValuePerChannel();
  void normaliseRefusesWrongChannels();
  void keepsNaN();
  void layersKeepTheLayout();
  void dropoutDependsOnItsSeedAlone();
};

void TapConvTest::equalsPaddedConvolution() {
  std::uint64_t seed = 1;
  for (const Case& c : cases()) {
    const bool isSequence = c.height == 0;
    const std::int64_t k = c.choice.kernel;
    auto x = randomTensor(isSequence ? at::IntArrayRef{c.batch, c.in, c.width}.vec()
                                     : at::IntArrayRef{c.batch, c.in, c.height, c.width}.vec(),
                          seed++);
    auto weight = randomTensor(
        isSequence ? at::IntArrayRef{c.out, c.in, k}.vec() : at::IntArrayRef{c.out, c.in, k, k}.vec(), seed++);
    auto bias = randomTensor({c.out}, seed++);
    for (at::Tensor* tensor : {&x, &weight, &bias}) {
      tensor->requires_grad_(true);
    }
    const at::Tensor expected = paddedConv(c, x, weight, bias);
    const at::Tensor taps = isSequence ? weight.permute({2, 0, 1}) : weight.permute({2, 3, 0, 1}).flatten(0, 1);
    const at::Tensor y = tapConv(x, taps, bias, planOf(c));
    const at::Tensor g = randomTensor(expected.sizes(), seed++);
    const auto wanted = torch::autograd::grad({expected}, {x, weight, bias}, {g});
    const auto found = torch::autograd::grad({y}, {x, weight, bias}, {g});
    const std::string name = "kernel " + std::to_string(k) + ", dilation " + std::to_string(c.choice.dilation) +
                             ", width " + std::to_string(c.width) + ", stride " + std::to_string(c.stride);
    QVERIFY2(farthest(y, expected) < 1e-11, name.c_str());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      QVERIFY2(farthest(found[i], wanted[i]) < 1e-10, name.c_str());
    }
  }
}

void TapConvTest::floatEqualsDouble() {
  std::uint64_t seed = 100;
  for (const Case& c : cases()) {
    const std::int64_t taps = planOf(c).tapCount;
    const auto x = randomTensor(c.height == 0 ? at::IntArrayRef{c.batch, c.in, c.width}.vec()
                                              : at::IntArrayRef{c.batch, c.in, c.height, c.width}.vec(),
                                seed++);
    const auto weights = randomTensor({taps, c.out, c.in}, seed++);
    std::vector<at::Tensor> results[2];
    at::Tensor g;
    for (const auto type : {torch::kFloat64, torch::kFloat32}) {
      auto a = x.to(type).requires_grad_(true), w = weights.to(type).requires_grad_(true);
      const at::Tensor y = tapConv(a, w, {}, planOf(c));
      g = g.defined() ? g : randomTensor(y.sizes(), seed++);
      auto& into = results[type == torch::kFloat64 ? 0 : 1];
      into = torch::autograd::grad({y}, {a, w}, {g.to(type)});
      into.push_back(y.detach());
    }
    for (std::size_t i = 0; i < results[0].size(); ++i) {
      QVERIFY(relative(results[1][i].to(torch::kFloat64), results[0][i]) < 1e-5);
    }
  }
}

void TapConvTest::takesAnyLayout() {
  const auto x = randomTensor({3, 8, 5, 6}, 1), weights = randomTensor({9, 4, 8}, 2);
  const TapPlan plan = imagePlan(5, 6, {3, 1}, 1);
  const at::Tensor y = tapConv(x, weights, {}, plan);
  QVERIFY(isPositionMajor(y) && isRows(y));
  QVERIFY(at::equal(y, tapConv(x.contiguous(at::MemoryFormat::ChannelsLast), weights, {}, plan)));
  QVERIFY(at::equal(y, tapConv(toPositionMajor(x), weights, {}, plan)));
  QVERIFY(!isRows(x) && isRows(x.contiguous(at::MemoryFormat::ChannelsLast)) && at::equal(toPositionMajor(x), x));
  QVERIFY_EXCEPTION_THROWN(tapConv(x, weights, {}, imagePlan(6, 6, {3, 1}, 1)), c10::Error);
}

void TapConvTest::countsWhatItTouches() {
  for (const Case& c : cases()) {
    // Ones in, ones as weights: the sum of the outputs counts every touch.
    const TapPlan plan = planOf(c);
    const at::Tensor x =
        at::ones(c.height == 0 ? at::IntArrayRef{1, 1, c.width}.vec() : at::IntArrayRef{1, 1, c.height, c.width}.vec(),
                 torch::kFloat64);
    const at::Tensor weight = at::ones(c.height == 0 ? at::IntArrayRef{1, 1, c.choice.kernel}.vec()
                                                     : at::IntArrayRef{1, 1, c.choice.kernel, c.choice.kernel}.vec(),
                                       torch::kFloat64);
    const double touches = paddedConv(c, x, weight, {}).sum().item<double>();
    QCOMPARE(plan.touches(), std::llround(touches));
  }
  QCOMPARE(imagePlan(16, 16, {9, 15}, 1).taps.size(), std::size_t{9});                   // of 81
  QCOMPARE(sequencePlan(60, {11, 7}, 1, Padding::kCausal).taps.size(), std::size_t{9});  // of 11
  QCOMPARE(convWork({.dims = 1, .in = 2, .out = 3, .width = 4}, {3, 1}), std::int64_t{(4 + 3 + 3) * 6});
}

// By taps, and by torch on the padded input as devices compute: the same layer, the same numbers.
void TapConvTest::layersAgreeOnBothWays() {
  std::uint64_t seed = 7;
  for (const Case& c : cases()) {
    const ConvPlace place{.dims = c.height == 0 ? 1 : 2, .in = int(c.in), .out = int(c.out), .stride = int(c.stride)};
    PlainConv layer(place, c.choice, c.padding, seed);
    const auto x = randomTensor(c.height == 0 ? at::IntArrayRef{c.batch, c.in, c.width}.vec()
                                              : at::IntArrayRef{c.batch, c.in, c.height, c.width}.vec(),
                                seed++, torch::kFloat32);
    const at::Tensor expected = paddedConv(c, x, layer.named_parameters()["weight"], layer.named_parameters()["bias"]);
    QVERIFY(relative(layer.forward(x), expected) < 1e-5);
    const touchstone::train::AutocastScope autocast(at::kCPU, touchstone::train::Precision::kBfloat16);
    const at::Tensor coarse = layer.forward(x);
    QVERIFY(coarse.scalar_type() == torch::kBFloat16);
    QVERIFY(relative(coarse.to(torch::kFloat32), expected) < 0.05);
  }
}

void TapConvTest::twoThreadsAtOnce() {
  const auto x = randomTensor({8, 32, 20}, 1, torch::kFloat32), weights = randomTensor({5, 24, 32}, 2, torch::kFloat32);
  const auto work = [&] {
    touchstone::train::useOneThread();
    std::vector<at::Tensor> all;
    for (std::int64_t width = 8; width <= 20; ++width) {  // each width has kernels of its own
      auto part = x.narrow(2, 0, width).clone().requires_grad_(true);
      const at::Tensor y = tapConv(part, weights, {}, sequencePlan(width, {5, 3}, 1, Padding::kSame));
      y.square().sum().backward();
      all.insert(all.end(), {y.detach(), part.grad()});
    }
    return all;
  };
  const auto expected = work();
  auto one = std::async(std::launch::async, work), other = std::async(std::launch::async, work);
  for (auto* results : {&one, &other}) {
    const auto found = results->get();
    for (std::size_t i = 0; i < expected.size(); ++i) {
      QVERIFY(at::equal(found[i], expected[i]));
    }
  }
}

void TapConvTest::kernelAstrideOnePosition() {
  PlainConv layer({.dims = 1, .in = 2, .out = 3}, {2, 2}, Padding::kSame, 1);
  const at::Tensor bias = layer.named_parameters()["bias"];
  const at::Tensor x = randomTensor({2, 2, 1}, 1, torch::kFloat32);
  QVERIFY(at::equal(layer.forward(x), bias.view({1, 3, 1}).expand({2, 3, 1})));
  layer.to(torch::kBFloat16);
  const at::Tensor coarse = layer.forward(x.to(torch::kBFloat16));
  QVERIFY(at::equal(coarse, layer.named_parameters()["bias"].view({1, 3, 1}).expand({2, 3, 1})));
}

void TapConvTest::normalisesAsTorchDoes() {
  std::uint64_t seed = 1;
  for (const std::int64_t channels : {1, 3, 16, 25, 64, 130}) {
    for (const bool hasRelu : {false, true}) {
      BatchNorm norm({.channels = channels, .hasRelu = hasRelu, .momentum = 0.3});
      at::Tensor weight = norm.named_parameters()["weight"], bias = norm.named_parameters()["bias"];
      {
        const torch::NoGradGuard noGrad;
        weight.copy_(randomTensor({channels}, seed++, torch::kFloat32));
        bias.copy_(randomTensor({channels}, seed++, torch::kFloat32));
      }
      // Far from 0, where a variance from sums of squares would be wrong; with ReLU not, where rounding would decide
      // which side of 0 a value falls on.
      const at::Tensor values =
          randomTensor({7, channels, 13, 11}, seed++, torch::kFloat32) * 2.0 + (hasRelu ? 1.0 : 300.0);
      auto x = toPositionMajor(values).requires_grad_(true);
      auto reference = values.to(torch::kFloat64).requires_grad_(true);
      auto mean = at::zeros({channels}, torch::kFloat64), variance = at::ones({channels}, torch::kFloat64);
      const at::Tensor weight64 = weight.to(torch::kFloat64), bias64 = bias.to(torch::kFloat64);
      at::Tensor expected = at::batch_norm(reference, weight64, bias64, mean, variance, true, 0.3, 1e-5, true);
      expected = hasRelu ? at::relu(expected) : expected;
      const at::Tensor y = norm.forward(x);
      QVERIFY(isPositionMajor(y));
      QVERIFY(relative(y, expected) < 3e-5);
      QVERIFY(relative(norm.named_buffers()["running_mean"], mean) < 1e-6);
      QVERIFY(relative(norm.named_buffers()["running_var"], variance) < 1e-5);
      const at::Tensor g = randomTensor(y.sizes(), seed++);
      const auto wanted = torch::autograd::grad({expected}, {reference, weight64, bias64}, {g});
      const auto found = torch::autograd::grad({y}, {x, weight, bias}, {g.to(torch::kFloat32)});
      QVERIFY(relative(found[0], wanted[0]) < 2e-4);
      QVERIFY(relative(found[1], wanted[1]) < 2e-4);
      QVERIFY(relative(found[2], wanted[2]) < 1e-4);
      norm.eval();
      const torch::NoGradGuard noGrad;
      const at::Tensor fast = norm.forward(toPositionMajor(values));
      at::Tensor slow = at::batch_norm(reference, weight64, bias64, mean, variance, false, 0.3, 1e-5, true);
      slow = hasRelu ? at::relu(slow) : slow;
      QVERIFY(relative(fast, slow) < 3e-5);
      QVERIFY(relative(norm.forward(values), slow) < 3e-4);  // torch's way, in single precision
    }
  }
}

void TapConvTest::normalisesOneValuePerChannel() {
  BatchNorm norm({.channels = 4});
  const at::Tensor x = randomTensor({1, 4, 1}, 1, torch::kFloat32);
  QVERIFY(relative(norm.forward(x), x) < 1e-4);
  QVERIFY(at::equal(norm.named_buffers()["running_var"], at::ones({4})));
}

void TapConvTest::normaliseRefusesWrongChannels() {
  BatchNorm norm({.channels = 4});
  QVERIFY_EXCEPTION_THROWN(norm.forward(at::ones({2, 5, 3})), c10::Error);
}

void TapConvTest::keepsNaN() {
  BatchNorm norm({.channels = 2, .hasRelu = true});
  at::Tensor x = toPositionMajor(randomTensor({4, 2, 5}, 1, torch::kFloat32));
  x[1][1][3] = NAN;
  QVERIFY(norm.forward(x).isnan().any().item<bool>());
}

void TapConvTest::layersKeepTheLayout() {
  for (const auto& size : {std::vector<std::int64_t>{2, 3, 7, 6}, {2, 3, 1, 5}, {2, 3, 1, 1}, {2, 3, 9}, {2, 3, 1}}) {
    const at::Tensor x = randomTensor(size, 3), major = toPositionMajor(x.clone());
    const bool isSequence = x.dim() == 3;
    const at::Tensor small = halved(major), large = doubledLinearly(major);
    QVERIFY(isPositionMajor(small) && isPositionMajor(large));
    QVERIFY(at::equal(small, halved(x)));
    QVERIFY(farthest(large, doubledLinearly(x)) < 1e-12);
    QCOMPARE(small.size(-1), halvedSize(x.size(-1)));
    QVERIFY(at::equal(positionMean(major).round(9), positionMean(x).round(9)) ||
            farthest(positionMean(major), positionMean(x)) < 1e-12);
    for (const at::Tensor& other : {small, large}) {
      const at::Tensor there = fittedTo(other, major);
      QVERIFY(there.sizes() == x.sizes() && isPositionMajor(there));
      QVERIFY(farthest(there, fittedTo(isSequence ? other.contiguous() : other.contiguous(), x)) < 1e-12);
    }
    QVERIFY(at::equal(joined(major, x), at::cat({x, x}, 1)) && isPositionMajor(joined(x, major)));
  }
  const at::Tensor ramp = at::arange(4, torch::kFloat64).view({1, 1, 4});
  QVERIFY(farthest(doubledLinearly(ramp), at::linspace(0, 3, 8, torch::kFloat64).view({1, 1, 8})) < 1e-12);
  Doubling doubling(3, 2, {5, "up"});
  const at::Tensor x = randomTensor({2, 3, 4, 5}, 9, torch::kFloat32);
  const at::Tensor expected = at::conv_transpose2d(
      x, doubling.named_parameters()["weight"], doubling.named_parameters()["bias"], std::vector<std::int64_t>{2, 2});
  QVERIFY(farthest(doubling.forward(x), expected) < 1e-5);
}

void TapConvTest::dropoutDependsOnItsSeedAlone() {
  Noise one, other;
  one.reseed(5);
  other.reseed(5);
  const at::Tensor x = at::ones({40, 50});
  const at::Tensor first = one.dropout(x, 0.1);
  torch::manual_seed(99);
  QVERIFY(at::equal(first, other.dropout(x, 0.1)));
  QVERIFY(!at::equal(first, one.dropout(x, 0.1)));
  one.reseed(5);
  QVERIFY(at::equal(first, one.dropout(x, 0.1)));
  const double kept = (first > 0).to(torch::kFloat64).mean().item<double>();
  QVERIFY(std::abs(kept - 0.9) < 0.03);
  QVERIFY(std::abs(first.max().item<double>() - 1.0 / 0.9) < 1e-6);
}

QTEST_GUILESS_MAIN(TapConvTest)
#include "tap_conv_test.moc"
