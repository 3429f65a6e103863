#include "engine/nn/fracast_kernels.h"

#include <cassert>

#include "engine/nn/fracast_kernel_sets.h"

namespace touchstone::nn {

namespace {

std::vector<const FracastKernels*> usableKernels() {
  std::vector<const FracastKernels*> kernels;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512bw")) {
    kernels.push_back(fracastAvx512Kernels());
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    kernels.push_back(fracastAvx2Kernels());
  }
#endif
  kernels.push_back(fracastGenericKernels());
  return kernels;
}

}  // namespace

std::span<const FracastKernels* const> fracastKernels() {
  static const std::vector<const FracastKernels*> kKernels = usableKernels();
  return kKernels;
}

PackedDense packDense(std::span<const float> weight, std::span<const float> bias, int depth, int panel) {
  const int outputs = static_cast<int>(bias.size());
  assert(outputs % panel == 0 && weight.size() == bias.size() * static_cast<std::size_t>(depth));
  PackedDense packed{AlignedFloats(weight.size()), AlignedFloats(bias.size()), depth, outputs};
  std::size_t at = 0;
  for (int column = 0; column < outputs; column += panel) {
    for (int k = 0; k < depth; ++k) {
      for (int c = column; c < column + panel; ++c) {
        packed.values[at++] =
            weight[static_cast<std::size_t>(c) * static_cast<std::size_t>(depth) + static_cast<std::size_t>(k)];
      }
    }
  }
  for (std::size_t i = 0; i < bias.size(); ++i) {
    packed.bias[i] = bias[i];
  }
  return packed;
}

PackedDense packGated(std::span<const float> weight, std::span<const float> bias, int depth, int panel) {
  const auto half = static_cast<int>(bias.size()) / 2;
  const auto columns = static_cast<std::size_t>(depth);
  std::vector<float> paired;
  std::vector<float> pairedBias;
  paired.reserve(weight.size());
  pairedBias.reserve(bias.size());
  const auto append = [&](int first) {
    for (int row = first; row < first + panel / 2; ++row) {
      const auto from = weight.subspan(static_cast<std::size_t>(row) * columns, columns);
      paired.insert(paired.end(), from.begin(), from.end());
      pairedBias.push_back(bias[static_cast<std::size_t>(row)]);
    }
  };
  for (int gate = 0; gate < half; gate += panel / 2) {
    append(gate);
    append(half + gate);
  }
  return packDense(paired, pairedBias, depth, panel);
}

}  // namespace touchstone::nn
