#include "ui/views/tasks/forecast_math.h"

#include <algorithm>
#include <cmath>

namespace touchstone::ui {

std::vector<double> unscaled(const SeriesRow& series, std::span<const float> scaled) {
  std::vector<double> values;
  values.reserve(scaled.size());
  for (const float value : scaled) values.push_back(series.mean + series.deviation * static_cast<double>(value));
  return values;
}

std::int64_t firstRowOf(const SeriesRow& series, std::int64_t item) {
  return series.validationEnd + item;
}

double valueAt(const SeriesRow& series, std::int64_t row) {
  const std::int64_t at = row - series.firstRow;
  if (at < 0 || at >= static_cast<std::int64_t>(series.values.size())) return kNoValue;
  return series.values[static_cast<std::size_t>(at)];
}

std::vector<double> valuesBetween(const SeriesRow& series, std::int64_t from, std::int64_t to) {
  std::vector<double> values;
  for (std::int64_t row = from; row < to; ++row) values.push_back(valueAt(series, row));
  return values;
}

std::vector<std::int64_t> storedWindows(std::span<const std::vector<ForecastRow>> sets) {
  std::vector<std::int64_t> items;
  for (const std::vector<ForecastRow>& rows : sets) {
    for (const ForecastRow& row : rows) {
      if (!row.forecast.empty()) items.push_back(row.item);
    }
  }
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  return items;
}

int nearestWindow(std::span<const std::int64_t> windows, std::int64_t item) {
  if (windows.empty()) return -1;
  const auto after = std::lower_bound(windows.begin(), windows.end(), item);
  if (after == windows.begin()) return 0;
  if (after == windows.end()) return static_cast<int>(windows.size()) - 1;
  const auto index = static_cast<int>(after - windows.begin());
  return item - *(after - 1) <= *after - item ? index - 1 : index;
}

std::int64_t windowCount(const SeriesRow& series, int horizon) {
  return std::max<std::int64_t>(0, series.testEnd - series.validationEnd - horizon + 1);
}

const ForecastRow* findForecast(std::span<const ForecastRow> rows, std::int64_t item) {
  const auto found = std::lower_bound(rows.begin(), rows.end(), item,
                                      [](const ForecastRow& row, std::int64_t i) { return row.item < i; });
  return found != rows.end() && found->item == item && !found->forecast.empty() ? &*found : nullptr;
}

StepMeasure stepMeasure(const std::string& metric) {
  return metric == "mse" || metric == "rmse" ? StepMeasure::kSquared : StepMeasure::kAbsolute;
}

StepErrors errorsByStep(const SeriesRow& series, std::span<const ForecastRow> rows, int horizon, StepMeasure measure) {
  const auto steps = static_cast<std::size_t>(std::max(0, horizon));
  // running means and sums of squared deviations from them: no loss of digits however many windows
  std::vector<double> mean(steps, 0.0), squares(steps, 0.0), count(steps, 0.0);
  StepErrors errors;
  for (const ForecastRow& row : rows) {
    bool isCounted = false;
    for (std::size_t step = 0; step < std::min(steps, row.forecast.size()); ++step) {
      const double value = valueAt(series, firstRowOf(series, row.item) + static_cast<std::int64_t>(step));
      const double scaled = (value - series.mean) / series.deviation;
      const double off = static_cast<double>(row.forecast[step]) - scaled;
      if (!std::isfinite(off)) continue;
      const double error = measure == StepMeasure::kSquared ? off * off : std::abs(off);
      isCounted = true;
      count[step] += 1.0;
      const double before = error - mean[step];
      mean[step] += before / count[step];
      squares[step] += before * (error - mean[step]);
    }
    errors.windows += isCounted;
  }
  for (std::size_t step = 0; step < steps; ++step) {
    const double n = count[step];
    errors.mean.push_back(n > 0.0 ? mean[step] : kNoValue);
    errors.standardError.push_back(n > 1.0 ? std::sqrt(squares[step] / (n - 1.0) / n) : kNoValue);
  }
  return errors;
}

std::int64_t shownHistory(int horizon) {
  constexpr std::int64_t kEnough = 24;
  const std::int64_t h = std::max(1, horizon);
  return std::max(h / 2, std::min(kEnough, std::max<std::int64_t>(2 * h, 8)));
}

}  // namespace touchstone::ui
