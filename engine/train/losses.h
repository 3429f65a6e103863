// Losses of labelled examples, as a sum and what the mean divides by, so that a batch taken in parts has the gradient of
// the whole.
// Shapes: scores [N, K] (or [N, K, H, W] for masks) before softmax or sigmoid; targets int64 [N], float [N, K], or
// uint8 [N, H, W] with data::kIgnoredPixel for pixels that do not count.
// kClass, kMask: cross-entropy, each example (pixel) weighted by its class, with label smoothing s: the target is
//   (1 - s) of its class and s / K of each; smoothing terms carry their own class's weight, as in PyTorch.
// kMultiLabel: mean over the classes of the two-sided logistic loss (PyTorch's MultiLabelSoftMarginLoss), weighted by class.
// Thread: pure. Errors: c10::Error on a shape mismatch.
#pragma once

#include <vector>

#include "engine/data/examples/example_set.h"
#include "engine/nn/torch_pch.h"

namespace touchstone::train {

struct LossOptions {
  data::TargetKind kind = data::TargetKind::kClass;
  double labelSmoothing = 0.0;           // kClass and kMask
  std::vector<float> classWeights = {};  // [K]; empty: all 1
};

class Loss {
 public:
  Loss(LossOptions options, const at::Device& device);

  at::Tensor sum(const at::Tensor& scores, const at::Tensor& targets) const;  // a scalar in single precision
  double weight(const at::Tensor& targets) const;  // of targets in the CPU's memory; 0 where every pixel is ignored
  // Softmax over the classes; for kMultiLabel a sigmoid each. Same shape as the scores.
  at::Tensor probabilities(const at::Tensor& scores) const;

 private:
  std::int64_t ignoredTarget() const;

  const LossOptions m_options;
  at::Tensor m_weights;      // [K] on the device; undefined: all 1
  at::Tensor m_hostWeights;  // the same in the CPU's memory
};

// Weights N / (K n_k), n_k examples (pixels, labels) of class k among `items`; 0 for a class that none has.
std::vector<float> balancedClassWeights(const data::Targets& targets, std::span<const std::uint32_t> items);

}  // namespace touchstone::train
