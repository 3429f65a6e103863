// Trains any torch network on labelled examples, one epoch at a time, for runEpochs(): batches, loss, optimiser, schedule,
// clipping, accumulation, mixed precision, averaged weights.
// Cut anywhere into segments it gives the same weights bit for bit on the CPU: order, turns and noise are keyed by
// (seed, epoch), and the checkpoint holds weights, statistics, averages and the optimiser's state.
// Memory: a batch is taken in parts of `microBatch` items whose gradients add up to the whole batch's (normalisation sees
// each part alone). When memory runs out the parts are halved, and the checkpoint remembers it; when one item alone does
// not fit, trainEpoch() answers kOutOfMemory with advice.
// Validation: probabilities [N, K] (masks [N, K, H, W]) of the validation items go to the metric, in the order of `items`.
// Thread: one trial slot; a second thread loads batches. Blocking: an epoch; the token is polled per batch.
// Errors: kCancelled, kOutOfMemory, the inputs', kDevice, kInternal; restore() kBadInput. NaN is a value, not an error.
#pragma once

#include <functional>
#include <optional>

#include "engine/train/epoch_loop.h"
#include "engine/train/example_batches.h"
#include "engine/train/optimiser.h"
#include "engine/train/schedule.h"
#include "engine/train/torch_network.h"

namespace touchstone::train {

// Which items are trained on and which validate; targets are numbered as the inputs are.
struct LabelledData {
  std::shared_ptr<const data::ExampleInputs> inputs;
  std::shared_ptr<const data::Targets> targets;
  std::vector<std::uint32_t> train;
  std::vector<std::uint32_t> validation;  // empty where the loop does not validate
};

struct LearnerOptions {
  std::string kind = {};        // of its checkpoints
  BatchOptions batches = {};    // its seed is the trial's
  std::int64_t microBatch = 0;  // items computed at once; 0: the batch
  LossOptions loss = {};
  OptimiserOptions optimiser = {};
  Schedule schedule = {};
  double clipNorm = 0.0;      // of all gradients together; 0: not clipped
  double averageDecay = 0.0;  // of an exponential average of the weights, which then validates and predicts; 0: none
  at::Device device = at::Device(at::kCPU);
  Precision precision = Precision::kSingle;
  std::int64_t evaluationBatch = 256;
};

struct LearnerHooks {
  std::function<double(std::span<const float> probabilities)> metric = nullptr;  // of the validation items
  std::function<void()> afterBackward = nullptr;  // gradients of a batch are there, not clipped yet
  std::function<void(std::int64_t step, double loss)> onStep =
      nullptr;  // after a step of the optimiser, counted from 1
};

class TorchLearner : public Learner {
 public:
  // groups empty: all parameters as one, without weight decay.
  TorchLearner(TorchNetwork network, LabelledData data, const LearnerOptions& options, LearnerHooks hooks,
               std::vector<ParameterGroup> groups = {});

  std::string kind() const override { return m_options.kind; }
  Result<double> trainEpoch(int epoch, const base::CancelToken& token) override;
  Result<double> validate(const base::CancelToken& token) override;
  void keepBest() override;
  void save(TrialState& state) const override;
  Result<void> restore(const TrialState& state) override;

  // The weights of a checkpoint that predict: the best seen, or the last where none was kept.
  static nn::HostTensors bestWeights(const TrialState& state);

  std::int64_t parameterCount() const;
  std::int64_t microBatch() const { return m_microBatch; }
  double waitedSeconds() const { return m_waitedSeconds; }  // of all epochs, for batches that were not ready

 private:
  Result<double> trainBatch(const Batch& batch, double weight, double rate);
  Result<double> gradientsOf(const Batch& batch, double weight);
  void takeStep(double rate);
  void average();
  void swapAverage();  // averaged weights into the network, and the network's to where they were
  nn::HostTensors evaluationTensors() const;

  const TorchNetwork m_network;
  const LabelledData m_data;
  const LearnerOptions m_options;
  const LearnerHooks m_hooks;
  const Loss m_loss;
  const ExampleBatches m_batches;
  Optimiser m_optimiser;
  std::vector<std::pair<std::string, at::Tensor>> m_average;  // empty: none
  std::optional<nn::HostTensors> m_best;
  std::int64_t m_microBatch;
  int m_epoch = 0;  // of the last trainEpoch()
  double m_waitedSeconds = 0.0;
};

}  // namespace touchstone::train
