// Memory layouts of activations. Logical shapes stay PyTorch's, [N, C, L] and [N, C, H, W]; what differs is the order in
// memory. Position-major is [H, W, N, C]: channels innermost, then the batch, then positions. A convolution's tap is then
// a shift of whole blocks of rows, so that each tap is one matrix product over the positions it really touches, without
// copies and without padding (tap_conv.h), and what works per channel sees plain rows.
// Thread: pure. Errors: none.
#pragma once

#include <vector>

#include "engine/nn/torch_pch.h"

namespace touchstone::nn {

// Channels innermost and the rest dense in some order: a matrix of rows [positions x N, C].
bool isRows(const at::Tensor& x);

bool isPositionMajor(const at::Tensor& x);

// The same values in position-major order; no copy where it already is.
at::Tensor toPositionMajor(const at::Tensor& x);

// Uninitialised, position-major. sizes: [N, C, L] or [N, C, H, W].
at::Tensor emptyPositionMajor(at::IntArrayRef sizes, const at::TensorOptions& options);

}  // namespace touchstone::nn
