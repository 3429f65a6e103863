#include "engine/nn/cnn/batch_norm.h"

#include <torch/torch.h>

#include <algorithm>

#include "engine/nn/cnn/layout.h"
#include "engine/nn/cnn/norm_rows.h"

namespace touchstone::nn {

namespace {

NormColumns columnsOf(const at::Tensor& mean, const at::Tensor& factor, const at::Tensor& bias, bool hasRelu) {
  return {mean.const_data_ptr<float>(), factor.const_data_ptr<float>(), bias.const_data_ptr<float>(), hasRelu};
}

at::Tensor factorOf(const at::Tensor& variance, const at::Tensor& weight, double epsilon) {
  return weight / at::sqrt(variance + epsilon);
}

// running += momentum * (now - running).
void moveRunning(const at::Tensor& running, const at::Tensor& now, double momentum) {
  running.mul_(1.0 - momentum).add_(now, momentum);
}

at::Tensor toFloat(const std::vector<double>& values) {
  at::Tensor tensor = at::empty({static_cast<std::int64_t>(values.size())});
  std::transform(values.begin(), values.end(), tensor.data_ptr<float>(),
                 [](double v) { return static_cast<float>(v); });
  return tensor;
}

// Training on rows. Keeps x alone: the normalised values are computed again on the way back.
struct NormFunction : torch::autograd::Function<NormFunction> {
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& x, const at::Tensor& weight,
                            const at::Tensor& bias, const at::Tensor& runningMean, const at::Tensor& runningVariance,
                            const BatchNormOptions& options) {
    const std::int64_t columns = x.size(1), rows = x.numel() / columns;
    std::vector<double> means(static_cast<std::size_t>(columns)), variances(static_cast<std::size_t>(columns));
    columnMoments(x.const_data_ptr<float>(), rows, columns, means.data(), variances.data());
    const at::Tensor mean = toFloat(means), variance = toFloat(variances);
    const double unbiased = static_cast<double>(rows) / static_cast<double>(rows - 1);
    moveRunning(runningMean, mean, options.momentum);
    moveRunning(runningVariance, variance * unbiased, options.momentum);
    const at::Tensor factor = factorOf(variance, weight, options.epsilon);
    at::Tensor y = at::empty_like(x);
    normaliseRows(x.const_data_ptr<float>(), rows, columns, columnsOf(mean, factor, bias, options.hasRelu),
                  y.data_ptr<float>());
    context->save_for_backward({x, bias, mean, variance, factor});
    context->saved_data["epsilon"] = options.epsilon;
    context->saved_data["has relu"] = options.hasRelu;
    return y;
  }

  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context,
                                               torch::autograd::tensor_list gradients) {
    const auto saved = context->get_saved_variables();
    const at::Tensor &x = saved[0], &bias = saved[1], &mean = saved[2], &factor = saved[4];
    const std::int64_t columns = x.size(1), rows = x.numel() / columns;
    const at::Tensor deviation = at::sqrt(saved[3] + context->saved_data["epsilon"].toDouble());
    at::Tensor g = gradients[0];
    if (g.strides() != x.strides()) {
      g = at::empty_like(x).copy_(g);
    }
    const NormColumns norm = columnsOf(mean, factor, bias, context->saved_data["has relu"].toBool());
    std::vector<double> sums(static_cast<std::size_t>(columns)), products(static_cast<std::size_t>(columns));
    normGradientSums(x.const_data_ptr<float>(), g.const_data_ptr<float>(), rows, columns, norm, sums.data(),
                     products.data());
    const at::Tensor gBias = toFloat(sums), gWeight = toFloat(products) / deviation;
    const double share = 1.0 / static_cast<double>(rows);
    const at::Tensor slope = -share * factor * gWeight / deviation, offset = -share * factor * gBias;
    at::Tensor gx = at::empty_like(x);
    normGradient(x.const_data_ptr<float>(), g.const_data_ptr<float>(), rows, columns, norm,
                 slope.const_data_ptr<float>(), offset.const_data_ptr<float>(), gx.data_ptr<float>());
    return {gx, gWeight, gBias, at::Tensor(), at::Tensor(), at::Tensor()};
  }
};

bool isFast(const at::Tensor& x) {
  return x.device().is_cpu() && x.scalar_type() == torch::kFloat32 && x.numel() > 0 && isRows(x);
}

}  // namespace

BatchNorm::BatchNorm(const BatchNormOptions& options)
    : m_options(options),
      m_weight(register_parameter("weight", torch::ones({options.channels}))),
      m_bias(register_parameter("bias", torch::zeros({options.channels}))),
      m_runningMean(register_buffer("running_mean", torch::zeros({options.channels}))),
      m_runningVariance(register_buffer("running_var", torch::ones({options.channels}))) {}

at::Tensor BatchNorm::forward(const at::Tensor& x) {
  TORCH_CHECK(x.dim() >= 2 && x.size(1) == m_options.channels, "BatchNorm: ", x.sizes(), " has not ",
              m_options.channels, " channels");
  const bool learns = is_training() && x.numel() > x.size(1);
  const bool isPlain = m_weight.scalar_type() == torch::kFloat32;
  if (learns && isPlain && isFast(x)) {
    return NormFunction::apply(x, m_weight, m_bias, m_runningMean, m_runningVariance, m_options);
  }
  if (!learns && isPlain && isFast(x) &&
      !(at::GradMode::is_enabled() && (x.requires_grad() || m_weight.requires_grad()))) {
    at::Tensor y = at::empty_like(x);
    const at::Tensor factor = factorOf(m_runningVariance, m_weight.detach(), m_options.epsilon);
    normaliseRows(x.const_data_ptr<float>(), x.numel() / x.size(1), x.size(1),
                  columnsOf(m_runningMean, factor, m_bias, m_options.hasRelu), y.data_ptr<float>());
    return y;
  }
  const at::Tensor y = at::batch_norm(x, m_weight, m_bias, m_runningMean, m_runningVariance, learns, m_options.momentum,
                                      m_options.epsilon, true);
  return m_options.hasRelu ? at::relu(y) : y;
}

}  // namespace touchstone::nn
