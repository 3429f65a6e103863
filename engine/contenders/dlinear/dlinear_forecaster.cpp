#include "engine/contenders/dlinear/dlinear_forecaster.h"

#include <algorithm>

#include "engine/train/guard.h"
#include "engine/train/threads.h"

namespace touchstone::contenders {

namespace {

constexpr std::size_t kBlock = 256;

// The newest values of a history as floats, the first value repeated where it is too short.
void copyHistory(std::span<const double> history, std::span<float> out) {
  const std::size_t known = std::min(history.size(), out.size());
  const auto missing = static_cast<std::ptrdiff_t>(out.size() - known);
  std::fill(out.begin(), out.begin() + missing, static_cast<float>(history.front()));
  const auto tail = history.last(known);
  std::transform(tail.begin(), tail.end(), out.begin() + missing,
                 [](double value) { return static_cast<float>(value); });
}

}  // namespace

Result<void> DLinearForecaster::forecast(std::span<const Origin> origins, const base::CancelToken& token,
                                         std::span<double> out) const {
  const std::size_t lookback = m_forecast.lookback;
  const std::size_t horizon = m_forecast.horizon;
  const bool hasEmpty = std::any_of(origins.begin(), origins.end(), [](const Origin& o) { return o.history.empty(); });
  if (out.size() != origins.size() * horizon || hasEmpty) {
    return Error{ErrorCode::kInternal, "DLinear was asked for a forecast without room for it or without a history.",
                 "dlinear"};
  }
  return train::guarded("The forecast of DLinear", [&]() -> Result<void> {
    train::useOneThread();
    std::vector<float> inputs(std::min(origins.size(), kBlock) * lookback);
    std::vector<float> forecasts(std::min(origins.size(), kBlock) * horizon);
    for (std::size_t first = 0; first < origins.size(); first += kBlock) {
      if (token.isCancelled()) {
        return Error{ErrorCode::kCancelled, "The forecast was cancelled.", {}};
      }
      const auto block = origins.subspan(first, std::min(kBlock, origins.size() - first));
      for (std::size_t i = 0; i < block.size(); ++i) {
        copyHistory(block[i].history, std::span(inputs).subspan(i * lookback, lookback));
      }
      m_forecast.apply(inputs, block.size(), forecasts);
      std::copy_n(forecasts.begin(), block.size() * horizon,
                  out.begin() + static_cast<std::ptrdiff_t>(first * horizon));
    }
    return {};
  });
}

}  // namespace touchstone::contenders
