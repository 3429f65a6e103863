// Forecasts of a trained DLinear: one matrix product for a block of origins.
// Thread: const, several slots at once. Blocking: microseconds an origin; polls per block of 256.
// Errors: kCancelled, kInternal (no room in `out`, an empty history).
#pragma once

#include "engine/contenders/contender.h"
#include "engine/nn/dlinear_net.h"

namespace touchstone::contenders {

class DLinearForecaster : public Forecaster {
 public:
  explicit DLinearForecaster(nn::LinearForecast forecast) : m_forecast(std::move(forecast)) {}

  Result<void> forecast(std::span<const Origin> origins, const base::CancelToken& token,
                        std::span<double> out) const override;

 private:
  const nn::LinearForecast m_forecast;
};

}  // namespace touchstone::contenders
