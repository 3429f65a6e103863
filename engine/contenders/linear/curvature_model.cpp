#include "engine/contenders/linear/curvature_model.h"

#include <cblas.h>
#include <lapacke.h>

#include <algorithm>
#include <cmath>

#include "engine/contenders/blas.h"

namespace touchstone::contenders {

namespace {

// Seconds an operation takes on one thread of the reference machine, within a factor of two.
constexpr double kSparseProduct = 1.2e-9;  // both passes over a value that is not 0, an output
constexpr double kDenseProduct = 2e-10;
constexpr double kSparsePair = 1.9e-9;  // of the covariance
constexpr double kDensePair = 1.5e-11;
constexpr double kFactor = 6e-12;  // D^3
constexpr double kSolve = 4e-10;   // D^2
constexpr double kPlainSteps = 200.0, kModelSteps = 20.0;
constexpr double kBias = 2.5;  // for the model: it serves all strengths and ends closer to the optimum

constexpr double kMostSparsePairs = 8e8;  // of the covariance, 1.5 s; a quarter of the rows cost 3 to 6 more steps
constexpr double kMostDensePairs = 4e10;  // 0.6 s
constexpr std::size_t kSampleRows = 16;   // a column: the sample's covariance is then near that of all
constexpr std::size_t kLeastRows = 4'000;
constexpr std::size_t kBlockRows = 256;
constexpr float kFirstRidge = 1e-6f;  // of the mean diagonal: the rounding of 32 bits
constexpr int kMostRidges = 4;

double pairsOf(const FeatureRows& rows) {
  if (!rows.isSparse) {
    return static_cast<double>(rows.values.size()) * static_cast<double>(rows.columns);
  }
  double pairs = 0.0;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const auto count = static_cast<double>(rows.starts[row + 1] - rows.starts[row]);
    pairs += count * count;
  }
  return pairs;
}

// Every so many-th row.
std::size_t strideOf(const FeatureRows& rows) {
  const double pairs = pairsOf(rows);
  const double most = rows.isSparse ? kMostSparsePairs : kMostDensePairs;
  const auto byTime = static_cast<std::size_t>(std::ceil(pairs / most));
  const std::size_t byRows = rows.rows() / std::max(kLeastRows, kSampleRows * rows.columns);
  return std::max<std::size_t>({1, std::min(byTime, rows.rows()), rows.isSparse ? 1 : byRows});
}

// Where the values of each column lie: (row, value), rows ascending.
struct ByColumn {
  std::vector<std::size_t> starts;  // [D + 1]
  std::vector<std::uint32_t> rows;
  std::vector<float> values;
};

ByColumn transpose(const FeatureRows& rows, std::size_t stride) {
  ByColumn turned;
  turned.starts.assign(rows.columns + 1, 0);
  for (std::size_t row = 0; row < rows.rows(); row += stride) {
    for (std::size_t i = rows.starts[row]; i < rows.starts[row + 1]; ++i) {
      ++turned.starts[rows.places[i] + 1];
    }
  }
  for (std::size_t column = 0; column < rows.columns; ++column) {
    turned.starts[column + 1] += turned.starts[column];
  }
  turned.rows.resize(turned.starts.back());
  turned.values.resize(turned.starts.back());
  std::vector<std::size_t> next(turned.starts.begin(), turned.starts.end() - 1);
  for (std::size_t row = 0; row < rows.rows(); row += stride) {
    for (std::size_t i = rows.starts[row]; i < rows.starts[row + 1]; ++i) {
      const std::size_t place = next[rows.places[i]]++;
      turned.rows[place] = static_cast<std::uint32_t>(row);
      turned.values[place] = rows.values[i];
    }
  }
  return turned;
}

double sampledWeight(std::span<const double> weights, std::size_t stride) {
  double sum = 0.0;
  for (std::size_t row = 0; row < weights.size(); row += stride) {
    sum += weights[row];
  }
  return sum;
}

}  // namespace

bool CurvatureModel::isWorthwhile(const FeatureRows& rows, std::size_t outputs) {
  if (rows.columns == 0 || rows.columns > kMostColumns || rows.rows() == 0) {
    return false;
  }
  const auto columns = static_cast<double>(rows.columns), count = static_cast<double>(outputs);
  const double pairs = pairsOf(rows) / static_cast<double>(strideOf(rows));
  const double pass =
      static_cast<double>(rows.values.size()) * count * (rows.isSparse ? kSparseProduct : kDenseProduct);
  const double plain = kPlainSteps * pass;
  const double model = pairs * (rows.isSparse ? kSparsePair : kDensePair) + columns * columns * columns * kFactor +
                       kModelSteps * (pass + columns * columns * kSolve * std::max(1.0, count / 4.0));
  return model < kBias * plain;
}

bool CurvatureModel::build(const FeatureRows& rows, std::span<const double> weights, const ColumnMoments& moments,
                           const base::CancelToken& token) {
  useSingleThreadedBlas();
  m_columns = rows.columns;
  m_matrix.assign(m_columns * m_columns, 0.0f);
  const std::size_t stride = strideOf(rows);
  if (!(rows.isSparse ? addSparse(rows, weights, moments, stride, token)
                      : addDense(rows, weights, moments, stride, token))) {
    return false;
  }
  m_variances.resize(m_columns);
  for (std::size_t column = 0; column < m_columns; ++column) {
    m_variances[column] = std::max(0.0f, m_matrix[column * m_columns + column]);
  }
  return true;
}

// Column by column, so that what is added to stays in the cache: every row with the column adds all of itself.
bool CurvatureModel::addSparse(const FeatureRows& rows, std::span<const double> weights, const ColumnMoments& moments,
                               std::size_t stride, const base::CancelToken& token) {
  const ByColumn turned = transpose(rows, stride);
  const double total = sampledWeight(weights, stride);
  const std::vector<double>& means = moments.means;
  std::vector<double> sums(m_columns),
      own(m_columns, 0.0);  // own: the means of the sample, about which it is no covariance
  for (std::size_t column = 0; column < m_columns; ++column) {
    for (std::size_t i = turned.starts[column]; i < turned.starts[column + 1]; ++i) {
      own[column] += weights[turned.rows[i]] * static_cast<double>(turned.values[i]) / total;
    }
  }
  for (std::size_t column = 0; column < m_columns; ++column) {
    if (token.isCancelled()) {
      return false;
    }
    std::fill(sums.begin(), sums.end(), 0.0);
    for (std::size_t i = turned.starts[column]; i < turned.starts[column + 1]; ++i) {
      const std::size_t row = turned.rows[i];
      const double factor = weights[row] * static_cast<double>(turned.values[i]);
      const std::uint32_t* places = rows.places.data();
      const float* values = rows.values.data();
      for (std::size_t j = rows.starts[row], end = rows.starts[row + 1]; j < end; ++j) {
        sums[places[j]] += factor * static_cast<double>(values[j]);
      }
    }
    for (std::size_t other = column; other < m_columns; ++other) {
      m_matrix[column * m_columns + other] = static_cast<float>(
          sums[other] / total - means[column] * own[other] - own[column] * means[other] + means[column] * means[other]);
    }
  }
  return true;
}

bool CurvatureModel::addDense(const FeatureRows& rows, std::span<const double> weights, const ColumnMoments& moments,
                              std::size_t stride, const base::CancelToken& token) {
  const double total = sampledWeight(weights, stride);
  std::vector<float> block(kBlockRows * m_columns);
  std::size_t filled = 0;
  const auto addBlock = [&] {
    const int d = blasSize(m_columns);
    cblas_ssyrk(CblasRowMajor, CblasUpper, CblasTrans, d, blasSize(filled), 1.0f, block.data(), d, 1.0f,
                m_matrix.data(), d);
    filled = 0;
  };
  for (std::size_t row = 0; row < rows.rows(); row += stride) {
    const double factor = std::sqrt(weights[row] / total);
    for (std::size_t column = 0; column < m_columns; ++column) {
      const auto value = static_cast<double>(rows.values[row * m_columns + column]);
      block[filled * m_columns + column] = static_cast<float>(factor * (value - moments.means[column]));
    }
    if (++filled == kBlockRows) {
      if (token.isCancelled()) {
        return false;
      }
      addBlock();
    }
  }
  addBlock();
  return true;
}

bool CurvatureModel::factor(double q, double penalty) {
  double trace = 0.0;
  for (const float variance : m_variances) {
    trace += q * static_cast<double>(variance) + penalty;
  }
  const auto mean = static_cast<float>(trace / static_cast<double>(m_columns));
  float ridge = kFirstRidge * mean;
  for (int i = 0; i < kMostRidges; ++i, ridge *= 10.0f) {
    for (std::size_t row = 0; row < m_columns; ++row) {
      float* own = m_matrix.data() + row * m_columns;
      for (std::size_t column = 0; column < row; ++column) {
        own[column] = static_cast<float>(q) * m_matrix[column * m_columns + row];
      }
      own[row] = static_cast<float>(q) * m_variances[row] + static_cast<float>(penalty) + ridge;
    }
    const int d = blasSize(m_columns);
    if (LAPACKE_spotrf_work(LAPACK_COL_MAJOR, 'U', d, m_matrix.data(), d) == 0) {
      return true;
    }
  }
  return false;
}

void CurvatureModel::solve(std::span<const double> g, std::size_t outputs, std::span<double> z) const {
  std::vector<float> x(g.size());
  std::transform(g.begin(), g.end(), x.begin(), [](double value) { return static_cast<float>(value); });
  const int d = blasSize(m_columns), k = blasSize(outputs);
  // The lower triangle by rows: L L' z = g.
  cblas_strsm(CblasRowMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, d, k, 1.0f, m_matrix.data(), d,
              x.data(), k);
  cblas_strsm(CblasRowMajor, CblasLeft, CblasLower, CblasTrans, CblasNonUnit, d, k, 1.0f, m_matrix.data(), d, x.data(),
              k);
  std::transform(x.begin(), x.end(), z.begin(), [](float value) { return static_cast<double>(value); });
}

}  // namespace touchstone::contenders
