// What backbones are made of besides convolutions and normalisation: pooling, enlarging, joining, means, dense layers,
// dropout with its own random stream. All keep position-major activations position-major (layout.h) and take any layout.
// Shapes: x [N, C, L] or [N, C, H, W].
// Thread: trial slot. Errors: c10::Error on a shape mismatch.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/nn/cnn/initial.h"
#include "engine/nn/torch_pch.h"

namespace touchstone::nn {

// Maximum over pairs of positions along every axis, an odd last one left out; an axis of one position stays as it is.
at::Tensor halved(const at::Tensor& x);
std::int64_t halvedSize(std::int64_t size);

// Twice the positions along every axis, linear between them, first and last kept.
at::Tensor doubledLinearly(const at::Tensor& x);

// Padded with zeros or cropped, evenly on both sides, to the positions of `like`.
at::Tensor fittedTo(const at::Tensor& x, const at::Tensor& like);

// a's channels, then b's.
at::Tensor joined(const at::Tensor& a, const at::Tensor& b);

// [N, C]: mean over all positions.
at::Tensor positionMean(const at::Tensor& x);

// y = W x + b for the channels of each position. Parameters weight [out, in], bias [out], PyTorch's initial values.
class Dense : public torch::nn::Module {
 public:
  Dense(std::int64_t in, std::int64_t out, const InitKey& key);
  at::Tensor forward(const at::Tensor& x) const;      // [..., in] -> [..., out]
  at::Tensor perPosition(const at::Tensor& x) const;  // [N, in, ...] -> [N, out, ...]

 private:
  at::Tensor m_weight, m_bias;
};

// Transposed convolution with kernel 2 and stride 2 over an image: [N, in, H, W] -> [N, out, 2 H, 2 W].
// Parameters weight [in, out, 2, 2], bias [out], PyTorch's initial values.
class Doubling : public torch::nn::Module {
 public:
  Doubling(std::int64_t in, std::int64_t out, const InitKey& key);
  at::Tensor forward(const at::Tensor& x) const;

 private:
  at::Tensor m_weight, m_bias;
};

// The random stream of a network's dropout: its numbers depend on the seed and on how many were drawn since.
class Noise {
 public:
  void reseed(std::uint64_t seed);
  // Values are 0 with probability p, else divided by 1 - p.
  at::Tensor dropout(const at::Tensor& x, double p);

 private:
  std::uint64_t m_seed = 0;
  at::Generator m_generator;  // undefined until the first draw
};

}  // namespace touchstone::nn
