#include "engine/nn/mixed_conv/kernels.h"

#include <vector>

#include "engine/nn/mixed_conv/kernel_sets.h"

namespace touchstone::nn {

namespace {

std::vector<const MixedConvKernelSet*> usableSets() {
  std::vector<const MixedConvKernelSet*> sets;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512bw")) {
    sets.push_back(mixedConvAvx512Kernels());
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    sets.push_back(mixedConvAvx2Kernels());
  }
#endif
  sets.push_back(mixedConvGenericKernels());
  return sets;
}

}  // namespace

std::span<const MixedConvKernelSet* const> mixedConvKernelSets() {
  static const std::vector<const MixedConvKernelSet*> kSets = usableSets();
  return kSets;
}

}  // namespace touchstone::nn
