// Fracast-0's kernels for any processor: 8 accumulators of 4 floats.
#include "engine/nn/fracast_kernel_sets.h"

#pragma GCC push_options
#pragma GCC optimize("O3")  // debug and sanitizer builds too: without it a block takes seconds

namespace touchstone::nn {

namespace {

constexpr int kLanes = 4;
constexpr int kRows = 4;
constexpr int kVectors = 2;

}  // namespace

}  // namespace touchstone::nn

#include "engine/nn/fracast_kernels_impl.h"

namespace touchstone::nn {

const FracastKernels* fracastGenericKernels() {
  static constexpr FracastKernels kKernels{"generic",         kPanel,         projectKernel, stageKernel,
                                           feedForwardKernel, normaliseKernel};
  return &kKernels;
}

}  // namespace touchstone::nn

#pragma GCC pop_options
