// The inner loops of the mixed convolution, for float and double, once for each instruction set.
// They work on packed rows: channels in chunks of 16, and the batch inside a position, [position][chunk][batch][16].
// So a vector is 16 channels of one item, every tap of a position holds for the whole batch (no padding, no masks, no
// work for taps outside), and a position's item block times a tap's weights is a small matrix product. Complex rows
// hold 16 real and then 16 imaginary parts, so that a Fourier transform runs down the positions without shuffles.
// Why not torch: 2D 16x16x32x32 with 20 branches, forward and backward, takes 190 ms through torch's FFT and 20 ms so
// (tests/bench/mixed_conv_bench.cpp).
// Thread: pure functions of their arguments. Errors: none; the caller keeps the preconditions.
// Oracle: one convolution a branch in torch, in double to 1e-9 (tests/torch/mixed_conv_test.cpp).
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>

namespace touchstone::nn {

inline constexpr int kChunk = 16;            // channels of a packed row
inline constexpr int kComplex = 2 * kChunk;  // values of a complex row

inline int chunksOf(int channels) {
  return (channels + kChunk - 1) / kChunk;
}

// A tensor [batch, channel, y, x] of any memory layout; distances in elements.
template <typename T>
struct Strided {
  T* data = nullptr;
  std::ptrdiff_t batch = 0;
  std::ptrdiff_t channel = 0;
  std::ptrdiff_t row = 0;
  std::ptrdiff_t column = 0;
};

// One row of targets, one row of sources, and the taps between them (TapRun).
// weights: dense [panel][tap][sourceChannels][panelWidth], a panel being two vectors of target channels (one in the
// last of an odd number); depth-wise [tap][chunk][16].
template <typename T>
struct TapRowArgs {
  const T* source = nullptr;
  T* target = nullptr;
  const T* weights = nullptr;
  T* gradient = nullptr;  // as weights; only where weights are what is wanted, target is then read
  const int* shifts = nullptr;
  const int* taps = nullptr;
  int tapCount = 0;
  int allTaps = 0;  // of the whole set
  int first = 0;
  int step = 1;
  int count = 0;
  int sourceStep = 1;
  int sourceWidth = 0;
  int batch = 0;
  int sourceChannels = 0;
  int targetChannels = 0;
};

// Complex rows, row i at data + places[i]; a negative place is a row of zeros where it is read and an unwanted row where
// it is written.
template <typename T>
struct ComplexRows {
  T* data = nullptr;
  const std::ptrdiff_t* places = nullptr;
};

// A complex Fourier transform of `length` rows; radices multiply to it.
template <typename T>
struct FftPasses {
  int length = 1;
  int passes = 0;
  const int* radices = nullptr;
  const T* twiddles = nullptr;  // for each pass, each p < remaining length / radix, each i in 1 .. radix - 1: re, im
  const std::ptrdiff_t* places = nullptr;  // of rows one after the other: i * kComplex
};

// Sizes of a product of matrices at one frequency. Rows: [chunk][item][re 16, im 16].
struct FrequencySizes {
  int batch = 0;
  int inChannels = 0;
  int outChannels = 0;
};

template <typename T>
struct MixedConvKernels {
  int lanes = 0;

  // Channels [0, channels) of one item at `width` positions into rows of 16 that lie `stride` apart; the rest zeros.
  void (*gather)(const T* from, std::ptrdiff_t channel, std::ptrdiff_t column, int channels, int width, T* rows,
                 std::ptrdiff_t stride);
  // The way back; bias [channels] or null is added.
  void (*scatter)(const T* rows, std::ptrdiff_t stride, int channels, int width, const T* bias, T* to,
                  std::ptrdiff_t channel, std::ptrdiff_t column);

  // target += taps of source.
  void (*dense)(const TapRowArgs<T>& args);
  void (*depthwise)(const TapRowArgs<T>& args);
  // gradient += source times target.
  void (*denseGradient)(const TapRowArgs<T>& args);
  void (*depthwiseGradient)(const TapRowArgs<T>& args);

  // in -> out, length > 1; isInverse without the factor 1 / length. a and b: scratch of `length` complex rows each.
  void (*transform)(const FftPasses<T>& passes, bool isInverse, ComplexRows<const T> in, ComplexRows<T> out, T* a,
                    T* b);
  // `length` real rows of 16 (packed, hence length / 2 complex rows) -> length / 2 + 1 complex rows. rows is
  // overwritten. twist: e^(-2 pi i k / length), k <= length / 4 rounded up. scratch: `length` rows of 16.
  void (*realForward)(const FftPasses<T>& half, const T* twist, T* rows, T* scratch, T* out, std::ptrdiff_t stride);
  // The way back times factor; answers where the rows are: in rows or in scratch.
  T* (*realInverse)(const FftPasses<T>& half, const T* twist, const T* in, std::ptrdiff_t stride, T factor, T* rows,
                    T* scratch);

  // Products at one frequency. x [in chunk][batch], y [out chunk][batch], v [out chunk][in channel].
  void (*product)(const FrequencySizes& shape, const T* x, const T* v, T* y);                    // y = x v
  void (*productSource)(const FrequencySizes& shape, const T* y, const T* v, T* x, T* scratch);  // x = y conj(v)^T
  void (*productWeights)(const FrequencySizes& shape, const T* x, const T* y, T* v);             // v = conj(x)^T y
  // Value by value of `count` complex rows, as depth-wise filters need: out = a b, out = a conj(b), out += conj(a) b.
  void (*multiply)(int count, const T* a, const T* b, T* out);
  void (*multiplyConjugate)(int count, const T* a, const T* b, T* out);
  void (*addCorrelation)(int count, const T* a, const T* b, T* out);
};

struct MixedConvKernelSet {
  std::string_view name;  // "avx512", "avx2", "generic"
  MixedConvKernels<float> floats;
  MixedConvKernels<double> doubles;

  template <typename T>
  const MixedConvKernels<T>& of() const {
    if constexpr (sizeof(T) == sizeof(float)) {
      return floats;
    } else {
      return doubles;
    }
  }
};

// Every set that this processor can run, best first; never empty.
std::span<const MixedConvKernelSet* const> mixedConvKernelSets();

}  // namespace touchstone::nn
