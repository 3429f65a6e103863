// Fracast-0's kernels for processors with AVX-512: 16 accumulators of 16 floats, measured best of 4 to 6 rows.
#include "engine/nn/fracast_kernel_sets.h"

#if defined(__x86_64__)

#pragma GCC push_options
#pragma GCC optimize("O3")  // debug and sanitizer builds too: without it a block takes seconds
#pragma GCC target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma,prefer-vector-width=512")

namespace touchstone::nn {

namespace {

constexpr int kLanes = 16;
constexpr int kRows = 4;
constexpr int kVectors = 4;

}  // namespace

}  // namespace touchstone::nn

#include "engine/nn/fracast_kernels_impl.h"

namespace touchstone::nn {

const FracastKernels* fracastAvx512Kernels() {
  static constexpr FracastKernels kKernels{"avx512",          kPanel,         projectKernel, stageKernel,
                                           feedForwardKernel, normaliseKernel};
  return &kKernels;
}

}  // namespace touchstone::nn

#pragma GCC pop_options

#endif
