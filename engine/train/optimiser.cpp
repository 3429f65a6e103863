#include "engine/train/optimiser.h"

#include <torch/torch.h>

#include <cmath>

#include "engine/nn/weights.h"
#include "engine/train/optimiser_loops.h"

namespace touchstone::train {

namespace {

std::string stateName(const std::string& parameter, const char* which) {
  return "optimiser/" + parameter + "/" + which;
}

// Memory in the parameter's own order, so that all loops run along it.
at::Tensor startState(const at::Tensor& parameter) {
  return at::zeros_like(parameter);
}

// The gradient in the parameter's own order.
at::Tensor alignedGradient(const at::Tensor& parameter) {
  const at::Tensor& gradient = parameter.grad();
  if (gradient.strides() == parameter.strides() && gradient.scalar_type() == parameter.scalar_type()) {
    return gradient;
  }
  return at::empty_like(parameter).copy_(gradient);
}

bool isPlain(const at::Tensor& parameter) {
  return parameter.device().is_cpu() && parameter.scalar_type() == torch::kFloat32 &&
         parameter.is_non_overlapping_and_dense();
}

}  // namespace

Optimiser::Optimiser(const OptimiserOptions& options, std::vector<ParameterGroup> groups)
    : m_options(options), m_groups(std::move(groups)) {
  for (const ParameterGroup& group : m_groups) {
    m_moments.resize(m_moments.size() + group.parameters.size());
  }
}

void Optimiser::clearGradients() {
  for (ParameterGroup& group : m_groups) {
    for (auto& [name, parameter] : group.parameters) {
      parameter.mutable_grad().reset();
    }
  }
}

double Optimiser::clipGradients(double norm) {
  const torch::NoGradGuard noGrad;
  double squares = 0.0;
  for (const ParameterGroup& group : m_groups) {
    for (const auto& [name, parameter] : group.parameters) {
      if (parameter.grad().defined()) {
        const double own = parameter.grad().norm().item<double>();
        squares += own * own;
      }
    }
  }
  const double all = std::sqrt(squares);
  const double factor = norm / (all + 1e-6);  // PyTorch's
  for (const ParameterGroup& group : m_groups) {
    for (const auto& [name, parameter] : group.parameters) {
      if (factor < 1.0 && parameter.grad().defined()) {
        parameter.grad().mul_(factor);
      }
    }
  }
  return all;
}

void Optimiser::step(double rate) {
  const torch::NoGradGuard noGrad;
  ++m_steps;
  std::size_t number = 0;
  for (const ParameterGroup& group : m_groups) {
    for (const auto& [name, parameter] : group.parameters) {
      Moments& moments = m_moments[number++];
      if (parameter.grad().defined()) {
        stepOne(parameter, moments, rate * group.rateFactor, group.weightDecay);
      }
    }
  }
}

void Optimiser::stepOne(const at::Tensor& parameter, Moments& moments, double rate, double weightDecay) {
  const at::Tensor gradient = alignedGradient(parameter);
  const bool isSgd = m_options.kind == OptimiserKind::kSgd;
  const bool isFirst = !moments.first.defined();
  if (isFirst && (!isSgd || m_options.momentum != 0.0)) {
    moments.first = startState(parameter);
  }
  if (!isSgd && !moments.second.defined()) {
    moments.second = startState(parameter);
  }
  const auto count = static_cast<std::size_t>(parameter.numel());
  const auto single = [](double value) { return static_cast<float>(value); };
  // Elsewhere than in the CPU's memory the same formulas by torch's operators.
  if (isSgd) {
    if (isPlain(parameter)) {
      sgdLoop({single(rate), single(weightDecay), single(m_options.momentum), isFirst}, count,
              gradient.const_data_ptr<float>(), moments.first.defined() ? moments.first.data_ptr<float>() : nullptr,
              parameter.data_ptr<float>());
      return;
    }
    const at::Tensor g = gradient.add(parameter, weightDecay);
    if (m_options.momentum == 0.0) {
      parameter.sub_(g, rate);
      return;
    }
    moments.first.mul_(m_options.momentum).add_(g);
    parameter.sub_(g.add(moments.first, m_options.momentum), rate);
    return;
  }
  const double correction1 = 1.0 - std::pow(m_options.beta1, static_cast<double>(m_steps));
  const double correction2 = 1.0 - std::pow(m_options.beta2, static_cast<double>(m_steps));
  if (isPlain(parameter)) {
    adamWLoop({single(1.0 - rate * weightDecay), single(m_options.beta1), single(1.0 - m_options.beta1),
               single(m_options.beta2), single(1.0 - m_options.beta2), single(rate / correction1),
               single(1.0 / std::sqrt(correction2)), single(m_options.epsilon)},
              count, gradient.const_data_ptr<float>(), moments.first.data_ptr<float>(),
              moments.second.data_ptr<float>(), parameter.data_ptr<float>());
    return;
  }
  parameter.mul_(1.0 - rate * weightDecay);
  moments.first.mul_(m_options.beta1).add_(gradient, 1.0 - m_options.beta1);
  moments.second.mul_(m_options.beta2).addcmul_(gradient, gradient, 1.0 - m_options.beta2);
  parameter.addcdiv_(moments.first, moments.second.sqrt().mul_(1.0 / std::sqrt(correction2)).add_(m_options.epsilon),
                     -rate / correction1);
}

void Optimiser::save(nn::HostTensors& tensors) const {
  std::size_t number = 0;
  for (const ParameterGroup& group : m_groups) {
    for (const auto& item : group.parameters) {
      const Moments& moments = m_moments[number++];
      if (moments.first.defined()) {
        tensors[stateName(item.first, "first")] = nn::toHost(moments.first);
      }
      if (moments.second.defined()) {
        tensors[stateName(item.first, "second")] = nn::toHost(moments.second);
      }
    }
  }
}

Result<void> Optimiser::restore(const nn::HostTensors& tensors, std::int64_t steps) {
  std::size_t number = 0;
  for (const ParameterGroup& group : m_groups) {
    for (const auto& [name, parameter] : group.parameters) {
      Moments& moments = m_moments[number++];
      moments = {};
      for (const auto& [which, place] : {std::pair{"first", &moments.first}, {"second", &moments.second}}) {
        if (!tensors.contains(stateName(name, which))) {
          continue;  // never had a gradient
        }
        const auto found = nn::findTensor(tensors, stateName(name, which), parameter.sizes().vec());
        if (!found) {
          return found.error();
        }
        auto* values = const_cast<float*>(found.value()->values.data());  // from_blob takes no const; only read
        *place = startState(parameter).copy_(torch::from_blob(values, parameter.sizes(), torch::kFloat32));
      }
    }
  }
  m_steps = steps;
  return {};
}

ParameterGroup allParameters(const torch::nn::Module& module, double weightDecay) {
  ParameterGroup group;
  group.weightDecay = weightDecay;
  for (const auto& item : module.named_parameters()) {
    group.parameters.emplace_back(item.key(), item.value());
  }
  return group;
}

}  // namespace touchstone::train
