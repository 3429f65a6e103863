#include "engine/nn/dash/supernet.h"

#include <torch/torch.h>

#include <algorithm>

#include "engine/base/random.h"
#include "engine/nn/cnn/initial.h"

namespace touchstone::nn {

namespace {

constexpr double kWeightDeviation = 0.01;
constexpr double kAlphaDeviation = 1e-3;
constexpr double kTemperature = 1.0;
constexpr std::uint64_t kWeightKey = 11, kAlphaKey = 12;

at::Tensor normalValues(at::IntArrayRef shape, double deviation, const at::Generator& generator) {
  return at::normal(0.0, deviation, shape, generator, at::TensorOptions(at::kFloat));
}

std::vector<std::int64_t> weightShape(const ConvPlace& place, int kernel, bool isDepthwise) {
  std::vector<std::int64_t> shape = {place.out, isDepthwise ? 1 : place.in, kernel};
  if (place.dims == 2) {
    shape.push_back(kernel);
  }
  return shape;
}

}  // namespace

std::vector<KernelChoice> SearchPairs::all() const {
  std::vector<KernelChoice> pairs;
  for (const int kernel : kernels) {
    for (const int dilation : dilations) {
      pairs.push_back({kernel, dilation});
    }
  }
  return pairs;
}

SearchPairs fittingPairs(const SearchPairs& pairs, int height, int width) {
  const int reach = std::max(std::max(height, width) - 1, 1);
  SearchPairs fitting;
  std::copy_if(pairs.kernels.begin(), pairs.kernels.end(), std::back_inserter(fitting.kernels),
               [&](int kernel) { return kernel / 2 <= reach; });
  std::copy_if(pairs.dilations.begin(), pairs.dilations.end(), std::back_inserter(fitting.dilations),
               [&](int dilation) { return dilation <= reach; });
  if (fitting.kernels.empty() && !pairs.kernels.empty()) {
    fitting.kernels = {*std::min_element(pairs.kernels.begin(), pairs.kernels.end())};
  }
  if (fitting.dilations.empty() && !pairs.dilations.empty()) {
    fitting.dilations = {*std::min_element(pairs.dilations.begin(), pairs.dilations.end())};
  }
  return fitting;
}

MixedLayer::MixedLayer(const ConvPlace& place, const SearchPairs& pairs, bool isSeparable, std::uint64_t seed)
    : m_place(place), m_choices(pairs.all()) {
  m_options.dims = place.dims;
  m_options.stride = place.stride;
  m_options.isDepthwise = isSeparable && place.in == place.out;
  const auto key = static_cast<std::uint64_t>(place.index);
  const at::Generator weights = cpuGenerator(base::mixKey({seed, kWeightKey, key}));
  const at::Generator alphas = cpuGenerator(base::mixKey({seed, kAlphaKey, key}));
  for (std::size_t i = 0; i < m_choices.size(); ++i) {
    const auto shape = weightShape(place, m_choices[i].kernel, m_options.isDepthwise);
    m_weights.push_back(
        register_parameter("weight" + std::to_string(i), normalValues(shape, kWeightDeviation, weights)));
  }
  if (place.hasBias) {
    const std::vector<std::int64_t> shape = weightShape(place, place.kernel, false);
    const at::Tensor bias = place.init == ConvInit::kXavier
                                ? at::zeros({place.out})
                                : uniformValues({seed, place.name}, "bias", {place.out}, fanInBound(shape));
    m_bias = register_parameter("bias", bias);
  }
  const std::vector<std::int64_t> count = {static_cast<std::int64_t>(m_choices.size())};
  m_alpha = register_parameter("alpha", normalValues(count, kAlphaDeviation, alphas));
}

at::Tensor MixedLayer::mixture() {
  at::Tensor logits = torch::log_softmax(m_alpha, 0);
  if (m_hasNoise) {
    const torch::NoGradGuard noGradient;
    // Away from 0 and 1, where the double logarithm is not finite.
    const at::Tensor uniform =
        at::rand(m_alpha.sizes(), m_generator, at::TensorOptions(at::kDouble)).clamp(1e-12, 1.0 - 1e-12);
    const at::Tensor gumbel = (-(-uniform.log()).log()).to(m_alpha.options());
    logits = logits + gumbel;
  }
  return torch::softmax(logits / kTemperature, 0);
}

at::Tensor MixedLayer::forward(const at::Tensor& x) {
  return mixedConv(x, m_weights, mixture(), m_bias, m_choices, m_options);
}

void MixedLayer::seedNoise(std::uint64_t seed) {
  m_generator = cpuGenerator(seed);
  m_hasNoise = true;
}

std::vector<double> MixedLayer::probabilities() const {
  const torch::NoGradGuard noGradient;
  const at::Tensor shares = torch::softmax(m_alpha.detach().to(at::kDouble).cpu(), 0).contiguous();
  return {shares.data_ptr<double>(), shares.data_ptr<double>() + shares.numel()};
}

std::size_t MixedLayer::chosenIndex() const {
  const at::Tensor alpha = m_alpha.detach().to(at::kFloat).cpu().contiguous();
  const float* first = alpha.data_ptr<float>();
  return static_cast<std::size_t>(std::max_element(first, first + alpha.numel()) - first);
}

void Supernet::seedNoise(std::uint64_t seed) {
  for (std::size_t i = 0; i < layers.size(); ++i) {
    layers[i]->seedNoise(base::mixKey({seed, i}));
  }
}

void Supernet::muteNoise() {
  for (const auto& layer : layers) {
    layer->muteNoise();
  }
}

std::vector<KernelChoice> Supernet::chosen() const {
  std::vector<KernelChoice> choices;
  for (const auto& layer : layers) {
    choices.push_back(layer->choices()[layer->chosenIndex()]);
  }
  return choices;
}

std::vector<at::Tensor> Supernet::alphas() const {
  std::vector<at::Tensor> found;
  for (const auto& layer : layers) {
    found.push_back(layer->alpha());
  }
  return found;
}

std::vector<at::Tensor> Supernet::weights() const {
  const std::vector<at::Tensor> own = alphas();
  std::vector<at::Tensor> others;
  for (const at::Tensor& parameter : network->parameters()) {
    const bool isAlpha =
        std::any_of(own.begin(), own.end(), [&](const at::Tensor& alpha) { return alpha.is_same(parameter); });
    if (!isAlpha) {
      others.push_back(parameter);
    }
  }
  return others;
}

Result<Supernet> makeSupernet(const BackboneOptions& options, const SearchPairs& pairs, bool isSeparable) {
  if (pairs.kernels.empty() || pairs.dilations.empty()) {
    return Error{ErrorCode::kBadInput, "The search needs at least one kernel size and one dilation.",
                 "backbone " + options.name};
  }
  Supernet net;
  BackboneOptions centred = options;
  centred.isCausal = false;
  auto network = makeBackbone(centred, [&](const ConvPlace& place) {
    auto layer = std::make_shared<MixedLayer>(place, pairs, isSeparable, options.seed);
    net.layers.push_back(layer);
    return std::shared_ptr<ConvLayer>(layer);
  });
  if (!network) {
    return network.error();
  }
  net.network = *network;
  return net;
}

void scaleAlphaGradients(const Supernet& net, double scale, bool isDense) {
  constexpr double kPenalty = 1e-5, kFloor = 1e-8;
  const torch::NoGradGuard noGradient;
  for (const auto& layer : net.layers) {
    at::Tensor& gradient = layer->alpha().mutable_grad();
    if (!gradient.defined()) {
      continue;
    }
    if (scale > 0.0) {
      gradient.div_(scale * (gradient.norm().item<double>() + kFloor));
    }
    std::vector<float> penalty;
    for (const KernelChoice& choice : layer->choices()) {
      const int field = isDense ? 10 * choice.kernel : choice.span();
      penalty.push_back(static_cast<float>(kPenalty * field));
    }
    gradient.add_(at::tensor(penalty, gradient.options()));
  }
}

}  // namespace touchstone::nn
