// Seconds of a training step on this machine, by taking some: forward, loss and backward of a whole batch, best of a few.
// Thread: trial slot, in one torch thread. Blocking: a few steps, at most about 20 s. Errors: as makeBackbone; exceptions of
// torch pass (train/guard.h).
#pragma once

#include <vector>

#include "engine/contenders/dasha/cnn_task.h"
#include "engine/nn/cnn/kernel_choice.h"
#include "engine/nn/dash/supernet.h"

namespace touchstone::contenders {

// choices empty: the backbone's own kernels.
Result<double> trainingStepSeconds(const nn::BackboneOptions& network, const std::vector<nn::KernelChoice>& choices,
                                   int batch, const base::CancelToken& token);
Result<double> searchStepSeconds(nn::Supernet& net, int batch, const base::CancelToken& token);

// The fastest method for every layer, set in the net.
void chooseMethods(nn::Supernet& net, int batch);

}  // namespace touchstone::contenders
