// The mixed convolution: values and gradients of every method against loops, against one torch convolution a choice and
// against numeric differences; every instruction set; the transform against its definition; the cost model.
#include "engine/nn/mixed_conv/cost_model.h"
#include "engine/nn/mixed_conv/fourier_plan.h"
#include "engine/nn/mixed_conv/mixed_conv.h"
#include "engine/nn/mixed_conv/native_conv.h"
#include "engine/nn/mixed_conv/tap_tensors.h"
#include "engine/nn/mixed_conv/torch_methods.h"

#include <cmath>
#include <complex>
#include <nlohmann/json.hpp>
#include <random>

#include <QObject>
#include <QTest>

using namespace touchstone;
using namespace touchstone::nn;

namespace {

constexpr std::array kMethods = {MixMethod::kNaive, MixMethod::kByDilation, MixMethod::kFft, MixMethod::kTaps};

struct Case {
  const char* name;
  std::vector<std::int64_t> shape;
  std::int64_t outputs;
  bool isDepthwise;
  int stride;
  std::vector<int> kernels;
  std::vector<int> dilations;

  int dims() const { return static_cast<int>(shape.size()) - 2; }
  std::vector<KernelChoice> choices() const {
    std::vector<KernelChoice> all;
    for (const int kernel : kernels) {
      for (const int dilation : dilations) {
        all.push_back({kernel, dilation});
      }
    }
    return all;
  }
};

const std::vector<Case> kCases = {
    {"1D dense", {3, 5, 37}, 7, false, 1, {3, 5, 7}, {1, 3}},
    {"1D dense, whole chunks", {17, 32, 41}, 48, false, 1, {3, 9}, {1, 7}},
    {"1D depth-wise", {2, 20, 33}, 20, true, 1, {3, 5}, {1, 2, 5}},
    {"1D stride 2", {4, 6, 31}, 18, false, 2, {3, 5}, {1, 3}},
    {"1D stride 3, depth-wise", {2, 6, 20}, 6, true, 3, {3, 5}, {1, 4}},
    {"1D span beyond the input", {3, 4, 9}, 5, false, 1, {3, 9}, {1, 15}},
    {"1D one position", {2, 3, 1}, 4, false, 1, {1, 3}, {1, 2}},
    {"1D even kernels", {2, 3, 14}, 4, false, 1, {2, 3, 4}, {1, 2, 3}},
    {"1D only taps outside but one", {2, 2, 3}, 2, true, 2, {1, 2, 5}, {5, 8}},
    {"1D no tap inside", {2, 2, 3}, 3, false, 1, {2}, {8}},
    {"2D dense", {2, 3, 9, 12}, 5, false, 1, {3, 5}, {1, 3}},
    {"2D dense, whole chunks", {9, 16, 6, 7}, 32, false, 1, {1, 3}, {1, 2}},
    {"2D depth-wise", {3, 18, 10, 7}, 18, true, 1, {3, 5}, {1, 2}},
    {"2D stride 2", {2, 4, 11, 8}, 17, false, 2, {3, 5}, {1, 3}},
    {"2D stride 2, depth-wise", {2, 16, 7, 12}, 16, true, 2, {3, 7}, {1, 3}},
    {"2D span beyond the input", {1, 2, 5, 4}, 3, false, 1, {3, 9}, {1, 15}},
    {"2D kernel 1", {2, 3, 4, 5}, 6, false, 1, {1}, {1}},
    {"2D even kernels, stride 2", {1, 3, 9, 6}, 2, false, 2, {2, 4}, {1, 3}},
    {"2D one channel", {1, 1, 6, 5}, 1, true, 1, {3, 5}, {1, 2}},
};

// Leaves of one computation and what came of it.
struct Tensors {
  torch::Tensor x;
  std::vector<torch::Tensor> weights;
  torch::Tensor mix;
  torch::Tensor bias;
  torch::Tensor gradient;  // of the output

  Tensors(const Case& c, torch::ScalarType type) {
    torch::manual_seed(7);
    x = torch::randn(c.shape, type);
    for (const KernelChoice& choice : c.choices()) {
      std::vector<std::int64_t> sizes = {c.outputs, c.isDepthwise ? 1 : c.shape[1]};
      sizes.insert(sizes.end(), static_cast<std::size_t>(c.dims()), choice.kernel);
      weights.push_back(torch::randn(sizes, type));
    }
    mix = torch::softmax(torch::randn({static_cast<std::int64_t>(weights.size())}, type), 0);
    bias = torch::randn({c.outputs}, type);
    std::vector<std::int64_t> sizes = {c.shape[0], c.outputs};
    for (std::size_t axis = 2; axis < c.shape.size(); ++axis) {
      sizes.push_back((c.shape[axis] + c.stride - 1) / c.stride);
    }
    gradient = torch::randn(sizes, type);
  }

  std::vector<torch::Tensor> leaves() const {
    std::vector<torch::Tensor> all = {x, mix, bias};
    all.insert(all.end(), weights.begin(), weights.end());
    return all;
  }
};

MixedConvOptions optionsOf(const Case& c, MixMethod method) {
  return {c.dims(), c.isDepthwise, c.stride, method};
}

// The output, then the gradients of x, mix, bias and the weights.
std::vector<torch::Tensor> resultsOf(const Case& c, Tensors tensors, MixMethod method) {
  std::vector<torch::Tensor> leaves;
  for (torch::Tensor leaf : tensors.leaves()) {
    leaves.push_back(leaf.detach().requires_grad_());
  }
  const std::vector<torch::Tensor> weights(leaves.begin() + 3, leaves.end());
  const torch::Tensor y = mixedConv(leaves[0], weights, leaves[1], leaves[2], c.choices(), optionsOf(c, method));
  y.backward(tensors.gradient);
  std::vector<torch::Tensor> results = {y.detach()};
  for (const torch::Tensor& leaf : leaves) {
    results.push_back(leaf.grad());
  }
  return results;
}

// Largest difference, relative to the largest value.
double differenceOf(const torch::Tensor& a, const torch::Tensor& b) {
  if (!a.defined() || !b.defined() || a.sizes() != b.sizes()) {
    return INFINITY;
  }
  const double size = std::max(b.abs().max().item<double>(), 1e-3);
  return (a - b).abs().max().item<double>() / size;
}

double differenceOf(const std::vector<torch::Tensor>& a, const std::vector<torch::Tensor>& b) {
  double most = a.size() == b.size() ? 0.0 : INFINITY;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    most =
        std::max(most, a[i].defined() && b[i].defined() ? differenceOf(a[i].to(b[i].scalar_type()), b[i]) : INFINITY);
  }
  return most;
}

QString where(const Case& c, MixMethod method, double difference) {
  return QString("%1, %2: %3").arg(c.name, std::string(toWord(method)).c_str()).arg(difference);
}

// A convolution over taps by loops, with all gradients; plain arrays, independent of torch.
struct Loops {
  std::vector<double> y, gradX, gradWeights;

  Loops(const ConvShape& s, const TapSet& set, const std::vector<double>& x, const std::vector<double>& weights,
        const std::vector<double>& bias, const std::vector<double>& gradY)
      : y(gradY.size()), gradX(x.size()), gradWeights(weights.size()) {
    const auto taps = set.taps.size();
    std::size_t at = 0;
    for (int n = 0; n < s.batch; ++n) {
      for (int o = 0; o < s.outChannels; ++o) {
        for (int row = 0; row < s.outHeight(); ++row) {
          for (int column = 0; column < s.outWidth(); ++column, ++at) {
            y[at] = bias[static_cast<std::size_t>(o)];
            for (int c = 0; c < s.filterDepth(); ++c) {
              for (std::size_t t = 0; t < taps; ++t) {
                const int iy = row * s.stride + set.taps[t].y, ix = column * s.stride + set.taps[t].x;
                if (iy < 0 || ix < 0 || iy >= s.height || ix >= s.width) {
                  continue;
                }
                const int channel = n * s.inChannels + (s.isDepthwise ? o : c);
                const auto i = static_cast<std::size_t>((channel * s.height + iy) * s.width + ix);
                const auto w = static_cast<std::size_t>(o * s.filterDepth() + c) * taps + t;
                y[at] += weights[w] * x[i];
                gradX[i] += weights[w] * gradY[at];
                gradWeights[w] += x[i] * gradY[at];
              }
            }
          }
        }
      }
    }
  }
};

template <typename T>
std::vector<T> converted(const std::vector<double>& values) {
  return {values.begin(), values.end()};
}

template <typename T>
double largest(const std::vector<T>& a, const std::vector<double>& b) {
  double most = 0.0, size = 1e-3;
  for (std::size_t i = 0; i < a.size(); ++i) {
    most = std::max(most, std::abs(static_cast<double>(a[i]) - b[i]));
    size = std::max(size, std::abs(b[i]));
  }
  return most / size;
}

template <typename T>
Strided<T> contiguous(T* data, int channels, int height, int width) {
  return {data, std::ptrdiff_t{channels} * height * width, std::ptrdiff_t{height} * width, width, 1};
}

// The native convolution of one instruction set against the loops.
template <typename T>
double nativeError(const MixedConvKernelSet& set, bool isFourier, const ConvShape& s,
                   const std::vector<KernelChoice>& choices) {
  std::mt19937 random(3);
  std::normal_distribution<double> normal;
  const auto values = [&](std::size_t count) {
    std::vector<double> made(count);
    std::generate(made.begin(), made.end(), [&] { return static_cast<double>(static_cast<T>(normal(random))); });
    return made;
  };
  const TapSet taps = mergeTaps(choices, s);
  const auto size = [](int a, int b, int c, int d) {
    return static_cast<std::size_t>(a) * static_cast<std::size_t>(b * c * d);
  };
  const auto x = values(size(s.batch, s.inChannels, s.height, s.width));
  const auto weights = values(size(s.outChannels, s.filterDepth(), 1, static_cast<int>(taps.taps.size())));
  const auto bias = values(static_cast<std::size_t>(s.outChannels));
  const auto gradY = values(size(s.batch, s.outChannels, s.outHeight(), s.outWidth()));
  const Loops loops(s, taps, x, weights, bias, gradY);

  const auto tx = converted<T>(x), tw = converted<T>(weights), tb = converted<T>(bias), tg = converted<T>(gradY);
  std::vector<T> y(gradY.size()), gradX(x.size()), gradWeights(weights.size());
  const ConvInputs<T> in{s, &taps, contiguous<const T>(tx.data(), s.inChannels, s.height, s.width), tw.data()};
  const auto out = contiguous<T>(y.data(), s.outChannels, s.outHeight(), s.outWidth());
  const auto grad = contiguous<const T>(tg.data(), s.outChannels, s.outHeight(), s.outWidth());
  const ConvGradients<T> gradients{contiguous<T>(gradX.data(), s.inChannels, s.height, s.width), gradWeights.data()};
  if (isFourier) {
    fourierForward<T>(set, in, tb.data(), out);
    fourierBackward<T>(set, in, grad, gradients);
  } else {
    directForward<T>(set, in, tb.data(), out);
    directBackward<T>(set, in, grad, gradients);
  }
  return std::max({largest(y, loops.y), largest(gradX, loops.gradX), largest(gradWeights, loops.gradWeights)});
}

MixedConvLayer smallLayer() {
  MixedConvLayer layer;
  layer.inChannels = 4;
  layer.outChannels = 6;
  layer.choices = {{3, 1}, {5, 2}};
  layer.inputShape = {3, 4, 25};
  return layer;
}

}  // namespace

class MixedConvTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { at::set_num_threads(1); }
  void tapsAreShared();
  void tapsOutsideAreLeftOut();
  void evenKernelsStandAsTorchs();
  void transformEqualsItsDefinition();
  void everyInstructionSetEqualsLoops();
  void naiveEqualsLoops();
  void methodsAgreeInDouble();
  void methodsAgreeInFloat();
  void randomLayersAgree();
  void gradientsEqualDifferences();
  void memoryLayoutsAgree();
  void someGradientsAreNotWanted();
  void halvesAreClose();
  void otherDevicesPathsAgree();
  void mismatchesAreExplained();
  void methodsHaveWords();
  void measuresAndRemembers();
};

void MixedConvTest::tapsAreShared() {
  const std::vector<KernelChoice> choices = Case{"", {1, 1, 1}, 1, false, 1, {3, 5, 7, 9}, {1, 3, 7, 15}}.choices();
  ConvShape shape;
  shape.width = 1000;
  const TapSet line = mergeTaps(choices, shape);
  QCOMPARE(line.taps.size(), std::size_t{31});
  QCOMPARE(line.branches.size(), std::size_t{16});
  for (std::size_t i = 0; i < choices.size(); ++i) {
    for (int j = 0; j < choices[i].kernel; ++j) {
      const Tap tap = line.taps[static_cast<std::size_t>(line.branches[i][static_cast<std::size_t>(j)])];
      QVERIFY(tap == (Tap{0, (j - choices[i].kernel / 2) * choices[i].dilation}));
    }
  }
  shape.dims = 2;
  shape.height = 64;
  shape.width = 64;
  QCOMPARE(mergeTaps(choices, shape).taps.size(), std::size_t{313});
  QVERIFY(reachOf(mergeTaps(choices, shape)) == (Tap{60, 60}));
}

void MixedConvTest::tapsOutsideAreLeftOut() {
  ConvShape shape;
  shape.width = 8;
  const std::vector<KernelChoice> choices = {{3, 7}, {3, 8}, {1, 100}};
  const TapSet set = mergeTaps(choices, shape);
  QVERIFY(set.taps == (std::vector<Tap>{{0, -7}, {0, 0}, {0, 7}}));
  QVERIFY(set.branches == (std::vector<std::vector<int>>{{0, 1, 2}, {-1, 1, -1}, {1}}));
  shape.stride = 3;  // outputs stand at 0, 3 and 6: nothing reads seven to the left
  QVERIFY(mergeTaps(choices, shape).taps == (std::vector<Tap>{{0, 0}, {0, 7}}));
}

void MixedConvTest::evenKernelsStandAsTorchs() {
  const torch::Tensor x = torch::randn({2, 3, 11}, torch::kFloat64);
  for (const KernelChoice choice : {KernelChoice{2, 1}, KernelChoice{4, 3}, KernelChoice{2, 5}}) {
    const torch::Tensor weights = torch::randn({4, 3, choice.kernel}, torch::kFloat64);
    const torch::Tensor same = torch::conv1d(x, weights, {}, 1, "same", choice.dilation);
    for (const MixMethod method : kMethods) {
      const torch::Tensor y =
          mixedConv(x, {weights}, torch::ones({1}, torch::kFloat64), {}, std::span(&choice, 1), {1, false, 1, method});
      QVERIFY(differenceOf(y, same) < 1e-12);
    }
  }
}

void MixedConvTest::transformEqualsItsDefinition() {
  using Complex = std::complex<double>;
  const auto& kernels = mixedConvKernelSets().front()->doubles;
  for (const int length : {2, 3, 4, 5, 6, 8, 15, 16, 30, 36, 60, 64, 125, 128, 135}) {
    const FourierPlan<double> plan(length);
    const auto rows = static_cast<std::size_t>(length);
    std::vector<double> in(rows * kComplex), out(in.size()), a(in.size()), b(in.size());
    for (std::size_t i = 0; i < in.size(); ++i) {
      in[i] = std::sin(static_cast<double>(i * i % 1013));
    }
    const auto* places = plan.passes().places;
    for (const bool isInverse : {false, true}) {
      kernels.transform(plan.passes(), isInverse, {in.data(), places}, {out.data(), places}, a.data(), b.data());
      for (std::size_t k = 0; k < rows; ++k) {
        const std::size_t lane = k % kChunk;
        Complex sum = 0.0;
        for (std::size_t j = 0; j < rows; ++j) {
          const double angle = (isInverse ? 2 : -2) * M_PI * static_cast<double>(j * k % rows) / length;
          sum += Complex(in[j * kComplex + lane], in[j * kComplex + kChunk + lane]) * std::polar(1.0, angle);
        }
        const Complex found(out[k * kComplex + lane], out[k * kComplex + kChunk + lane]);
        QVERIFY2(std::abs(found - sum) < 1e-11, qPrintable(QString("length %1, k %2").arg(length).arg(k)));
      }
    }
  }
  QCOMPARE(smoothLength(7), 8);
  QCOMPARE(smoothLength(121), 125);
  QCOMPARE(evenSmoothLength(121), 128);
  QCOMPARE(evenSmoothLength(1060), 1080);
}

void MixedConvTest::everyInstructionSetEqualsLoops() {
  const std::vector<KernelChoice> choices = {{1, 1}, {3, 1}, {5, 2}, {3, 7}};
  const std::vector<ConvShape> shapes = {
      {1, 3, 5, 20, 1, 37, 1, false}, {1, 19, 33, 48, 1, 25, 2, false}, {1, 5, 20, 20, 1, 40, 2, true},
      {2, 3, 5, 20, 9, 7, 1, false},  {2, 2, 17, 16, 12, 13, 2, false}, {2, 9, 20, 20, 11, 14, 2, true},
      {2, 1, 1, 1, 5, 5, 1, true},    {2, 17, 16, 33, 3, 4, 3, false},
  };
  for (const MixedConvKernelSet* set : mixedConvKernelSets()) {
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      for (const bool isFourier : {false, true}) {
        const double exact = nativeError<double>(*set, isFourier, shapes[i], choices);
        const double rough = nativeError<float>(*set, isFourier, shapes[i], choices);
        const QString at = QString("%1, shape %2, %3: %4, %5")
                               .arg(std::string(set->name).c_str())
                               .arg(i)
                               .arg(isFourier ? "Fourier" : "direct")
                               .arg(exact)
                               .arg(rough);
        QVERIFY2(exact < 1e-12 && rough < 1e-5, qPrintable(at));
      }
    }
  }
}

void MixedConvTest::naiveEqualsLoops() {
  // One choice, weight 1: what the naive sum calls a convolution is what the loops call one.
  for (const int stride : {1, 2}) {
    const Case c{"", {2, 3, 7, 8}, 4, false, stride, {3}, {2}};
    const Tensors tensors(c, torch::kFloat64);
    ConvShape shape{2, 2, 3, 4, 7, 8, stride, false};
    const auto values = [](const torch::Tensor& t) {
      const torch::Tensor flat = t.contiguous();
      return std::vector<double>(flat.data_ptr<double>(), flat.data_ptr<double>() + flat.numel());
    };
    const std::vector<KernelChoice> choices = c.choices();
    const TapSet taps = mergeTaps(choices, shape);
    const Loops loops(shape, taps, values(tensors.x), values(tensors.weights[0]), values(tensors.bias),
                      values(tensors.gradient));
    const auto results = resultsOf(c, tensors, MixMethod::kNaive);
    QVERIFY(largest(values(results[0]), loops.y) < 1e-12);
    QVERIFY(largest(values(results[1]), loops.gradX) < 1e-12);
    QVERIFY(largest(values(results[4]), loops.gradWeights) < 1e-12);
  }
}

void MixedConvTest::methodsAgreeInDouble() {
  for (const Case& c : kCases) {
    const Tensors tensors(c, torch::kFloat64);
    const auto naive = resultsOf(c, tensors, MixMethod::kNaive);
    for (const MixMethod method : kMethods) {
      const auto results = resultsOf(c, tensors, method);
      QCOMPARE(results.size(), naive.size());
      const double difference = differenceOf(results, naive);
      QVERIFY2(difference < 1e-9, qPrintable(where(c, method, difference)));
    }
  }
}

void MixedConvTest::methodsAgreeInFloat() {
  for (const Case& c : kCases) {
    const Tensors rough(c, torch::kFloat32);
    Tensors exact = rough;
    for (torch::Tensor* tensor : {&exact.x, &exact.mix, &exact.bias, &exact.gradient}) {
      *tensor = tensor->to(torch::kFloat64);
    }
    for (torch::Tensor& weights : exact.weights) {
      weights = weights.to(torch::kFloat64);
    }
    const auto naive = resultsOf(c, exact, MixMethod::kNaive);
    for (const MixMethod method : kMethods) {
      const double difference = differenceOf(resultsOf(c, rough, method), naive);
      QVERIFY2(difference < 1e-5, qPrintable(where(c, method, difference)));
    }
  }
}

void MixedConvTest::randomLayersAgree() {
  std::mt19937 random(11);
  const auto pick = [&](int low, int high) { return std::uniform_int_distribution(low, high)(random); };
  for (int i = 0; i < 40; ++i) {
    const bool isDepthwise = pick(0, 1) == 1;
    const int channels = pick(1, 20);
    Case c{"random", {pick(1, 10), channels}, isDepthwise ? channels : pick(1, 40), isDepthwise, pick(1, 3), {}, {}};
    for (int axis = pick(1, 2); axis > 0; --axis) {
      c.shape.push_back(pick(1, 18));
    }
    for (int k = pick(1, 3); k > 0; --k) {
      c.kernels.push_back(pick(1, 7));
    }
    for (int d = pick(1, 3); d > 0; --d) {
      c.dilations.push_back(pick(1, 9));
    }
    const Tensors tensors(c, torch::kFloat64);
    const auto naive = resultsOf(c, tensors, MixMethod::kNaive);
    for (const MixMethod method : {MixMethod::kByDilation, MixMethod::kFft, MixMethod::kTaps}) {
      const double difference = differenceOf(resultsOf(c, tensors, method), naive);
      QVERIFY2(difference < 1e-9, qPrintable(QString::number(i) + where(c, method, difference)));
    }
  }
}

void MixedConvTest::gradientsEqualDifferences() {
  const std::vector<Case> cases = {{"1D", {2, 2, 6}, 3, false, 2, {1, 3}, {1, 3}},
                                   {"2D", {1, 2, 4, 3}, 2, true, 1, {3}, {1, 2}}};
  constexpr double kStep = 1e-6;
  for (const Case& c : cases) {
    const Tensors tensors(c, torch::kFloat64);
    for (const MixMethod method : kMethods) {
      const auto results = resultsOf(c, tensors, method);
      const auto leaves = tensors.leaves();
      for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf) {
        const torch::Tensor flat = leaves[leaf].view(-1);
        const torch::Tensor gradient = results[leaf + 1].reshape(-1);
        for (std::int64_t i = 0; i < flat.numel(); ++i) {
          const double value = flat[i].item<double>();
          double sides[2];
          for (const int side : {0, 1}) {
            flat[i] = value + (side == 0 ? -kStep : kStep);
            sides[side] =
                (mixedConv(tensors.x, tensors.weights, tensors.mix, tensors.bias, c.choices(), optionsOf(c, method)) *
                 tensors.gradient)
                    .sum()
                    .item<double>();
          }
          flat[i] = value;
          const double numeric = (sides[1] - sides[0]) / (2 * kStep);
          const double difference = std::abs(numeric - gradient[i].item<double>());
          QVERIFY2(difference < 1e-7, qPrintable(where(c, method, difference)));
        }
      }
    }
  }
}

void MixedConvTest::memoryLayoutsAgree() {
  const Case c{"layouts", {3, 16, 9, 10}, 32, false, 1, {3, 5}, {1, 2}};
  const Tensors tensors(c, torch::kFloat64);
  const auto plain = resultsOf(c, tensors, MixMethod::kNaive);
  for (const MixMethod method : {MixMethod::kFft, MixMethod::kTaps}) {
    Tensors other = tensors;
    other.x = tensors.x.contiguous(torch::MemoryFormat::ChannelsLast);
    const auto last = resultsOf(c, other, method);
    QVERIFY(differenceOf(last, plain) < 1e-9);
    QVERIFY(last[0].is_contiguous(torch::MemoryFormat::ChannelsLast));
    QVERIFY(last[1].is_contiguous(torch::MemoryFormat::ChannelsLast));
    other.x = torch::cat({tensors.x, tensors.x}, 3).narrow(3, 0, 10);
    other.gradient = tensors.gradient.transpose(2, 3).contiguous().transpose(2, 3);
    QVERIFY(differenceOf(resultsOf(c, other, method), plain) < 1e-9);
    other.gradient = torch::ones({1, 1, 1, 1}, torch::kFloat64).expand(tensors.gradient.sizes());
    QVERIFY(differenceOf(resultsOf(c, other, method), resultsOf(c, other, MixMethod::kNaive)) < 1e-9);
  }
}

void MixedConvTest::someGradientsAreNotWanted() {
  const Case c{"wanted", {3, 5, 14}, 7, false, 1, {3, 5}, {1, 2}};
  const Tensors tensors(c, torch::kFloat64);
  const auto all = resultsOf(c, tensors, MixMethod::kNaive);
  for (const MixMethod method : kMethods) {
    for (const bool isMixAlone : {false, true}) {
      // Either the mix and the weights without x and bias, as in a first layer; or the mix alone.
      const torch::Tensor mix = tensors.mix.detach().requires_grad_();
      std::vector<torch::Tensor> weights;
      for (const torch::Tensor& branch : tensors.weights) {
        weights.push_back(branch.detach().requires_grad_(!isMixAlone));
      }
      const torch::Tensor y = mixedConv(tensors.x, weights, mix, {}, c.choices(), optionsOf(c, method));
      y.backward(tensors.gradient);
      QVERIFY(differenceOf(y.detach() + tensors.bias.view({-1, 1}), all[0]) < 1e-9);
      QVERIFY(differenceOf(mix.grad(), all[2]) < 1e-9);
      QVERIFY(isMixAlone != weights[1].grad().defined());
      QVERIFY(isMixAlone || differenceOf(weights[1].grad(), all[5]) < 1e-9);
    }
    const torch::Tensor x = tensors.x.detach().requires_grad_();
    mixedConv(x, tensors.weights, tensors.mix, tensors.bias, c.choices(), optionsOf(c, method))
        .backward(tensors.gradient);
    QVERIFY(differenceOf(x.grad(), all[1]) < 1e-9);
    const torch::NoGradGuard none;
    const torch::Tensor y = mixedConv(x, tensors.weights, tensors.mix, tensors.bias, c.choices(), optionsOf(c, method));
    QVERIFY(!y.requires_grad());
  }
}

void MixedConvTest::halvesAreClose() {
  const Case c{"halves", {3, 16, 20}, 16, false, 1, {3, 5}, {1, 3}};
  const Tensors tensors(c, torch::kFloat32);
  const auto exact = resultsOf(c, tensors, MixMethod::kNaive);
  Tensors halves = tensors;  // weights and mix stay float, as under mixed precision
  halves.x = tensors.x.to(torch::kBFloat16);
  halves.gradient = tensors.gradient.to(torch::kBFloat16);
  for (const MixMethod method : kMethods) {
    const auto results = resultsOf(c, halves, method);
    QVERIFY(results[0].scalar_type() == torch::kBFloat16);
    QVERIFY(results[4].scalar_type() == torch::kFloat32);
    const double difference = differenceOf(results, exact);
    QVERIFY2(difference < 0.03, qPrintable(where(c, method, difference)));
  }
}

void MixedConvTest::otherDevicesPathsAgree() {
  // What runs on a device without the native kernels, here on the processor: torch's transform ...
  for (const Case& c : kCases) {
    ConvShape shape;
    shape.dims = c.dims();
    shape.batch = static_cast<int>(c.shape[0]);
    shape.inChannels = static_cast<int>(c.shape[1]);
    shape.outChannels = static_cast<int>(c.outputs);
    shape.height = c.dims() == 1 ? 1 : static_cast<int>(c.shape[2]);
    shape.width = static_cast<int>(c.shape.back());
    shape.stride = c.stride;
    shape.isDepthwise = c.isDepthwise;
    const TapSet taps = mergeTaps(c.choices(), shape);
    if (taps.taps.empty()) {
      continue;
    }
    const Tensors tensors(c, torch::kFloat64);
    const auto naive = resultsOf(c, tensors, MixMethod::kNaive);
    std::vector<torch::Tensor> weights;
    for (const torch::Tensor& branch : tensors.weights) {
      weights.push_back(branch.detach().requires_grad_());
    }
    const torch::Tensor x = tensors.x.detach().requires_grad_(), mix = tensors.mix.detach().requires_grad_();
    const torch::Tensor y = convolveByTorchFft(shape, taps, x, mergeBranches(taps, weights, mix));
    y.backward(tensors.gradient);
    const torch::Tensor bias =
        tensors.bias.view(c.dims() == 1 ? std::vector<std::int64_t>{-1, 1} : std::vector<std::int64_t>{-1, 1, 1});
    QVERIFY2(differenceOf(y.detach() + bias, naive[0]) < 1e-9, c.name);
    QVERIFY2(differenceOf(x.grad(), naive[1]) < 1e-9, c.name);
    QVERIFY2(differenceOf(mix.grad(), naive[2]) < 1e-9, c.name);
    QVERIFY2(differenceOf(weights.back().grad(), naive.back()) < 1e-9, c.name);
  }
  // ... and the mixing by torch's operators, which bfloat16 weights take.
  const Case c{"half weights", {3, 16, 20}, 16, false, 1, {3, 5}, {1, 3}};
  Tensors halves(c, torch::kFloat32);
  const auto exact = resultsOf(c, halves, MixMethod::kNaive);
  for (torch::Tensor* tensor : {&halves.x, &halves.mix, &halves.bias, &halves.gradient}) {
    *tensor = tensor->to(torch::kBFloat16);
  }
  for (torch::Tensor& branch : halves.weights) {
    branch = branch.to(torch::kBFloat16);
  }
  for (const MixMethod method : {MixMethod::kByDilation, MixMethod::kFft, MixMethod::kTaps}) {
    const double difference = differenceOf(resultsOf(c, halves, method), exact);
    QVERIFY2(difference < 0.05, qPrintable(where(c, method, difference)));
  }
}

void MixedConvTest::mismatchesAreExplained() {
  const Case c{"", {2, 3, 8}, 4, false, 1, {3}, {1, 2}};
  const Tensors t(c, torch::kFloat32);
  const auto choices = c.choices();
  const MixedConvOptions options{1, false, 1, MixMethod::kTaps};
  const auto message = [&](const auto& call) -> QString {
    try {
      call();
    } catch (const c10::Error& error) {
      return error.what_without_backtrace();
    }
    return "";
  };
  const auto says = [&](const char* part, const auto& call) { return message(call).contains(part); };
  QVERIFY(says("1 weights", [&] { mixedConv(t.x, {t.weights[0]}, t.mix, t.bias, choices, options); }));
  QVERIFY(says("mix is [3]", [&] { mixedConv(t.x, t.weights, torch::ones(3), t.bias, choices, options); }));
  QVERIFY(says("bias is not [4]", [&] { mixedConv(t.x, t.weights, t.mix, torch::ones(3), choices, options); }));
  QVERIFY(says("weights 1 are", [&] {
    mixedConv(t.x, {t.weights[0], torch::ones({4, 3, 5})}, t.mix, t.bias, choices, options);
  }));
  QVERIFY(says("4 dimensions", [&] { mixedConv(t.x.unsqueeze(3), t.weights, t.mix, t.bias, choices, options); }));
  QVERIFY(says("is empty", [&] { mixedConv(t.x.narrow(0, 0, 0), t.weights, t.mix, t.bias, choices, options); }));
  QVERIFY(says("depth-wise from 3 to 4", [&] { mixedConv(t.x, t.weights, t.mix, t.bias, choices, {1, true}); }));
}

void MixedConvTest::methodsHaveWords() {
  for (const MixMethod method : kMethods) {
    QVERIFY(mixMethodOf(toWord(method)) == method);
  }
  QVERIFY(mixMethodOf("by-dilation") == MixMethod::kByDilation);
  QVERIFY(!mixMethodOf("fastest"));
}

void MixedConvTest::measuresAndRemembers() {
  torch::manual_seed(3);
  const torch::Tensor expected = torch::rand({4});
  torch::manual_seed(3);
  MixedConvLayer layer = smallLayer();
  const MeasuredMethod measured = measuredMethod(layer);
  QVERIFY2(torch::equal(torch::rand({4}), expected), "a measurement moved the trial's random numbers");
  QCOMPARE(measured.times.size(), std::size_t{3});
  double fastest = INFINITY;
  for (const MethodTime& time : measured.times) {
    QVERIFY(time.ms > 0.0);
    fastest = time.wasLeftEarly ? fastest : std::min(fastest, time.ms);
  }
  const auto chosen = std::find_if(measured.times.begin(), measured.times.end(),
                                   [&](const MethodTime& time) { return time.method == measured.method; });
  QVERIFY(chosen != measured.times.end() && !chosen->wasLeftEarly && chosen->ms == fastest);

  CostTable table;
  const MixMethod first = table.methodFor(layer);
  QCOMPARE(table.size(), std::size_t{1});
  // What is stored decides, whatever is faster.
  table.set(costKey(layer), {MixMethod::kNaive, {{MixMethod::kNaive, 2.0, false}, {MixMethod::kFft, 1.0, true}}});
  QVERIFY(table.methodFor(layer) == MixMethod::kNaive);
  table.set("another", {first, {}});
  const auto json = table.toJson();
  const auto again = CostTable::fromJson(nlohmann::ordered_json::parse(json.dump()));
  QVERIFY(again.ok());
  QVERIFY(again->toJson() == json);
  QVERIFY(again->find(costKey(layer))->times[1].wasLeftEarly);
  QVERIFY(again->find("nothing") == nullptr);

  // Everything that the time depends on is in the key.
  const std::string key = costKey(layer);
  const auto changed = [&](const auto& change) {
    MixedConvLayer other = smallLayer();
    change(other);
    return costKey(other) != key;
  };
  QVERIFY(changed([](MixedConvLayer& l) { l.inputShape[0] = 4; }));
  QVERIFY(changed([](MixedConvLayer& l) { l.inputShape[2] = 26; }));
  QVERIFY(changed([](MixedConvLayer& l) { l.outChannels = 7; }));
  QVERIFY(changed([](MixedConvLayer& l) { l.isDepthwise = true; }));
  QVERIFY(changed([](MixedConvLayer& l) { l.stride = 2; }));
  QVERIFY(changed([](MixedConvLayer& l) { l.choices[1].dilation = 3; }));
  QVERIFY(changed([](MixedConvLayer& l) { l.needsInputGradient = false; }));
  QVERIFY(changed([](MixedConvLayer& l) { l.type = torch::kFloat64; }));

  for (const char* bad :
       {"[]", R"({"a": 1})", R"({"a": {"method": "best"}})", R"({"a": {"method": 3}})",
        R"({"a": {"method": "fft", "ms": {"fft": "fast"}}})", R"({"a": {"method": "fft", "ms": {"x": 1}}})"}) {
    const auto read = CostTable::fromJson(nlohmann::ordered_json::parse(bad));
    QVERIFY2(!read.ok() && read.error().code == ErrorCode::kBadInput, bad);
  }
}

QTEST_GUILESS_MAIN(MixedConvTest)
#include "mixed_conv_test.moc"
