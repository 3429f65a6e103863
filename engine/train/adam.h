// Adam on a flat block of parameters, as torch.optim.Adam computes it (bias-corrected, eps outside the root).
// Deterministic: the same gradients in the same order give the same bits.
// Thread: one at a time. Errors: none.
// Source: Kingma and Ba 2015; checked against torch::optim::Adam (tests/torch/dlinear_test.cpp).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace touchstone::train {

struct AdamOptions {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
};

struct AdamState {
  std::int64_t steps = 0;
  std::vector<float> mean;      // first moments
  std::vector<float> variance;  // second moments

  explicit AdamState(std::size_t parameters = 0) : mean(parameters), variance(parameters) {}
};

// parameters -= learningRate * corrected mean / (sqrt(corrected variance) + epsilon). All spans have the same length.
void adamStep(AdamState& state, double learningRate, std::span<const float> gradient, std::span<float> parameters,
              const AdamOptions& options = {});

}  // namespace touchstone::train
