// Zero-shot forecasts of Fracast-0: medians from the last 2,048 values of each history.
// Thread: const, several slots at once; every call has its own working memory. Blocking: 4 to 5 ms an origin and 48
// steps on AVX-512; polls the token per block.
// Errors: kCancelled, kBadInput (fewer than 8 values), kInternal, kOutOfMemory.
#pragma once

#include <memory>

#include "engine/contenders/contender.h"
#include "engine/nn/fracast_inference.h"

namespace touchstone::contenders {

class FracastForecaster : public Forecaster {
 public:
  FracastForecaster(std::shared_ptr<const nn::FracastInference> net, std::size_t context, std::size_t horizon)
      : m_net(std::move(net)), m_context(context), m_horizon(horizon) {}

  Result<void> forecast(std::span<const Origin> origins, const base::CancelToken& token,
                        std::span<double> out) const override;

 private:
  const std::shared_ptr<const nn::FracastInference> m_net;
  const std::size_t m_context;  // values of a history that are used, at most 2,048
  const std::size_t m_horizon;
};

}  // namespace touchstone::contenders
