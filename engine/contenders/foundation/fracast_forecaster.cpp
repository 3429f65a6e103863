#include "engine/contenders/foundation/fracast_forecaster.h"

#include <algorithm>

#include "engine/train/guard.h"

namespace touchstone::contenders {

Result<void> FracastForecaster::forecast(std::span<const Origin> origins, const base::CancelToken& token,
                                         std::span<double> out) const {
  if (out.size() != origins.size() * m_horizon) {
    return Error{ErrorCode::kInternal, "Fracast-0 was asked for a forecast without room for it.", "fracast-0"};
  }
  return train::guarded("The forecast of Fracast-0", [&]() -> Result<void> {
    nn::FracastScratch scratch;
    for (std::size_t i = 0; i < origins.size(); ++i) {
      const auto history = origins[i].history.last(std::min(origins[i].history.size(), m_context));
      if (auto made = m_net->medians(history, token, scratch, out.subspan(i * m_horizon, m_horizon)); !made) {
        return made;
      }
    }
    return {};
  });
}

}  // namespace touchstone::contenders
