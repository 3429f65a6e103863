#include "engine/train/losses.h"

#include <torch/torch.h>

#include <algorithm>

namespace touchstone::train {

Loss::Loss(LossOptions options, const at::Device& device) : m_options(std::move(options)) {
  if (!m_options.classWeights.empty()) {
    m_hostWeights = torch::tensor(m_options.classWeights);
    m_weights = m_hostWeights.to(device);
  }
}

// Class 255 of many is a class, pixel value 255 is none.
std::int64_t Loss::ignoredTarget() const {
  return m_options.kind == data::TargetKind::kMask ? std::int64_t{data::kIgnoredPixel} : -100;
}

at::Tensor Loss::sum(const at::Tensor& scores, const at::Tensor& targets) const {
  const at::Tensor exact = scores.to(torch::kFloat32);
  if (m_options.kind == data::TargetKind::kMultiLabel) {
    const at::Tensor each = at::binary_cross_entropy_with_logits(exact, targets, m_weights, {}, at::Reduction::Sum);
    return each / static_cast<double>(exact.size(1));
  }
  return at::cross_entropy_loss(exact, targets.to(torch::kInt64), m_weights, at::Reduction::Sum, ignoredTarget(),
                                m_options.labelSmoothing);
}

double Loss::weight(const at::Tensor& targets) const {
  if (m_options.kind == data::TargetKind::kMultiLabel) {
    return static_cast<double>(targets.size(0));
  }
  const at::Tensor known = targets.to(torch::kInt64);
  const at::Tensor counted = known.ne(ignoredTarget());
  if (!m_hostWeights.defined()) {
    return static_cast<double>(counted.sum().item<std::int64_t>());
  }
  return (m_hostWeights.take(known.masked_fill(counted.logical_not(), 0)) * counted)
      .to(torch::kFloat64)
      .sum()
      .item<double>();
}

at::Tensor Loss::probabilities(const at::Tensor& scores) const {
  const at::Tensor exact = scores.to(torch::kFloat32);
  return m_options.kind == data::TargetKind::kMultiLabel ? at::sigmoid(exact) : at::softmax(exact, 1);
}

std::vector<float> balancedClassWeights(const data::Targets& targets, std::span<const std::uint32_t> items) {
  const std::size_t classes = targets.classCount();
  std::vector<double> counts(classes, 0.0);
  double all = 0.0;
  const auto count = [&](std::size_t label) {
    if (label < classes) {
      counts[label] += 1.0;
      all += 1.0;
    }
  };
  for (const std::uint32_t item : items) {
    if (targets.kind == data::TargetKind::kClass) {
      count(static_cast<std::size_t>(targets.labels[item]));
    } else if (targets.kind == data::TargetKind::kMask) {
      const auto first = targets.masks.begin() + static_cast<std::ptrdiff_t>(item * targets.maskPixels);
      std::for_each(first, first + static_cast<std::ptrdiff_t>(targets.maskPixels), count);
    } else {
      for (std::size_t k = 0; k < classes; ++k) {
        count(targets.bits[item * classes + k] != 0 ? k : classes);
      }
    }
  }
  std::vector<float> weights;
  for (const double n : counts) {
    weights.push_back(n > 0.0 ? static_cast<float>(all / (static_cast<double>(classes) * n)) : 0.0f);
  }
  return weights;
}

}  // namespace touchstone::train
