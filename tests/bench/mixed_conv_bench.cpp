// The mixed convolution, forward and backward in ms on one thread: every method in the six settings that its targets are
// set for, and the fast ones in the layers of two searches (genomics: ResNet1D of width 128 on 60 nucleotides; EuroSAT:
// wrn-16-1 on 64x64). "chosen" is what the cost model takes. The same work in Python torch: mixed_conv_peer.py.
// Usage: mixed_conv_bench [--benchmark_filter=six|genomics|eurosat]
#include <benchmark/benchmark.h>

#include "engine/nn/mixed_conv/cost_model.h"
#include "engine/train/threads.h"

namespace {

using namespace touchstone::nn;

struct Setting {
  const char* name;
  MixedConvLayer layer;
};

std::vector<KernelChoice> choicesOf(std::initializer_list<int> kernels, std::initializer_list<int> dilations) {
  std::vector<KernelChoice> choices;
  for (const int kernel : kernels) {
    for (const int dilation : dilations) {
      choices.push_back({kernel, dilation});
    }
  }
  return choices;
}

MixedConvLayer layerOf(std::vector<std::int64_t> shape, std::int64_t outputs, bool isDepthwise, int stride,
                       std::vector<KernelChoice> choices, bool isFirst = false) {
  MixedConvLayer layer;
  layer.dims = static_cast<int>(shape.size()) - 2;
  layer.inChannels = shape[1];
  layer.outChannels = outputs;
  layer.isDepthwise = isDepthwise;
  layer.stride = stride;
  layer.choices = std::move(choices);
  layer.inputShape = std::move(shape);
  layer.needsInputGradient = !isFirst;
  return layer;
}

std::vector<Setting> settings() {
  const auto narrow = choicesOf({3, 5, 7, 9}, {1, 3, 7, 15});
  const auto wide = choicesOf({3, 7, 11, 15, 19}, {1, 3, 7, 15});
  const auto genes = choicesOf({3, 5, 7, 9, 11}, {1, 3, 5, 7});
  return {
      {"six/1D dense, 16 branches", layerOf({32, 32, 1000}, 32, false, 1, narrow)},
      {"six/2D dense, 16 branches", layerOf({16, 16, 32, 32}, 16, false, 1, narrow)},
      {"six/2D dense, 20 branches", layerOf({16, 16, 32, 32}, 16, false, 1, wide)},
      {"six/1D depth-wise, 16 branches", layerOf({32, 32, 1000}, 32, true, 1, narrow)},
      {"six/2D depth-wise, 16 branches", layerOf({16, 16, 32, 32}, 16, true, 1, narrow)},
      {"six/2D depth-wise, 20 branches", layerOf({16, 16, 32, 32}, 16, true, 1, wide)},
      {"genomics/5 to 128", layerOf({128, 5, 60}, 128, false, 1, genes, true)},
      {"genomics/128 depth-wise", layerOf({128, 128, 60}, 128, true, 1, genes)},
      {"genomics/128 to 256", layerOf({128, 128, 60}, 256, false, 1, genes)},
      {"genomics/256 depth-wise", layerOf({128, 256, 60}, 256, true, 1, genes)},
      {"eurosat/3 to 16 at 64", layerOf({16, 3, 64, 64}, 16, false, 1, narrow, true)},
      {"eurosat/16 depth-wise at 64", layerOf({16, 16, 64, 64}, 16, true, 1, narrow)},
      {"eurosat/16 to 32 at 64", layerOf({16, 16, 64, 64}, 32, false, 1, narrow)},
      {"eurosat/32 depth-wise, stride 2", layerOf({16, 32, 64, 64}, 32, true, 2, narrow)},
      {"eurosat/32 depth-wise at 32", layerOf({16, 32, 32, 32}, 32, true, 1, narrow)},
      {"eurosat/32 to 64 at 32", layerOf({16, 32, 32, 32}, 64, false, 1, narrow)},
      {"eurosat/64 depth-wise, stride 2", layerOf({16, 64, 32, 32}, 64, true, 2, narrow)},
      {"eurosat/64 depth-wise at 16", layerOf({16, 64, 16, 16}, 64, true, 1, narrow)},
  };
}

void step(benchmark::State& state, const MixedConvLayer& layer, std::optional<MixMethod> forced) {
  touchstone::train::useOneThread();
  const MixMethod method = forced ? *forced : measuredMethod(layer).method;
  state.SetLabel(std::string(toWord(method)));
  const torch::Tensor x = torch::randn(layer.inputShape).requires_grad_(layer.needsInputGradient);
  std::vector<torch::Tensor> weights;
  for (const KernelChoice& choice : layer.choices) {
    std::vector<std::int64_t> sizes = {layer.outChannels, layer.isDepthwise ? 1 : layer.inChannels};
    sizes.insert(sizes.end(), static_cast<std::size_t>(layer.dims), choice.kernel);
    weights.push_back((0.01 * torch::randn(sizes)).requires_grad_());
  }
  const torch::Tensor mix = torch::softmax(torch::randn(static_cast<std::int64_t>(weights.size())), 0).requires_grad_();
  const torch::Tensor bias = torch::randn(layer.outChannels).requires_grad_();
  const MixedConvOptions options{layer.dims, layer.isDepthwise, layer.stride, method};
  std::vector<torch::Tensor> leaves = weights;
  leaves.insert(leaves.end(), {mix, bias});
  if (layer.needsInputGradient) {
    leaves.push_back(x);
  }
  torch::Tensor gradient;
  for (auto _ : state) {
    const torch::Tensor y = mixedConv(x, weights, mix, bias, layer.choices, options);
    if (!gradient.defined()) {
      gradient = torch::randn(y.sizes());
    }
    benchmark::DoNotOptimize(torch::autograd::grad({y}, leaves, {gradient}));
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto all = settings();
  for (const Setting& setting : all) {
    const std::string name = setting.name;
    std::vector<std::optional<MixMethod>> methods = {std::nullopt, MixMethod::kFft, MixMethod::kTaps};
    if (name.starts_with("six")) {
      methods.insert(methods.end(), {MixMethod::kByDilation, MixMethod::kNaive});
    }
    for (const auto method : methods) {
      const std::string run = name + "/" + (method ? std::string(toWord(*method)) : "chosen");
      benchmark::RegisterBenchmark(run.c_str(), step, setting.layer, method)->Unit(benchmark::kMillisecond);
    }
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
