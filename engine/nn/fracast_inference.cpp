#include "engine/nn/fracast_inference.h"

#include <algorithm>

#include "engine/nn/fracast_pack.h"

namespace touchstone::nn {

namespace {

constexpr auto kWidth = static_cast<std::size_t>(kFracastWidth);
constexpr auto kBlock = static_cast<std::size_t>(kFracastBlock);
constexpr int kFutureFeatures = 1 + kFracastRecency;

// x[t] += bias + taps . (x[t - 2 dilation], x[t - dilation], x[t]), newest first, so that it works in place.
void addDepthwise(float* x, int rows, int dilation, const AlignedFloats& taps, const AlignedFloats& bias) {
  for (int t = rows - 1; t >= 0; --t) {
    float* now = x + t * kFracastWidth;
    for (std::size_t c = 0; c < kWidth; ++c) {
      float sum = bias[c] + taps[2 * kWidth + c] * now[c];
      if (t >= dilation) {
        sum += taps[kWidth + c] * x[static_cast<std::size_t>(t - dilation) * kWidth + c];
      }
      if (t >= 2 * dilation) {
        sum += taps[c] * x[static_cast<std::size_t>(t - 2 * dilation) * kWidth + c];
      }
      now[c] += sum;
    }
  }
}

}  // namespace

Result<FracastInference> FracastInference::create(const HostTensors& weights, const FracastKernels& kernels) {
  if (const auto checked = checkFracast(weights); !checked) {
    return checked.error();
  }
  const int panel = kernels.panel;
  FracastInference net;
  net.m_kernels = &kernels;
  net.m_input = packInput(weights, panel);
  net.m_block = packBlock(weights, "core.block", panel);
  for (int stage = 0; stage < kFracastStages; ++stage) {
    RowAffine& end = net.m_stageEnds[static_cast<std::size_t>(stage)];
    const bool isLast = stage + 1 == kFracastStages;
    end = isLast ? RowAffine{net.m_block.norm2, AlignedFloats(kWidth)} : packFilm(weights, stage + 1);
    for (std::size_t c = 0; c < kWidth && !isLast; ++c) {
      end.scale[c] *= net.m_block.norm2[c];
    }
  }
  net.m_norm = packVector(weights, "core.norm.weight");
  net.m_summary = packLinear(weights, "head.summary_proj", panel);
  net.m_queries = packVector(weights, "head.queries");
  net.m_decoder = packFeedForward(weights, "head.decoder_ffns.0", panel);
  net.m_decoderNorm = packVector(weights, "head.decoder_norms.0.weight");
  for (std::size_t i = 0; i < net.m_smooth.size(); ++i) {
    const std::string prefix = "head.fc_blocks." + std::to_string(i);
    net.m_smooth[i] = {packTaps(weights, prefix + ".dw_weight"), packVector(weights, prefix + ".dw_bias"),
                       packVector(weights, prefix + ".norm.weight")};
  }
  net.m_futureInput = packLinear(weights, "head.future_conv.in_proj", panel);
  net.m_futureBlock = packBlock(weights, "head.future_conv.block", panel);
  net.m_futureEnd = {net.m_futureBlock.norm2, AlignedFloats(kWidth)};
  net.m_futureOutput = packLinear(weights, "head.future_conv.out_proj", panel);
  net.m_output = packVector(weights, "head.out_proj.weight");
  net.m_outputBias = packVector(weights, "head.out_proj.bias");
  return net;
}

// rows = the encoding h [2048, 64].
void FracastInference::encode(FracastScratch& scratch) const {
  fillFracastFeatures(scratch.context, FracastScratch::kStride, {scratch.features.data(), scratch.features.size()});
  float* rows = scratch.rows.data();
  m_kernels->project(scratch.features.data(), FracastScratch::kStride, kFracastContext, m_input, rows);
  for (int stage = 0; stage < kFracastStages; ++stage) {
    m_kernels->stage(rows, 0, kFracastContext, 1 << stage, m_block, m_stageEnds[static_cast<std::size_t>(stage)]);
  }
  m_kernels->normalise(rows, kFracastContext, m_norm.data());
}

// decoded = summary of the encoding, one row for each step, plus the queries.
void FracastInference::summarise(FracastScratch& scratch) const {
  std::array<float, kFracastWidth> mean{};
  for (std::size_t t = 0; t < kFracastContext; ++t) {
    for (std::size_t c = 0; c < kWidth; ++c) {
      mean[c] += scratch.rows[t * kWidth + c];
    }
  }
  for (float& value : mean) {
    value /= kFracastContext;
  }
  const float* last = scratch.rows.data() + (kFracastContext - 1) * kWidth;
  for (std::size_t step = 0; step < kBlock; ++step) {
    float* row = scratch.summary.data() + step * FracastScratch::kSummaryStride;
    const auto recency = fracastRecency(kFracastContext + static_cast<int>(step));
    row = std::copy(recency.begin(), recency.end(), row);
    row = std::copy(mean.begin(), mean.end(), row);
    std::copy(last, last + kWidth, row);
  }
  m_kernels->project(scratch.summary.data(), FracastScratch::kSummaryStride, kFracastBlock, m_summary,
                     scratch.decoded.data());
  for (std::size_t i = 0; i < kBlock * kWidth; ++i) {
    scratch.decoded[i] += m_queries[i];
  }
}

// projected = what the future path adds to each step.
void FracastInference::runFuture(FracastScratch& scratch) const {
  for (std::size_t step = 0; step < kBlock; ++step) {
    float* row = scratch.futureFeatures.data() + step * FracastScratch::kStride;
    row[0] = scratch.context.seasonal[step];
    const auto recency = fracastRecency(kFracastContext + static_cast<int>(step));
    std::copy(recency.begin(), recency.end(), row + 1);
  }
  static_assert(kFutureFeatures <= FracastScratch::kStride);
  float* future = scratch.future.data();
  const float* tail = scratch.rows.data() + (kFracastContext - kFracastFutureContext) * kWidth;
  std::copy(tail, tail + kFracastFutureContext * kWidth, future);
  float* steps = future + kFracastFutureContext * kWidth;
  m_kernels->project(scratch.futureFeatures.data(), FracastScratch::kStride, kFracastBlock, m_futureInput, steps);
  for (int stage = 0; stage < kFracastFutureStages; ++stage) {
    // Later stages look back 2 * (their dilation) each; rows before that are never read again.
    const int reach = 2 * ((1 << kFracastFutureStages) - (2 << stage));
    m_kernels->stage(future, kFracastFutureContext - reach, kFracastFutureContext + kFracastBlock, 1 << stage,
                     m_futureBlock, m_futureEnd);
  }
  m_kernels->project(steps, kFracastWidth, kFracastBlock, m_futureOutput, scratch.projected.data());
}

void FracastInference::decode(FracastScratch& scratch, Quantiles& quantiles) const {
  float* z = scratch.decoded.data();
  m_kernels->feedForward(z, kFracastBlock, m_decoder, m_decoderNorm.data());
  for (std::size_t i = 0; i < m_smooth.size(); ++i) {
    addDepthwise(z, kFracastBlock, 1 << i, m_smooth[i].taps, m_smooth[i].bias);
    m_kernels->normalise(z, kFracastBlock, m_smooth[i].norm.data());
  }
  for (std::size_t step = 0; step < kBlock; ++step) {
    for (std::size_t q = 0; q < kFracastQuantiles; ++q) {
      float sum = m_outputBias[q];
      for (std::size_t c = 0; c < kWidth; ++c) {
        sum += m_output[q * kWidth + c] * (z[step * kWidth + c] + scratch.projected[step * kWidth + c]);
      }
      quantiles[step * kFracastQuantiles + q] = sum * scratch.context.span + scratch.context.low;
    }
  }
}

Result<void> FracastInference::block(std::span<const double> history, FracastScratch& scratch,
                                     Quantiles& quantiles) const {
  if (auto prepared = prepareFracast(history, scratch.context); !prepared) {
    return prepared;
  }
  encode(scratch);
  summarise(scratch);
  runFuture(scratch);
  decode(scratch, quantiles);
  return {};
}

Result<void> FracastInference::medians(std::span<const double> history, const base::CancelToken& token,
                                       FracastScratch& scratch, std::span<double> out) const {
  std::vector<double> extended;  // history and the medians so far, only where a second block needs them
  Quantiles quantiles;
  for (std::size_t done = 0; done < out.size(); done += kBlock) {
    if (token.isCancelled()) {
      return Error{ErrorCode::kCancelled, "The forecast was cancelled.", {}};
    }
    if (auto made = block(extended.empty() ? history : extended, scratch, quantiles); !made) {
      return made;
    }
    const std::size_t steps = std::min(kBlock, out.size() - done);
    for (std::size_t step = 0; step < steps; ++step) {
      out[done + step] = quantiles[step * kFracastQuantiles + kFracastMedian];
    }
    if (done + kBlock < out.size()) {
      if (extended.empty()) {
        const auto tail = history.last(std::min<std::size_t>(history.size(), kFracastContext));
        extended.assign(tail.begin(), tail.end());
      }
      extended.insert(extended.end(), out.begin() + static_cast<std::ptrdiff_t>(done),
                      out.begin() + static_cast<std::ptrdiff_t>(done + kBlock));
    }
  }
  return {};
}

}  // namespace touchstone::nn
