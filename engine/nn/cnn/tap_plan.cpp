#include <algorithm>

#include "engine/nn/cnn/tap_conv.h"

namespace touchstone::nn {

namespace {

struct AxisTap {
  std::int64_t place = 0;   // in the kernel
  std::int64_t offset = 0;  // from stride x output position
};

std::int64_t outSize(std::int64_t size, std::int64_t stride) {
  return (size + stride - 1) / stride;
}

// Output positions of an axis whose tap at `offset` lies inside the input.
std::int64_t touchedPositions(std::int64_t size, std::int64_t stride, std::int64_t offset) {
  const std::int64_t first = offset >= 0 ? 0 : outSize(-offset, stride);
  const std::int64_t last = std::min(outSize(size, stride), outSize(std::max<std::int64_t>(size - offset, 0), stride));
  return std::max<std::int64_t>(0, last - first);
}

std::vector<AxisTap> axisTaps(std::int64_t size, const KernelChoice& choice, std::int64_t stride, std::int64_t left) {
  std::vector<AxisTap> taps;
  for (std::int64_t place = 0; place < choice.kernel; ++place) {
    const std::int64_t offset = place * choice.dilation - left;
    if (touchedPositions(size, stride, offset) > 0) {
      taps.push_back({place, offset});
    }
  }
  return taps;
}

}  // namespace

std::int64_t TapPlan::touches() const {
  std::int64_t touches = 0;
  for (const ConvTap& tap : taps) {
    touches +=
        touchedPositions(inHeight, isImage ? stride : 1, tap.row) * touchedPositions(inWidth, stride, tap.column);
  }
  return touches;
}

TapPlan sequencePlan(std::int64_t width, const KernelChoice& choice, std::int64_t stride, Padding padding) {
  TapPlan plan;
  plan.inWidth = width;
  plan.stride = stride;
  plan.tapCount = choice.kernel;
  plan.isImage = false;
  const std::int64_t left = padding == Padding::kCausal ? choice.span() - 1 : choice.span() / 2;
  for (const AxisTap& tap : axisTaps(width, choice, stride, left)) {
    plan.taps.push_back({tap.place, 0, tap.offset});
  }
  return plan;
}

TapPlan imagePlan(std::int64_t height, std::int64_t width, const KernelChoice& choice, std::int64_t stride) {
  TapPlan plan;
  plan.inHeight = height;
  plan.inWidth = width;
  plan.stride = stride;
  plan.tapCount = std::int64_t{choice.kernel} * choice.kernel;
  const std::int64_t before = choice.span() / 2;
  for (const AxisTap& row : axisTaps(height, choice, stride, before)) {
    for (const AxisTap& column : axisTaps(width, choice, stride, before)) {
      plan.taps.push_back({row.place * choice.kernel + column.place, row.offset, column.offset});
    }
  }
  return plan;
}

}  // namespace touchstone::nn
