// The windows by which every forecasting contender is validated, and the error of a forecaster over them.
// Origins t = trainEnd .. validationEnd - H of each channel, stride 1: the history is [0, t), the target [t, t+H).
// The same windows, in the same order (channel by channel), for every contender, so their values can be compared.
// Thread: const data, any thread. Blocking: as long as the forecaster takes; it polls the token. Errors: see below.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "engine/api/result.h"
#include "engine/base/cancel.h"
#include "engine/contenders/contender.h"

namespace touchstone::contenders {

// All on scaled values, a plain mean over windows, channels and steps.
enum class ValidationMetric { kMse, kRmse, kMae };

// What validation measures for a task's metric. mase and smape are judged by mae on the scaled series: mase is mae over
// a constant of each channel, which scaling already evens out, and smape has no meaning where 0 is the mean.
// kUnsupported for any other word.
Result<ValidationMetric> validationMetric(std::string_view taskMetric);

const char* toWord(ValidationMetric metric);  // "mse", "rmse", "mae"

// The metric from the sum of squared errors and the sum of absolute errors over `count` values.
double toMetric(ValidationMetric metric, double squares, double absolutes, double count);

struct ValidationWindow {
  std::size_t channel = 0;
  std::size_t origin = 0;  // t
};

// All windows, or `most` of them, evenly spaced, where there are more (most = 0: all).
std::vector<ValidationWindow> validationWindows(const SeriesView& task, std::size_t most = 0);

// kBadInput when there is no window at all: validation block shorter than the horizon.
Result<double> validationError(const SeriesView& task, const Forecaster& forecaster, ValidationMetric metric,
                               const base::CancelToken& token, std::size_t mostWindows = 0);

// The error that says so, for contenders that do not go through validationError().
Error noValidationWindow(const SeriesView& task);

}  // namespace touchstone::contenders
