// DLinear as a contender: learning rate, look-back and decomposition kernel by the study's search, early stopping on
// the validation windows, the best weights forecast.
// Search space: "learning rate" log 3e-5 .. 1e-2, a fifth less after each epoch; "look-back" of those of 96, 192, 336,
// 512, 720 that the training rows allow (the largest of 2, 4, .. 64 where none is); "kernel" 13, 25, 49.
// Resource unit: epoch, used by rungs.
// Options: lookback (a fixed look-back instead of a search).
// Points: "train loss" and "validation METRIC" for each epoch. Checkpoint: train/checkpoint.h, kind "dlinear".
// detailsJson: {"look_back", "kernel", "best_epoch", "windows", "batch"}.
// Short histories: a look-back that reaches before the first value is filled with the first value.
// Thread and errors: as Contender says. Source: Zeng et al. 2023 (LTSF-Linear).
#pragma once

#include <memory>

#include "engine/api/result.h"
#include "engine/api/spec.h"
#include "engine/contenders/contender.h"

namespace touchstone::contenders {

Result<std::unique_ptr<SeriesContender>> makeDLinear(const ContenderSpec& spec);

}  // namespace touchstone::contenders
