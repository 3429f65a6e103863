#include "engine/contenders/validation_windows.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace touchstone::contenders {

namespace {

constexpr std::size_t kWindowsPerBlock = 4096;  // 3 MB of forecasts at H = 96

struct ErrorSums {
  double squares = 0.0;
  double absolutes = 0.0;
};

Result<void> addErrors(const SeriesView& task, std::span<const ValidationWindow> windows, const Forecaster& forecaster,
                       const base::CancelToken& token, ErrorSums& sums) {
  const auto steps = static_cast<std::size_t>(task.horizon);
  std::vector<Origin> origins;
  for (const ValidationWindow& window : windows) {
    origins.push_back({static_cast<int>(window.channel), task.channels[window.channel].values.first(window.origin)});
  }
  std::vector<double> forecasts(origins.size() * steps);
  if (auto done = forecaster.forecast(origins, token, forecasts); !done.ok()) {
    return done.error();
  }
  for (std::size_t w = 0; w < windows.size(); ++w) {
    const double* target = task.channels[windows[w].channel].values.data() + windows[w].origin;
    for (std::size_t h = 0; h < steps; ++h) {
      const double error = forecasts[w * steps + h] - target[h];
      sums.squares += error * error;
      sums.absolutes += std::abs(error);
    }
  }
  return {};
}

}  // namespace

Result<ValidationMetric> validationMetric(std::string_view taskMetric) {
  if (taskMetric == "mse") {
    return ValidationMetric::kMse;
  }
  if (taskMetric == "rmse") {
    return ValidationMetric::kRmse;
  }
  if (taskMetric == "mae" || taskMetric == "mase" || taskMetric == "smape") {
    return ValidationMetric::kMae;
  }
  return Error{ErrorCode::kUnsupported,
               "Forecasts are not validated by \"" + std::string(taskMetric) + "\". Use mse, rmse, mae, mase or smape.",
               "metric"};
}

const char* toWord(ValidationMetric metric) {
  switch (metric) {
  case ValidationMetric::kMse:
    return "mse";
  case ValidationMetric::kRmse:
    return "rmse";
  case ValidationMetric::kMae:
    break;
  }
  return "mae";
}

double toMetric(ValidationMetric metric, double squares, double absolutes, double count) {
  switch (metric) {
  case ValidationMetric::kMse:
    return squares / count;
  case ValidationMetric::kRmse:
    return std::sqrt(squares / count);
  case ValidationMetric::kMae:
    break;
  }
  return absolutes / count;
}

std::vector<ValidationWindow> validationWindows(const SeriesView& task, std::size_t most) {
  const auto steps = static_cast<std::size_t>(task.horizon);
  std::vector<ValidationWindow> all;
  for (std::size_t c = 0; c < task.channels.size(); ++c) {
    const SeriesView::Channel& channel = task.channels[c];
    // An origin needs one observed value before it.
    for (std::size_t t = std::max<std::size_t>(channel.trainEnd, 1); t + steps <= channel.values.size(); ++t) {
      all.push_back({c, t});
    }
  }
  if (most == 0 || all.size() <= most) {
    return all;
  }
  std::vector<ValidationWindow> some;
  for (std::size_t i = 0; i < most; ++i) {
    some.push_back(all[i * all.size() / most]);
  }
  return some;
}

Result<double> validationError(const SeriesView& task, const Forecaster& forecaster, ValidationMetric metric,
                               const base::CancelToken& token, std::size_t mostWindows) {
  const std::vector<ValidationWindow> windows = validationWindows(task, mostWindows);
  if (windows.empty()) {
    return noValidationWindow(task);
  }
  ErrorSums sums;
  for (std::size_t begin = 0; begin < windows.size(); begin += kWindowsPerBlock) {
    const std::span<const ValidationWindow> rest = std::span(windows).subspan(begin);
    const auto block = rest.first(std::min(kWindowsPerBlock, rest.size()));
    if (auto added = addErrors(task, block, forecaster, token, sums); !added.ok()) {
      return added.error();
    }
  }
  const auto count = static_cast<double>(windows.size()) * static_cast<double>(task.horizon);
  return toMetric(metric, sums.squares, sums.absolutes, count);
}

Error noValidationWindow(const SeriesView& task) {
  return {ErrorCode::kBadInput,
          "No channel has a validation block of at least " + std::to_string(task.horizon) +
              " rows, the horizon, so nothing can be validated. Shorten the horizon or enlarge the validation block.",
          "split"};
}

}  // namespace touchstone::contenders
