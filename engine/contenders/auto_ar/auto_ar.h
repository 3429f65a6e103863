// Auto-AR: one linear autoregression with a constant for all channels, its lag order chosen among all orders 0..P by
// the H-step error on the validation windows, its differencing by KPSS; then refitted on training and validation rows.
// Nothing is searched over trials: one trial, one resource unit, the same for every seed.
// Points: ("validation mse by order", step = order, value), for every order whose error is finite.
// Outcome: value = the chosen order's validation error, fitted on the training rows alone, in the task's metric (see
// validation_windows.h); the order itself is always chosen by squared error, which has a closed form.
// detailsJson: {"order", "difference", "kpss": [[eta of each channel] for each d tried], "max_order", "rows", "ridge",
// "validation_mse", "coefficients": [const, lag 1, ...], "seconds", "notes": [...]}.
// Options of the contender: max_order (512), order (fixed), difference ("kpss", 0, 1, 2).
// Thread, blocking, errors: as contender.h says; ETTh1 at horizon 96 takes 0.1 s.
// Source: Auto-AR of arXiv 2411.02796, without the quirks of the authors' code (training and validation rows are contiguous, the order is not
// chosen in-sample).
#pragma once

#include <memory>

#include "engine/api/result.h"
#include "engine/api/spec.h"
#include "engine/contenders/contender.h"

namespace touchstone::contenders {

// kBadInput for an option that is none of the above.
Result<std::unique_ptr<SeriesContender>> makeAutoAr(const ContenderSpec& spec);

}  // namespace touchstone::contenders
