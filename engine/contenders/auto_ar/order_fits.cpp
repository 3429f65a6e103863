#include "engine/contenders/auto_ar/order_fits.h"

#include <cblas.h>
#include <lapacke.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/contenders/blas.h"

namespace touchstone::contenders {

namespace {

constexpr double kSmallestPivot = 1e-12;  // relative; below it a coefficient has no correct digit left to speak of
constexpr double kFirstRidge = 1e-10;
constexpr double kRidgeStep = 100.0;

// The factor U of N = U'U, in the memory of the Gram matrix: a row-major lower triangle is LAPACK's column-major upper
// one, so row p of `u` is column p of U. No second matrix: at P = 512 touching 2 MB of new memory costs 0.5 ms.
struct Factor {
  std::size_t size = 0;
  std::vector<double> u;          // [size, size]; its upper triangle is 0
  std::vector<double> rightSide;  // [size]
  double ridge = 0.0;
};

// Makes the lower triangle of the Gram the normal matrix of [1, lags]; the upper one keeps it for another attempt.
void setNormalMatrix(LagGram& gram, std::span<const double> diagonal, double ridge) {
  const std::size_t size = gram.maxLag + 1;
  double* n = gram.products.data();
  n[0] = static_cast<double>(gram.rows);
  for (std::size_t i = 1; i < size; ++i) {
    n[i * size] = gram.sums[i];
    if (ridge > 0.0) {
      for (std::size_t j = 1; j < i; ++j) {
        n[i * size + j] = n[j * size + i];
      }
    }
    // A channel of zeros has a zero diagonal, which no relative ridge mends: the number of rows is its scale.
    n[i * size + i] = diagonal[i] > 0.0 ? diagonal[i] * (1.0 + ridge) : ridge * n[0];
  }
}

bool hasSoundPivots(const LagGram& gram, std::span<const double> diagonal) {
  for (std::size_t i = 1; i < diagonal.size(); ++i) {
    const double pivot = gram.row(i)[i];
    if (!(pivot * pivot >= kSmallestPivot * diagonal[i])) {
      return false;
    }
  }
  return true;
}

Result<Factor> factorise(LagGram gram) {
  useSingleThreadedBlas();
  const std::size_t size = gram.maxLag + 1;
  std::vector<double> diagonal(size);
  cblas_dcopy(blasSize(size), gram.products.data(), blasSize(size + 1), diagonal.data(), 1);
  if (!std::isfinite(cblas_dasum(blasSize(size), diagonal.data(), 1))) {
    return Error{ErrorCode::kBadInput,
                 "The scaled series hold values that are not finite numbers, so no model can be fitted. Fill or drop "
                 "the gaps, and check the values' size.",
                 "auto-ar"};
  }
  std::vector<double> rightSide(gram.row(0), gram.row(0) + size);
  rightSide[0] = gram.sums[0];
  double ridge = 0.0;
  while (true) {
    setNormalMatrix(gram, diagonal, ridge);
    const int info = LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'U', blasSize(size), gram.products.data(), blasSize(size));
    if (info == 0 && (hasSoundPivots(gram, diagonal) || ridge >= 1.0)) {
      break;
    }
    ridge = std::max(kFirstRidge, ridge * kRidgeStep);
  }
  for (std::size_t i = 0; i < size; ++i) {
    std::fill_n(gram.products.begin() + static_cast<std::ptrdiff_t>(i * (size + 1) + 1), size - i - 1, 0.0);
  }
  return Factor{size, std::move(gram.products), std::move(rightSide), ridge};
}

}  // namespace

Result<OrderFits> fitEveryOrder(LagGram gram) {
  Result<Factor> factor = factorise(std::move(gram));
  if (!factor.ok()) {
    return factor.error();
  }
  const int size = blasSize(factor->size);
  std::vector<double>& z = factor->rightSide;
  cblas_dtrsv(CblasColMajor, CblasUpper, CblasTrans, CblasNonUnit, size, factor->u.data(), size, z.data(), 1);
  LAPACKE_dtrtri_work(LAPACK_COL_MAJOR, 'U', 'N', size, factor->u.data(), size);
  OrderFits fits{factor->size - 1, std::move(factor->u), factor->ridge};
  fits.coefficients[0] *= z[0];
  for (std::size_t p = 1; p < z.size(); ++p) {
    double* row = fits.coefficients.data() + p * z.size();
    const double* previous = row - z.size();
    for (std::size_t i = 0; i <= p; ++i) {
      row[i] = previous[i] + z[p] * row[i];  // previous[p] is 0: beyond the order below
    }
  }
  return fits;
}

Result<OrderFit> fitOneOrder(LagGram gram) {
  Result<Factor> factor = factorise(std::move(gram));
  if (!factor.ok()) {
    return factor.error();
  }
  OrderFit fit{std::move(factor->rightSide), factor->ridge};
  const int size = blasSize(factor->size);
  LAPACKE_dpotrs_work(LAPACK_COL_MAJOR, 'U', size, 1, factor->u.data(), size, fit.coefficients.data(), size);
  return fit;
}

std::size_t largestOrder(std::span<const std::size_t> lengths, std::size_t maxOrder) {
  if (lengths.empty()) {
    return 0;
  }
  const std::size_t shortest = *std::min_element(lengths.begin(), lengths.end());
  std::size_t order = shortest == 0 ? 0 : std::min(maxOrder, shortest - 1);
  const auto isSupported = [&](std::size_t p) {
    std::size_t rows = 0;
    for (const std::size_t length : lengths) {
      rows += length - p;
    }
    return rows >= kRowsPerCoefficient * (p + 1);
  };
  while (order > 0 && !isSupported(order)) {
    --order;
  }
  return order;
}

}  // namespace touchstone::contenders
