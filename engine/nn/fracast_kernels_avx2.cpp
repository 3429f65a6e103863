// Fracast-0's kernels for processors with AVX2 and FMA: 12 accumulators of 8 floats.
#include "engine/nn/fracast_kernel_sets.h"

#if defined(__x86_64__)

#pragma GCC push_options
#pragma GCC optimize("O3")  // debug and sanitizer builds too: without it a block takes seconds
#pragma GCC target("avx2,fma")

namespace touchstone::nn {

namespace {

constexpr int kLanes = 8;
constexpr int kRows = 6;
constexpr int kVectors = 2;

}  // namespace

}  // namespace touchstone::nn

#include "engine/nn/fracast_kernels_impl.h"

namespace touchstone::nn {

const FracastKernels* fracastAvx2Kernels() {
  static constexpr FracastKernels kKernels{"avx2",         kPanel, projectKernel, stageKernel, feedForwardKernel,
                                           normaliseKernel};
  return &kKernels;
}

}  // namespace touchstone::nn

#pragma GCC pop_options

#endif
