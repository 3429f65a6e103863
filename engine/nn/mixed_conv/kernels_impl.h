// The kernels of taps, written once and compiled for several instruction sets: a kernels_*.cpp sets the target, defines
// kBytes (of a register) and kRows (rows of a product, of two vectors each) in namespace touchstone::nn's anonymous
// part, and includes this. Everything here is local to that file, so that no function compiled for a larger processor
// can be picked by the linker for a smaller one. GCC's vector extension instead of intrinsics, as Fracast-0's kernels.

namespace touchstone::nn {

namespace {

template <typename T>
struct Vectors {
  typedef T Vec __attribute__((vector_size(kBytes)));
  typedef T LooseVec __attribute__((vector_size(kBytes), aligned(alignof(T))));
};

template <typename T>
using Vec = typename Vectors<T>::Vec;

template <typename T>
constexpr int kLanes = kBytes / static_cast<int>(sizeof(T));

// Items whose sums of one vector fit the registers and whose row of 64 positions fits the first cache.
constexpr int kDepthRows = 8;

template <typename T>
inline Vec<T> load(const T* from) {
  return *reinterpret_cast<const typename Vectors<T>::LooseVec*>(from);
}

template <typename T>
inline void store(T* to, Vec<T> value) {
  *reinterpret_cast<typename Vectors<T>::LooseVec*>(to) = value;
}

// Calls work.operator()<Rows>(start) for blocks of Rows, then of half as many, down to single ones.
template <int Rows, typename Work>
inline void inBlocks(int from, int count, const Work& work) {
  for (; from + Rows <= count; from += Rows) {
    work.template operator()<Rows>(from);
  }
  if constexpr (Rows > 1) {
    inBlocks<Rows / 2>(from, count, work);
  }
}

// The taps whose source lies inside the row, as the target moves to the right; shifts ascend.
struct TapRange {
  int from;
  int to;

  template <typename T>
  void moveTo(const TapRowArgs<T>& args, int base) {
    while (from > 0 && args.shifts[from - 1] + base >= 0) {
      --from;
    }
    while (to > 0 && args.shifts[to - 1] + base >= args.sourceWidth) {
      --to;
    }
  }
};

// Distance of two positions of a packed tensor.
inline std::ptrdiff_t positionOf(int batch, int channels) {
  return static_cast<std::ptrdiff_t>(chunksOf(channels)) * batch * kChunk;
}

// Calls work.operator()<Vecs>(panel weights offset, channel vector) for each panel of target channels.
template <typename T, typename Work>
inline void eachPanel(const TapRowArgs<T>& args, const Work& work) {
  const int vectors = chunksOf(args.targetChannels) * (kChunk / kLanes<T>);
  const std::ptrdiff_t size = static_cast<std::ptrdiff_t>(args.allTaps) * args.sourceChannels * kLanes<T>;
  int vector = 0;
  for (; vector + 2 <= vectors; vector += 2) {
    work.template operator()<2>(vector * size, vector);
  }
  if (vector < vectors) {
    work.template operator()<1>(vector * size, vector);
  }
}

// The rows of one vector of target channels at a position.
template <typename T>
inline std::ptrdiff_t columnOf(const TapRowArgs<T>& args, int vector) {
  const int value = vector * kLanes<T>;
  return static_cast<std::ptrdiff_t>(value / kChunk) * args.batch * kChunk + value % kChunk;
}

// target [Rows items, Vecs vectors] += source rows times the weights of taps [range.from, range.to).
template <typename T, int Rows, int Vecs>
inline void denseTile(const TapRowArgs<T>& args, TapRange range, const T* source, const T* panel,
                      T* const (&target)[Vecs]) {
  constexpr int kWidth = Vecs * kLanes<T>;
  const std::ptrdiff_t position = positionOf(args.batch, args.sourceChannels);
  Vec<T> sums[Rows][Vecs];
#pragma GCC unroll 16
  for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 2
    for (int v = 0; v < Vecs; ++v) {
      sums[r][v] = load(target[v] + r * kChunk);
    }
  }
  for (int i = range.from; i < range.to; ++i) {
    const T* in = source + args.shifts[i] * position;
    const T* weights = panel + static_cast<std::ptrdiff_t>(args.taps[i]) * args.sourceChannels * kWidth;
    for (int first = 0; first < args.sourceChannels; first += kChunk) {
      const int channels = args.sourceChannels - first < kChunk ? args.sourceChannels - first : kChunk;
      for (int c = 0; c < channels; ++c) {
        Vec<T> columns[Vecs];
#pragma GCC unroll 2
        for (int v = 0; v < Vecs; ++v) {
          columns[v] = load(weights + v * kLanes<T>);
        }
#pragma GCC unroll 16
        for (int r = 0; r < Rows; ++r) {
          const T factor = in[r * kChunk + c];
#pragma GCC unroll 2
          for (int v = 0; v < Vecs; ++v) {
            sums[r][v] += factor * columns[v];
          }
        }
        weights += kWidth;
      }
      in += static_cast<std::ptrdiff_t>(args.batch) * kChunk;
    }
  }
#pragma GCC unroll 16
  for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 2
    for (int v = 0; v < Vecs; ++v) {
      store(target[v] + r * kChunk, sums[r][v]);
    }
  }
}

template <typename T>
void denseKernel(const TapRowArgs<T>& args) {
  const std::ptrdiff_t sourcePosition = positionOf(args.batch, args.sourceChannels);
  const std::ptrdiff_t targetPosition = positionOf(args.batch, args.targetChannels);
  eachPanel(args, [&]<int Vecs>(std::ptrdiff_t panel, int vector) {
    inBlocks<Vecs == 2 ? kRows : 2 * kRows>(0, args.batch, [&]<int Rows>(int item) {
      TapRange range{args.tapCount, args.tapCount};
      for (int j = 0; j < args.count; ++j) {
        const int base = j * args.sourceStep;
        range.moveTo(args, base);
        T* target[Vecs];
        for (int v = 0; v < Vecs; ++v) {
          target[v] =
              args.target + (args.first + j * args.step) * targetPosition + columnOf(args, vector + v) + item * kChunk;
        }
        denseTile<T, Rows, Vecs>(args, range, args.source + base * sourcePosition + item * kChunk, args.weights + panel,
                                 target);
      }
    });
  });
}

// gradient [Rows source channels, Vecs vectors of target channels] += sum over positions and items.
template <typename T, int Rows, int Vecs>
inline void denseGradientTile(const TapRowArgs<T>& args, int positions, const T* source, std::ptrdiff_t sourceStep,
                              const T* const (&target)[Vecs], std::ptrdiff_t targetStep, T* gradient) {
  constexpr int kWidth = Vecs * kLanes<T>;
  Vec<T> sums[Rows][Vecs];
#pragma GCC unroll 16
  for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 2
    for (int v = 0; v < Vecs; ++v) {
      sums[r][v] = load(gradient + r * kWidth + v * kLanes<T>);
    }
  }
  for (int j = 0; j < positions; ++j) {
    for (std::ptrdiff_t n = 0; n < static_cast<std::ptrdiff_t>(args.batch) * kChunk; n += kChunk) {
      Vec<T> columns[Vecs];
#pragma GCC unroll 2
      for (int v = 0; v < Vecs; ++v) {
        columns[v] = load(target[v] + j * targetStep + n);
      }
#pragma GCC unroll 16
      for (int r = 0; r < Rows; ++r) {
        const T factor = source[j * sourceStep + n + r];
#pragma GCC unroll 2
        for (int v = 0; v < Vecs; ++v) {
          sums[r][v] += factor * columns[v];
        }
      }
    }
  }
#pragma GCC unroll 16
  for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 2
    for (int v = 0; v < Vecs; ++v) {
      store(gradient + r * kWidth + v * kLanes<T>, sums[r][v]);
    }
  }
}

template <typename T>
void denseGradientKernel(const TapRowArgs<T>& args) {
  const std::ptrdiff_t sourcePosition = positionOf(args.batch, args.sourceChannels);
  const std::ptrdiff_t targetPosition = positionOf(args.batch, args.targetChannels);
  for (int i = 0; i < args.tapCount; ++i) {
    // Targets whose source lies inside: 0 <= j * sourceStep + shift < sourceWidth.
    const int shift = args.shifts[i];
    const int from = shift >= 0 ? 0 : (-shift + args.sourceStep - 1) / args.sourceStep;
    const int past = (args.sourceWidth - shift + args.sourceStep - 1) / args.sourceStep;
    const int to = past < args.count ? past : args.count;
    if (from >= to) {
      continue;
    }
    const T* source = args.source + (from * args.sourceStep + shift) * sourcePosition;
    const T* targets = args.target + (args.first + from * args.step) * targetPosition;
    eachPanel(args, [&]<int Vecs>(std::ptrdiff_t panel, int vector) {
      constexpr int kWidth = Vecs * kLanes<T>;
      const T* target[Vecs];
      for (int v = 0; v < Vecs; ++v) {
        target[v] = targets + columnOf(args, vector + v);
      }
      for (int first = 0; first < args.sourceChannels; first += kChunk) {
        const int channels = args.sourceChannels - first < kChunk ? args.sourceChannels - first : kChunk;
        const T* chunk = source + static_cast<std::ptrdiff_t>(first) * args.batch;
        T* gradient =
            args.gradient + panel + (static_cast<std::ptrdiff_t>(args.taps[i]) * args.sourceChannels + first) * kWidth;
        inBlocks<Vecs == 2 ? kRows : 2 * kRows>(0, channels, [&]<int Rows>(int c) {
          denseGradientTile<T, Rows, Vecs>(args, to - from, chunk + c, args.sourceStep * sourcePosition, target,
                                           args.step * targetPosition, gradient + c * kWidth);
        });
      }
    });
  }
}

// Calls work.operator()<Rows>(offset of the vector, of its weights, first item) with the positions innermost.
template <typename T, typename Work>
inline void eachDepthBlock(const TapRowArgs<T>& args, const Work& work) {
  for (int chunk = 0; chunk < chunksOf(args.targetChannels); ++chunk) {
    for (int lane = 0; lane < kChunk; lane += kLanes<T>) {
      const std::ptrdiff_t column = static_cast<std::ptrdiff_t>(chunk) * args.batch * kChunk + lane;
      inBlocks<kDepthRows>(0, args.batch, [&]<int Rows>(int item) {
        work.template operator()<Rows>(column + item * kChunk, chunk * kChunk + lane);
      });
    }
  }
}

template <typename T>
void depthwiseKernel(const TapRowArgs<T>& args) {
  const std::ptrdiff_t position = positionOf(args.batch, args.targetChannels);
  const std::ptrdiff_t weightRow = static_cast<std::ptrdiff_t>(chunksOf(args.targetChannels)) * kChunk;
  eachDepthBlock(args, [&]<int Rows>(std::ptrdiff_t column, int channel) {
    TapRange range{args.tapCount, args.tapCount};
    for (int j = 0; j < args.count; ++j) {
      range.moveTo(args, j * args.sourceStep);
      const T* source = args.source + j * args.sourceStep * position + column;
      T* target = args.target + (args.first + j * args.step) * position + column;
      Vec<T> sums[Rows];
#pragma GCC unroll 16
      for (int r = 0; r < Rows; ++r) {
        sums[r] = load(target + r * kChunk);
      }
      for (int i = range.from; i < range.to; ++i) {
        const Vec<T> weight = load(args.weights + args.taps[i] * weightRow + channel);
        const T* in = source + args.shifts[i] * position;
#pragma GCC unroll 16
        for (int r = 0; r < Rows; ++r) {
          sums[r] += weight * load(in + r * kChunk);
        }
      }
#pragma GCC unroll 16
      for (int r = 0; r < Rows; ++r) {
        store(target + r * kChunk, sums[r]);
      }
    }
  });
}

template <typename T>
void depthwiseGradientKernel(const TapRowArgs<T>& args) {
  const std::ptrdiff_t position = positionOf(args.batch, args.targetChannels);
  const std::ptrdiff_t weightRow = static_cast<std::ptrdiff_t>(chunksOf(args.targetChannels)) * kChunk;
  eachDepthBlock(args, [&]<int Rows>(std::ptrdiff_t column, int channel) {
    TapRange range{args.tapCount, args.tapCount};
    for (int j = 0; j < args.count; ++j) {
      range.moveTo(args, j * args.sourceStep);
      const T* source = args.source + j * args.sourceStep * position + column;
      const T* target = args.target + (args.first + j * args.step) * position + column;
      Vec<T> values[Rows];
#pragma GCC unroll 16
      for (int r = 0; r < Rows; ++r) {
        values[r] = load(target + r * kChunk);
      }
      for (int i = range.from; i < range.to; ++i) {
        T* gradient = args.gradient + args.taps[i] * weightRow + channel;
        const T* in = source + args.shifts[i] * position;
        Vec<T> sums[2] = {load(gradient), {}};
#pragma GCC unroll 16
        for (int r = 0; r < Rows; ++r) {
          sums[r % 2] += values[r] * load(in + r * kChunk);
        }
        store(gradient, sums[0] + sums[1]);
      }
    }
  });
}

// Exchanges bit `Bit` of the row with that of the lane in all pairs of rows.
template <int Bit, typename T>
inline void exchangeBit(Vec<T> (&rows)[kLanes<T>]) {
  using Index = std::conditional_t<sizeof(T) == 4, int, long long>;
  constexpr int kCount = kLanes<T>;
  Vec<Index> low{}, high{};
#pragma GCC unroll 16
  for (int lane = 0; lane < kCount; ++lane) {
    low[lane] = (lane & Bit) != 0 ? kCount + lane - Bit : lane;
    high[lane] = (lane & Bit) != 0 ? kCount + lane : lane + Bit;
  }
#pragma GCC unroll 16
  for (int i = 0; i < kCount; ++i) {
    if ((i & Bit) == 0) {
      const Vec<T> a = rows[i], b = rows[i | Bit];
      rows[i] = __builtin_shuffle(a, b, low);
      rows[i | Bit] = __builtin_shuffle(a, b, high);
    }
  }
}

template <typename T>
inline void transpose(Vec<T> (&rows)[kLanes<T>]) {
  exchangeBit<1, T>(rows);
  if constexpr (kLanes < T >> 2) {
    exchangeBit<2, T>(rows);
  }
  if constexpr (kLanes < T >> 4) {
    exchangeBit<4, T>(rows);
  }
  if constexpr (kLanes < T >> 8) {
    exchangeBit<8, T>(rows);
  }
}

// A square block: to[i * toStride + j] = from[j * fromStride + i] (+ shift[i]).
template <typename T>
inline void transposeBlock(const T* from, std::ptrdiff_t fromStride, const T* shift, T* to, std::ptrdiff_t toStride) {
  Vec<T> rows[kLanes<T>];
#pragma GCC unroll 16
  for (int i = 0; i < kLanes<T>; ++i) {
    rows[i] = load(from + i * fromStride);
  }
  transpose<T>(rows);
#pragma GCC unroll 16
  for (int i = 0; i < kLanes<T>; ++i) {
    store(to + i * toStride, shift == nullptr ? rows[i] : rows[i] + shift[i]);
  }
}

// Whole blocks of a chunk with 16 channels whose positions are next to each other; answers how many positions.
template <typename T>
inline int gatherBlocks(const T* from, std::ptrdiff_t channel, int width, T* rows, std::ptrdiff_t stride) {
  const int whole = width / kLanes<T> * kLanes<T>;
  for (int x = 0; x < whole; x += kLanes<T>) {
    for (int c = 0; c < kChunk; c += kLanes<T>) {
      transposeBlock<T>(from + c * channel + x, channel, nullptr, rows + x * stride + c, stride);
    }
  }
  return whole;
}

template <typename T>
inline int scatterBlocks(const T* rows, std::ptrdiff_t stride, int width, const T* shift, T* to,
                         std::ptrdiff_t channel) {
  const int whole = width / kLanes<T> * kLanes<T>;
  for (int x = 0; x < whole; x += kLanes<T>) {
    for (int c = 0; c < kChunk; c += kLanes<T>) {
      transposeBlock<T>(rows + x * stride + c, stride, shift + c, to + c * channel + x, channel);
    }
  }
  return whole;
}

template <typename T>
void gatherKernel(const T* from, std::ptrdiff_t channel, std::ptrdiff_t column, int channels, int width, T* rows,
                  std::ptrdiff_t stride) {
  const bool isWhole = channels >= kChunk;
  int x = isWhole && column == 1 ? gatherBlocks(from, channel, width, rows, stride) : 0;
  for (; x < width; ++x) {
    T* row = rows + x * stride;
    const T* in = from + x * column;
    if (isWhole && channel == 1) {
#pragma GCC unroll 8
      for (int c = 0; c < kChunk; c += kLanes<T>) {
        store(row + c, load(in + c));
      }
    } else {
      for (int c = 0; c < kChunk; ++c) {
        row[c] = c < channels ? in[c * channel] : T{};
      }
    }
  }
}

template <typename T>
void scatterKernel(const T* rows, std::ptrdiff_t stride, int channels, int width, const T* bias, T* to,
                   std::ptrdiff_t channel, std::ptrdiff_t column) {
  const bool isWhole = channels >= kChunk;
  alignas(64) T shift[kChunk] = {};
  for (int c = 0; bias != nullptr && c < kChunk && c < channels; ++c) {
    shift[c] = bias[c];
  }
  int x = isWhole && column == 1 ? scatterBlocks(rows, stride, width, shift, to, channel) : 0;
  for (; x < width; ++x) {
    const T* row = rows + x * stride;
    T* out = to + x * column;
    if (isWhole && channel == 1) {
#pragma GCC unroll 8
      for (int c = 0; c < kChunk; c += kLanes<T>) {
        store(out + c, load(row + c) + load(shift + c));
      }
    } else {
      for (int c = 0; c < kChunk && c < channels; ++c) {
        out[c * channel] = row[c] + shift[c];
      }
    }
  }
}

}  // namespace

}  // namespace touchstone::nn
