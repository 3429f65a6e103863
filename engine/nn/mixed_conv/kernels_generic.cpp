// The mixed convolution's kernels for any processor: 16 registers of 16 bytes assumed.
#include "engine/nn/mixed_conv/kernel_sets.h"

#pragma GCC push_options
#pragma GCC optimize("O3")  // debug and sanitizer builds too: without it a search step takes minutes

namespace touchstone::nn {

namespace {

constexpr int kBytes = 16;
constexpr int kRows = 4;

}  // namespace

}  // namespace touchstone::nn

#include "engine/nn/mixed_conv/kernels_fourier_impl.h"

namespace touchstone::nn {

const MixedConvKernelSet* mixedConvGenericKernels() {
  static constexpr MixedConvKernelSet kSet{"generic", kernelsOf<float>(), kernelsOf<double>()};
  return &kSet;
}

}  // namespace touchstone::nn

#pragma GCC pop_options
