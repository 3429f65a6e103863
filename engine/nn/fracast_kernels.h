// The inner loops of Fracast-0 on [rows, 64] float rows (time first, channels last), once for each instruction set.
// One stage of the shared block runs in a single sweep over tiles of 48 rows: depth-wise taps, 64 -> 64, RMS norm,
// 64 -> 192 with SwiGLU, 96 -> 64, RMS norm. Tiles go from the newest to the oldest, so a stage works in place (the
// taps only look back), 512 KB a series stay in the L2 cache and nothing but the rows themselves leaves it.
// Why not torch: the same network through torch costs 17 to 24 ms a series, most of it element-wise passes through
// memory; this costs 4.7 ms with AVX-512 and 8.8 ms with AVX2 (tests/bench/fracast_bench.cpp, one core at 2.6 GHz).
// Thread: pure functions. Errors: none; the caller keeps the preconditions. Oracle: FracastNet (tests/torch).
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/nn/aligned_floats.h"

namespace touchstone::nn {

inline constexpr int kFracastWidth = 64;         // channels of every row
inline constexpr int kFracastInner = 96;         // width inside SwiGLU
inline constexpr float kRmsEps = 1.1920929e-7f;  // added to the mean square

// A matrix [outputs, depth] cut into panels of `panel` columns: values [outputs / panel][depth][panel].
struct PackedDense {
  AlignedFloats values;
  AlignedFloats bias;  // [outputs], in the order of the panels
  int depth = 0;
  int outputs = 0;
};

struct PackedFeedForward {
  PackedDense up;    // 64 -> 192; a panel holds as many gate columns as value columns, gates first
  PackedDense down;  // 96 -> 64
};

struct PackedBlock {
  AlignedFloats taps;   // [3][64]: factors of x[t - 2 dilation], x[t - dilation], x[t]
  PackedDense mix;      // 64 -> 64; its bias includes the depth-wise bias sent through the matrix
  AlignedFloats norm1;  // [64]
  PackedFeedForward feedForward;
  AlignedFloats norm2;  // [64]
};

// What the last norm of a stage does to a row: unit row * scale + shift. Folds norm2 and the FiLM of the next stage.
struct RowAffine {
  AlignedFloats scale;  // [64]
  AlignedFloats shift;  // [64]
};

struct FracastKernels {
  std::string_view name;  // "avx512", "avx2", "generic"
  int panel = 0;          // columns of a panel; packing depends on it

  // out[row] = dense(in[row]) for 64 outputs; in rows have dense.depth values and lie `stride` apart.
  void (*project)(const float* in, int stride, int rows, const PackedDense& dense, float* out);
  // One stage in place, rows [firstRow, rows); rows before 0 count as zeros. dilation >= 1.
  void (*stage)(float* x, int firstRow, int rows, int dilation, const PackedBlock& block, const RowAffine& last);
  // x = RMS(x + SwiGLU(x)) * norm, in place.
  void (*feedForward)(float* x, int rows, const PackedFeedForward& weights, const float* norm);
  // x = RMS(x) * norm, in place.
  void (*normalise)(float* x, int rows, const float* norm);
};

// Every set of kernels that this processor can run, best first; never empty.
std::span<const FracastKernels* const> fracastKernels();

// Packs weight [outputs, depth] row-major for kernels with that panel width.
PackedDense packDense(std::span<const float> weight, std::span<const float> bias, int depth, int panel);

// Packs the 192 rows of SwiGLU's first matrix (96 gates, then 96 values) so that a panel pairs them.
PackedDense packGated(std::span<const float> weight, std::span<const float> bias, int depth, int panel);

}  // namespace touchstone::nn
