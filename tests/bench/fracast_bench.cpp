// Fracast-0, ms for one series of 2,048 values and one block of 48 steps, one thread: the fast path for each
// instruction set, and the same network through torch, the straightforward way, in the same run.
// The published Python package as a peer: fracast_bench_peer.py. Needs the weights that packaging/setup fetches.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "engine/nn/fracast_inference.h"
#include "engine/nn/fracast_net.h"
#include "engine/nn/safetensors.h"
#include "engine/train/threads.h"

namespace {

using namespace touchstone;

std::filesystem::path weightsFile() {
  const auto value = [](const char* name) {
    return std::getenv(name) != nullptr ? std::string(std::getenv(name)) : "";
  };
  if (const std::string folder = value("TOUCHSTONE_MODELS"); !folder.empty()) {
    return std::filesystem::path(folder) / "fracast-0/model.safetensors";
  }
  const std::string data = value("XDG_DATA_HOME");
  const auto home = data.empty() ? std::filesystem::path(value("HOME")) / ".local/share" : std::filesystem::path(data);
  return home / "touchstone/models/fracast-0/model.safetensors";
}

std::vector<double> series() {
  std::vector<double> values;
  for (int t = 0; t < nn::kFracastContext; ++t) {
    values.push_back(10 * std::sin(2 * M_PI * t / 24) + 0.05 * t + (t % 7 == 0 ? 3 : 0));
  }
  return values;
}

void fastBlock(benchmark::State& state, const nn::FracastKernels* kernels, const nn::HostTensors* weights) {
  const auto net = nn::FracastInference::create(*weights, *kernels);
  nn::FracastScratch scratch;
  nn::FracastInference::Quantiles quantiles;
  const auto values = series();
  for (auto _ : state) {
    benchmark::DoNotOptimize(net->block(values, scratch, quantiles).ok());
  }
}

void torchBlocks(benchmark::State& state, const nn::HostTensors* weights) {
  train::useOneThread();
  nn::FracastNet net;
  benchmark::DoNotOptimize(net.load(*weights).ok());
  const auto values = series();
  const std::vector<std::span<const double>> histories(static_cast<std::size_t>(state.range(0)), values);
  for (auto _ : state) {
    benchmark::DoNotOptimize(net.blocks(histories).ok());
  }
  state.SetItemsProcessed(state.range(0) * state.iterations());
}

}  // namespace

int main(int argc, char** argv) {
  const auto content = nn::readSafetensors(weightsFile());
  if (!content) {
    std::fprintf(stderr, "%s\n", content.error().text().c_str());
    return 2;
  }
  for (const nn::FracastKernels* kernels : nn::fracastKernels()) {
    const std::string name = "fast/" + std::string(kernels->name);
    benchmark::RegisterBenchmark(name.c_str(), fastBlock, kernels, &content->tensors)->Unit(benchmark::kMillisecond);
  }
  benchmark::RegisterBenchmark("torch", torchBlocks, &content->tensors)->Arg(1)->Arg(8)->Unit(benchmark::kMillisecond);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
