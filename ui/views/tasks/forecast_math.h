// What the Tasks view computes from stored series and forecasts: which windows there are, values in the file's units,
// and the error at every step ahead. Shapes: a forecast has H values, one a step; windows are numbered from the first
// row of the test block. Units: scaled values unless said otherwise; value = mean + deviation * scaled.
// Thread: pure functions. Errors: none; what is missing is NaN and counts in no mean.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/api/read_models.h"

namespace touchstone::ui {

// In the units of the file.
std::vector<double> unscaled(const SeriesRow& series, std::span<const float> scaled);

// Row of the first value that window `item` forecasts.
std::int64_t firstRowOf(const SeriesRow& series, std::int64_t item);
// Value of the file at a row; NaN where there is none.
double valueAt(const SeriesRow& series, std::int64_t row);
std::vector<double> valuesBetween(const SeriesRow& series, std::int64_t from, std::int64_t to);

// Items that have a forecast in any of the sets, increasing, each once.
std::vector<std::int64_t> storedWindows(std::span<const std::vector<ForecastRow>> sets);
// Index of the window nearest to `item`, of two the earlier; -1: there is none.
int nearestWindow(std::span<const std::int64_t> windows, std::int64_t item);
// Windows of the whole test block, stride 1.
std::int64_t windowCount(const SeriesRow& series, int horizon);
const ForecastRow* findForecast(std::span<const ForecastRow> rows, std::int64_t item);

enum class StepMeasure { kSquared, kAbsolute };
// Squared for metrics made of squares, absolute for all others.
StepMeasure stepMeasure(const std::string& metric);

// Mean over windows of the error at each step, with its standard error (deviation of the windows / root of their
// number), NaN under two windows. Overlapping windows are alike, so the true error is larger.
struct StepErrors {
  std::vector<double> mean, standardError;
  std::int64_t windows = 0;  // with a forecast and at least one value to compare it with
};
StepErrors errorsByStep(const SeriesRow& series, std::span<const ForecastRow> rows, int horizon, StepMeasure measure);

// How many rows of the past a forecast is shown with.
std::int64_t shownHistory(int horizon);

}  // namespace touchstone::ui
