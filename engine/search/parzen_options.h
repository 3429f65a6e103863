// Choices of a Parzen estimator; the defaults are Optuna's.
// Thread: value type. Source: Bergstra 2011; Optuna samplers/_tpe/parzen_estimator.py.
#pragma once

namespace touchstone::search {

struct ParzenOptions {
  double priorWeight = 1.0;        // > 0; an observation's weight is at most 1
  bool useMagicClip = true;        // spreads are at least range / min(100, kernels + 1)
  bool considerEndpoints = false;  // the outer observations take the ends of the range as neighbours
};

}  // namespace touchstone::search
