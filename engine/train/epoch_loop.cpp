#include "engine/train/epoch_loop.h"

#include <cmath>

namespace touchstone::train {

namespace {

bool isBetter(double value, const TrialState& state, bool isLowerBetter) {
  return state.bestEpoch == 0 || (isLowerBetter ? value < state.bestValue : value > state.bestValue);
}

Result<TrialState> startState(Learner& learner, const LoopOptions& options) {
  if (options.fromEpoch == 0) {
    TrialState state;
    state.kind = learner.kind();
    state.seed = options.seed;
    return state;
  }
  auto state = readTrialState(options.checkpointIn, learner.kind());
  if (!state) {
    return state;
  }
  if (state->seed != options.seed || state->epoch > options.fromEpoch) {
    return Error{ErrorCode::kBadInput, "The checkpoint belongs to another trial. Delete it; the trial starts again.",
                 options.checkpointIn.string()};
  }
  if (const auto restored = learner.restore(*state); !restored) {
    return Error{restored.error().code, restored.error().message, options.checkpointIn.string()};
  }
  return state;
}

// One epoch; false when its loss or its validation value is not finite.
Result<bool> runEpoch(Learner& learner, const LoopOptions& options, const PointCallback& point,
                      const base::CancelToken& token, TrialState& state) {
  const auto loss = learner.trainEpoch(state.epoch, token);
  if (!loss) {
    return loss.error();
  }
  const int step = ++state.epoch;
  point("train loss", step, *loss);
  if (!std::isfinite(*loss)) {
    return false;
  }
  if (!options.validates) {
    state.bestValue = *loss;
    state.bestEpoch = step;
    learner.keepBest();
    return true;
  }
  const auto value = learner.validate(token);
  if (!value) {
    return value.error();
  }
  point("validation " + options.validationMetric, step, *value);
  if (!std::isfinite(*value)) {
    return false;
  }
  if (isBetter(*value, state, options.isLowerBetter)) {
    state.bestValue = *value;
    state.bestEpoch = step;
    learner.keepBest();
  }
  state.isFinished = step - state.bestEpoch >= options.patience;
  return true;
}

}  // namespace

Result<LoopOutcome> runEpochs(Learner& learner, const LoopOptions& options, const PointCallback& point,
                              const base::CancelToken& token) {
  auto started = startState(learner, options);
  if (!started) {
    return started.error();
  }
  TrialState state = std::move(started).value();
  bool hasDiverged = false;
  while (state.epoch < options.toEpoch && !state.isFinished && !hasDiverged) {
    if (token.isCancelled()) {
      return Error{ErrorCode::kCancelled, "The training was cancelled.", {}};
    }
    const auto wentWell = runEpoch(learner, options, point, token, state);
    if (!wentWell) {
      return wentWell.error();
    }
    hasDiverged = !*wentWell;
  }
  state.isFinished = state.isFinished || hasDiverged;
  LoopOutcome outcome{state.bestValue, state.bestEpoch, state.epoch, state.isFinished, hasDiverged};
  if (!options.checkpointOut.empty()) {
    learner.save(state);
    if (const auto written = writeTrialState(options.checkpointOut, state); !written) {
      if (written.error().code != ErrorCode::kDiskFull) {
        return written.error();
      }
      outcome.checkpointError = written.error();
    }
  }
  return outcome;
}

}  // namespace touchstone::train
