// The training loop of a trial: epochs, learning curve, early stopping with the best weights kept, divergence,
// checkpoints. Cut anywhere into segments it gives the same weights and the same points, bit for bit on the CPU.
// Thread: trial slot. Blocking: as long as the epochs take; the learner polls the token per batch.
// Errors: the learner's, kCancelled, and those of the checkpoint except a full disk: that is part of the outcome, because
// the trial may go on without its checkpoint. A loss that is not finite is an outcome.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "engine/api/result.h"
#include "engine/base/cancel.h"
#include "engine/train/checkpoint.h"

namespace touchstone::train {

// What is trained.
class Learner {
 public:
  virtual ~Learner() = default;
  virtual std::string kind() const = 0;  // of its checkpoints
  // One pass over the training data; epoch counts from 0. The mean training loss.
  virtual Result<double> trainEpoch(int epoch, const base::CancelToken& token) = 0;
  virtual Result<double> validate(const base::CancelToken& token) = 0;
  virtual void keepBest() = 0;                                // the weights are the best so far
  virtual void save(TrialState& state) const = 0;             // tensors and steps
  virtual Result<void> restore(const TrialState& state) = 0;  // the same; kBadInput where they do not fit
};

struct LoopOptions {
  std::uint64_t seed = 0;
  int fromEpoch = 0;
  int toEpoch = 1;
  int patience = 5;  // epochs without a better validation value before the trial ends by itself
  bool isLowerBetter = true;
  bool validates = true;                // false: the last epoch counts as the best, its training loss as its value
  std::string validationMetric;         // "mse": the points are called "validation mse"
  std::filesystem::path checkpointIn;   // read where fromEpoch > 0
  std::filesystem::path checkpointOut;  // written at the end; empty: none
};

struct LoopOutcome {
  double bestValue = 0.0;
  int bestEpoch = 0;
  int reachedEpoch = 0;
  bool isFinished = false;
  bool hasDiverged = false;
  std::optional<Error> checkpointError = std::nullopt;  // the disk is full: checkpointOut was not written
};

using PointCallback = std::function<void(std::string_view metric, std::int64_t step, double value)>;

// Points: ("train loss", epoch, value), ("validation METRIC", epoch, value) where it validates, epoch counts from 1.
Result<LoopOutcome> runEpochs(Learner& learner, const LoopOptions& options, const PointCallback& point,
                              const base::CancelToken& token);

}  // namespace touchstone::train
