// Initial weights. Every tensor has a generator of its own, keyed by (seed, the tensor's name): a network starts with
// the same values whatever else is built before it or beside it, and torch's global generator stays out of it.
// Thread: any. Errors: none.
#pragma once

#include <cstdint>
#include <string>

#include "engine/nn/torch_pch.h"

namespace touchstone::nn {

at::Generator cpuGenerator(std::uint64_t seed);

struct InitKey {
  std::uint64_t seed = 0;
  std::string name;  // of the layer, dotted
};

// Values of the given shape, contiguous, uniform within +-bound; `what` is "weight" or "bias".
at::Tensor uniformValues(const InitKey& key, const std::string& what, at::IntArrayRef shape, double bound);

// Bounds for weights [out, in, taps...]: Xavier-uniform with gain sqrt(2), and PyTorch's default 1 / sqrt(in x taps).
double xavierBound(at::IntArrayRef shape);
double fanInBound(at::IntArrayRef shape);

}  // namespace touchstone::nn
