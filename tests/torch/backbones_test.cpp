// The backbones: names, sizes, parameter counts, small inputs, causality, initial values.
#include <ATen/autocast_mode.h>
#include <torch/torch.h>

#include "engine/nn/cnn/backbone.h"
#include "engine/nn/cnn/layout.h"
#include "engine/nn/cnn/plain_conv.h"
#include "engine/nn/weights.h"
#include "engine/train/threads.h"

#include <QtTest>

using namespace touchstone;
using namespace touchstone::nn;

namespace {

std::shared_ptr<Backbone> build(const BackboneOptions& options, const ConvMaker& maker = nullptr) {
  auto made = makeBackbone(options, maker);
  return made.ok() ? std::move(made).value() : nullptr;
}

std::int64_t countOf(const BackboneOptions& options, int kernel = 0) {
  const auto places = searchedPlaces(options);
  const std::vector<KernelChoice> choices(kernel == 0 ? 0 : places->size(), KernelChoice{kernel, 1});
  return parameterCount(*build(options, plainConvs(choices, Padding::kSame, 1)));
}

double millions(std::int64_t count) {
  return static_cast<double>(count) / 1e6;
}

at::Tensor inputFor(const BackboneOptions& options, std::int64_t batch, std::uint64_t seed) {
  const bool is1d = options.name == "resnet1d" || options.name.starts_with("unet1d");
  const std::vector<std::int64_t> image = {batch, options.channels, options.height, options.width},
                                  sequence = {batch, options.channels, options.width};
  return at::empty(is1d ? sequence : image).normal_(0.0, 1.0, cpuGenerator(seed));
}

const BackboneOptions kGenomics{.name = "resnet1d", .channels = 5, .width = 60, .classes = 2, .mid = 128};

}  // namespace

class BackbonesTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { train::useOneThread(); }
  void parameterCountsArePublished();
  void searchedPlacesInOrder();
  void sizesOfPlacesAreReal();
  void shapesForManySizes_data();
  void shapesForManySizes();
  void denseKeepsTheSize();
  void causalNetworksDoNotLookAhead();
  void makerDecides();
  void startsAsDescribed();
  void seedsAreIndependentOfTheRest();
  void gradientsReachEveryParameter();
  void dropoutOnlyWhileTraining();
  void weightsGoThroughMemory();
  void autocastIsClose();
  void refusesWhatCannotBe();
};

void BackbonesTest::parameterCountsArePublished() {
  const auto wrn = [](const char* name, int channels, int classes) {
    return millions(countOf({.name = name, .channels = channels, .height = 8, .width = 8, .classes = classes}));
  };
  QCOMPARE(std::round(wrn("wrn-22-8", 12, 43) * 100), 1718.0);
  QCOMPARE(std::round(wrn("wrn-22-1", 12, 43) * 1000), 277.0);
  QCOMPARE(std::round(wrn("wrn-16-4", 3, 10) * 100), 275.0);
  QCOMPARE(std::round(wrn("wrn-16-1", 3, 10) * 1000), 176.0);
  QCOMPARE(std::round(millions(countOf(kGenomics, 3)) * 100), 122.0);
  QCOMPARE(std::round(millions(countOf(kGenomics)) * 100), 201.0);  // 8, 5, 3
  QCOMPARE(std::round(millions(countOf(kGenomics, 7)) * 100), 280.0);
  QCOMPARE(std::round(millions(countOf(kGenomics, 11)) * 100), 437.0);
  // Counted by hand: pairs of 3 x 3 convolutions without bias, two values per normalised channel, 2 x 2 enlargements.
  const auto pair = [](std::int64_t in, std::int64_t out) { return 9 * (in * out + out * out) + 4 * out; };
  const auto up = [](std::int64_t in) { return in * in / 2 * 4 + in / 2; };
  const std::int64_t full = pair(3, 64) + pair(64, 128) + pair(128, 256) + pair(256, 512) + pair(512, 1024) +
                            pair(1024, 512) + pair(512, 256) + pair(256, 128) + pair(128, 64) + up(1024) + up(512) +
                            up(256) + up(128) + (64 * 256 + 256) + 2 * 256 + (256 * 7 + 7);
  QCOMPARE(countOf({.name = "unet2d", .channels = 3, .height = 8, .width = 8, .classes = 7}), full);
  const auto small = pair(3, 25) + 3 * pair(25, 25) + pair(25, 50) + 3 * pair(50, 50) + pair(50, 25) + 4 * up(50) +
                     (25 * 100 + 100) + 2 * 100 + (100 * 7 + 7);
  QCOMPARE(countOf({.name = "unet2d-small", .channels = 3, .height = 8, .width = 8, .classes = 7}), small);
  const auto line = [](std::int64_t in, std::int64_t out) { return 3 * (in * out + out * out) + 6 * out; };
  const std::int64_t sequence = line(4, 64) + line(64, 128) + line(128, 256) + line(256, 512) + line(512, 512) +
                                line(1024, 256) + line(512, 128) + line(256, 64) + line(128, 64) + 64 * 3 + 3;
  QCOMPARE(countOf({.name = "unet1d", .channels = 4, .width = 32, .classes = 3}), sequence);
}

void BackbonesTest::searchedPlacesInOrder() {
  const auto count = [](const char* name) {
    const bool is1d = std::string(name).find("1d") != std::string::npos;
    return searchedPlaces({.name = name, .height = is1d ? 1 : 16, .width = 16})->size();
  };
  QCOMPARE(count("wrn-16-1"), std::size_t{13});
  QCOMPARE(count("wrn-22-8"), std::size_t{19});
  QCOMPARE(count("wrn-10-2"), std::size_t{7});
  QCOMPARE(count("resnet1d"), std::size_t{9});
  QCOMPARE(count("unet2d"), std::size_t{18});
  QCOMPARE(count("unet2d-small"), std::size_t{18});
  QCOMPARE(count("unet1d"), std::size_t{18});
  QCOMPARE(count("unet1d-small"), std::size_t{18});
  const auto places = *searchedPlaces({.name = "wrn-16-4", .channels = 3, .height = 64, .width = 64});
  QCOMPARE(places[0].name, std::string("conv1"));
  QCOMPARE(places[1].name, std::string("layer1.0.conv1"));
  QCOMPARE(places[2].name, std::string("layer1.0.conv2"));
  QCOMPARE(places[6].name, std::string("layer2.0.conv2"));
  QCOMPARE(places[5].stride * 10 + places[6].stride, 12);
  QCOMPARE(places[12].out, 256);
  QVERIFY(places[0].in == 3 && places[0].out == 16 && places[1].in == 16 && places[1].out == 64);
  for (std::size_t i = 0; i < places.size(); ++i) {
    QCOMPARE(places[i].index, static_cast<int>(i));
  }
  const auto sequence = *searchedPlaces(kGenomics);
  QCOMPARE(sequence[3].name, std::string("layers.1.layers.0.conv"));
  QVERIFY(sequence[0].kernel == 8 && sequence[1].kernel == 5 && sequence[2].kernel == 3 && sequence[3].in == 128);
}

// The size that a place says is the size that its layer sees.
void BackbonesTest::sizesOfPlacesAreReal() {
  struct Watcher : ConvLayer {
    ConvPlace place;
    std::shared_ptr<ConvLayer> inner;
    int* wrong = nullptr;
    at::Tensor forward(const at::Tensor& x) override {
      const bool fits =
          x.size(1) == place.in && x.size(-1) == place.width && (place.dims == 1 || x.size(2) == place.height);
      *wrong += fits ? 0 : 1;
      return inner->forward(x);
    }
  };
  for (const auto& [name, height, width] :
       {std::tuple("wrn-16-1", 13, 9), {"unet2d-small", 21, 6}, {"unet1d-small", 1, 37}, {"resnet1d", 1, 12}}) {
    int wrong = 0;
    const auto plain = plainConvs({}, Padding::kSame, 1);
    const auto net =
        build({.name = name, .channels = 2, .height = height, .width = width, .mid = 8}, [&](const ConvPlace& place) {
          auto watcher = std::make_shared<Watcher>();
          watcher->place = place;
          watcher->inner = watcher->register_module("inner", plain(place));
          watcher->wrong = &wrong;
          return watcher;
        });
    net->forward(inputFor(net->options(), 2, 1));
    QCOMPARE(wrong, 0);
  }
}

void BackbonesTest::shapesForManySizes_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<int>("height");
  QTest::addColumn<int>("width");
  for (const char* name : {"wrn-10-1", "unet2d-small"}) {
    for (const auto& [height, width] : {std::pair(1, 1), {2, 2}, {3, 3}, {5, 4}, {1, 20}, {17, 16}, {64, 64}}) {
      QTest::newRow((std::string(name) + " " + std::to_string(height) + " x " + std::to_string(width)).c_str())
          << QString(name) << height << width;
    }
  }
  for (const char* name : {"resnet1d", "unet1d-small"}) {
    for (const int length : {1, 2, 3, 7, 15, 60, 201}) {
      QTest::newRow((std::string(name) + " " + std::to_string(length)).c_str()) << QString(name) << 1 << length;
    }
  }
}

void BackbonesTest::shapesForManySizes() {
  QFETCH(QString, name);
  QFETCH(int, height);
  QFETCH(int, width);
  const BackboneOptions options{
      .name = name.toStdString(), .channels = 3, .height = height, .width = width, .classes = 4, .mid = 8};
  // Kernels that reach far beyond small inputs.
  const auto net = build(options, plainConvs(std::vector<KernelChoice>(20, {9, 15}), Padding::kSame, 1));
  for (const std::int64_t batch : {1, 3}) {
    const at::Tensor scores = net->forward(inputFor(options, batch, 1));
    QCOMPARE(scores.sizes().vec(), (std::vector<std::int64_t>{batch, 4}));
    QVERIFY(scores.isfinite().all().item<bool>());
    scores.sum().backward();
  }
  net->eval();
  const torch::NoGradGuard noGrad;
  const at::Tensor x = inputFor(options, 5, 2);
  const at::Tensor scores = net->forward(x);
  // One by one as together, and whatever the layout.
  QVERIFY((net->forward(x.narrow(0, 3, 1)) - scores.narrow(0, 3, 1)).abs().max().item<float>() < 1e-4f);
  QVERIFY((net->forward(toPositionMajor(x)) - scores).abs().max().item<float>() < 1e-6f);
}

void BackbonesTest::denseKeepsTheSize() {
  for (const char* name : {"wrn-10-1", "unet2d-small"}) {
    const BackboneOptions options{.name = name, .channels = 3, .height = 11, .width = 6, .classes = 4, .isDense = true};
    QCOMPARE(build(options)->forward(inputFor(options, 2, 1)).sizes().vec(), (std::vector<std::int64_t>{2, 4, 11, 6}));
  }
  for (const char* name : {"resnet1d", "unet1d-small"}) {
    const BackboneOptions options{.name = name, .channels = 3, .width = 21, .classes = 4, .mid = 8, .isDense = true};
    QCOMPARE(build(options)->forward(inputFor(options, 2, 1)).sizes().vec(), (std::vector<std::int64_t>{2, 4, 21}));
  }
  const BackboneOptions forecast{
      .name = "resnet1d", .channels = 1, .width = 24, .classes = 1, .mid = 8, .isDense = true, .horizon = 7};
  QCOMPARE(build(forecast)->forward(inputFor(forecast, 2, 1)).sizes().vec(), (std::vector<std::int64_t>{2, 1, 7}));
  // [N, C, 1, L], as a sequence is when it comes as an image.
  QCOMPARE(build(forecast)->forward(inputFor(forecast, 2, 1).unsqueeze(2)).sizes().vec(),
           (std::vector<std::int64_t>{2, 1, 7}));
}

void BackbonesTest::causalNetworksDoNotLookAhead() {
  for (const bool isCausal : {true, false}) {
    const BackboneOptions options{
        .name = "resnet1d", .channels = 3, .width = 30, .classes = 2, .mid = 6, .isDense = true, .isCausal = isCausal};
    std::vector<KernelChoice> choices = {{3, 1}, {5, 3}, {11, 7}, {8, 2}, {1, 1}, {7, 5}, {3, 7}, {4, 1}, {3, 1}};
    const auto net = build(options, plainConvs(choices, isCausal ? Padding::kCausal : Padding::kSame, 1));
    net->eval();
    const torch::NoGradGuard noGrad;
    const at::Tensor x = inputFor(options, 2, 1);
    const at::Tensor before = net->forward(x);
    const std::int64_t changed = 17;
    at::Tensor other = x.clone();
    other.narrow(2, changed, 30 - changed).normal_(0.0, 1.0, cpuGenerator(8));
    const at::Tensor after = net->forward(other);
    QCOMPARE(at::equal(after.narrow(2, 0, changed), before.narrow(2, 0, changed)), isCausal);
    QVERIFY(!at::equal(after.narrow(2, changed, 1), before.narrow(2, changed, 1)));
  }
}

void BackbonesTest::makerDecides() {
  std::vector<std::string> asked;
  const auto plain = plainConvs({}, Padding::kSame, 1);
  const auto net = build(kGenomics, [&](const ConvPlace& place) {
    asked.push_back(place.name);
    return plain(place);
  });
  QCOMPARE(asked.size(), std::size_t{9});
  for (std::size_t i = 0; i < asked.size(); ++i) {
    QCOMPARE(net->places()[i].name, asked[i]);
    QVERIFY(net->named_parameters().contains(asked[i] + ".weight"));
  }
}

void BackbonesTest::startsAsDescribed() {
  const auto net = build({.name = "wrn-16-4", .channels = 3, .height = 8, .width = 8, .classes = 10});
  const auto parameters = net->named_parameters();
  const at::Tensor conv = parameters["layer3.1.conv2.weight"];
  const double bound = std::sqrt(2.0) * std::sqrt(6.0 / (2 * 256 * 9));
  QVERIFY(conv.abs().max().item<double>() <= bound && conv.abs().max().item<double>() > 0.99 * bound);
  QVERIFY(std::abs(conv.std().item<double>() - bound / std::sqrt(3.0)) < 0.01 * bound);
  QCOMPARE(parameters["conv1.bias"].abs().max().item<double>(), 0.0);
  QVERIFY(at::equal(parameters["layer1.0.bn1.weight"], at::ones({16})));
  const double dense = 1.0 / std::sqrt(256.0);
  QVERIFY(parameters["linear.weight"].abs().max().item<double>() <= dense &&
          parameters["linear.weight"].abs().max().item<double>() > 0.95 * dense);
  const auto sequence = build(kGenomics)->named_parameters();
  const double fan = 1.0 / std::sqrt(128.0 * 5);
  QVERIFY(sequence["layers.0.layers.1.conv.weight"].abs().max().item<double>() <= fan);
  QVERIFY(sequence["layers.0.layers.1.conv.bias"].abs().max().item<double>() > 0.9 * fan);
}

void BackbonesTest::seedsAreIndependentOfTheRest() {
  torch::manual_seed(1);
  const auto one = build(kGenomics);
  torch::manual_seed(2);
  const at::Tensor unused = torch::rand({3});
  const auto two = build(kGenomics);
  for (const auto& item : one->named_parameters()) {
    QVERIFY(at::equal(item.value(), two->named_parameters()[item.key()]));
  }
  BackboneOptions other = kGenomics;
  other.seed = 1;
  QVERIFY(!at::equal(build(other)->named_parameters()["final.weight"], one->named_parameters()["final.weight"]));
  // Layers of one shape do not start alike.
  const auto image = build({.name = "wrn-16-1", .height = 4, .width = 4})->named_parameters();
  QVERIFY(!at::equal(image["layer3.1.conv1.weight"], image["layer3.1.conv2.weight"]));
  // Torch's own stream was not touched.
  torch::manual_seed(3);
  const at::Tensor expected = torch::rand({3});
  torch::manual_seed(3);
  build(kGenomics);
  QVERIFY(at::equal(torch::rand({3}), expected));
}

void BackbonesTest::gradientsReachEveryParameter() {
  for (const auto& [name, height, width] :
       {std::tuple("wrn-10-1", 12, 12), {"unet2d-small", 16, 16}, {"unet1d-small", 1, 32}, {"resnet1d", 1, 32}}) {
    const BackboneOptions options{
        .name = name, .channels = 3, .height = height, .width = width, .classes = 3, .mid = 8, .dropRate = 0.1};
    const auto net = build(options);
    net->forward(inputFor(options, 4, 1)).square().sum().backward();
    for (const auto& item : net->named_parameters()) {
      QVERIFY2(item.value().grad().defined() && item.value().grad().isfinite().all().item<bool>(), item.key().c_str());
    }
  }
}

void BackbonesTest::dropoutOnlyWhileTraining() {
  BackboneOptions options = kGenomics;
  options.mid = 8;
  options.dropRate = 0.1;
  const auto net = build(options);
  const at::Tensor x = inputFor(options, 4, 1);
  net->reseedNoise(4);
  const at::Tensor first = net->forward(x);
  QVERIFY(!at::equal(first, net->forward(x)));
  net->reseedNoise(4);
  QVERIFY(at::equal(first, net->forward(x)));
  net->eval();
  QVERIFY(at::equal(net->forward(x), net->forward(x)));
}

void BackbonesTest::weightsGoThroughMemory() {
  const BackboneOptions options{.name = "wrn-10-1", .channels = 3, .height = 9, .width = 9, .classes = 3};
  const auto net = build(options);
  net->forward(inputFor(options, 4, 1));  // moves the running statistics
  BackboneOptions seeded = options;
  seeded.seed = 5;
  const auto other = build(seeded);
  QVERIFY(loadModule(*other, moduleTensors(*net)).ok());
  net->eval();
  other->eval();
  const at::Tensor x = inputFor(options, 3, 2);
  QVERIFY(at::equal(net->forward(x), other->forward(x)));
}

// bfloat16 on the CPU takes torch's convolutions instead of taps: another way to the same scores.
void BackbonesTest::autocastIsClose() {
  for (const auto& [name, height, width] :
       {std::tuple("wrn-10-1", 12, 12), {"resnet1d", 1, 32}, {"unet2d-small", 16, 16}}) {
    const BackboneOptions options{
        .name = name, .channels = 3, .height = height, .width = width, .classes = 3, .mid = 8};
    const auto net = build(options);
    const at::Tensor x = inputFor(options, 8, 1);
    const at::Tensor exact = net->forward(x).detach();
    at::autocast::set_autocast_enabled(at::kCPU, true);
    at::autocast::set_autocast_dtype(at::kCPU, torch::kBFloat16);
    const at::Tensor coarse = net->forward(x);
    coarse.to(torch::kFloat32).sum().backward();
    at::autocast::clear_cache();
    at::autocast::set_autocast_enabled(at::kCPU, false);
    QVERIFY(!at::equal(coarse, exact));
    QVERIFY((coarse.to(torch::kFloat32) - exact).abs().max().item<double>() <
            0.05 * exact.abs().max().item<double>() + 0.05);
  }
}

void BackbonesTest::refusesWhatCannotBe() {
  const auto codeOf = [](const BackboneOptions& options) {
    const auto made = makeBackbone(options);
    return made.ok() ? QString("built") : QString::fromStdString(made.error().message);
  };
  QVERIFY(codeOf({.name = "wrn-17-1"}).contains("no such network"));
  QVERIFY(codeOf({.name = "wrn-16"}).contains("no such network"));
  QVERIFY(codeOf({.name = "wrn-16-1x"}).contains("no such network"));
  QVERIFY(codeOf({.name = "resnet"}).contains("resnet1d"));
  QVERIFY(codeOf({.name = "resnet1d", .height = 2}).contains("for sequences"));
  QVERIFY(codeOf({.channels = 0}).contains("at least 1"));
  QVERIFY(codeOf({.dropRate = 1.0}).contains("drop rate"));
  QVERIFY(codeOf({.name = "unet1d", .isCausal = true}).contains("causal"));
  QVERIFY(codeOf({.name = "resnet1d", .horizon = 3}).contains("horizon"));
  QVERIFY_EXCEPTION_THROWN(
      build({.name = "wrn-10-1", .channels = 3, .height = 4, .width = 4})->forward(at::ones({1, 2, 4, 4})), c10::Error);
}

QTEST_GUILESS_MAIN(BackbonesTest)
#include "backbones_test.moc"
