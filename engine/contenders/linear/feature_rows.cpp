#include "engine/contenders/linear/feature_rows.h"

#include <cblas.h>

#include <algorithm>
#include <cassert>

#include "engine/contenders/blas.h"

namespace touchstone::contenders {

namespace {

constexpr std::size_t kBlockValues = 32'768;  // doubles of a dense block: 256 KB, half of a small second-level cache
constexpr std::size_t kSparseBlockRows = 64;
constexpr std::size_t kMostBlockRows = 512;

// Four sums, so that the additions do not wait for one another.
double sparseDot(const float* values, const std::uint32_t* places, std::size_t count, const double* w) {
  double a = 0.0, b = 0.0, c = 0.0, d = 0.0;
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    a += static_cast<double>(values[i]) * w[places[i]];
    b += static_cast<double>(values[i + 1]) * w[places[i + 1]];
    c += static_cast<double>(values[i + 2]) * w[places[i + 2]];
    d += static_cast<double>(values[i + 3]) * w[places[i + 3]];
  }
  for (; i < count; ++i) {
    a += static_cast<double>(values[i]) * w[places[i]];
  }
  return (a + b) + (c + d);
}

}  // namespace

void FeatureRows::append(const FeatureRows& other) {
  assert(isSparse == other.isSparse && columns == other.columns);
  const std::size_t before = values.size();
  values.insert(values.end(), other.values.begin(), other.values.end());
  places.insert(places.end(), other.places.begin(), other.places.end());
  for (std::size_t i = 1; i < other.starts.size(); ++i) {
    starts.push_back(before + other.starts[i]);
  }
}

ColumnMoments columnMoments(const FeatureRows& rows, std::span<const double> weights) {
  ColumnMoments moments{std::vector<double>(rows.columns, 0.0), std::vector<double>(rows.columns, 0.0)};
  std::vector<double>& sums = moments.means;
  std::vector<double>& squares = moments.variances;
  double total = 0.0;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const std::size_t first = rows.isSparse ? rows.starts[row] : row * rows.columns;
    const std::size_t end = rows.isSparse ? rows.starts[row + 1] : first + rows.columns;
    for (std::size_t i = first; i < end; ++i) {
      const std::size_t column = rows.isSparse ? rows.places[i] : i - first;
      const auto value = static_cast<double>(rows.values[i]);
      sums[column] += weights[row] * value;
      squares[column] += weights[row] * value * value;
    }
    total += weights[row];
  }
  for (std::size_t column = 0; column < rows.columns; ++column) {
    moments.means[column] /= total;
    const double mean = moments.means[column];
    moments.variances[column] = std::max(0.0, squares[column] / total - mean * mean);
  }
  return moments;
}

RowProducts::RowProducts(const FeatureRows& rows) : m_rows(rows) {
  useSingleThreadedBlas();
  m_blockRows = rows.isSparse
                    ? kSparseBlockRows
                    : std::clamp<std::size_t>(kBlockValues / std::max<std::size_t>(rows.columns, 1), 8, kMostBlockRows);
  m_block.resize(rows.isSparse ? 0 : m_blockRows * rows.columns);
}

void RowProducts::times(std::size_t first, std::size_t count, const double* w, std::size_t outputs, double* out) {
  assert(count <= m_blockRows && first + count <= m_rows.rows());
  m_first = first;
  m_count = count;
  if (m_rows.isSparse) {
    timesSparse(w, outputs, out);
    return;
  }
  const auto begin = m_rows.values.begin() + static_cast<std::ptrdiff_t>(first * m_rows.columns);
  std::copy(begin, begin + static_cast<std::ptrdiff_t>(count * m_rows.columns), m_block.begin());
  const int n = blasSize(count), d = blasSize(m_rows.columns), k = blasSize(outputs);
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, n, k, d, 1.0, m_block.data(), d, w, k, 0.0, out, k);
}

void RowProducts::addTransposed(const double* r, std::size_t outputs, double* g) {
  if (m_rows.isSparse) {
    addTransposedSparse(r, outputs, g);
    return;
  }
  const int n = blasSize(m_count), d = blasSize(m_rows.columns), k = blasSize(outputs);
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, d, k, n, 1.0, m_block.data(), d, r, k, 1.0, g, k);
}

void RowProducts::timesSparse(const double* w, std::size_t outputs, double* out) const {
  const float* values = m_rows.values.data();
  const std::uint32_t* places = m_rows.places.data();
  for (std::size_t row = 0; row < m_count; ++row) {
    const std::size_t begin = m_rows.starts[m_first + row], end = m_rows.starts[m_first + row + 1];
    double* sums = out + row * outputs;
    if (outputs == 1) {
      *sums = sparseDot(values + begin, places + begin, end - begin, w);
      continue;
    }
    std::fill(sums, sums + outputs, 0.0);
    for (std::size_t i = begin; i < end; ++i) {
      const auto value = static_cast<double>(values[i]);
      const double* column = w + places[i] * outputs;
      for (std::size_t k = 0; k < outputs; ++k) {
        sums[k] += value * column[k];
      }
    }
  }
}

void RowProducts::addTransposedSparse(const double* r, std::size_t outputs, double* g) const {
  const float* values = m_rows.values.data();
  const std::uint32_t* places = m_rows.places.data();
  for (std::size_t row = 0; row < m_count; ++row) {
    const std::size_t begin = m_rows.starts[m_first + row], end = m_rows.starts[m_first + row + 1];
    const double* residuals = r + row * outputs;
    if (outputs == 1) {
      for (std::size_t i = begin; i < end; ++i) {
        g[places[i]] += static_cast<double>(values[i]) * *residuals;
      }
      continue;
    }
    for (std::size_t i = begin; i < end; ++i) {
      const auto value = static_cast<double>(values[i]);
      double* column = g + places[i] * outputs;
      for (std::size_t k = 0; k < outputs; ++k) {
        column[k] += value * residuals[k];
      }
    }
  }
}

}  // namespace touchstone::contenders
