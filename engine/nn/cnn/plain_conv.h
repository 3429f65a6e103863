// One ordinary convolution of a retrained network, with the kernel size and dilation that a search chose, "same" or
// causal padding. On the CPU by taps (tap_conv.h); on a device or under autocast torch's, padded, with the taps that can
// never touch the input cut off. A kernel larger than the input is no error.
// Parameters: weight [out, in, k] or [out, in, k, k], lying tap by tap in memory; bias [out].
// Thread: trial slot. Errors: c10::Error on a shape mismatch.
#pragma once

#include "engine/nn/cnn/conv_layer.h"
#include "engine/nn/cnn/kernel_choice.h"
#include "engine/nn/cnn/tap_conv.h"

namespace touchstone::nn {

class PlainConv : public ConvLayer {
 public:
  PlainConv(const ConvPlace& place, const KernelChoice& choice, Padding padding, std::uint64_t seed);
  at::Tensor forward(const at::Tensor& x) override;

 private:
  TapPlan planFor(const at::Tensor& x) const;
  at::Tensor outsideOnly(const at::Tensor& x) const;  // no tap touches the input: the bias everywhere

  const ConvPlace m_place;
  const KernelChoice m_choice;
  const Padding m_padding;
  at::Tensor m_weight, m_bias;
};

// Single or double precision on the CPU, outside autocast: layers compute by taps.
bool computesByTaps(const at::Tensor& x);

// Plain convolutions with these choices, by the index of the place; the backbone's own kernel where there is none.
ConvMaker plainConvs(std::vector<KernelChoice> choices, Padding padding, std::uint64_t seed);

// Multiplications with additions for one example, forward: what tap_conv computes, for a place and a choice.
std::int64_t convWork(const ConvPlace& place, const KernelChoice& choice, Padding padding = Padding::kSame);

}  // namespace touchstone::nn
