// The Fourier kernels and the table of all, compiled like kernels_impl.h, which this includes.
// Source: Stockham's self-sorting transform (decimation in frequency), radices 2, 3, 4 and 5; a real row of 2 h values
// as h complex ones.

#include "engine/nn/mixed_conv/kernels_impl.h"

namespace touchstone::nn {

namespace {

template <typename T>
struct Complex {
  Vec<T> re;
  Vec<T> im;
};

template <typename T>
inline Complex<T> operator+(Complex<T> a, Complex<T> b) {
  return {a.re + b.re, a.im + b.im};
}

template <typename T>
inline Complex<T> operator-(Complex<T> a, Complex<T> b) {
  return {a.re - b.re, a.im - b.im};
}

template <typename T>
inline Complex<T> scaled(Complex<T> a, T factor) {
  return {a.re * factor, a.im * factor};
}

// -i a.
template <typename T>
inline Complex<T> turned(Complex<T> a) {
  return {a.im, -a.re};
}

template <typename T>
inline Complex<T> times(Complex<T> a, T re, T im) {
  return {a.re * re - a.im * im, a.re * im + a.im * re};
}

// In place: c = the transform of c.
template <int Radix, typename T>
inline void butterfly(Complex<T> (&c)[Radix]) {
  if constexpr (Radix == 2) {
    const Complex<T> a = c[0];
    c[0] = a + c[1];
    c[1] = a - c[1];
  } else if constexpr (Radix == 3) {
    const Complex<T> sum = c[1] + c[2];
    const Complex<T> side = turned(scaled(c[1] - c[2], T(0.86602540378443864676)));
    const Complex<T> middle = c[0] - scaled(sum, T(0.5));
    c[0] = c[0] + sum;
    c[1] = middle + side;
    c[2] = middle - side;
  } else if constexpr (Radix == 4) {
    const Complex<T> even = c[0] + c[2], odd = c[1] + c[3];
    const Complex<T> low = c[0] - c[2], high = turned(c[1] - c[3]);
    c[0] = even + odd;
    c[1] = low + high;
    c[2] = even - odd;
    c[3] = low - high;
  } else {
    static_assert(Radix == 5);
    const T cos1 = T(0.30901699437494742410), cos2 = T(-0.80901699437494742410);
    const T sin1 = T(0.95105651629515357212), sin2 = T(0.58778525229247312917);
    const Complex<T> sum1 = c[1] + c[4], sum2 = c[2] + c[3];
    const Complex<T> side1 = turned(c[1] - c[4]), side2 = turned(c[2] - c[3]);
    const Complex<T> middle1 = c[0] + scaled(sum1, cos1) + scaled(sum2, cos2);
    const Complex<T> middle2 = c[0] + scaled(sum1, cos2) + scaled(sum2, cos1);
    const Complex<T> turn1 = scaled(side1, sin1) + scaled(side2, sin2);
    const Complex<T> turn2 = scaled(side1, sin2) - scaled(side2, sin1);
    c[0] = c[0] + sum1 + sum2;
    c[1] = middle1 + turn1;
    c[2] = middle2 + turn2;
    c[3] = middle2 - turn2;
    c[4] = middle1 - turn1;
  }
}

// What a pass reads and writes. The parts change places for the inverse, which is the same transform of (im, re).
template <typename T>
struct PassRows {
  ComplexRows<const T> in;
  ComplexRows<T> out;
  int re;
  int im;
};

// One pass: `rest` rows a sub-transform before it, `step` sub-transforms interleaved.
template <typename T, int Radix>
inline void fourierPass(const PassRows<T>& rows, int rest, int step, const T* twiddles) {
  const int quotient = rest / Radix;
  for (int p = 0; p < quotient; ++p, twiddles += 2 * (Radix - 1)) {
    for (int q = 0; q < step; ++q) {
      std::ptrdiff_t from[Radix];
      std::ptrdiff_t to[Radix];
#pragma GCC unroll 5
      for (int i = 0; i < Radix; ++i) {
        from[i] = rows.in.places[q + step * (p + quotient * i)];
        to[i] = rows.out.places[q + step * (Radix * p + i)];
      }
      for (int lane = 0; lane < kChunk; lane += kLanes<T>) {
        Complex<T> c[Radix];
#pragma GCC unroll 5
        for (int i = 0; i < Radix; ++i) {
          if (from[i] >= 0) {
            const T* in = rows.in.data + from[i] + lane;
            c[i] = {load(in + rows.re), load(in + rows.im)};
          } else {
            c[i] = {Vec<T>{}, Vec<T>{}};
          }
        }
        butterfly<Radix>(c);
#pragma GCC unroll 5
        for (int i = 0; i < Radix; ++i) {
          if (to[i] < 0) {
            continue;
          }
          if (i > 0 && p > 0) {
            c[i] = times(c[i], twiddles[2 * i - 2], twiddles[2 * i - 1]);
          }
          T* out = rows.out.data + to[i] + lane;
          store(out + rows.re, c[i].re);
          store(out + rows.im, c[i].im);
        }
      }
    }
  }
}

// All passes; the last writes to out, or to a or b where out.data is null. Answers where the result is.
template <typename T>
inline T* fourier(const FftPasses<T>& passes, bool isInverse, ComplexRows<const T> in, ComplexRows<T> out, T* a, T* b) {
  PassRows<T> rows{in, {a, passes.places}, isInverse ? kChunk : 0, isInverse ? 0 : kChunk};
  const T* twiddles = passes.twiddles;
  int rest = passes.length;
  int step = 1;
  T* last = a;
  for (int i = 0; i < passes.passes; ++i) {
    if (i + 1 == passes.passes && out.data != nullptr) {
      rows.out = out;
    }
    last = rows.out.data;
    const int radix = passes.radices[i];
    switch (radix) {
    case 2:
      fourierPass<T, 2>(rows, rest, step, twiddles);
      break;
    case 3:
      fourierPass<T, 3>(rows, rest, step, twiddles);
      break;
    case 4:
      fourierPass<T, 4>(rows, rest, step, twiddles);
      break;
    default:
      fourierPass<T, 5>(rows, rest, step, twiddles);
      break;
    }
    rest /= radix;
    twiddles += 2 * static_cast<std::ptrdiff_t>(radix - 1) * rest;
    step *= radix;
    rows.in = {last, passes.places};
    rows.out.data = last == a ? b : a;
  }
  return last;
}

template <typename T>
void transformKernel(const FftPasses<T>& passes, bool isInverse, ComplexRows<const T> in, ComplexRows<T> out, T* a,
                     T* b) {
  fourier(passes, isInverse, in, out, a, b);
}

template <typename T>
inline Complex<T> loadComplex(const T* from) {
  return {load(from), load(from + kChunk)};
}

template <typename T>
inline void storeComplex(T* to, Complex<T> value) {
  store(to, value.re);
  store(to + kChunk, value.im);
}

template <typename T>
void realForwardKernel(const FftPasses<T>& half, const T* twist, T* rows, T* scratch, T* out, std::ptrdiff_t stride) {
  const int h = half.length;
  const T* z = rows;
  if (half.passes > 0) {
    z = fourier<T>(half, false, {rows, half.places}, {}, scratch, rows);
  }
  for (int lane = 0; lane < kChunk; lane += kLanes<T>) {
    const Complex<T> zero = loadComplex(z + lane);
    storeComplex<T>(out + lane, {zero.re + zero.im, Vec<T>{}});
    storeComplex<T>(out + h * stride + lane, {zero.re - zero.im, Vec<T>{}});
    for (int k = 1; 2 * k <= h; ++k) {
      const Complex<T> a = loadComplex(z + k * kComplex + lane);
      Complex<T> b = loadComplex(z + (h - k) * kComplex + lane);
      b.im = -b.im;
      const Complex<T> even = scaled(a + b, T(0.5));
      const Complex<T> odd = times(turned(scaled(a - b, T(0.5))), twist[2 * k], twist[2 * k + 1]);
      const Complex<T> low = even - odd;
      storeComplex(out + k * stride + lane, even + odd);
      storeComplex<T>(out + (h - k) * stride + lane, {low.re, -low.im});
    }
  }
}

template <typename T>
T* realInverseKernel(const FftPasses<T>& half, const T* twist, const T* in, std::ptrdiff_t stride, T factor, T* rows,
                     T* scratch) {
  const int h = half.length;
  for (int lane = 0; lane < kChunk; lane += kLanes<T>) {
    const Vec<T> first = load(in + lane) * (factor * T(0.5));
    const Vec<T> last = load(in + h * stride + lane) * (factor * T(0.5));
    storeComplex<T>(rows + lane, {first + last, first - last});
    for (int k = 1; 2 * k <= h; ++k) {
      const Complex<T> a = scaled(loadComplex(in + k * stride + lane), factor * T(0.5));
      Complex<T> b = scaled(loadComplex(in + (h - k) * stride + lane), factor * T(0.5));
      b.im = -b.im;
      const Complex<T> even = a + b;
      const Complex<T> odd = times(a - b, twist[2 * k], -twist[2 * k + 1]);
      storeComplex<T>(rows + k * kComplex + lane, {even.re - odd.im, even.im + odd.re});
      storeComplex<T>(rows + (h - k) * kComplex + lane, {even.re + odd.im, odd.re - even.im});
    }
  }
  return half.passes == 0 ? rows : fourier<T>(half, true, {rows, half.places}, {}, scratch, rows);
}

enum class Conjugate { kNone, kLeft, kRight };

// sums[row] += left(row, k) * right(k), one of them conjugate. Rows of left lie leftRow apart, its factors leftDepth.
template <typename T, int Rows, Conjugate Which>
inline void addProducts(const T* left, std::ptrdiff_t leftRow, std::ptrdiff_t leftDepth, const T* right, int depth,
                        Complex<T> (&sums)[Rows]) {
  for (int k = 0; k < depth; ++k) {
    const Complex<T> column = loadComplex(right);
#pragma GCC unroll 16
    for (int r = 0; r < Rows; ++r) {
      const T re = left[r * leftRow];
      const T im = left[r * leftRow + kChunk];
      sums[r].re += re * column.re;
      if constexpr (Which == Conjugate::kNone) {
        sums[r].re -= im * column.im;
      } else {
        sums[r].re += im * column.im;
      }
      if constexpr (Which == Conjugate::kRight) {
        sums[r].im -= re * column.im;
      } else {
        sums[r].im += re * column.im;
      }
      if constexpr (Which == Conjugate::kLeft) {
        sums[r].im -= im * column.re;
      } else {
        sums[r].im += im * column.re;
      }
    }
    left += leftDepth;
    right += kComplex;
  }
}

template <typename T, int Rows>
inline void storeRows(T* out, const Complex<T> (&sums)[Rows]) {
#pragma GCC unroll 16
  for (int r = 0; r < Rows; ++r) {
    storeComplex(out + r * kComplex, sums[r]);
  }
}

// y [out chunk][item] = x [in chunk][item] times v [out chunk][in channel].
template <typename T, Conjugate Which>
inline void productRows(int batch, int inChannels, int outChannels, const T* x, const T* v, T* y) {
  for (int chunk = 0; chunk < chunksOf(outChannels); ++chunk) {
    for (int lane = 0; lane < kChunk; lane += kLanes<T>) {
      const T* right = v + static_cast<std::ptrdiff_t>(chunk) * inChannels * kComplex + lane;
      T* out = y + static_cast<std::ptrdiff_t>(chunk) * batch * kComplex + lane;
      inBlocks<kRows>(0, batch, [&]<int Rows>(int item) {
        Complex<T> sums[Rows] = {};
        for (int first = 0; first < inChannels; first += kChunk) {
          const int depth = inChannels - first < kChunk ? inChannels - first : kChunk;
          const T* left = x + (static_cast<std::ptrdiff_t>(first / kChunk) * batch + item) * kComplex;
          addProducts<T, Rows, Which>(left, kComplex, 1, right + static_cast<std::ptrdiff_t>(first) * kComplex, depth,
                                      sums);
        }
        storeRows(out + item * kComplex, sums);
      });
    }
  }
}

template <typename T>
void productKernel(const FrequencySizes& shape, const T* x, const T* v, T* y) {
  productRows<T, Conjugate::kNone>(shape.batch, shape.inChannels, shape.outChannels, x, v, y);
}

// v [out chunk][in channel] to [in chunk][out channel].
template <typename T>
inline void turnWeights(const FrequencySizes& shape, const T* v, T* turned) {
  for (int in = 0; in < shape.inChannels; in += kChunk) {
    for (int out = 0; out < shape.outChannels; out += kChunk) {
      const T* from = v + (static_cast<std::ptrdiff_t>(out / kChunk) * shape.inChannels + in) * kComplex;
      T* to = turned + (static_cast<std::ptrdiff_t>(in / kChunk) * shape.outChannels + out) * kComplex;
      const int rows = shape.inChannels - in, columns = shape.outChannels - out;
      for (int part = 0; part < kComplex; part += kChunk) {
        if (rows >= kChunk && columns >= kChunk) {
          for (int i = 0; i < kChunk; i += kLanes<T>) {
            for (int j = 0; j < kChunk; j += kLanes<T>) {
              transposeBlock<T>(from + part + i * kComplex + j, kComplex, nullptr, to + part + j * kComplex + i,
                                kComplex);
            }
          }
          continue;
        }
        for (int j = 0; j < kChunk && j < columns; ++j) {
          for (int i = 0; i < kChunk; ++i) {
            to[part + j * kComplex + i] = i < rows ? from[part + i * kComplex + j] : T{};
          }
        }
      }
    }
  }
}

template <typename T>
void productSourceKernel(const FrequencySizes& shape, const T* y, const T* v, T* x, T* scratch) {
  turnWeights(shape, v, scratch);
  productRows<T, Conjugate::kRight>(shape.batch, shape.outChannels, shape.inChannels, y, scratch, x);
}

template <typename T>
void productWeightsKernel(const FrequencySizes& shape, const T* x, const T* y, T* v) {
  for (int chunk = 0; chunk < chunksOf(shape.outChannels); ++chunk) {
    for (int lane = 0; lane < kChunk; lane += kLanes<T>) {
      const T* right = y + static_cast<std::ptrdiff_t>(chunk) * shape.batch * kComplex + lane;
      for (int first = 0; first < shape.inChannels; first += kChunk) {
        const int channels = shape.inChannels - first < kChunk ? shape.inChannels - first : kChunk;
        const T* left = x + static_cast<std::ptrdiff_t>(first / kChunk) * shape.batch * kComplex;
        T* out = v + (static_cast<std::ptrdiff_t>(chunk) * shape.inChannels + first) * kComplex + lane;
        inBlocks<kRows>(0, channels, [&]<int Rows>(int c) {
          Complex<T> sums[Rows] = {};
          addProducts<T, Rows, Conjugate::kLeft>(left + c, 1, kComplex, right, shape.batch, sums);
          storeRows(out + c * kComplex, sums);
        });
      }
    }
  }
}

// out = work(a, b, out) for each vector of `count` complex rows.
template <typename T, typename Work>
inline void eachComplex(int count, const T* a, const T* b, T* out, const Work& work) {
  for (std::ptrdiff_t row = 0; row < static_cast<std::ptrdiff_t>(count) * kComplex; row += kComplex) {
    for (std::ptrdiff_t at = row; at < row + kChunk; at += kLanes<T>) {
      storeComplex<T>(out + at, work(loadComplex(a + at), loadComplex(b + at), out + at));
    }
  }
}

template <typename T>
void multiplyKernel(int count, const T* a, const T* b, T* out) {
  eachComplex(count, a, b, out, [](Complex<T> x, Complex<T> y, const T*) {
    return Complex<T>{x.re * y.re - x.im * y.im, x.re * y.im + x.im * y.re};
  });
}

template <typename T>
void multiplyConjugateKernel(int count, const T* a, const T* b, T* out) {
  eachComplex(count, a, b, out, [](Complex<T> x, Complex<T> y, const T*) {
    return Complex<T>{x.re * y.re + x.im * y.im, x.im * y.re - x.re * y.im};
  });
}

template <typename T>
void addCorrelationKernel(int count, const T* a, const T* b, T* out) {
  eachComplex(count, a, b, out, [](Complex<T> x, Complex<T> y, const T* sum) {
    return loadComplex(sum) + Complex<T>{x.re * y.re + x.im * y.im, x.re * y.im - x.im * y.re};
  });
}

template <typename T>
constexpr MixedConvKernels<T> kernelsOf() {
  return {kLanes<T>,
          gatherKernel<T>,
          scatterKernel<T>,
          denseKernel<T>,
          depthwiseKernel<T>,
          denseGradientKernel<T>,
          depthwiseGradientKernel<T>,
          transformKernel<T>,
          realForwardKernel<T>,
          realInverseKernel<T>,
          productKernel<T>,
          productSourceKernel<T>,
          productWeightsKernel<T>,
          multiplyKernel<T>,
          multiplyConjugateKernel<T>,
          addCorrelationKernel<T>};
}

}  // namespace

}  // namespace touchstone::nn
