// The mixed convolution's two steps as differentiable operations: branches to one set of taps, and that set over x.
// Shapes: merged [Cout, Cin or 1, taps]; the rest as mixed_conv.h.
// Thread: trial slot. Blocking: computes. Errors: c10::Error; shapes are checked by mixedConv.
#pragma once

#include <memory>
#include <vector>

#include "engine/nn/mixed_conv/taps.h"
#include "engine/nn/torch_pch.h"

namespace touchstone::nn {

// merged = sum of mix[i] * weights[i], each tap in its place. Backward: the gradient of a branch is mix[i] times its
// part of the merged gradient, and that of mix[i] the inner product of that part with the branch.
torch::Tensor mergeBranches(const TapSet& taps, const std::vector<torch::Tensor>& weights, const torch::Tensor& mix);

// Whether convolveTaps can take it: float or double on the processor.
bool isNative(const torch::Tensor& x);

// The taps over x on the processor, directly or in Fourier space. x, merged and bias (or none) of one type.
torch::Tensor convolveTaps(const ConvShape& shape, const TapSet& taps, bool isFourier, const torch::Tensor& x,
                           const torch::Tensor& merged, const torch::Tensor& bias);

}  // namespace touchstone::nn
