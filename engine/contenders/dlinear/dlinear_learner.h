// One DLinear trial: its data, its weights and optimiser, as the training loop wants them.
// Thread: trial slot, one at a time. Blocking: trainEpoch() and validate(); they poll the token per batch.
// Errors: kCancelled, kBadInput (a checkpoint of another shape), kUnsupported metrics.
#pragma once

#include <vector>

#include "engine/contenders/contender.h"
#include "engine/contenders/validation_windows.h"
#include "engine/nn/dlinear_net.h"
#include "engine/train/adam.h"
#include "engine/train/epoch_loop.h"
#include "engine/train/schedule.h"
#include "engine/train/window_batches.h"

namespace touchstone::contenders {

struct DLinearOptions {
  nn::Decomposition shape;
  train::Schedule schedule;
  std::uint64_t seed = 0;
  std::size_t batch = 0;  // windows of a batch; 0: chosen from their number
};

// The last `lookback` values before `origin`, the first value repeated where there are fewer. out [lookback].
void copyLookback(std::span<const float> values, std::size_t origin, std::span<float> out);

// Batches of 256 windows, as many as LTSF's 32 rows of seven channels; fewer where that would leave under 16 steps.
std::size_t autoBatch(std::int64_t windows);

class DLinearLearner : public train::Learner {
 public:
  DLinearLearner(const SeriesView& task, const DLinearOptions& options, ValidationMetric metric);

  std::string kind() const override { return "dlinear"; }
  Result<double> trainEpoch(int epoch, const base::CancelToken& token) override;
  Result<double> validate(const base::CancelToken& token) override;
  void keepBest() override;
  void save(train::TrialState& state) const override;
  Result<void> restore(const train::TrialState& state) override;

  std::int64_t windowCount() const { return m_batches.count(); }
  std::size_t batchSize() const { return m_batchSize; }
  std::size_t parameterCount() const { return m_net.parameterCount(); }

 private:
  // Constant after construction.
  const DLinearOptions m_options;
  const ValidationMetric m_metric;
  const std::vector<std::vector<float>> m_values;  // [channels][validationEnd]
  const train::WindowBatches m_batches;
  const std::vector<ValidationWindow> m_validation;
  const std::size_t m_batchSize;

  // What training changes.
  nn::DLinearNet m_net;
  train::AdamState m_adam;
  std::vector<float> m_best;

  // Scratch.
  std::vector<float> m_inputs;
  std::vector<float> m_targets;
  std::vector<float> m_gradient;
};

// The folded matrix of the best weights in a checkpoint.
Result<nn::LinearForecast> bestForecast(const train::TrialState& state, const nn::Decomposition& shape);

}  // namespace touchstone::contenders
