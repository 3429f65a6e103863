// The kernels themselves, written once and compiled for several instruction sets: a fracast_kernels_*.cpp sets the
// target, defines kLanes (floats in a register), kRows x kVectors (accumulators of a product) in namespace
// touchstone::nn's anonymous part, and includes this. Everything here is local to that file, so that no function
// compiled for a larger processor can be picked by the linker for a smaller one.
// GCC's vector extension instead of intrinsics: the same lines serve every width and other processors.

namespace touchstone::nn {

namespace {

using Vec = float __attribute__((vector_size(kLanes * sizeof(float))));
using WholeVec = int __attribute__((vector_size(kLanes * sizeof(float))));
using LooseVec = float __attribute__((vector_size(kLanes * sizeof(float)), aligned(alignof(float))));

constexpr int kWidth = kFracastWidth;
constexpr int kInner = kFracastInner;
constexpr int kPanel = kVectors * kLanes;
constexpr int kTileRows = 48;
static_assert(kWidth % kPanel == 0 && kInner % (kPanel / 2) == 0 && kVectors % 2 == 0);

inline Vec load(const float* from) {
  return *reinterpret_cast<const LooseVec*>(from);
}

inline void store(float* to, Vec value) {
  *reinterpret_cast<LooseVec*>(to) = value;
}

// e^x to 2 units in the last place for x in [-87, 88], clamped outside: x = n ln 2 + r, polynomial in r (Cephes' expf).
inline Vec exponential(Vec x) {
  x = x < -87.0f ? Vec{} - 87.0f : x;
  x = x > 88.0f ? Vec{} + 88.0f : x;
  const Vec shifted = x * 1.44269504088896341f + 12582912.0f;  // 1.5 * 2^23: the low bits become round(x / ln 2)
  const Vec n = shifted - 12582912.0f;
  Vec r = x - n * 0.693145751953125f;
  r = r - n * 1.428606765330187e-6f;
  Vec p = r * 1.9875691500e-4f + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + r + 1.0f;
  return reinterpret_cast<Vec>(reinterpret_cast<WholeVec>(p) + (reinterpret_cast<WholeVec>(shifted) << 23));
}

inline float sumOf(Vec value) {
  float lanes[kLanes];
  __builtin_memcpy(lanes, &value, sizeof value);
  for (int half = kLanes / 2; half >= 1; half /= 2) {
    for (int i = 0; i < half; ++i) {
      lanes[i] += lanes[i + half];
    }
  }
  return lanes[0];
}

// sums += a [Rows, depth] * panel [depth, kPanel].
template <int Rows>
inline void addProduct(const float* a, int stride, int depth, const float* panel, Vec (&sums)[Rows][kVectors]) {
  for (int k = 0; k < depth; ++k) {
    Vec columns[kVectors];
#pragma GCC unroll 8
    for (int v = 0; v < kVectors; ++v) {
      columns[v] = load(panel + k * kPanel + v * kLanes);
    }
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r) {
      const float factor = a[r * stride + k];
#pragma GCC unroll 8
      for (int v = 0; v < kVectors; ++v) {
        sums[r][v] += factor * columns[v];
      }
    }
  }
}

// out = dense(a) (+ residual where there is one) for Rows rows and all 64 outputs.
template <int Rows, bool HasResidual>
inline void denseRows(const float* a, int stride, const PackedDense& dense, const float* residual, float* out) {
  for (int column = 0; column < kWidth; column += kPanel) {
    Vec sums[Rows][kVectors];
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 8
      for (int v = 0; v < kVectors; ++v) {
        sums[r][v] = load(dense.bias.data() + column + v * kLanes);
        if constexpr (HasResidual) {
          sums[r][v] += load(residual + r * kWidth + column + v * kLanes);
        }
      }
    }
    addProduct<Rows>(a, stride, dense.depth, dense.values.data() + column * dense.depth, sums);
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 8
      for (int v = 0; v < kVectors; ++v) {
        store(out + r * kWidth + column + v * kLanes, sums[r][v]);
      }
    }
  }
}

// One panel of silu(gate) * value, from 64 inputs to kPanel / 2 outputs.
template <int Rows>
inline void gatedRows(const float* a, const PackedDense& up, int panel, float* out) {
  Vec sums[Rows][kVectors];
#pragma GCC unroll 8
  for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 8
    for (int v = 0; v < kVectors; ++v) {
      sums[r][v] = load(up.bias.data() + panel * kPanel + v * kLanes);
    }
  }
  addProduct<Rows>(a, kWidth, kWidth, up.values.data() + panel * kWidth * kPanel, sums);
#pragma GCC unroll 8
  for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 8
    for (int v = 0; v < kVectors / 2; ++v) {
      const Vec gate = sums[r][v];
      store(out + r * kInner + panel * (kPanel / 2) + v * kLanes,
            gate * sums[r][v + kVectors / 2] / (1.0f + exponential(-gate)));
    }
  }
}

// out = in / rms(in) * scale (+ shift).
template <bool HasShift>
inline void rmsRows(const float* in, int rows, const float* scale, const float* shift, float* out) {
  for (int t = 0; t < rows; ++t) {
    Vec squares{};
    for (int c = 0; c < kWidth; c += kLanes) {
      const Vec value = load(in + t * kWidth + c);
      squares += value * value;
    }
    const float inverse = 1.0f / __builtin_sqrtf(sumOf(squares) * (1.0f / kWidth) + kRmsEps);
    for (int c = 0; c < kWidth; c += kLanes) {
      Vec value = load(in + t * kWidth + c) * inverse * load(scale + c);
      if constexpr (HasShift) {
        value += load(shift + c);
      }
      store(out + t * kWidth + c, value);
    }
  }
}

template <bool HasResidual>
inline void denseTile(const float* a, int stride, int rows, const PackedDense& dense, const float* residual,
                      float* out) {
  int t = 0;
  for (; t + kRows <= rows; t += kRows) {
    denseRows<kRows, HasResidual>(a + t * stride, stride, dense, residual + t * kWidth, out + t * kWidth);
  }
  for (; t < rows; ++t) {
    denseRows<1, HasResidual>(a + t * stride, stride, dense, residual + t * kWidth, out + t * kWidth);
  }
}

// out = x + SwiGLU(x) for up to kTileRows rows; inner is scratch.
inline void feedForwardTile(const float* x, int rows, const PackedFeedForward& weights, float* inner, float* out) {
  for (int panel = 0; panel < kInner / (kPanel / 2); ++panel) {
    int t = 0;
    for (; t + kRows <= rows; t += kRows) {
      gatedRows<kRows>(x + t * kWidth, weights.up, panel, inner + t * kInner);
    }
    for (; t < rows; ++t) {
      gatedRows<1>(x + t * kWidth, weights.up, panel, inner + t * kInner);
    }
  }
  denseTile<true>(inner, kInner, rows, weights.down, x, out);
}

// Depth-wise taps of rows [begin, begin + rows); rows before 0 are zeros.
inline void tapRows(const float* x, int begin, int rows, int dilation, const float* taps, float* out) {
  for (int t = 0; t < rows; ++t) {
    const int position = begin + t;
    const float* now = x + position * kWidth;
    for (int c = 0; c < kWidth; c += kLanes) {
      Vec value = load(now + c) * load(taps + 2 * kWidth + c);
      if (position >= dilation) {
        value += load(now - dilation * kWidth + c) * load(taps + kWidth + c);
      }
      if (position >= 2 * dilation) {
        value += load(now - 2 * dilation * kWidth + c) * load(taps + c);
      }
      store(out + t * kWidth + c, value);
    }
  }
}

struct alignas(64) TileScratch {
  float first[kTileRows * kWidth];
  float second[kTileRows * kWidth];
  float inner[kTileRows * kInner];
};

void projectKernel(const float* in, int stride, int rows, const PackedDense& dense, float* out) {
  denseTile<false>(in, stride, rows, dense, out, out);
}

void stageKernel(float* x, int firstRow, int rows, int dilation, const PackedBlock& block, const RowAffine& last) {
  TileScratch scratch;
  for (int end = rows; end > firstRow; end -= kTileRows) {
    const int begin = end - kTileRows > firstRow ? end - kTileRows : firstRow;
    const int count = end - begin;
    float* tile = x + begin * kWidth;
    tapRows(x, begin, count, dilation, block.taps.data(), scratch.first);
    denseTile<true>(scratch.first, kWidth, count, block.mix, tile, scratch.second);
    rmsRows<false>(scratch.second, count, block.norm1.data(), nullptr, scratch.second);
    feedForwardTile(scratch.second, count, block.feedForward, scratch.inner, scratch.first);
    rmsRows<true>(scratch.first, count, last.scale.data(), last.shift.data(), tile);
  }
}

void feedForwardKernel(float* x, int rows, const PackedFeedForward& weights, const float* norm) {
  TileScratch scratch;
  for (int begin = 0; begin < rows; begin += kTileRows) {
    const int count = rows - begin < kTileRows ? rows - begin : kTileRows;
    float* tile = x + begin * kWidth;
    feedForwardTile(tile, count, weights, scratch.inner, scratch.first);
    rmsRows<false>(scratch.first, count, norm, nullptr, tile);
  }
}

void normaliseKernel(float* x, int rows, const float* norm) {
  rmsRows<false>(x, rows, norm, nullptr, x);
}

}  // namespace

}  // namespace touchstone::nn
