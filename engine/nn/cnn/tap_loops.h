// The loops below tapConv(), on plain memory. Activations are position-major: [height, width, batch, channels].
// Thread: computes in the calling thread. Errors: none; the caller keeps the shapes.
#pragma once

#include <cstdint>
#include <vector>

namespace touchstone::nn {

// A grid of positions. A convolution with stride s reads s x s planes, each every s-th position from its own start.
template <typename Value>
struct TapPlane {
  const Value* data = nullptr;  // [height, width, batch, channels]
  std::int64_t height = 1;
  std::int64_t width = 1;
};

struct PlaneTap {
  std::size_t plane = 0;
  std::int64_t index = 0;  // which matrix of the weights
  std::int64_t row = 0;    // offset in the plane from the output's position
  std::int64_t column = 0;
};

// What all loops share: the output's grid and the channels.
struct TapSizes {
  std::int64_t height = 1;
  std::int64_t width = 1;
  std::int64_t batch = 1;
  std::int64_t in = 1;
  std::int64_t out = 1;
};

// y [height, width, batch, out] = bias (0 where null) + sum over taps of plane[position + offset] * weights[index];
// weights [T, in, out].
template <typename Value>
void sumTaps(const TapSizes& sizes, const std::vector<TapPlane<Value>>& planes, const std::vector<PlaneTap>& taps,
             const Value* weights, const Value* bias, Value* y);

// gradient [T, out, in] += for each tap, sum over positions of gy[position] (x) plane[position + offset].
template <typename Value>
void addWeightGradient(const TapSizes& sizes, const std::vector<TapPlane<Value>>& planes,
                       const std::vector<PlaneTap>& taps, const Value* gy, Value* gradient);

}  // namespace touchstone::nn
