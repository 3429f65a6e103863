#include "engine/nn/mixed_conv/mixed_conv.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/nn/mixed_conv/tap_tensors.h"
#include "engine/nn/mixed_conv/torch_methods.h"

namespace touchstone::nn {

namespace {

constexpr std::array<std::pair<MixMethod, std::string_view>, 4> kWords = {{
    {MixMethod::kNaive, "naive"},
    {MixMethod::kByDilation, "by-dilation"},
    {MixMethod::kFft, "fft"},
    {MixMethod::kTaps, "taps"},
}};

ConvShape shapeOf(const torch::Tensor& x, std::int64_t outputs, const MixedConvOptions& options) {
  ConvShape shape;
  shape.dims = options.dims;
  shape.batch = static_cast<int>(x.size(0));
  shape.inChannels = static_cast<int>(x.size(1));
  shape.outChannels = static_cast<int>(outputs);
  shape.height = options.dims == 1 ? 1 : static_cast<int>(x.size(2));
  shape.width = static_cast<int>(x.size(-1));
  shape.stride = options.stride;
  shape.isDepthwise = options.isDepthwise;
  return shape;
}

void check(const MixedTensors& tensors, const torch::Tensor& bias, std::span<const KernelChoice> choices,
           const MixedConvOptions& options) {
  const torch::Tensor& x = tensors.x;
  const int dims = options.dims;
  TORCH_CHECK(dims == 1 || dims == 2, "mixedConv: dims is ", dims, ", not 1 or 2.");
  TORCH_CHECK(options.stride >= 1, "mixedConv: stride is ", options.stride, ".");
  TORCH_CHECK(x.dim() == dims + 2, "mixedConv: x has ", x.dim(), " dimensions, not ", dims + 2, ".");
  TORCH_CHECK(x.numel() > 0, "mixedConv: x is empty: ", x.sizes(), ".");
  TORCH_CHECK(!choices.empty() && choices.size() == tensors.weights.size(), "mixedConv: ", choices.size(),
              " choices and ", tensors.weights.size(), " weights.");
  TORCH_CHECK(tensors.mix.dim() == 1 && tensors.mix.size(0) == static_cast<std::int64_t>(choices.size()),
              "mixedConv: mix is ", tensors.mix.sizes(), " for ", choices.size(), " choices.");
  const std::int64_t outputs = tensors.weights[0].size(0);
  TORCH_CHECK(!options.isDepthwise || outputs == x.size(1), "mixedConv: depth-wise from ", x.size(1), " to ", outputs,
              " channels.");
  TORCH_CHECK(!bias.defined() || (bias.dim() == 1 && bias.size(0) == outputs), "mixedConv: bias is not [", outputs,
              "].");
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const KernelChoice& choice = choices[i];
    TORCH_CHECK(choice.kernel >= 1 && choice.dilation >= 1, "mixedConv: choice ", i, " has kernel ", choice.kernel,
                " and dilation ", choice.dilation, ".");
    std::vector<std::int64_t> sizes = {outputs, options.isDepthwise ? 1 : x.size(1)};
    sizes.insert(sizes.end(), static_cast<std::size_t>(dims), choice.kernel);
    TORCH_CHECK(tensors.weights[i].sizes() == torch::IntArrayRef(sizes), "mixedConv: weights ", i, " are ",
                tensors.weights[i].sizes(), ", not ", torch::IntArrayRef(sizes), ".");
  }
}

torch::Tensor withBias(const torch::Tensor& y, const torch::Tensor& bias, int dims) {
  if (!bias.defined()) {
    return y;
  }
  return y + bias.to(y.scalar_type())
                 .view(dims == 1 ? std::vector<std::int64_t>{-1, 1} : std::vector<std::int64_t>{-1, 1, 1});
}

// By the set of all taps: directly or in Fourier space.
torch::Tensor convolveMerged(const ConvShape& shape, std::span<const KernelChoice> choices, const MixedTensors& tensors,
                             const torch::Tensor& bias, bool isFourier) {
  const TapSet taps = mergeTaps(choices, shape);
  if (taps.taps.empty()) {  // the fast paths want at least one
    return withBias(convolveByDilation(shape, choices, tensors), bias, shape.dims);
  }
  const auto type = tensors.x.scalar_type();
  // Halves have no transform, and their sums of many taps lose too much.
  const auto computed = type == torch::kFloat64 ? type : torch::kFloat32;
  const torch::Tensor x = tensors.x.to(computed);
  const torch::Tensor merged = mergeBranches(taps, tensors.weights, tensors.mix).to(computed);
  if (isNative(x)) {
    const torch::Tensor shift = bias.defined() ? bias.to(computed) : bias;
    return convolveTaps(shape, taps, isFourier, x, merged, shift).to(type);
  }
  return withBias(convolveByTorchFft(shape, taps, x, merged).to(type), bias, shape.dims);
}

}  // namespace

std::string_view toWord(MixMethod method) {
  return std::find_if(kWords.begin(), kWords.end(), [&](const auto& word) { return word.first == method; })->second;
}

std::optional<MixMethod> mixMethodOf(std::string_view word) {
  const auto found = std::find_if(kWords.begin(), kWords.end(), [&](const auto& pair) { return pair.second == word; });
  return found == kWords.end() ? std::nullopt : std::optional(found->first);
}

torch::Tensor mixedConv(const torch::Tensor& x, const std::vector<torch::Tensor>& weights, const torch::Tensor& mix,
                        const torch::Tensor& bias, std::span<const KernelChoice> choices,
                        const MixedConvOptions& options) {
  const MixedTensors tensors{x, weights, mix};
  check(tensors, bias, choices, options);
  const ConvShape shape = shapeOf(x, weights[0].size(0), options);
  switch (options.method) {
  case MixMethod::kNaive:
    return withBias(convolveBranches(shape, choices, tensors), bias, shape.dims);
  case MixMethod::kByDilation:
    return withBias(convolveByDilation(shape, choices, tensors), bias, shape.dims);
  case MixMethod::kFft:
    return convolveMerged(shape, choices, tensors, bias, true);
  case MixMethod::kTaps:
    break;
  }
  if (x.device().is_cpu()) {
    return convolveMerged(shape, choices, tensors, bias, false);
  }
  return withBias(convolveByDilation(shape, choices, tensors), bias, shape.dims);
}

}  // namespace touchstone::nn
