#include "engine/nn/cnn/plain_conv.h"

#include <ATen/autocast_mode.h>
#include <torch/torch.h>

#include "engine/nn/cnn/initial.h"

namespace touchstone::nn {

namespace {

std::vector<std::int64_t> weightShape(const ConvPlace& place, const KernelChoice& choice) {
  std::vector<std::int64_t> shape = {place.out, place.in, choice.kernel};
  if (place.dims == 2) {
    shape.push_back(choice.kernel);
  }
  return shape;
}

// Logically [out, in, taps...], in memory [taps..., out, in].
at::Tensor tapByTap(const at::Tensor& values) {
  return values.dim() == 3 ? values.permute({2, 0, 1}).contiguous().permute({1, 2, 0})
                           : values.permute({2, 3, 0, 1}).contiguous().permute({2, 3, 0, 1});
}

at::Tensor asTaps(const at::Tensor& weight) {
  return weight.dim() == 3 ? weight.permute({2, 0, 1})
                           : weight.permute({2, 3, 0, 1}).reshape({-1, weight.size(0), weight.size(1)});
}

// First and last tap of an axis that the plan keeps; they are a run.
struct KeptTaps {
  std::int64_t first = 0, count = 0;
  std::int64_t before = 0, after = 0;  // positions of padding that they need
};

KeptTaps keptTaps(std::int64_t size, const KernelChoice& choice, std::int64_t stride, Padding padding) {
  const TapPlan axis = sequencePlan(size, choice, stride, padding);
  const std::int64_t lastOutput = (axis.outWidth() - 1) * stride;
  return {axis.taps.front().index, static_cast<std::int64_t>(axis.taps.size()), -axis.taps.front().column,
          lastOutput + axis.taps.back().column - (size - 1)};
}

}  // namespace

PlainConv::PlainConv(const ConvPlace& place, const KernelChoice& choice, Padding padding, std::uint64_t seed)
    : m_place(place), m_choice(choice), m_padding(padding) {
  const auto shape = weightShape(place, choice);
  const bool isXavier = place.init == ConvInit::kXavier;
  const InitKey key{seed, place.name};
  m_weight = register_parameter(
      "weight", tapByTap(uniformValues(key, "weight", shape, isXavier ? xavierBound(shape) : fanInBound(shape))));
  if (place.hasBias) {
    m_bias = register_parameter("bias", isXavier ? torch::zeros({place.out})
                                                 : uniformValues(key, "bias", {place.out}, fanInBound(shape)));
  }
}

TapPlan PlainConv::planFor(const at::Tensor& x) const {
  return m_place.dims == 1 ? sequencePlan(x.size(2), m_choice, m_place.stride, m_padding)
                           : imagePlan(x.size(2), x.size(3), m_choice, m_place.stride);
}

at::Tensor PlainConv::forward(const at::Tensor& x) {
  if (computesByTaps(x)) {
    return tapConv(x, asTaps(m_weight), m_bias, planFor(x));
  }
  if (planFor(x).taps.empty()) {  // an even kernel astride a single position
    return outsideOnly(x);
  }
  // Torch pads by itself where both sides need the same; else the input is padded first, which copies it.
  std::vector<std::int64_t> sides;  // last axis first, as constant_pad_nd wants it
  std::vector<std::int64_t> own;
  at::Tensor weight = m_weight;
  bool isEven = true;
  for (std::int64_t axis = x.dim() - 1; axis >= 2; --axis) {
    const KeptTaps kept = keptTaps(x.size(axis), m_choice, m_place.stride, m_padding);
    weight = kept.count < m_choice.kernel ? weight.narrow(axis, kept.first, kept.count) : weight;
    sides.insert(sides.end(), {kept.before, kept.after});
    own.insert(own.begin(), kept.before);
    // With a stride the last positions may need less than the first.
    isEven = isEven && kept.before >= 0 && kept.after <= kept.before && kept.after > kept.before - m_place.stride;
  }
  const std::vector<std::int64_t> strides(own.size(), m_place.stride), dilations(own.size(), m_choice.dilation),
      none(own.size(), 0);
  const at::Tensor input = isEven ? x : at::constant_pad_nd(x, sides);
  const at::IntArrayRef padding = isEven ? own : none;
  // Not at::convolution, which autocast leaves in single precision on the CPU.
  return x.dim() == 3 ? at::conv1d(input, weight, m_bias, strides, padding, dilations)
                      : at::conv2d(input, weight, m_bias, strides, padding, dilations);
}

at::Tensor PlainConv::outsideOnly(const at::Tensor& x) const {
  std::vector<std::int64_t> sizes = {x.size(0), m_place.out};
  for (std::int64_t axis = 2; axis < x.dim(); ++axis) {
    sizes.push_back((x.size(axis) + m_place.stride - 1) / m_place.stride);
  }
  const at::Tensor y = at::zeros(sizes, x.options());
  std::vector<std::int64_t> perChannel(sizes.size() - 1, 1);
  perChannel[0] = m_place.out;
  return m_bias.defined() ? y + m_bias.view(perChannel) : y;
}

bool computesByTaps(const at::Tensor& x) {
  return x.device().is_cpu() && (x.scalar_type() == torch::kFloat32 || x.scalar_type() == torch::kFloat64) &&
         !at::autocast::is_autocast_enabled(at::kCPU);
}

ConvMaker plainConvs(std::vector<KernelChoice> choices, Padding padding, std::uint64_t seed) {
  return [choices = std::move(choices), padding, seed](const ConvPlace& place) {
    const auto i = static_cast<std::size_t>(place.index);
    const bool isChosen = place.index >= 0 && i < choices.size();
    return std::make_shared<PlainConv>(place, isChosen ? choices[i] : KernelChoice{place.kernel, 1}, padding, seed);
  };
}

std::int64_t convWork(const ConvPlace& place, const KernelChoice& choice, Padding padding) {
  const TapPlan plan = place.dims == 1 ? sequencePlan(place.width, choice, place.stride, padding)
                                       : imagePlan(place.height, place.width, choice, place.stride);
  return plan.touches() * place.in * place.out;
}

}  // namespace touchstone::nn
