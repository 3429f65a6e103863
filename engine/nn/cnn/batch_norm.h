// Batch normalisation followed by an optional ReLU, as one operator where the layout allows (float, CPU, channels
// innermost); elsewhere torch's operators, with the same result.
// Shapes: x [N, C, ...] -> the same. Training: the batch's statistics, which also move the running ones by `momentum`
// (of the new, as PyTorch counts it; variance with R - 1). Evaluation, and a batch with one value per channel: the
// running ones. Names and shapes of parameters and buffers are PyTorch's, without num_batches_tracked.
// Thread: trial slot; forward() in evaluation mode from several. Errors: c10::Error on a shape mismatch.
#pragma once

#include "engine/nn/torch_pch.h"

namespace touchstone::nn {

struct BatchNormOptions {
  std::int64_t channels = 1;
  bool hasRelu = false;
  double momentum = 0.1;
  double epsilon = 1e-5;
};

class BatchNorm : public torch::nn::Module {
 public:
  explicit BatchNorm(const BatchNormOptions& options);
  at::Tensor forward(const at::Tensor& x);

 private:
  const BatchNormOptions m_options;
  at::Tensor m_weight, m_bias, m_runningMean, m_runningVariance;
};

}  // namespace touchstone::nn
