#include "engine/nn/cnn/multiply_rows.h"

#include <ATen/native/CPUBlas.h>
#include <cblas.h>

#include <algorithm>

namespace touchstone::nn {

namespace {

// A kernel is compiled for each number of rows, so whole blocks share one.
constexpr std::int64_t kBlockRows = 64;
constexpr std::int64_t kNarrowBlockRows = 256;  // of matrices with few columns, where a call costs as much as its work
constexpr std::int64_t kNarrow = 32;

bool hasShapedKernels() {
#if defined(__x86_64__) && defined(CPUBLAS_BRGEMM_F32F32F32)
  static const bool kHas = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
  return kHas;
#else
  return false;
#endif
}

int blasSize(std::int64_t size) {
  return static_cast<int>(size);
}

template <typename Value>
void transposeAnywhere(const Value* in, std::int64_t rows, std::int64_t columns, Value* out, std::int64_t strideOut) {
  constexpr std::int64_t kTile = 16;
  for (std::int64_t row = 0; row < rows; row += kTile) {
    for (std::int64_t column = 0; column < columns; column += kTile) {
      const std::int64_t rowEnd = std::min(row + kTile, rows);
      const std::int64_t columnEnd = std::min(column + kTile, columns);
      for (std::int64_t c = column; c < columnEnd; ++c) {
        for (std::int64_t r = row; r < rowEnd; ++r) {
          out[c * strideOut + r] = in[r * columns + c];
        }
      }
    }
  }
}

}  // namespace

void addProduct(const ProductShape& s, const float* a, const float* b, float* c) {
#if defined(CPUBLAS_BRGEMM_F32F32F32)
  if (hasShapedKernels()) {
    const std::int64_t most = s.columns <= kNarrow ? kNarrowBlockRows : kBlockRows;
    for (std::int64_t row = 0; row < s.rows; row += most) {
      const std::int64_t rows = std::min(most, s.rows - row);
      at::native::cpublas::brgemm(rows, s.columns, s.inner, s.strideA, s.strideB, s.strideC, true, a + row * s.strideA,
                                  b, c + row * s.strideC, false);
    }
    return;
  }
#endif
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, blasSize(s.rows), blasSize(s.columns), blasSize(s.inner), 1.0f,
              a, blasSize(s.strideA), b, blasSize(s.strideB), 1.0f, c, blasSize(s.strideC));
}

void addProduct(const ProductShape& s, const double* a, const double* b, double* c) {
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, blasSize(s.rows), blasSize(s.columns), blasSize(s.inner), 1.0,
              a, blasSize(s.strideA), b, blasSize(s.strideB), 1.0, c, blasSize(s.strideC));
}

void transposeRows(const float* in, std::int64_t rows, std::int64_t columns, float* out, std::int64_t strideOut) {
  transposeAnywhere(in, rows, columns, out, strideOut);
}

void transposeRows(const double* in, std::int64_t rows, std::int64_t columns, double* out, std::int64_t strideOut) {
  transposeAnywhere(in, rows, columns, out, strideOut);
}

}  // namespace touchstone::nn
