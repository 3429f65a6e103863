#include "engine/data/metrics.h"

#include <algorithm>

namespace touchstone::data {

std::span<const MetricCard> metrics() {
  static const std::vector<MetricCard> kCards = {
      {"mse",
       "Mean squared error",
       true,
       "squared training deviations",
       "mean (y - f)^2 over all test windows, channels and steps, on the series scaled by its training rows",
       {Modality::kTimeSeries}},
      {"mae",
       "Mean absolute error",
       true,
       "training deviations",
       "mean |y - f| over all test windows, channels and steps, on the series scaled by its training rows",
       {Modality::kTimeSeries}},
      {"rmse", "Root mean squared error", true, "training deviations", "square root of mse", {Modality::kTimeSeries}},
      {"mase",
       "Mean absolute scaled error",
       true,
       "errors of in-sample seasonal naive",
       "mean |y - f| / mean |y_t - y_(t-season)| over the rows before the test block, on the values as in the file",
       {Modality::kTimeSeries}},
      {"smape",
       "Symmetric mean absolute percentage error",
       true,
       "percent",
       "mean 200 |y - f| / (|y| + |f|), 0 where both are 0, on the values as in the file",
       {Modality::kTimeSeries}},
  };
  return kCards;
}

const MetricCard* findMetric(std::string_view name) {
  const auto cards = metrics();
  const auto found =
      std::find_if(cards.begin(), cards.end(), [name](const MetricCard& card) { return card.name == name; });
  return found != cards.end() ? &*found : nullptr;
}

const std::vector<std::string>& metricNames() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const MetricCard& card : metrics()) {
      names.push_back(card.name);
    }
    return names;
  }();
  return kNames;
}

std::vector<std::string> metricNames(Modality modality) {
  std::vector<std::string> names;
  for (const MetricCard& card : metrics()) {
    if (std::find(card.modalities.begin(), card.modalities.end(), modality) != card.modalities.end()) {
      names.push_back(card.name);
    }
  }
  return names;
}

}  // namespace touchstone::data
