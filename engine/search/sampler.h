// A sampler proposes configurations: it is told how trials ended and asked for the next one. Samplers minimise; a caller
// that maximises negates the values.
// The configuration of trial n depends on the seed, on n and on what was told so far, never on how many draws came before
// or on when it was asked: the same history gives the same proposals after a restart.
// Thread: engine thread. Blocking: never; a proposal costs at most some milliseconds.
// Errors: none at run time; a space must pass check() first. A told configuration that does not fit the space is ignored.
#pragma once

#include "engine/api/config.h"

namespace touchstone::search {

// How a trial stands when its value is told.
enum class TrialEnd {
  kComplete,  // reached its last epoch, or stopped early by itself
  kPruned,    // ended or waits at a rung: the value is the one at `lastStep`
  kDiverged,  // the value became NaN: worse than every other
  kFailed,    // an error: says nothing about the configuration
};

class Sampler {
 public:
  virtual ~Sampler() = default;

  // Telling a trial again replaces what was told before (a paused trial went on).
  virtual void tell(int trial, const Config& config, double value, TrialEnd end, int lastStep) = 0;
  virtual Config ask(int trial) = 0;
};

}  // namespace touchstone::search
