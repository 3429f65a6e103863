// The state of a trial between two segments: weights, optimiser, best weights so far, and how far it is. Random streams
// are keyed by (seed, epoch), so seed and epoch are their whole state.
// Written as one .safetensors, atomically; reading checks that it belongs to the trial that asks.
// Thread: value types; reading and writing block on the disk.
// Errors: kNotFound, kBadInput (damaged, or of another trial), kDiskFull, kReadOnly.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "engine/api/result.h"
#include "engine/nn/host_tensors.h"

namespace touchstone::train {

struct TrialState {
  std::string kind;         // what wrote it: "dlinear"; another kind is refused
  std::uint64_t seed = 0;   // key of the random streams
  int epoch = 0;            // epochs done
  int bestEpoch = 0;        // after which the best value was seen; 0: none yet
  double bestValue = 0.0;   // meaningless while bestEpoch is 0
  bool isFinished = false;  // ended by itself
  std::int64_t steps = 0;   // of the optimiser
  nn::HostTensors tensors;  // "model/...", "best/...", "optimiser/..."
};

Result<void> writeTrialState(const std::filesystem::path& path, const TrialState& state);
Result<TrialState> readTrialState(const std::filesystem::path& path, const std::string& kind);

}  // namespace touchstone::train
