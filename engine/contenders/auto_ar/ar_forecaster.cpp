#include "engine/contenders/auto_ar/ar_forecaster.h"

#include <cblas.h>

#include <algorithm>
#include <string>

#include "engine/contenders/blas.h"

namespace touchstone::contenders {

namespace {

constexpr std::size_t kOriginsPerBlock = 256;  // 256 x 512 values stay in the second-level cache; below 1 ms a block

// The newest values of a history, oldest first, continued to the left with its first value.
void copyContext(std::span<const double> history, std::span<double> context) {
  const std::size_t known = std::min(history.size(), context.size());
  const std::size_t missing = context.size() - known;
  std::fill_n(context.begin(), missing, history.front());
  std::copy(history.end() - static_cast<std::ptrdiff_t>(known), history.end(),
            context.begin() + static_cast<std::ptrdiff_t>(missing));
}

}  // namespace

std::vector<double> levelCoefficients(const ArModel& model) {
  // Polynomial 1 - sum a_i B^i, times (1 - B) for each difference.
  std::vector<double> polynomial(model.order() + 1, 1.0);
  for (std::size_t i = 1; i < polynomial.size(); ++i) {
    polynomial[i] = -model.coefficients[i];
  }
  for (int d = 0; d < model.difference; ++d) {
    polynomial.push_back(0.0);
    for (std::size_t i = polynomial.size() - 1; i > 0; --i) {
      polynomial[i] -= polynomial[i - 1];
    }
  }
  std::vector<double> levels(polynomial.begin() + 1, polynomial.end());
  for (double& a : levels) {
    a = -a;
  }
  return levels;
}

ArForecaster::ArForecaster(const ArModel& model, int horizon)
    : m_horizon(static_cast<std::size_t>(std::max(horizon, 1))),
      m_context(model.order() + static_cast<std::size_t>(model.difference)),
      m_map(m_horizon * m_context, 0.0),
      m_constants(m_horizon, model.coefficients.empty() ? 0.0 : model.coefficients[0]) {
  if (m_context == 0) {
    return;  // a constant: the mean
  }
  const std::vector<double> a = levelCoefficients(model);
  const std::size_t newest = m_context - 1;  // column of y[t]; y[t-k] is column newest - k
  std::reverse_copy(a.begin(), a.end(), m_map.begin());
  for (std::size_t h = 1; h < m_horizon; ++h) {
    const double* previous = m_map.data() + (h - 1) * m_context;
    double* row = m_map.data() + h * m_context;
    const double weight = previous[newest];
    for (std::size_t k = 0; k < m_context; ++k) {
      row[newest - k] = weight * a[k] + (k < newest ? previous[newest - k - 1] : 0.0);
    }
    m_constants[h] = m_constants[h - 1] + weight * m_constants[0];
  }
}

Result<void> ArForecaster::forecast(std::span<const Origin> origins, const base::CancelToken& token,
                                    std::span<double> out) const {
  if (out.size() != origins.size() * m_horizon) {
    return Error{ErrorCode::kInternal,
                 "Auto-AR was given room for " + std::to_string(out.size()) + " forecast values and needs " +
                     std::to_string(origins.size() * m_horizon) + ".",
                 "auto-ar"};
  }
  useSingleThreadedBlas();
  std::vector<double> contexts(std::min(kOriginsPerBlock, origins.size()) * m_context);
  for (std::size_t begin = 0; begin < origins.size(); begin += kOriginsPerBlock) {
    if (token.isCancelled()) {
      return Error{ErrorCode::kCancelled, "Auto-AR was stopped.", ""};
    }
    const auto block = origins.subspan(begin, std::min(kOriginsPerBlock, origins.size() - begin));
    double* rows = out.data() + begin * m_horizon;
    for (std::size_t o = 0; o < block.size(); ++o) {
      if (block[o].history.empty()) {
        return Error{ErrorCode::kInternal, "Auto-AR was asked for a forecast without a single observed value.",
                     "auto-ar"};
      }
      copyContext(block[o].history, {contexts.data() + o * m_context, m_context});
      std::copy(m_constants.begin(), m_constants.end(), rows + o * m_horizon);
    }
    if (m_context > 0) {
      cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, blasSize(block.size()), blasSize(m_horizon),
                  blasSize(m_context), 1.0, contexts.data(), blasSize(m_context), m_map.data(), blasSize(m_context),
                  1.0, rows, blasSize(m_horizon));
    }
  }
  return {};
}

}  // namespace touchstone::contenders
