// Fracast-0 without torch: quantile forecasts of single series, one thread, 4.7 ms a series and block of 48 steps on
// AVX-512 (the published package in the same run: 19 to 28 ms; tests/bench/fracast_bench.cpp).
// Equals FracastNet on the same weights to 1e-4 of the scaled range (tests/torch/foundation_test.cpp).
// Shapes: history [any], oldest first, NaN = missing; quantiles [48, 9] for .1 .. .9, unsorted, on the series' scale.
// Thread: const members from any thread, one FracastScratch for each. Blocking: the computation; polls per block.
// Errors: kBadInput for weights of another model and for fewer than 8 finite values; kCancelled.
// Source: shared/models/README.md, "Fracast-0".
#pragma once

#include <array>
#include <memory>
#include <span>

#include "engine/api/result.h"
#include "engine/base/cancel.h"
#include "engine/nn/fracast_input.h"
#include "engine/nn/fracast_kernels.h"
#include "engine/nn/fracast_layout.h"
#include "engine/nn/host_tensors.h"

namespace touchstone::nn {

// Working memory of one thread, about 800 KB; made once, used for any number of series.
struct FracastScratch {
  static constexpr int kStride = 16;  // floats between feature rows
  static constexpr int kSummaryStride = 136;

  FracastContext context;
  AlignedFloats features{static_cast<std::size_t>(kFracastContext) * kStride};
  AlignedFloats rows{static_cast<std::size_t>(kFracastContext) * kFracastWidth};
  AlignedFloats summary{static_cast<std::size_t>(kFracastBlock) * kSummaryStride};
  AlignedFloats decoded{static_cast<std::size_t>(kFracastBlock) * kFracastWidth};
  AlignedFloats projected{static_cast<std::size_t>(kFracastBlock) * kFracastWidth};
  AlignedFloats future{static_cast<std::size_t>(kFracastFutureContext + kFracastBlock) * kFracastWidth};
  AlignedFloats futureFeatures{static_cast<std::size_t>(kFracastBlock) * kStride};
};

class FracastInference {
 public:
  using Quantiles = std::array<double, kFracastBlock * kFracastQuantiles>;  // [48, 9]

  static Result<FracastInference> create(const HostTensors& weights,
                                         const FracastKernels& kernels = *fracastKernels().front());

  // The next 48 steps.
  Result<void> block(std::span<const double> history, FracastScratch& scratch, Quantiles& quantiles) const;

  // Medians of the next out.size() steps. Beyond 48 the medians are appended as data, the last 2,048 values are
  // scaled anew, and so on.
  Result<void> medians(std::span<const double> history, const base::CancelToken& token, FracastScratch& scratch,
                       std::span<double> out) const;

 private:
  struct DepthwiseNorm {
    AlignedFloats taps;  // [3][64], oldest first
    AlignedFloats bias;  // [64]
    AlignedFloats norm;  // [64]
  };

  FracastInference() = default;
  void encode(FracastScratch& scratch) const;
  void summarise(FracastScratch& scratch) const;
  void runFuture(FracastScratch& scratch) const;
  void decode(FracastScratch& scratch, Quantiles& quantiles) const;

  // Constant after create().
  const FracastKernels* m_kernels = nullptr;
  PackedDense m_input;  // 15 -> 64, the first stage's FiLM included
  PackedBlock m_block;
  std::array<RowAffine, kFracastStages> m_stageEnds;  // norm2 and the next stage's FiLM
  AlignedFloats m_norm;
  PackedDense m_summary;    // 133 -> 64
  AlignedFloats m_queries;  // [48, 64]
  PackedFeedForward m_decoder;
  AlignedFloats m_decoderNorm;
  std::array<DepthwiseNorm, 2> m_smooth;  // dilations 1, 2
  PackedDense m_futureInput;              // 6 -> 64
  PackedBlock m_futureBlock;
  RowAffine m_futureEnd;
  PackedDense m_futureOutput;  // 64 -> 64
  AlignedFloats m_output;      // [9, 64]
  AlignedFloats m_outputBias;  // [9]
};

}  // namespace touchstone::nn
