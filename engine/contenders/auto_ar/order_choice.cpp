#include "engine/contenders/auto_ar/order_choice.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/contenders/auto_ar/horizon_errors.h"
#include "engine/contenders/auto_ar/kpss.h"
#include "engine/contenders/validation_windows.h"

namespace touchstone::contenders {

namespace {

// Differenced channels and where their training rows end.
struct Differenced {
  std::vector<std::vector<double>> values;
  std::vector<std::size_t> trainEnds;
};

Differenced differenceAll(const SeriesView& task, int times) {
  Differenced result;
  for (const SeriesView::Channel& channel : task.channels) {
    result.values.push_back(difference(channel.values, times));
    result.trainEnds.push_back(channel.trainEnd - static_cast<std::size_t>(times));
  }
  return result;
}

std::vector<WindowRows> windowRows(const Differenced& series, std::size_t horizon) {
  std::vector<WindowRows> windows;
  for (std::size_t c = 0; c < series.values.size(); ++c) {
    const std::size_t validationRows = series.values[c].size() - series.trainEnds[c];
    if (validationRows >= horizon) {
      windows.push_back({series.values[c], series.trainEnds[c], validationRows - horizon + 1});
    }
  }
  return windows;
}

std::size_t smallestFinite(std::span<const double> errors) {
  std::size_t best = 0;
  double smallest = std::numeric_limits<double>::infinity();
  for (std::size_t p = 0; p < errors.size(); ++p) {
    if (errors[p] < smallest) {
      smallest = errors[p];
      best = p;
    }
  }
  return best;
}

}  // namespace

int possibleDifference(const SeriesView& task, int wanted) {
  std::size_t shortest = task.channels.empty() ? 0 : task.channels.front().trainEnd;
  for (const SeriesView::Channel& channel : task.channels) {
    shortest = std::min(shortest, channel.trainEnd);
  }
  return shortest > static_cast<std::size_t>(wanted) ? wanted : std::max(static_cast<int>(shortest) - 1, 0);
}

Result<OrderChoice> chooseOrder(const SeriesView& task, int difference, std::size_t maxOrder, int fixedOrder,
                                const base::CancelToken& token) {
  const auto horizon = static_cast<std::size_t>(task.horizon);
  const Differenced series = differenceAll(task, difference);
  const std::vector<WindowRows> windows = windowRows(series, horizon);
  if (windows.empty()) {
    return noValidationWindow(task);
  }
  const std::size_t wanted = fixedOrder >= 0 ? static_cast<std::size_t>(fixedOrder) : maxOrder;
  const std::size_t order = largestOrder(series.trainEnds, wanted);
  std::vector<LagRows> rows;
  for (std::size_t c = 0; c < series.values.size(); ++c) {
    rows.push_back({series.values[c], order, series.trainEnds[c]});
  }
  LagGram gram = lagGram(rows, order);
  if (token.isCancelled()) {
    return Error{ErrorCode::kCancelled, "Auto-AR was stopped.", ""};
  }
  const std::size_t rowCount = gram.rows;
  auto fits = fitEveryOrder(std::move(gram));
  if (!fits.ok()) {
    return fits.error();
  }
  auto errors = horizonErrors(*fits, windows, task.horizon, difference, token);
  if (!errors.ok()) {
    return errors.error();
  }
  double values = 0.0;
  for (const WindowRows& channel : windows) {
    values += static_cast<double>(channel.count * horizon);
  }
  for (double& error : *errors) {
    error /= values;
  }
  const std::size_t best = fixedOrder >= 0 ? order : smallestFinite(*errors);
  return OrderChoice{difference, std::move(*fits), std::move(*errors), best, rowCount};
}

Result<OrderFit> refit(const SeriesView& task, int difference, std::size_t order) {
  const Differenced series = differenceAll(task, difference);
  std::vector<LagRows> rows;
  for (const std::vector<double>& values : series.values) {
    if (values.size() > order) {
      rows.push_back({values, order, values.size()});
    }
  }
  return fitOneOrder(lagGram(rows, order));
}

}  // namespace touchstone::contenders
