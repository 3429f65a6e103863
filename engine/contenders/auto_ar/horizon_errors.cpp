#include "engine/contenders/auto_ar/horizon_errors.h"

#include <cblas.h>

#include <algorithm>
#include <numeric>

#include "engine/contenders/blas.h"

namespace touchstone::contenders {

namespace {

Error wasCancelled() {
  return {ErrorCode::kCancelled, "Auto-AR was stopped.", ""};
}

// Residual rows and windows at a time. The impulse responses are laid out once per block and order, so a block holds
// many windows; at P = 512 it takes 8 MB at H = 96 and 47 MB at H = 720.
constexpr std::size_t kRowsPerBlock = 2048;
constexpr std::size_t kFewestPerBlock = 16;

// One window whose errors count, with its sign.
struct Window {
  std::span<const double> values;
  std::size_t firstTarget = 0;
  double sign = 1.0;
};

// Window Gram [P+H, P+H] of the channels, newest row s+H-1 first.
LagGram windowGram(std::span<const WindowRows> channels, std::size_t maxOrder, std::size_t horizon) {
  std::vector<LagRows> rows;
  for (const WindowRows& channel : channels) {
    const std::size_t first = channel.firstTarget + horizon - 1;
    rows.push_back({channel.values, first, first + channel.count});
  }
  return lagGram(rows, maxOrder + horizon - 1);
}

// S(tau) of every order: [P+1, H], row-major.
std::vector<double> residualProducts(const OrderFits& fits, std::span<const WindowRows> channels, std::size_t horizon) {
  const LagGram gram = windowGram(channels, fits.maxOrder, horizon);
  const std::size_t size = fits.maxOrder + 1;
  const std::size_t width = gram.maxLag + 2;  // 1, x[s+H-1], ..., x[s-P]
  // Row p of `sums`: sum over the windows of eps[s] * [1, x[s+H-1], ..., x[s-P]].
  std::vector<double> sums(size * width);
  sums[0] = static_cast<double>(gram.rows);
  std::copy(gram.sums.begin(), gram.sums.end(), sums.begin() + 1);
  for (std::size_t i = 1; i < size; ++i) {
    double* row = sums.data() + i * width;
    row[0] = gram.sums[horizon - 1 + i];
    std::copy_n(gram.row(horizon - 1 + i), width - 1, row + 1);
  }
  cblas_dtrmm(CblasRowMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, blasSize(size), blasSize(width), -1.0,
              fits.coefficients.data(), blasSize(size), sums.data(), blasSize(width));
  std::vector<double> products(size * horizon);
  for (std::size_t p = 0; p < size; ++p) {
    double* row = sums.data() + p * width;
    row[0] += gram.sums[horizon - 1];
    cblas_daxpy(blasSize(width - 1), 1.0, gram.row(horizon - 1), 1, row + 1, 1);
    const double* phi = fits.row(p);
    for (std::size_t tau = 0; tau < horizon; ++tau) {
      const double* lagged = row + horizon - tau;  // sums with x[s+tau], x[s+tau-1], ...
      products[p * horizon + tau] = lagged[0] - phi[0] * row[0] - cblas_ddot(blasSize(p), phi + 1, 1, lagged + 1, 1);
    }
  }
  return products;
}

// Residuals of every order in the first `length` rows of each window: [P+1, windows * length].
std::vector<double> windowResiduals(const OrderFits& fits, std::span<const Window> windows, std::size_t length) {
  const std::size_t size = fits.maxOrder + 1;
  const std::size_t width = windows.size() * length;
  std::vector<double> lags(size * width);
  std::fill_n(lags.begin(), width, 1.0);
  std::vector<double> targets(width);
  for (std::size_t w = 0; w < windows.size(); ++w) {
    const double* first = windows[w].values.data() + windows[w].firstTarget;
    std::copy_n(first, length, targets.data() + w * length);
    for (std::size_t i = 1; i < size; ++i) {
      std::copy_n(first - i, length, lags.data() + i * width + w * length);
    }
  }
  cblas_dtrmm(CblasRowMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, blasSize(size), blasSize(width), -1.0,
              fits.coefficients.data(), blasSize(size), lags.data(), blasSize(width));
  for (std::size_t p = 0; p < size; ++p) {
    cblas_daxpy(blasSize(width), 1.0, targets.data(), 1, lags.data() + p * width, 1);
  }
  return lags;
}

using Responses = std::vector<std::vector<double>>;  // psi of every order, [P+1][H]

// Row j takes the residual of step j to the errors of steps j, j+1, ...: [length, length], upper triangle.
void layOutResponse(std::span<const double> psi, std::size_t length, std::vector<double>& response) {
  for (std::size_t j = 0; j < length; ++j) {
    std::copy_n(psi.begin(), length - j, response.begin() + static_cast<std::ptrdiff_t>(j * length + j));
  }
}

// Sum over the windows of sign * e(h)^2, h = 1..length, of every order: [P+1, length].
Result<std::vector<double>> windowErrors(const OrderFits& fits, const Responses& psi, std::span<const Window> windows,
                                         std::size_t length, const base::CancelToken& token) {
  std::vector<double> sums((fits.maxOrder + 1) * length, 0.0);
  const std::size_t perBlock = std::max(kFewestPerBlock, kRowsPerBlock / std::max<std::size_t>(1, length));
  std::vector<double> response(length * length, 0.0);
  for (std::size_t begin = 0; length > 0 && begin < windows.size(); begin += perBlock) {
    const auto block = windows.subspan(begin, std::min(perBlock, windows.size() - begin));
    std::vector<double> residuals = windowResiduals(fits, block, length);
    for (std::size_t p = 0; p <= fits.maxOrder; ++p) {
      if (token.isCancelled()) {
        return wasCancelled();
      }
      layOutResponse(psi[p], length, response);
      double* errors = residuals.data() + p * block.size() * length;
      cblas_dtrmm(CblasRowMajor, CblasRight, CblasUpper, CblasNoTrans, CblasUnit, blasSize(block.size()),
                  blasSize(length), 1.0, response.data(), blasSize(length), errors, blasSize(length));
      double* row = sums.data() + p * length;
      for (const Window& window : block) {
        for (std::size_t h = 0; h < length; ++h, ++errors) {
          row[h] += window.sign * *errors * *errors;
        }
      }
    }
  }
  return sums;
}

// The sum of E(1) .. E(H) by the recursion in the header; border: [H-1], sum_c of e_{t1+1}(h)^2 - e_{t0}(h)^2.
double sumOverSteps(std::span<const double> psi, std::span<const double> products, std::span<const double> border) {
  double error = products[0];
  double total = error;
  for (std::size_t h = 1; h < products.size(); ++h) {
    double cross = 0.0;
    for (std::size_t k = 0; k < h; ++k) {
      cross += psi[k] * products[h - k];
    }
    error += border[h - 1] + psi[h] * psi[h] * products[0] + 2.0 * psi[h] * cross;
    total += error;
  }
  return std::max(total, 0.0);  // a perfect fit may come out as minus a rounding error; NaN stays NaN
}

struct SplitWindows {
  std::vector<WindowRows> many;  // channels with at least three windows: by the recursion
  std::vector<Window> borders;   // of these, the first window (minus) and the one after the last (plus), H-1 rows each
  std::vector<Window> few;       // windows of the other channels
};

SplitWindows splitWindows(std::span<const WindowRows> channels) {
  SplitWindows split;
  for (const WindowRows& channel : channels) {
    if (channel.count > 2) {
      split.many.push_back(channel);
      split.borders.push_back({channel.values, channel.firstTarget, -1.0});
      split.borders.push_back({channel.values, channel.firstTarget + channel.count, 1.0});
    } else {
      for (std::size_t w = 0; w < channel.count; ++w) {
        split.few.push_back({channel.values, channel.firstTarget + w, 1.0});
      }
    }
  }
  return split;
}

}  // namespace

std::vector<double> impulseResponse(std::span<const double> coefficients, int difference, std::size_t count) {
  std::vector<double> psi(count, 0.0);
  for (std::size_t j = 0; j < count; ++j) {
    psi[j] = j == 0 ? 1.0 : 0.0;
    for (std::size_t i = 1; i <= std::min(j, coefficients.size() - 1); ++i) {
      psi[j] += coefficients[i] * psi[j - i];
    }
  }
  for (int d = 0; d < difference; ++d) {
    for (std::size_t j = 1; j < count; ++j) {
      psi[j] += psi[j - 1];
    }
  }
  return psi;
}

Result<std::vector<double>> horizonErrors(const OrderFits& fits, std::span<const WindowRows> channels, int horizon,
                                          int difference, const base::CancelToken& token) {
  useSingleThreadedBlas();
  const auto steps = static_cast<std::size_t>(horizon);
  const std::size_t size = fits.maxOrder + 1;
  const SplitWindows split = splitWindows(channels);
  Responses psi;
  for (std::size_t p = 0; p < size; ++p) {
    psi.push_back(impulseResponse(fits.order(p), difference, steps));
  }
  const auto few = windowErrors(fits, psi, split.few, steps, token);
  if (!few.ok()) {
    return few.error();
  }
  const auto border = windowErrors(fits, psi, split.borders, steps - 1, token);
  if (!border.ok()) {
    return border.error();
  }
  std::vector<double> products(size * steps, 0.0);
  if (!split.many.empty()) {
    products = residualProducts(fits, split.many, steps);
  }
  if (token.isCancelled()) {
    return wasCancelled();
  }
  std::vector<double> errors(size);
  for (std::size_t p = 0; p < size; ++p) {
    const std::span<const double> own(few->data() + p * steps, steps);
    errors[p] =
        sumOverSteps(psi[p], {products.data() + p * steps, steps}, {border->data() + p * (steps - 1), steps - 1});
    errors[p] = std::accumulate(own.begin(), own.end(), errors[p]);
  }
  return errors;
}

}  // namespace touchstone::contenders
