// Sum of squared H-step forecast errors over all validation windows, for every lag order, without making a forecast.
// An AR's error at step h is sum_{j<h} psi_j eps[t+h-j]: the one-step residuals on the real past, passed through the
// impulse response psi. With e_t(h) the error at step h from origin t, e_t(h+1) = e_{t+1}(h) + psi_h eps[t+1], so the
// sum over origins t0..t1 obeys
//   E(h+1) = E(h) + sum_c [ e_{t1+1}(h)^2 - e_{t0}(h)^2 ] + psi_h^2 S(0) + 2 psi_h sum_{k<h} psi_k S(h-k),
//   S(tau) = sum_t eps[t+1] eps[t+1+tau],
// and S is a quadratic form of the coefficients in the lag Gram matrix of the windows: no term grows with their number.
// An order costs about P H + 2 C H (P + H/2) multiplications; ETTh1 (7 channels, P 512, H 96): 0.1 ms an order.
// Channels of one or two windows have no inside to save on: their errors are summed as they are.
// Differencing d: eps and S come from the differenced series, psi is summed d times, as errors of levels are.
// Thread: trial slot; polls the token for every order. Errors: kCancelled.
// Source: the quadratic form follows from the definition; impulse responses as in Box and Jenkins, chapter 5.
// Oracle: plain recursion over every window, 1e-8 relative (tests/unit/contenders/horizon_errors_test.cpp); measured on
// ETTh1, taylor, co2 and sunspots: 6e-12 for d <= 1, 7e-9 for d = 2, where terms of size H^3 cancel.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/api/result.h"
#include "engine/base/cancel.h"
#include "engine/contenders/auto_ar/order_fits.h"

namespace touchstone::contenders {

// Windows of one channel: targets [s, s+H) for s = firstTarget .. firstTarget+count-1, indices of `values`.
// Needs firstTarget >= P and firstTarget + count - 1 + H <= values.size().
struct WindowRows {
  std::span<const double> values;  // differenced
  std::size_t firstTarget = 0;
  std::size_t count = 0;
};

// [P+1]; infinite or NaN for an order whose forecasts explode.
Result<std::vector<double>> horizonErrors(const OrderFits& fits, std::span<const WindowRows> channels, int horizon,
                                          int difference, const base::CancelToken& token);

// psi_0 = 1, ..., psi_{count-1} of 1 / (phi(B) (1-B)^d); coefficients: const, lag 1, ..., lag p.
std::vector<double> impulseResponse(std::span<const double> coefficients, int difference, std::size_t count);

}  // namespace touchstone::contenders
