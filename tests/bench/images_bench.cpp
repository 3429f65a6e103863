// Batches of 64 images of 64x64x3 from 8 bits: as they lie, and turned in all eight ways. One thread.
//   build/release/bench/images_bench
// Must be well under a training step: 1 ms at most. Figures: RESULTS.md.
#include <benchmark/benchmark.h>

#include <memory>
#include <vector>

#include "engine/base/random.h"
#include "engine/data/images/image_inputs.h"

namespace {

using namespace touchstone;
using namespace touchstone::data;

constexpr std::size_t kItems = 2000, kBatch = 64;

std::shared_ptr<const ImageInputs> images() {
  auto stack = std::make_shared<PixelStack>();
  stack->format = denseFormat(64, 64, 3, PixelType::kU8);
  base::RandomStream random({1});
  std::vector<std::byte> pixels(kItems * stack->format.values());
  for (std::byte& pixel : pixels) {
    pixel = static_cast<std::byte>(random() & 0xFFU);
  }
  stack->memory.push_back(keepInMemory(std::move(pixels)));
  for (std::size_t i = 0; i < kItems; ++i) {
    stack->items.push_back(stack->memory[0].bytes.data() + i * stack->format.values());
  }
  return ImageInputs(stack).scaledBy({88.0F, 97.0F, 104.0F}, {52.0F, 35.0F, 29.0F});
}

// turns: how many of the eight are used
void gatherBatch(benchmark::State& state) {
  static const std::shared_ptr<const ImageInputs> inputs = images();
  const auto turns = static_cast<std::uint64_t>(state.range(0));
  base::RandomStream random({2});
  std::vector<Pick> picks(kBatch);
  std::vector<float> batch(kBatch * inputs->shape().values());
  for (auto _ : state) {
    for (Pick& pick : picks) {
      pick = {static_cast<std::uint32_t>(random() % kItems), static_cast<std::uint8_t>(random() % turns)};
    }
    if (!inputs->gather(picks, batch)) {
      state.SkipWithError("no batch");
    }
    benchmark::DoNotOptimize(batch.data());
  }
}
BENCHMARK(gatherBatch)->Arg(1)->Arg(8)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
