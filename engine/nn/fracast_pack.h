// Turns Fracast-0's tensors into the packed form of one set of kernels.
// Preconditions: every tensor of fracastTensors() is present with its shape (checkFracast).
// Thread: pure functions. Errors: kBadInput from checkFracast.
#pragma once

#include <string>

#include "engine/nn/fracast_kernels.h"
#include "engine/nn/host_tensors.h"

namespace touchstone::nn {

Result<void> checkFracast(const HostTensors& weights);

AlignedFloats packVector(const HostTensors& weights, const std::string& name);
PackedDense packLinear(const HostTensors& weights, const std::string& prefix, int panel);
PackedFeedForward packFeedForward(const HostTensors& weights, const std::string& prefix, int panel);
PackedBlock packBlock(const HostTensors& weights, const std::string& prefix, int panel);
// Depth-wise taps [64, 1, 3] as [3][64].
AlignedFloats packTaps(const HostTensors& weights, const std::string& name);

// FiLM of a stage: x * scale + shift.
RowAffine packFilm(const HostTensors& weights, int stage);

// Input and phase projection as one matrix [64, 15], with the FiLM of stage 0 folded in.
PackedDense packInput(const HostTensors& weights, int panel);

}  // namespace touchstone::nn
