#include "engine/nn/cnn/layers.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

#include "engine/nn/cnn/layout.h"

namespace touchstone::nn {

namespace {

// Operators that treat every channel alike see a position-major batch as one image of N x C channels, channels last:
// torch's channels-last kernels then need no copy.
at::Tensor asImage(const at::Tensor& x) {
  const at::Tensor image = x.dim() == 3 ? x.unsqueeze(2) : x;
  return isPositionMajor(x) ? image.permute({2, 3, 0, 1}).flatten(2).unsqueeze(0).permute({0, 3, 1, 2}) : image;
}

// Back to the axes and the layout of `like`; x has other sizes along the positions.
at::Tensor fromImage(const at::Tensor& image, const at::Tensor& like) {
  at::Tensor x = image;
  if (isPositionMajor(like)) {
    x = image.squeeze(0).permute({1, 2, 0}).unflatten(2, {like.size(0), like.size(1)}).permute({2, 3, 0, 1});
  }
  x = like.dim() == 3 ? x.squeeze(2) : x;
  return isPositionMajor(like) ? toPositionMajor(x) : x;  // an image of one row need not have come back channels last
}

// [..., N, C] from [N, C, ...]: positions first, so that the last axis is the channels'.
at::Tensor channelsLast(const at::Tensor& x) {
  return x.dim() == 3 ? x.permute({2, 0, 1}) : x.permute({2, 3, 0, 1});
}

at::Tensor channelsSecond(const at::Tensor& x) {
  return x.dim() == 3 ? x.permute({1, 2, 0}) : x.permute({2, 3, 0, 1});
}

}  // namespace

std::int64_t halvedSize(std::int64_t size) {
  return std::max<std::int64_t>(1, size / 2);
}

at::Tensor halved(const at::Tensor& x) {
  const at::Tensor image = asImage(x);
  const std::int64_t rows = image.size(2) > 1 ? 2 : 1, columns = image.size(3) > 1 ? 2 : 1;
  return fromImage(at::max_pool2d(image, {rows, columns}), x);
}

at::Tensor doubledLinearly(const at::Tensor& x) {
  const at::Tensor image = asImage(x);
  const std::int64_t rows = x.dim() == 3 ? 1 : 2 * image.size(2);
  return fromImage(at::upsample_bilinear2d(image, {rows, 2 * image.size(3)}, true), x);
}

at::Tensor fittedTo(const at::Tensor& x, const at::Tensor& like) {
  if (x.sizes().slice(2) == like.sizes().slice(2)) {
    return x;
  }
  std::vector<std::int64_t> padding;  // last axis first
  for (std::int64_t axis = x.dim() - 1; axis >= 2; --axis) {
    const std::int64_t missing = like.size(axis) - x.size(axis);
    const std::int64_t before = missing >= 0 ? missing / 2 : -((1 - missing) / 2);
    padding.push_back(before);
    padding.push_back(missing - before);
  }
  return fromImage(at::constant_pad_nd(asImage(x), padding), x);
}

at::Tensor joined(const at::Tensor& a, const at::Tensor& b) {
  if (!isPositionMajor(a) && !isPositionMajor(b)) {
    return at::cat({a, b}, 1);
  }
  return channelsSecond(at::cat({channelsLast(toPositionMajor(a)), channelsLast(toPositionMajor(b))}, -1));
}

at::Tensor positionMean(const at::Tensor& x) {
  return isPositionMajor(x) ? channelsLast(x).reshape({-1, x.size(0), x.size(1)}).mean(0) : x.flatten(2).mean(2);
}

Dense::Dense(std::int64_t in, std::int64_t out, const InitKey& key) {
  const std::vector<std::int64_t> shape = {out, in};
  m_weight = register_parameter("weight", uniformValues(key, "weight", shape, fanInBound(shape)));
  m_bias = register_parameter("bias", uniformValues(key, "bias", {out}, fanInBound(shape)));
}

at::Tensor Dense::forward(const at::Tensor& x) const {
  return at::linear(x, m_weight, m_bias);
}

at::Tensor Dense::perPosition(const at::Tensor& x) const {
  return channelsSecond(forward(channelsLast(x)));
}

Doubling::Doubling(std::int64_t in, std::int64_t out, const InitKey& key) {
  const std::vector<std::int64_t> shape = {in, out, 2, 2};
  m_weight = register_parameter("weight", uniformValues(key, "weight", shape, fanInBound(shape)));
  m_bias = register_parameter("bias", uniformValues(key, "bias", {out}, fanInBound(shape)));
}

at::Tensor Doubling::forward(const at::Tensor& x) const {
  const std::int64_t in = m_weight.size(0), out = m_weight.size(1), height = x.size(2), width = x.size(3);
  // Every position gives 2 x 2 positions by a matrix of its own: one product, then the positions are put in order.
  const at::Tensor matrix = m_weight.permute({0, 2, 3, 1}).reshape({in, 4 * out});
  const at::Tensor blocks = at::matmul(channelsLast(x).reshape({-1, in}), matrix);
  return blocks.view({height, width, x.size(0), 2, 2, out})
             .permute({0, 3, 1, 4, 2, 5})
             .reshape({2 * height, 2 * width, x.size(0), out})
             .permute({2, 3, 0, 1}) +
         m_bias.view({out, 1, 1});
}

void Noise::reseed(std::uint64_t seed) {
  m_seed = seed;
  if (m_generator.defined()) {
    m_generator.set_current_seed(seed);
  }
}

at::Tensor Noise::dropout(const at::Tensor& x, double p) {
  if (p <= 0.0) {
    return x;
  }
  if (!m_generator.defined() || m_generator.device().type() != x.device().type()) {
    m_generator =
        x.device().is_cpu()
            ? cpuGenerator(m_seed)
            : at::globalContext().getAcceleratorHooksInterface(x.device().type()).getNewGenerator(x.device().index());
    m_generator.set_current_seed(m_seed);
  }
  // Drawn along the memory: in any other order torch would draw into a copy and turn that round.
  at::Tensor kept = at::empty({x.numel()}, x.options()).bernoulli_(1.0 - p, m_generator).mul_(1.0 / (1.0 - p));
  kept = x.is_non_overlapping_and_dense() ? kept.as_strided(x.sizes(), x.strides()) : kept.view(x.sizes());
  return x * kept;
}

}  // namespace touchstone::nn
