// The mixed convolution from torch's own operators, on any device: what the fast paths are compared with, and what runs
// where they do not. Differentiated by torch.
// Shapes: as mixed_conv.h. Thread: any; torch's threads. Blocking: computes. Errors: c10::Error.
#pragma once

#include <span>
#include <vector>

#include "engine/nn/mixed_conv/taps.h"
#include "engine/nn/torch_pch.h"

namespace touchstone::nn {

struct MixedTensors {
  torch::Tensor x;
  std::vector<torch::Tensor> weights;
  torch::Tensor mix;
};

// Without the bias.
torch::Tensor convolveBranches(const ConvShape& shape, std::span<const KernelChoice> choices,
                               const MixedTensors& tensors);
torch::Tensor convolveByDilation(const ConvShape& shape, std::span<const KernelChoice> choices,
                                 const MixedTensors& tensors);
// merged [Cout, Cin or 1, taps] over x by torch.fft.
torch::Tensor convolveByTorchFft(const ConvShape& shape, const TapSet& taps, const torch::Tensor& x,
                                 const torch::Tensor& merged);

}  // namespace touchstone::nn
