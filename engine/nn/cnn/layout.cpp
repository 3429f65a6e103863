#include "engine/nn/cnn/layout.h"

#include <torch/torch.h>

namespace touchstone::nn {

namespace {

// Strides of [H, W, N, C] in memory, for the logical order [N, C, H, W] or [N, C, L].
std::vector<std::int64_t> positionMajorStrides(at::IntArrayRef sizes) {
  std::vector<std::int64_t> strides(sizes.size());
  strides[1] = 1;
  strides[0] = sizes[1];
  std::int64_t step = sizes[0] * sizes[1];
  for (std::size_t axis = sizes.size() - 1; axis >= 2; --axis) {
    strides[axis] = step;
    step *= sizes[axis];
  }
  return strides;
}

}  // namespace

bool isRows(const at::Tensor& x) {
  if (x.dim() < 2 || !x.is_non_overlapping_and_dense()) {
    return false;
  }
  const std::int64_t channels = x.size(1);
  for (std::int64_t axis = 0; axis < x.dim(); ++axis) {
    if (axis != 1 && x.size(axis) > 1 && x.stride(axis) < channels) {
      return false;
    }
  }
  return channels == 1 || x.stride(1) == 1;
}

bool isPositionMajor(const at::Tensor& x) {
  const auto strides = positionMajorStrides(x.sizes());
  for (std::int64_t axis = 0; axis < x.dim(); ++axis) {
    if (x.size(axis) > 1 && x.stride(axis) != strides[static_cast<std::size_t>(axis)]) {
      return false;
    }
  }
  return true;
}

at::Tensor toPositionMajor(const at::Tensor& x) {
  if (isPositionMajor(x)) {
    return x;
  }
  return x.dim() == 3 ? x.permute({2, 0, 1}).contiguous().permute({1, 2, 0})
                      : x.permute({2, 3, 0, 1}).contiguous().permute({2, 3, 0, 1});
}

at::Tensor emptyPositionMajor(at::IntArrayRef sizes, const at::TensorOptions& options) {
  return at::empty_strided(sizes, positionMajorStrides(sizes), options);
}

}  // namespace touchstone::nn
