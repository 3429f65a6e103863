#include "engine/train/optimiser_loops.h"

#include <cmath>

#pragma GCC optimize("O3,no-math-errno")  // roots vectorise only where errno may stay as it is

#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__)
#define TOUCHSTONE_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define TOUCHSTONE_CLONES
#endif

namespace touchstone::train {

namespace {

TOUCHSTONE_CLONES
void plainSgd(float rate, float decay, std::size_t count, const float* gradient, float* __restrict parameters) {
  for (std::size_t i = 0; i < count; ++i) {
    parameters[i] -= rate * (gradient[i] + decay * parameters[i]);
  }
}

TOUCHSTONE_CLONES
void nesterov(float rate, float decay, float momentum, float kept, std::size_t count, const float* gradient,
              float* __restrict velocity, float* __restrict parameters) {
  for (std::size_t i = 0; i < count; ++i) {
    const float g = gradient[i] + decay * parameters[i];
    velocity[i] = kept * velocity[i] + g;
    parameters[i] -= rate * (g + momentum * velocity[i]);
  }
}

TOUCHSTONE_CLONES
void adamW(const AdamWFactors& f, std::size_t count, const float* gradient, float* __restrict mean,
           float* __restrict variance, float* __restrict parameters) {
  const AdamWFactors own = f;
  for (std::size_t i = 0; i < count; ++i) {
    const float g = gradient[i];
    mean[i] = own.keep1 * mean[i] + own.take1 * g;
    variance[i] = own.keep2 * variance[i] + own.take2 * g * g;
    parameters[i] = own.keep * parameters[i] - own.step * mean[i] / (std::sqrt(variance[i]) * own.root + own.epsilon);
  }
}

}  // namespace

void sgdLoop(const SgdFactors& f, std::size_t count, const float* gradient, float* velocity, float* parameters) {
  if (f.momentum == 0.0f) {
    plainSgd(f.rate, f.decay, count, gradient, parameters);
  } else {
    nesterov(f.rate, f.decay, f.momentum, f.isFirst ? 0.0f : f.momentum, count, gradient, velocity, parameters);
  }
}

void adamWLoop(const AdamWFactors& f, std::size_t count, const float* gradient, float* mean, float* variance,
               float* parameters) {
  adamW(f, count, gradient, mean, variance, parameters);
}

}  // namespace touchstone::train
