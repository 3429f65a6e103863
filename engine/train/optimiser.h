// SGD with (Nesterov) momentum and AdamW over groups of named parameters, as torch.optim computes them, one pass over
// memory for each parameter; the state goes to a checkpoint and comes back bit for bit.
// Deterministic: the same gradients in the same order give the same bits.
// Thread: one at a time. Errors: restore() kBadInput where the state does not fit.
// Source: Sutskever et al. 2013; Loshchilov and Hutter 2019; checked against torch::optim (tests/torch/train_loop_test).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/api/result.h"
#include "engine/nn/host_tensors.h"
#include "engine/nn/torch_pch.h"

namespace touchstone::train {

enum class OptimiserKind { kSgd, kAdamW };

struct OptimiserOptions {
  OptimiserKind kind = OptimiserKind::kSgd;
  double momentum = 0.9;  // SGD, Nesterov; 0: plain
  double beta1 = 0.9;     // AdamW
  double beta2 = 0.999;
  double epsilon = 1e-8;
};

struct ParameterGroup {
  std::vector<std::pair<std::string, at::Tensor>> parameters;  // by name; names are unique over all groups
  double rateFactor = 1.0;                                     // of the schedule's rate
  double weightDecay = 0.0;
};

class Optimiser {
 public:
  Optimiser(const OptimiserOptions& options, std::vector<ParameterGroup> groups);

  void clearGradients();
  // Scales all gradients together to the norm, where theirs is larger; answers theirs before.
  double clipGradients(double norm);
  void step(double rate);  // parameters without a gradient stay

  std::int64_t steps() const { return m_steps; }
  const std::vector<ParameterGroup>& groups() const { return m_groups; }

  // Tensors "optimiser/PARAMETER/first" (momentum, first moment) and ".../second".
  void save(nn::HostTensors& tensors) const;
  Result<void> restore(const nn::HostTensors& tensors, std::int64_t steps);

 private:
  struct Moments {
    at::Tensor first, second;  // undefined until the first step, and where the kind has none
  };

  void stepOne(const at::Tensor& parameter, Moments& moments, double rate, double weightDecay);

  const OptimiserOptions m_options;
  std::vector<ParameterGroup> m_groups;
  std::vector<Moments> m_moments;  // one for each parameter, in the groups' order
  std::int64_t m_steps = 0;
};

// Every parameter of a module, as one group.
ParameterGroup allParameters(const torch::nn::Module& module, double weightDecay);

}  // namespace touchstone::train
