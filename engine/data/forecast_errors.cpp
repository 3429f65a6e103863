#include "engine/data/forecast_errors.h"

#include <cmath>
#include <string>

namespace touchstone::data {

namespace {

template <typename Errors>
double byName(const Errors& errors, double rmse, std::string_view metric) {
  return metric == "mse"     ? errors.mse
         : metric == "mae"   ? errors.mae
         : metric == "rmse"  ? rmse
         : metric == "mase"  ? errors.mase
         : metric == "smape" ? errors.smape
                             : kNoError;
}

}  // namespace

double ItemError::of(std::string_view metric) const {
  return byName(*this, std::sqrt(mse), metric);
}

double ErrorMeans::of(std::string_view metric) const {
  return byName(*this, rmse, metric);
}

Result<ItemError> scoreItem(std::span<const double> forecast, const ItemTarget& target) {
  double squares = 0.0, absolutes = 0.0, percents = 0.0;
  int steps = 0;
  for (std::size_t h = 0; h < target.raw.size(); ++h) {
    const double raw = target.raw[h];
    if (std::isnan(raw)) {
      continue;
    }
    if (h >= forecast.size() || !std::isfinite(forecast[h])) {
      return Error{ErrorCode::kBadInput,
                   "The forecast of step " + std::to_string(h + 1) + " is " +
                       (h >= forecast.size() ? "missing" : "not a finite number") + ", so it has no score.",
                   ""};
    }
    const double error = forecast[h] - target.scale.toScaled(raw);
    squares += error * error;
    absolutes += std::abs(error);
    const double rawForecast = target.scale.toRaw(forecast[h]);
    const double size = std::abs(raw) + std::abs(rawForecast);
    percents += size > 0.0 ? 200.0 * std::abs(raw - rawForecast) / size : 0.0;
    ++steps;
  }
  ItemError item;
  item.steps = steps;
  if (steps == 0) {
    return item;
  }
  item.mse = squares / steps;
  item.mae = absolutes / steps;
  item.smape = percents / steps;
  if (target.maseDenominator > 0.0) {
    item.mase = item.mae * target.scale.deviation / target.maseDenominator;
  }
  return item;
}

double maseDenominator(std::span<const double> rows, int season) {
  const auto lag = static_cast<std::size_t>(season);
  double sum = 0.0;
  std::size_t count = 0;
  for (std::size_t t = lag; t < rows.size(); ++t) {
    const double difference = std::abs(rows[t] - rows[t - lag]);
    if (!std::isnan(difference)) {
      sum += difference;
      ++count;
    }
  }
  return count > 0 ? sum / static_cast<double>(count) : kNoError;
}

void ErrorSummary::add(std::size_t channel, std::size_t window, const ItemError& error) {
  if (!error.isScorable()) {
    m_notScorable.push_back({channel, window});
    return;
  }
  Sums& sums = m_channels[channel];
  sums.mse += error.mse;
  sums.mae += error.mae;
  sums.smape += error.smape;
  ++sums.items;
  if (!std::isnan(error.mase)) {
    sums.mase += error.mase;
    ++sums.maseItems;
  }
}

ErrorMeans ErrorSummary::overall() const {
  Sums all;
  for (const Sums& sums : m_channels) {
    all.mse += sums.mse;
    all.mae += sums.mae;
    all.mase += sums.mase;
    all.smape += sums.smape;
    all.items += sums.items;
    all.maseItems += sums.maseItems;
  }
  return means(all);
}

ErrorMeans ErrorSummary::means(const Sums& sums) {
  ErrorMeans means;
  means.items = sums.items;
  means.maseItems = sums.maseItems;
  if (sums.items > 0) {
    const auto count = static_cast<double>(sums.items);
    means.mse = sums.mse / count;
    means.mae = sums.mae / count;
    means.smape = sums.smape / count;
    means.rmse = std::sqrt(means.mse);
  }
  if (sums.maseItems > 0) {
    means.mase = sums.mase / static_cast<double>(sums.maseItems);
  }
  return means;
}

}  // namespace touchstone::data
