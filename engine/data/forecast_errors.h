// Errors of forecasts: of one item (a test window of one channel), and their means per channel and over all items.
// Units: mse, mae, rmse on the scaled series; mase and smape (percent) on the values as in the file.
// Missing targets are not scored; an item without any target is counted and listed, never an error of 0.
// A mean is the plain mean over items, in the order in which they were added; rmse = sqrt(mean of the items' mse).
// Thread: value types, one thread. Errors: kBadInput for a forecast that is not finite at a step with a target.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/series.h"

namespace touchstone::data {

inline constexpr double kNoError = std::numeric_limits<double>::quiet_NaN();

struct ItemError {
  double mse = kNoError;
  double mae = kNoError;
  double mase = kNoError;  // also NaN where the channel has no MASE (its denominator is 0)
  double smape = kNoError;
  int steps = 0;  // scored ones; 0: not scorable

  bool isScorable() const { return steps > 0; }
  // By a metric's name; rmse of an item is sqrt(mse). NaN for an unknown name.
  double of(std::string_view metric) const;
};

// What an item is scored against: `raw` [H] as in the file, NaN where missing.
struct ItemTarget {
  std::span<const double> raw;
  Scale scale;
  double maseDenominator = kNoError;  // NaN or 0: no MASE
};

// `forecast` [H] scaled.
Result<ItemError> scoreItem(std::span<const double> forecast, const ItemTarget& target);

// mean |y_t - y_(t-season)| over the rows before the test block where both are present; NaN where there is no such pair.
double maseDenominator(std::span<const double> rows, int season);

struct ErrorMeans {
  double mse = kNoError, mae = kNoError, rmse = kNoError, mase = kNoError, smape = kNoError;
  std::int64_t items = 0;      // scored
  std::int64_t maseItems = 0;  // of them with a MASE

  double of(std::string_view metric) const;
};

class ErrorSummary {
 public:
  struct Place {
    std::size_t channel = 0;
    std::size_t window = 0;
  };

  explicit ErrorSummary(std::size_t channels) : m_channels(channels) {}

  void add(std::size_t channel, std::size_t window, const ItemError& error);

  std::size_t channels() const { return m_channels.size(); }
  ErrorMeans channel(std::size_t channel) const { return means(m_channels[channel]); }
  ErrorMeans overall() const;
  const std::vector<Place>& notScorable() const { return m_notScorable; }

 private:
  struct Sums {
    double mse = 0.0, mae = 0.0, mase = 0.0, smape = 0.0;
    std::int64_t items = 0, maseItems = 0;
  };
  static ErrorMeans means(const Sums& sums);

  std::vector<Sums> m_channels;
  std::vector<Place> m_notScorable;
};

}  // namespace touchstone::data
