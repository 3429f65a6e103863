#include "engine/nn/cnn/norm_rows.h"

#include <algorithm>
#include <limits>
#include <vector>

#pragma GCC optimize("O3")  // debug and sanitizer builds too: a training step is made of these loops

#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__)
#define TOUCHSTONE_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define TOUCHSTONE_CLONES
#endif

namespace touchstone::nn {

namespace {

constexpr std::int64_t kBlockValues = 16'384;  // 64 KB: read twice, from the second-level cache the second time
constexpr std::int64_t kWide = 64;             // values of a row that pay for its loop

// Rows of few columns are taken several at a time, as one wide row: the constants repeat.
struct Widening {
  std::int64_t columns, together;

  explicit Widening(std::int64_t c) : columns(c), together(std::max<std::int64_t>(1, kWide / c)) {}
  std::int64_t width() const { return columns * together; }
  std::vector<float> repeated(const float* values) const {
    std::vector<float> wide;
    for (std::int64_t i = 0; i < together; ++i) {
      wide.insert(wide.end(), values, values + columns);
    }
    return wide;
  }
  // Sums of the wide columns that are one column.
  void fold(std::vector<float>& sums) const {
    for (std::int64_t i = columns; i < width(); ++i) {
      sums[static_cast<std::size_t>(i % columns)] += sums[static_cast<std::size_t>(i)];
    }
  }
  std::int64_t blockRows() const { return std::clamp<std::int64_t>(kBlockValues / width(), 1, 256) * together; }
};

struct Constants {
  std::vector<float> mean, factor, bias;
  float least;  // of y

  Constants(const Widening& wide, const NormColumns& n)
      : mean(wide.repeated(n.mean)),
        factor(wide.repeated(n.factor)),
        bias(wide.repeated(n.bias)),
        least(n.hasRelu ? 0.0f : -std::numeric_limits<float>::infinity()) {}
};

// work(first value, rows, width) for the wide rows, then for the rows left over.
template <typename Work>
void inWideRows(const Widening& wide, std::int64_t rows, Work&& work) {
  const std::int64_t wideRows = rows / wide.together;
  work(std::int64_t{0}, wideRows, wide.width());
  const std::int64_t done = wideRows * wide.together;
  work(done * wide.columns, rows - done, wide.columns);
}

TOUCHSTONE_CLONES
void addRows(const float* x, std::int64_t rows, std::int64_t width, float* __restrict sums) {
  for (std::int64_t r = 0; r < rows; ++r, x += width) {
    for (std::int64_t c = 0; c < width; ++c) {
      sums[c] += x[c];
    }
  }
}

TOUCHSTONE_CLONES
void addSquares(const float* x, std::int64_t rows, std::int64_t width, const float* mean, float* __restrict squares) {
  for (std::int64_t r = 0; r < rows; ++r, x += width) {
    for (std::int64_t c = 0; c < width; ++c) {
      const float difference = x[c] - mean[c];
      squares[c] += difference * difference;
    }
  }
}

TOUCHSTONE_CLONES
void addGradients(const float* x, const float* g, std::int64_t rows, std::int64_t width, const Constants& n,
                  float* __restrict sums, float* __restrict products) {
  const float *mean = n.mean.data(), *factor = n.factor.data(), *bias = n.bias.data();
  for (std::int64_t r = 0; r < rows; ++r, x += width, g += width) {
    for (std::int64_t c = 0; c < width; ++c) {
      const float difference = x[c] - mean[c];
      const float h = difference * factor[c] + bias[c] > n.least ? g[c] : 0.0f;
      sums[c] += h;
      products[c] += h * difference;
    }
  }
}

TOUCHSTONE_CLONES
void writeNormalised(const float* x, std::int64_t rows, std::int64_t width, const Constants& n, float* __restrict y) {
  const float *mean = n.mean.data(), *factor = n.factor.data(), *bias = n.bias.data();
  for (std::int64_t r = 0; r < rows; ++r, x += width, y += width) {
    for (std::int64_t c = 0; c < width; ++c) {
      const float value = (x[c] - mean[c]) * factor[c] + bias[c];
      y[c] = value < n.least ? n.least : value;  // keeps NaN, so that a diverged network is seen
    }
  }
}

TOUCHSTONE_CLONES
void writeGradient(const float* x, const float* g, std::int64_t rows, std::int64_t width, const Constants& n,
                   const float* slope, const float* offset, float* __restrict gx) {
  const float *mean = n.mean.data(), *factor = n.factor.data(), *bias = n.bias.data();
  for (std::int64_t r = 0; r < rows; ++r, x += width, g += width, gx += width) {
    for (std::int64_t c = 0; c < width; ++c) {
      const float difference = x[c] - mean[c];
      const float h = difference * factor[c] + bias[c] > n.least ? g[c] : 0.0f;
      gx[c] = factor[c] * h + slope[c] * difference + offset[c];
    }
  }
}

}  // namespace

void columnMoments(const float* x, std::int64_t rows, std::int64_t columns, double* mean, double* variance) {
  const Widening wide(columns);
  const auto width = static_cast<std::size_t>(wide.width());
  std::vector<float> sums(width), squares(width);
  std::fill_n(mean, columns, 0.0);
  std::fill_n(variance, columns, 0.0);
  const std::int64_t block = wide.blockRows();
  for (std::int64_t first = 0; first < rows; first += block) {
    const std::int64_t count = std::min(block, rows - first);
    const float* from = x + first * columns;
    std::fill(sums.begin(), sums.end(), 0.0f);
    std::fill(squares.begin(), squares.end(), 0.0f);
    inWideRows(wide, count, [&](auto at, auto r, auto w) { addRows(from + at, r, w, sums.data()); });
    wide.fold(sums);
    for (std::int64_t c = 0; c < columns; ++c) {
      sums[static_cast<std::size_t>(c)] /= static_cast<float>(count);
    }
    const std::vector<float> blockMean = wide.repeated(sums.data());
    inWideRows(wide, count,
               [&](auto at, auto r, auto w) { addSquares(from + at, r, w, blockMean.data(), squares.data()); });
    wide.fold(squares);
    // Chan et al. 1983: moments of two groups together.
    const double before = static_cast<double>(first), now = static_cast<double>(count), both = before + now;
    for (std::size_t c = 0; c < static_cast<std::size_t>(columns); ++c) {
      const double apart = static_cast<double>(blockMean[c]) - mean[c];
      mean[c] += apart * now / both;
      variance[c] += static_cast<double>(squares[c]) + apart * apart * before * now / both;
    }
  }
  std::for_each(variance, variance + columns, [&](double& sum) { sum /= static_cast<double>(rows); });
}

void normaliseRows(const float* x, std::int64_t rows, std::int64_t columns, const NormColumns& norm, float* y) {
  const Widening wide(columns);
  const Constants constants(wide, norm);
  inWideRows(wide, rows, [&](auto at, auto r, auto w) { writeNormalised(x + at, r, w, constants, y + at); });
}

void normGradientSums(const float* x, const float* g, std::int64_t rows, std::int64_t columns, const NormColumns& norm,
                      double* sums, double* products) {
  const Widening wide(columns);
  const Constants constants(wide, norm);
  const auto width = static_cast<std::size_t>(wide.width());
  std::vector<float> blockSums(width), blockProducts(width);
  std::fill_n(sums, columns, 0.0);
  std::fill_n(products, columns, 0.0);
  const std::int64_t block = wide.blockRows();
  for (std::int64_t first = 0; first < rows; first += block) {
    std::fill(blockSums.begin(), blockSums.end(), 0.0f);
    std::fill(blockProducts.begin(), blockProducts.end(), 0.0f);
    const std::int64_t start = first * columns;
    inWideRows(wide, std::min(block, rows - first), [&](auto at, auto r, auto w) {
      addGradients(x + start + at, g + start + at, r, w, constants, blockSums.data(), blockProducts.data());
    });
    wide.fold(blockSums);
    wide.fold(blockProducts);
    for (std::size_t c = 0; c < static_cast<std::size_t>(columns); ++c) {
      sums[c] += static_cast<double>(blockSums[c]);
      products[c] += static_cast<double>(blockProducts[c]);
    }
  }
}

void normGradient(const float* x, const float* g, std::int64_t rows, std::int64_t columns, const NormColumns& norm,
                  const float* slope, const float* offset, float* gx) {
  const Widening wide(columns);
  const Constants constants(wide, norm);
  const std::vector<float> slopes = wide.repeated(slope), offsets = wide.repeated(offset);
  inWideRows(wide, rows, [&](auto at, auto r, auto w) {
    writeGradient(x + at, g + at, r, w, constants, slopes.data(), offsets.data(), gx + at);
  });
}

}  // namespace touchstone::nn
