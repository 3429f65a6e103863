#include "engine/train/torch_learner.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/random.h"
#include "engine/nn/weights.h"
#include "engine/train/guard.h"

namespace touchstone::train {

namespace {

constexpr std::uint64_t kNoisePurpose = 0x6E6F697365;       // "noise"
constexpr std::uint64_t kValidationPurpose = 0x76616C6964;  // "valid"
constexpr const char* kMicroBatchName = "learner/micro_batch";

std::vector<ParameterGroup> groupsOr(std::vector<ParameterGroup> groups, const torch::nn::Module& module) {
  if (groups.empty()) {
    groups.push_back(allParameters(module, 0.0));
  }
  return groups;
}

void addWithPrefix(nn::HostTensors& to, const std::string& prefix, nn::HostTensors from) {
  for (auto& [name, tensor] : from) {
    to[prefix + name] = std::move(tensor);
  }
}

// Tensors "PREFIX..." without their prefix.
nn::HostTensors withPrefix(const nn::HostTensors& from, const std::string& prefix) {
  nn::HostTensors found;
  for (auto item = from.lower_bound(prefix); item != from.end() && item->first.starts_with(prefix); ++item) {
    found.emplace(item->first.substr(prefix.size()), item->second);
  }
  return found;
}

Error tooLittleMemory() {
  return Error{ErrorCode::kOutOfMemory,
               "Even one example at a time needs more memory than there is. Use fewer slots, close other programs, or "
               "choose a narrower network or smaller images.",
               {}};
}

}  // namespace

TorchLearner::TorchLearner(TorchNetwork network, LabelledData data, const LearnerOptions& options, LearnerHooks hooks,
                           std::vector<ParameterGroup> groups)
    : m_network(std::move(network)),
      m_data(std::move(data)),
      m_options(options),
      m_hooks(std::move(hooks)),
      m_loss(options.loss, options.device),
      m_batches(m_data.inputs, m_data.targets, m_data.train, options.batches),
      m_optimiser(options.optimiser, groupsOr(std::move(groups), *m_network.module)),
      m_microBatch(options.microBatch > 0 ? std::min(options.microBatch, options.batches.batch)
                                          : options.batches.batch) {
  m_network.module->to(options.device);
  if (options.averageDecay > 0.0) {
    for (const auto& item : m_network.module->named_parameters()) {
      m_average.emplace_back(item.key(), item.value().detach().clone());
    }
  }
}

std::int64_t TorchLearner::parameterCount() const {
  std::int64_t count = 0;
  for (const at::Tensor& parameter : m_network.module->parameters()) {
    count += parameter.numel();
  }
  return count;
}

Result<double> TorchLearner::trainEpoch(int epoch, const base::CancelToken& token) {
  m_epoch = epoch;
  m_network.module->train();
  if (m_network.reseed) {
    m_network.reseed(base::mixKey({m_options.batches.seed, kNoisePurpose, static_cast<std::uint64_t>(epoch)}));
  }
  const auto batches = static_cast<double>(m_batches.batchCount());
  BatchStream stream(m_batches, epoch);
  double losses = 0.0, weights = 0.0;
  for (double number = 0.0;; number += 1.0) {
    if (token.isCancelled()) {
      return Error{ErrorCode::kCancelled, "The training was cancelled.", {}};
    }
    const auto batch = stream.next();
    if (!batch) {
      return batch.error();
    }
    if (!batch->has_value()) {
      break;
    }
    const double weight = m_loss.weight((*batch)->targets);
    if (!(weight > 0.0)) {
      continue;  // every pixel is ignored
    }
    const auto loss = trainBatch(**batch, weight, m_options.schedule.rate(epoch, number / batches));
    if (!loss) {
      return loss.error();
    }
    losses += *loss * weight;
    weights += weight;
    if (!std::isfinite(*loss)) {
      break;  // diverged: the rest of the epoch would tell nothing
    }
  }
  m_waitedSeconds += stream.waitedSeconds();
  return weights > 0.0 ? losses / weights : std::numeric_limits<double>::quiet_NaN();
}

Result<double> TorchLearner::trainBatch(const Batch& batch, double weight, double rate) {
  while (true) {
    const auto loss = guarded("The training step", [&] { return gradientsOf(batch, weight); });
    if (loss) {
      if (std::isfinite(*loss)) {
        takeStep(rate);
        if (m_hooks.onStep) {
          m_hooks.onStep(m_optimiser.steps(), *loss);
        }
      }
      return loss;
    }
    if (loss.error().code != ErrorCode::kOutOfMemory) {
      return loss;
    }
    const std::int64_t tried = std::min(m_microBatch, batch.size());
    if (tried <= 1) {
      return tooLittleMemory();
    }
    m_microBatch = tried / 2;
  }
}

// The mean loss of the batch, its gradient in the parameters.
Result<double> TorchLearner::gradientsOf(const Batch& batch, double weight) {
  m_optimiser.clearGradients();
  double sum = 0.0;
  for (std::int64_t first = 0; first < batch.size(); first += m_microBatch) {
    const std::int64_t count = std::min(m_microBatch, batch.size() - first);
    const at::Tensor inputs = batch.inputs.narrow(0, first, count).to(m_options.device);
    const at::Tensor targets = batch.targets.narrow(0, first, count).to(m_options.device);
    at::Tensor scores;
    {
      const AutocastScope autocast(m_options.device, m_options.precision);
      scores = m_network.forward(inputs);
    }
    const at::Tensor loss = m_loss.sum(scores, targets) / weight;
    loss.backward();
    sum += loss.item<double>();
  }
  return sum;
}

void TorchLearner::takeStep(double rate) {
  if (m_hooks.afterBackward) {
    m_hooks.afterBackward();
  }
  if (m_options.clipNorm > 0.0) {
    m_optimiser.clipGradients(m_options.clipNorm);
  }
  m_optimiser.step(rate);
  average();
}

void TorchLearner::average() {
  const torch::NoGradGuard noGrad;
  auto parameter = m_average.begin();
  for (const auto& item : m_network.module->named_parameters()) {
    if (parameter == m_average.end()) {
      return;
    }
    (parameter++)->second.lerp_(item.value(), 1.0 - m_options.averageDecay);
  }
}

void TorchLearner::swapAverage() {
  const torch::NoGradGuard noGrad;
  auto averaged = m_average.begin();
  for (auto& item : m_network.module->named_parameters()) {
    if (averaged == m_average.end()) {
      return;
    }
    at::Tensor& place = (averaged++)->second;
    const at::Tensor kept = item.value().detach().clone();
    item.value().copy_(place);
    place.copy_(kept);
  }
}

Result<double> TorchLearner::validate(const base::CancelToken& token) {
  m_network.module->eval();
  if (m_network.reseed) {
    m_network.reseed(base::mixKey({m_options.batches.seed, kValidationPurpose, static_cast<std::uint64_t>(m_epoch)}));
  }
  const data::InputShape shape = m_data.inputs->shape();
  const bool isMask = m_data.targets->kind == data::TargetKind::kMask;
  std::vector<float> probabilities(m_data.validation.size() * m_data.targets->classCount() *
                                   (isMask ? shape.positions() : 1));
  swapAverage();
  const auto done = predict(m_network, m_loss, m_data.inputs, m_data.validation,
                            {m_options.evaluationBatch, m_options.device, m_options.precision}, token, probabilities);
  swapAverage();
  if (!done) {
    return done.error();
  }
  if (!std::all_of(probabilities.begin(), probabilities.end(), [](float p) { return std::isfinite(p); })) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  return m_hooks.metric(probabilities);
}

nn::HostTensors TorchLearner::evaluationTensors() const {
  nn::HostTensors tensors = nn::moduleTensors(*m_network.module);
  for (const auto& [name, tensor] : m_average) {
    tensors[name] = nn::toHost(tensor);
  }
  return tensors;
}

void TorchLearner::keepBest() {
  m_best = evaluationTensors();
}

void TorchLearner::save(TrialState& state) const {
  state.tensors.clear();
  addWithPrefix(state.tensors, "model/", nn::moduleTensors(*m_network.module));
  if (m_best) {
    addWithPrefix(state.tensors, "best/", *m_best);
  }
  for (const auto& [name, tensor] : m_average) {
    state.tensors["average/" + name] = nn::toHost(tensor);
  }
  m_optimiser.save(state.tensors);
  state.tensors[kMicroBatchName] = {{1}, {static_cast<float>(m_microBatch)}};
  state.steps = m_optimiser.steps();
}

Result<void> TorchLearner::restore(const TrialState& state) {
  if (const auto loaded = nn::loadModule(*m_network.module, withPrefix(state.tensors, "model/")); !loaded) {
    return loaded.error();
  }
  if (const auto loaded = m_optimiser.restore(state.tensors, state.steps); !loaded) {
    return loaded.error();
  }
  const torch::NoGradGuard noGrad;
  for (auto& [name, tensor] : m_average) {
    const auto found = nn::findTensor(state.tensors, "average/" + name, tensor.sizes().vec());
    if (!found) {
      return found.error();
    }
    auto* values = const_cast<float*>(found.value()->values.data());  // from_blob takes no const; only read
    tensor.copy_(torch::from_blob(values, tensor.sizes(), torch::kFloat32));
  }
  nn::HostTensors best = withPrefix(state.tensors, "best/");
  m_best = best.empty() ? std::nullopt : std::optional(std::move(best));
  if (const auto size = nn::findTensor(state.tensors, kMicroBatchName, {1}); size && (*size)->values[0] >= 1.0f) {
    m_microBatch = std::min(m_options.batches.batch, static_cast<std::int64_t>((*size)->values[0]));
  }
  m_epoch = state.epoch;
  return {};
}

nn::HostTensors TorchLearner::bestWeights(const TrialState& state) {
  nn::HostTensors best = withPrefix(state.tensors, "best/");
  return best.empty() ? withPrefix(state.tensors, "model/") : best;
}

}  // namespace touchstone::train
