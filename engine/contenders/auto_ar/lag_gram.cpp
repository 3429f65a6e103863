#include "engine/contenders/auto_ar/lag_gram.h"

#include <cblas.h>

#include <algorithm>
#include <array>
#include <cassert>

#include "engine/contenders/blas.h"

namespace touchstone::contenders {

namespace {

constexpr std::size_t kBlock = 64;  // 32 to 128 are within a tenth of each other for n 3e3 .. 8e5 and 512 lags

// The rows next to the windows, newest first: [channels, maxLag]; `before` first-1, ..., `last` end-1, ...
struct Borders {
  std::vector<double> before;
  std::vector<double> last;
};

Borders gatherBorders(std::span<const LagRows> channels, std::size_t maxLag) {
  Borders borders{std::vector<double>(channels.size() * maxLag), std::vector<double>(channels.size() * maxLag)};
  for (std::size_t c = 0; c < channels.size(); ++c) {
    const LagRows& rows = channels[c];
    for (std::size_t i = 0; i < maxLag; ++i) {
      borders.before[c * maxLag + i] = rows.values[rows.first - 1 - i];
      borders.last[c * maxLag + i] = rows.values[rows.end - 1 - i];
    }
  }
  return borders;
}

void addSums(const LagRows& rows, std::span<double> sums) {
  double sum = 0.0;
  for (std::size_t t = rows.first; t < rows.end; ++t) {
    sum += rows.values[t];
  }
  sums[0] += sum;
  for (std::size_t i = 0; i + 1 < sums.size(); ++i) {
    sum += rows.values[rows.first - 1 - i] - rows.values[rows.end - 1 - i];
    sums[i + 1] += sum;
  }
}

// Upper triangle from its first row and the borders, then the mirror image.
void fillByShift(const Borders& borders, std::size_t channelCount, LagGram& gram) {
  const std::size_t size = gram.maxLag + 1;
  double* g = gram.products.data();
  if (gram.maxLag > 0) {
    const int n = blasSize(gram.maxLag);
    const int k = blasSize(channelCount);
    double* inner = g + size + 1;
    cblas_dsyrk(CblasRowMajor, CblasUpper, CblasTrans, n, k, 1.0, borders.before.data(), n, 0.0, inner, blasSize(size));
    cblas_dsyrk(CblasRowMajor, CblasUpper, CblasTrans, n, k, -1.0, borders.last.data(), n, 1.0, inner, blasSize(size));
  }
  for (std::size_t i = 0; i + 1 < size; ++i) {
    for (std::size_t j = i; j + 1 < size; ++j) {
      g[(i + 1) * size + j + 1] += g[i * size + j];
    }
  }
  // In square tiles: a plain transpose misses the cache on every second access.
  for (std::size_t i0 = 0; i0 < size; i0 += kBlock) {
    for (std::size_t j0 = i0; j0 < size; j0 += kBlock) {
      for (std::size_t i = i0; i < std::min(size, i0 + kBlock); ++i) {
        for (std::size_t j = std::max(j0, i + 1); j < std::min(size, j0 + kBlock); ++j) {
          g[j * size + i] = g[i * size + j];
        }
      }
    }
  }
}

}  // namespace

void addLagProducts(std::span<const double> x, std::size_t first, std::span<double> out) {
  if (out.empty() || first >= x.size()) {
    return;
  }
  // With x cut in blocks of 64 rows, the products at lags around 64 m are one matrix product of all blocks with the
  // blocks m earlier, summed along its diagonals: BLAS speed without a matrix of windows.
  const std::size_t shifts = (out.size() - 1) / kBlock + 1;  // m = 0 .. shifts
  const std::size_t front = shifts * kBlock > first ? shifts * kBlock - first : 0;
  const std::size_t blocks = (x.size() - first + kBlock - 1) / kBlock;
  std::vector<double> padded(front + first + blocks * kBlock, 0.0);
  std::copy(x.begin(), x.end(), padded.begin() + static_cast<std::ptrdiff_t>(front));
  const double* newest = padded.data() + front + first;
  std::array<double, kBlock * kBlock> tile{};
  constexpr int kSide = static_cast<int>(kBlock);
  for (std::size_t m = 0; m <= shifts; ++m) {
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, kSide, kSide, blasSize(blocks), 1.0, newest, kSide,
                newest - m * kBlock, kSide, 0.0, tile.data(), kSide);
    for (std::size_t i = 0; i < kBlock; ++i) {
      for (std::size_t j = 0; j < kBlock; ++j) {
        const std::size_t shifted = m * kBlock + i;  // lag + j
        if (shifted >= j && shifted - j < out.size()) {
          out[shifted - j] += tile[i * kBlock + j];
        }
      }
    }
  }
}

LagGram lagGram(std::span<const LagRows> channels, std::size_t maxLag) {
  useSingleThreadedBlas();
  LagGram gram;
  gram.maxLag = maxLag;
  gram.products.assign((maxLag + 1) * (maxLag + 1), 0.0);
  gram.sums.assign(maxLag + 1, 0.0);
  const std::span<double> firstRow(gram.products.data(), maxLag + 1);
  for (const LagRows& rows : channels) {
    assert(rows.first >= maxLag && rows.first <= rows.end && rows.end <= rows.values.size());
    gram.rows += rows.end - rows.first;
    addLagProducts(rows.values.first(rows.end), rows.first, firstRow);
    addSums(rows, gram.sums);
  }
  fillByShift(gatherBorders(channels, maxLag), channels.size(), gram);
  return gram;
}

}  // namespace touchstone::contenders
