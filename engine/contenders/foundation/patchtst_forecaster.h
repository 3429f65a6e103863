// Forecasts of a pretrained PatchTST without any training.
// A checkpoint with a forecast head predicts its H steps at once from the last 512 values; shorter horizons are cut,
// longer ones roll: forecasts are appended as data and the next pass sees them.
// A checkpoint that reconstructs patches predicts the patches at the end of the context as masked ones: of the 42
// patches the last ceil(steps / 12), at most kMostMasked in one pass, are masked and read back; longer horizons roll.
// (ETTh1, horizon 192: MSE .417 with 16 patches at once, .439 rolling by four.)
// The context is normalised by mean and deviation of what is observed in it (never of masked steps).
// Short histories: the first value is repeated on the left up to the context's length.
// Thread: const, several slots at once. Blocking: about 0.5 ms an origin and pass; polls per batch.
// Errors: kCancelled, kInternal (no room, an empty history, a failing product), kOutOfMemory.
// Source: Nie et al. 2023; shared/models/README.md, "PatchTST".
#pragma once

#include <memory>

#include "engine/contenders/contender.h"
#include "engine/nn/patchtst_net.h"

namespace touchstone::contenders {

struct PatchTstContext {
  std::size_t length = 512;  // values that the network sees, masked steps included
  std::size_t used = 512;    // values of a history that are used, at most `length`
};

class PatchTstForecaster : public Forecaster {
 public:
  static constexpr std::int64_t kMostMasked = 16;  // of 42 patches: training masked 40 % of them

  PatchTstForecaster(std::shared_ptr<const nn::PatchTstNet> net, PatchTstContext context, std::size_t horizon);

  Result<void> forecast(std::span<const Origin> origins, const base::CancelToken& token,
                        std::span<double> out) const override;

 private:
  std::size_t stepsPerPass() const;
  // Forecasts `steps` <= stepsPerPass() for each series; out [series, steps].
  void pass(std::span<const std::span<const double>> series, std::size_t steps, std::span<double> out) const;

  const std::shared_ptr<const nn::PatchTstNet> m_net;
  const PatchTstContext m_context;
  const std::size_t m_horizon;
};

}  // namespace touchstone::contenders
