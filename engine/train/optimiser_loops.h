// The inner loops of the optimisers, on plain memory. Thread: any. Errors: none.
#pragma once

#include <cstddef>

namespace touchstone::train {

struct SgdFactors {
  float rate = 0.0f, decay = 0.0f, momentum = 0.0f;
  bool isFirst = false;  // the momentum starts as the gradient
};

// g += decay p; velocity = momentum velocity + g; p -= rate (g + momentum velocity). momentum 0: velocity is not touched.
void sgdLoop(const SgdFactors& factors, std::size_t count, const float* gradient, float* velocity, float* parameters);

struct AdamWFactors {
  float keep = 1.0f;                 // 1 - rate x weight decay
  float keep1, take1, keep2, take2;  // shares of the old moments and of the gradient
  float step;                        // rate over the first moment's correction
  float root;                        // what corrects the root of the second moment
  float epsilon;
};

void adamWLoop(const AdamWFactors& factors, std::size_t count, const float* gradient, float* mean, float* variance,
               float* parameters);

}  // namespace touchstone::train
