// An AR model with differencing, and its forecasts as one linear map of the newest values.
// With phi(B) (1-B)^d written out, levels follow y[t+1] = c + sum_{i=1..p+d} a_i y[t+1-i]; so forecast h is
// const_h + sum_k M[h][k] y[t-k], and shifting the context by one step gives row h+1 from row h:
//   M[h+1][k] = M[h][0] a_{k+1} + M[h][k+1],  const_{h+1} = const_h + M[h][0] c.   O(H (p+d)).
// All origins are then one matrix product [origins, p+d] x [p+d, H].
// A history shorter than p+d is continued to the left with its first value: its differences there are 0.
// Thread: const use from any. Errors: kCancelled; kInternal for an empty history or a wrong size of `out`.
// Source: Auto-AR of arXiv 2411.02796. Oracle: plain recursion (tests/unit/contenders/ar_forecaster_test.cpp).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/contenders/contender.h"

namespace touchstone::contenders {

struct ArModel {
  int difference = 0;
  std::vector<double> coefficients;  // const, lag 1 (newest), ..., lag p, of the differenced series

  std::size_t order() const { return coefficients.empty() ? 0 : coefficients.size() - 1; }
  friend bool operator==(const ArModel&, const ArModel&) = default;
};

// a_1 .. a_{p+d} of the levels.
std::vector<double> levelCoefficients(const ArModel& model);

class ArForecaster : public Forecaster {
 public:
  ArForecaster(const ArModel& model, int horizon);

  Result<void> forecast(std::span<const Origin> origins, const base::CancelToken& token,
                        std::span<double> out) const override;

  std::size_t context() const { return m_context; }
  std::span<const double> map() const { return m_map; }
  std::span<const double> constants() const { return m_constants; }

 private:
  std::size_t m_horizon;            // H; all members constant after construction
  std::size_t m_context;            // p + d
  std::vector<double> m_map;        // [H, p+d], oldest value first, as histories are stored
  std::vector<double> m_constants;  // [H]
};

}  // namespace touchstone::contenders
