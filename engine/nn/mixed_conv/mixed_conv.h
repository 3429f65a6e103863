// The mixed convolution of an architecture search: the weighted sum of one convolution for each choice of kernel and
// dilation, computed as one. The weights of the choices are mixed, never their outputs.
// y = bias + sum_i mix[i] * conv_same(x, weights[i], dilation_i), stride s: output ceil(n / s), padding centred (an even
// span has the longer side on the right, as torch's "same").
// Shapes: x [N, Cin, L] or [N, Cin, H, W], any memory layout (channels-last comes back channels-last);
// weights[i] [Cout, Cin, k_i (, k_i)], depth-wise [Cin, 1, ...] with Cout = Cin; mix [B]; bias [Cout] or undefined.
// All methods give the same values and gradients up to rounding (1e-9 in double: tests/torch/mixed_conv_test.cpp).
// Types: float and double; bfloat16 and half through torch's convolution or, for kTaps and kFft, in float.
// Thread: trial slot, in the calling thread (kNaive, kByDilation: torch's threads). Blocking: computes.
// Errors: c10::Error on a shape mismatch. Memory: keeps x and the mixed weights for the backward pass, nothing else.
// Source: Shen, Khodak, Talwalkar 2022 (DASH, arXiv 2204.07554), section 3.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/nn/mixed_conv/taps.h"
#include "engine/nn/torch_pch.h"

namespace touchstone::nn {

enum class MixMethod {
  kNaive,       // one convolution a choice, outputs weighted and summed
  kByDilation,  // the choices of one dilation as one kernel: a convolution a dilation
  kFft,         // one kernel, multiplied in Fourier space; taps that never meet the input are left out
  kTaps,        // one sparse kernel of all taps that differ; on other devices than the processor as kByDilation
};

// "naive", "by-dilation", "fft", "taps": as in settings and stored choices.
std::string_view toWord(MixMethod method);
std::optional<MixMethod> mixMethodOf(std::string_view word);

struct MixedConvOptions {
  int dims = 1;
  bool isDepthwise = false;
  int stride = 1;
  MixMethod method = MixMethod::kTaps;
};

torch::Tensor mixedConv(const torch::Tensor& x, const std::vector<torch::Tensor>& weights, const torch::Tensor& mix,
                        const torch::Tensor& bias, std::span<const KernelChoice> choices,
                        const MixedConvOptions& options);

}  // namespace touchstone::nn
