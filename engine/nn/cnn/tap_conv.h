// Convolution as one matrix product for each tap over the positions that the tap really touches: nothing is padded,
// nothing is unfolded, and taps or parts of taps that only see padding cost nothing. With large dilations over short
// inputs that is most of the work: kernel 9, dilation 15 on 16 x 16 pixels is as much as 1.3 taps instead of 81.
// Shapes: x [N, Cin, L] or [N, Cin, H, W], any layout; weights [T, Cout, Cin], one matrix for each tap of the kernel;
// bias [Cout] or undefined -> y [N, Cout, ...] of the plan's output size, position-major (layout.h).
// y[n, :, p] = bias + sum over taps t of weights[t] x[n, :, stride p + offset of t], x being 0 outside.
// Differentiable in all three; float and double, CPU only. Equals torch's padded convolution (tests/torch/tap_conv_test).
// Thread: computes in the calling thread, whatever torch's number of threads. Errors: c10::Error on a shape mismatch.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/nn/cnn/kernel_choice.h"
#include "engine/nn/torch_pch.h"

namespace touchstone::nn {

struct ConvTap {
  std::int64_t index = 0;  // in the weights
  std::int64_t row = 0;    // offset from the output's position; 0 along a sequence
  std::int64_t column = 0;
};

struct TapPlan {
  std::int64_t inHeight = 1;  // 1 for a sequence
  std::int64_t inWidth = 1;
  std::int64_t stride = 1;    // along the axes longer than the kernel's dims allow: both of an image, one of a sequence
  std::vector<ConvTap> taps;      // only those that touch the input somewhere
  std::int64_t tapCount = 1;  // T, of the kernel, those left out included
  bool isImage = true;

  std::int64_t outHeight() const { return isImage ? (inHeight + stride - 1) / stride : 1; }
  std::int64_t outWidth() const { return (inWidth + stride - 1) / stride; }
  // Multiplications and additions for an example and a pair of channels: positions touched, summed over the taps.
  std::int64_t touches() const;
};

enum class Padding {
  kSame,    // centred; an even span has one position more on the right
  kCausal,  // sequences: all on the left, so that no position sees later ones
};

TapPlan sequencePlan(std::int64_t width, const KernelChoice& choice, std::int64_t stride, Padding padding);
TapPlan imagePlan(std::int64_t height, std::int64_t width, const KernelChoice& choice, std::int64_t stride);

at::Tensor tapConv(const at::Tensor& x, const at::Tensor& weights, const at::Tensor& bias, const TapPlan& plan);

}  // namespace touchstone::nn
