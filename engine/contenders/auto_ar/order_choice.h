// Which lag order: every order 0..P is fitted on the training rows and judged by its H-step error on the validation
// windows, at one order of differencing.
// P is max_order, cut by largestOrder() where the training rows are few or a channel is short.
// Every channel needs a training row, and difference <= possibleDifference().
// Thread: trial slot; polls the token between parts of some ms. Errors: kBadInput (no validation window, values that
// are not finite), kCancelled.
// Source: Auto-AR of arXiv 2411.02796 (there in-sample; here on validation).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/contenders/auto_ar/order_fits.h"
#include "engine/contenders/contender.h"

namespace touchstone::contenders {

struct OrderChoice {
  int difference = 0;          // d
  OrderFits fits;              // on the training rows t >= P + d
  std::vector<double> errors;  // [P+1], MSE over validation windows, channels and steps; may be infinite or NaN
  std::size_t best = 0;        // the order with the smallest finite error, the smaller one when equal
  std::size_t rows = 0;        // rows of the common sample
};

// The largest order of differencing <= wanted that leaves every channel a training row.
int possibleDifference(const SeriesView& task, int wanted);

// fixedOrder >= 0: only orders up to it, and it is the best one unless the rows forbid it.
Result<OrderChoice> chooseOrder(const SeriesView& task, int difference, std::size_t maxOrder, int fixedOrder,
                                const base::CancelToken& token);

// The model of that order and differencing on training and validation rows together, all rows t >= p + d.
Result<OrderFit> refit(const SeriesView& task, int difference, std::size_t order);

}  // namespace touchstone::contenders
