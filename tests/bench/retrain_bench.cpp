// A training step of a retrained network (forward, backward, SGD with Nesterov momentum), one thread: genomics and
// satellite settings, in single precision and with autocast to bfloat16; and how long a step waits for its batch when
// 64 x 64 x 3 images are scaled from bytes. Peer: retrain_peer.py, the same networks in Python's torch.
#include <benchmark/benchmark.h>
#include <torch/torch.h>

#include <memory>
#include <numeric>

#include "engine/base/random.h"
#include "engine/nn/cnn/backbone.h"
#include "engine/nn/cnn/plain_conv.h"
#include "engine/train/threads.h"
#include "engine/train/torch_learner.h"

namespace {

using namespace touchstone;

struct Setting {
  const char* name;
  nn::BackboneOptions backbone;
  std::int64_t batch;
  nn::KernelChoice choice;
};

nn::BackboneOptions genomics(bool isCausal, int mid = 128) {
  return {.name = "resnet1d", .channels = 5, .width = 60, .classes = 2, .mid = mid, .isCausal = isCausal};
}

nn::BackboneOptions images(const char* name, int size, int channels = 3) {
  return {.name = name, .channels = channels, .height = size, .width = size, .classes = 10};
}

const Setting kSettings[] = {
    {"resnet1d-128 60nt k3 d1 causal", genomics(true), 128, {3, 1}},
    {"resnet1d-128 60nt k11 d7 causal", genomics(true), 128, {11, 7}},
    {"resnet1d-128 60nt k11 d7 same", genomics(false), 128, {11, 7}},
    {"resnet1d-32 60nt k7 d3 same", genomics(false, 32), 128, {7, 3}},
    {"wrn-16-1 64x64x3 k3 d1", images("wrn-16-1", 64), 16, {3, 1}},
    {"wrn-16-1 64x64x3 k9 d15", images("wrn-16-1", 64), 16, {9, 15}},
    {"wrn-16-4 64x64x3 k3 d1", images("wrn-16-4", 64), 16, {3, 1}},
    {"wrn-16-4 3x3x4 k3 d1", images("wrn-16-4", 3, 4), 128, {3, 1}},
    {"unet2d-small 64x64x3 k3 d1", images("unet2d-small", 64), 16, {3, 1}},
};

std::shared_ptr<nn::Backbone> networkOf(const Setting& setting) {
  const auto places = *nn::searchedPlaces(setting.backbone);
  const auto padding = setting.backbone.isCausal ? nn::Padding::kCausal : nn::Padding::kSame;
  return *nn::makeBackbone(setting.backbone, nn::plainConvs(std::vector(places.size(), setting.choice), padding, 1));
}

void step(benchmark::State& state, const Setting* setting, train::Precision precision) {
  train::useOneThread();
  const auto network = networkOf(*setting);
  const nn::BackboneOptions& shape = setting->backbone;
  const at::Tensor x =
      shape.height == 1
          ? torch::randn({setting->batch, shape.channels, shape.width})
          : torch::randn({setting->batch, shape.height, shape.width, shape.channels}).permute({0, 3, 1, 2});
  const at::Tensor labels = torch::randint(0, shape.classes, {setting->batch}, torch::kInt64);
  train::Optimiser optimiser({}, {train::allParameters(*network, 5e-4)});
  for (auto _ : state) {
    optimiser.clearGradients();
    at::Tensor scores;
    {
      const train::AutocastScope autocast(at::kCPU, precision);
      scores = network->forward(x);
    }
    at::cross_entropy_loss(scores.to(torch::kFloat32), labels).backward();
    optimiser.step(1e-3);
  }
}

// 64 x 64 x 3 bytes scaled per band, as a reader of images does it.
class ByteImages : public data::ExampleInputs {
 public:
  explicit ByteImages(std::size_t count) : m_bytes(count * shape().values()) {
    base::RandomStream random({1});
    std::generate(m_bytes.begin(), m_bytes.end(), [&] { return static_cast<std::uint8_t>(random()); });
  }
  data::InputShape shape() const override { return {3, 64, 64, true}; }
  std::size_t count() const override { return m_bytes.size() / shape().values(); }
  Result<void> gather(std::span<const data::Pick> picks, std::span<float> out) const override {
    float* to = out.data();
    for (const data::Pick& pick : picks) {
      const std::uint8_t* from = m_bytes.data() + pick.item * shape().values();
      for (std::size_t pixel = 0; pixel < shape().positions(); ++pixel) {
        const std::size_t source = data::turnedFrom(shape(), pick.turn, pixel / 64, pixel % 64) * 3;
        for (std::size_t band = 0; band < 3; ++band) {
          *to++ = (static_cast<float>(from[source + band]) - 127.0f) * 0.0137f;
        }
      }
    }
    return {};
  }

 private:
  std::vector<std::uint8_t> m_bytes;
};

void epoch(benchmark::State& state) {
  train::useOneThread();
  constexpr std::size_t kImages = 320;
  const auto targets = std::make_shared<data::Targets>();
  targets->classes.assign(10, "class");
  for (std::size_t i = 0; i < kImages; ++i) {
    targets->labels.push_back(static_cast<std::int32_t>(i % 10));
  }
  std::vector<std::uint32_t> items(kImages);
  std::iota(items.begin(), items.end(), 0u);
  const auto network = networkOf(kSettings[4]);
  train::TorchLearner learner({network, [network](const at::Tensor& x) { return network->forward(x); }},
                              {std::make_shared<ByteImages>(kImages), targets, items, {}},
                              {.kind = "bench", .batches = {.batch = 16, .turnsItems = true}}, {});
  int number = 0;
  const auto started = std::chrono::steady_clock::now();
  for (auto _ : state) {
    benchmark::DoNotOptimize(learner.trainEpoch(number++, {}).ok());
  }
  const std::chrono::duration<double> all = std::chrono::steady_clock::now() - started;
  state.counters["waited %"] = 100.0 * learner.waitedSeconds() / all.count();
}

}  // namespace

int main(int argc, char** argv) {
  for (const Setting& setting : kSettings) {
    for (const auto precision : {train::Precision::kSingle, train::Precision::kBfloat16}) {
      const std::string name = std::string(setting.name) + (precision == train::Precision::kSingle ? "" : " bf16");
      benchmark::RegisterBenchmark(name.c_str(), step, &setting, precision)
          ->Unit(benchmark::kMillisecond)
          ->MinTime(1.0);
    }
  }
  benchmark::RegisterBenchmark("epoch of 320 images wrn-16-1 64x64x3", epoch)->Unit(benchmark::kMillisecond);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
