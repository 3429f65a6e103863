// Reference contenders: what any forecast has to beat.
// naive: every step repeats the last value. seasonal naive: step h repeats the newest value of the same season,
// y[t + h - s ceil(h/s)]. Nothing is trained; the validation value is that of all validation windows.
// The season s is the option `season`, else the task's (given, or detected on the training rows); with s = 1 both are
// one. A history shorter than a season repeats its last value.
// Points: ("validation mse" or the metric that validation uses, step 1, value). detailsJson: {"season": s}.
// Checkpoint: {"format":"touchstone seasonal-naive 1","season":s}; the predictor needs none and reads none.
// Thread, blocking, errors: as contender.h says.
// Source: Hyndman and Athanasopoulos, "Forecasting: principles and practice", section 5.2.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "engine/api/result.h"
#include "engine/api/spec.h"
#include "engine/contenders/contender.h"

namespace touchstone::contenders {

Result<std::unique_ptr<SeriesContender>> makeNaive(const ContenderSpec& spec);

// kBadInput for a season that is no whole number above 0.
Result<std::unique_ptr<SeriesContender>> makeSeasonalNaive(const ContenderSpec& spec);

class SeasonalForecaster : public Forecaster {
 public:
  SeasonalForecaster(int season, int horizon);

  Result<void> forecast(std::span<const Origin> origins, const base::CancelToken& token,
                        std::span<double> out) const override;

 private:
  const std::size_t m_season;
  const std::size_t m_horizon;
};

}  // namespace touchstone::contenders
