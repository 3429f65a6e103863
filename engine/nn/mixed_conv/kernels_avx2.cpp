// The mixed convolution's kernels for processors with AVX2: 16 registers of 32 bytes.
#include "engine/nn/mixed_conv/kernel_sets.h"

#if defined(__x86_64__)

#pragma GCC push_options
#pragma GCC optimize("O3")  // debug and sanitizer builds too: without it a search step takes minutes
#pragma GCC target("avx2,fma")

namespace touchstone::nn {

namespace {

constexpr int kBytes = 32;
constexpr int kRows = 4;

}  // namespace

}  // namespace touchstone::nn

#include "engine/nn/mixed_conv/kernels_fourier_impl.h"

namespace touchstone::nn {

const MixedConvKernelSet* mixedConvAvx2Kernels() {
  static constexpr MixedConvKernelSet kSet{"avx2", kernelsOf<float>(), kernelsOf<double>()};
  return &kSet;
}

}  // namespace touchstone::nn

#pragma GCC pop_options

#endif
