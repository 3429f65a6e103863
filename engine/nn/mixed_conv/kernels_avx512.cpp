// The mixed convolution's kernels for processors with AVX-512: 32 registers of 64 bytes.
#include "engine/nn/mixed_conv/kernel_sets.h"

#if defined(__x86_64__)

#pragma GCC push_options
#pragma GCC optimize("O3")  // debug and sanitizer builds too: without it a search step takes minutes
#pragma GCC target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma,prefer-vector-width=512")

namespace touchstone::nn {

namespace {

constexpr int kBytes = 64;
constexpr int kRows = 8;

}  // namespace

}  // namespace touchstone::nn

#include "engine/nn/mixed_conv/kernels_fourier_impl.h"

namespace touchstone::nn {

const MixedConvKernelSet* mixedConvAvx512Kernels() {
  static constexpr MixedConvKernelSet kSet{"avx512", kernelsOf<float>(), kernelsOf<double>()};
  return &kSet;
}

}  // namespace touchstone::nn

#pragma GCC pop_options

#endif
