#include <algorithm>
#include <optional>

#include "engine/nn/mixed_conv/fourier_plan.h"
#include "engine/nn/mixed_conv/native_conv.h"
#include "engine/nn/mixed_conv/scratch.h"

namespace touchstone::nn {

namespace {

using Size = std::ptrdiff_t;
using Places = std::vector<std::ptrdiff_t>;

int wrap(int value, int modulus) {
  return value < 0 ? value + modulus : value;
}

// Rows after the transform along x: [frequency][row][chunk][re 16, im 16].
// A chunk is 16 channels of an item, or 16 output channels of a filter's input channel.
template <typename T>
struct HalfSpectrum {
  int rows;
  int chunks;
  Scratch<T> values;

  HalfSpectrum(int frequencies, int rowCount, int chunkCount)
      : rows(rowCount), chunks(chunkCount), values(static_cast<std::size_t>(frequencies * rowStep() * rowCount)) {}

  Size rowStep() const { return Size{chunks} * kComplex; }
  Size frequencyStep() const { return rowStep() * rows; }
  T* at(int frequency) const { return values.data() + frequency * frequencyStep(); }
  T* at(int row, int chunk) const { return values.data() + row * rowStep() + Size{chunk} * kComplex; }
};

// One circular convolution: its lengths, its tables, and which rows of taps there are.
template <typename T>
class Spectral {
 public:
  Spectral(const MixedConvKernelSet& set, const ConvInputs<T>& in)
      : m_kernels(set.of<T>()),
        m_in(in),
        m_shape(in.shape),
        m_reach(reachOf(*in.taps)),
        m_x(evenSmoothLength(m_shape.width + m_reach.x)),
        m_y(m_shape.dims == 1 ? 1 : smoothLength(m_shape.height + m_reach.y)),
        m_row(static_cast<std::size_t>(m_x.length()) * kChunk),
        m_rowScratch(static_cast<std::size_t>(m_x.length()) * kChunk),
        m_columnA(static_cast<std::size_t>(m_y.length()) * kComplex),
        m_columnB(static_cast<std::size_t>(m_y.length()) * kComplex) {
    const auto& taps = in.taps->taps;
    for (std::size_t i = 0; i < taps.size(); ++i) {
      if (i == 0 || taps[i].y != taps[i - 1].y) {
        m_tapRows.push_back(i);
      }
    }
  }

  bool hasColumns() const { return m_y.length() > 1; }
  int frequencies() const { return m_x.frequencies(); }
  int inChunks() const { return chunksOf(m_shape.inChannels) * m_shape.batch; }
  int outChunks() const { return chunksOf(m_shape.outChannels) * m_shape.batch; }
  int weightChunks() const { return chunksOf(m_shape.outChannels) * m_shape.filterDepth(); }
  int tapRowCount() const { return static_cast<int>(m_tapRows.size()); }
  ProductShape products() const { return {m_shape.batch, m_shape.inChannels, m_shape.outChannels}; }
  const MixedConvKernels<T>& kernels() const { return m_kernels; }

  HalfSpectrum<T> spectrum(int rows, int chunks) const { return {frequencies(), rows, chunks}; }
  // A whole frequency along x with all those along y.
  Size columnSize(int chunks) const { return Size{m_y.length()} * chunks * kComplex; }

  // Rows of a tensor; its columns are `step` apart in the transform.
  void rowsOf(const Strided<const T>& tensor, int channels, int height, int width, int step, HalfSpectrum<T>& out) {
    for (int first = 0; first < channels; first += kChunk) {
      for (int n = 0; n < m_shape.batch; ++n) {
        for (int y = 0; y < height; ++y) {
          const T* from = tensor.data + n * tensor.batch + first * tensor.channel + y * tensor.row;
          T* row = m_row.data();
          if (step > 1) {
            std::fill_n(row, Size{m_x.length()} * kChunk, T{});
          } else {
            std::fill(row + Size{width} * kChunk, row + Size{m_x.length()} * kChunk, T{});
          }
          m_kernels.gather(from, tensor.channel, tensor.column, std::min(kChunk, channels - first), width, row,
                           Size{step} * kChunk);
          forwardRow(out, y, first / kChunk * m_shape.batch + n);
        }
      }
    }
  }

  // The way back, rows and columns `step` apart.
  void rowsTo(const HalfSpectrum<T>& spectrum, int channels, int height, int width, int step, const T* bias,
              const Strided<T>& tensor) {
    for (int first = 0; first < channels; first += kChunk) {
      for (int n = 0; n < m_shape.batch; ++n) {
        for (int y = 0; y < height; ++y) {
          const T* row = inverseRow(spectrum, y, first / kChunk * m_shape.batch + n);
          m_kernels.scatter(row, Size{step} * kChunk, std::min(kChunk, channels - first), width,
                            bias == nullptr ? nullptr : bias + first,
                            tensor.data + n * tensor.batch + first * tensor.channel + y * tensor.row, tensor.channel,
                            tensor.column);
        }
      }
    }
  }

  // Tap rows of the weights: offset o stands at -o, which makes the product a correlation.
  void rowsOfWeights(HalfSpectrum<T>& out) {
    eachFilter([&](Size filter, int channels, int chunk) {
      for (int r = 0; r < tapRowCount(); ++r) {
        T* row = m_row.data();
        std::fill_n(row, Size{m_x.length()} * kChunk, T{});
        eachTap(r, [&](Size tap, int place) {
          for (int c = 0; c < channels; ++c) {
            row[Size{place} * kChunk + c] = m_in.weights[filter + c * filterStep() + tap];
          }
        });
        forwardRow(out, r, chunk);
      }
    });
  }

  void rowsToWeights(const HalfSpectrum<T>& spectrum, T* weights) {
    eachFilter([&](Size filter, int channels, int chunk) {
      for (int r = 0; r < tapRowCount(); ++r) {
        const T* row = inverseRow(spectrum, r, chunk);
        eachTap(r, [&](Size tap, int place) {
          for (int c = 0; c < channels; ++c) {
            weights[filter + c * filterStep() + tap] = row[Size{place} * kChunk + c];
          }
        });
      }
    });
  }

  // Where rows 0, step, 2 step .. of a spectrum lie among the rows of the transform along y.
  Places imageRows(const HalfSpectrum<T>& spectrum, int step) const {
    Places places(static_cast<std::size_t>(m_y.length()), -1);
    for (int r = 0; r < spectrum.rows; ++r) {
      places[static_cast<std::size_t>(r * step)] = r * spectrum.rowStep();
    }
    return places;
  }

  Places weightRows(const HalfSpectrum<T>& spectrum) const {
    Places places(static_cast<std::size_t>(m_y.length()), -1);
    for (int r = 0; r < spectrum.rows; ++r) {
      const int y = m_in.taps->taps[m_tapRows[static_cast<std::size_t>(r)]].y;
      places[static_cast<std::size_t>(wrap(-y, m_y.length()))] = r * spectrum.rowStep();
    }
    return places;
  }

  // All frequencies along y of one along x, [y][chunk]; in 1D the values themselves.
  const T* columns(const HalfSpectrum<T>& spectrum, int frequency, const Places& places, T* out) {
    if (!hasColumns()) {
      return spectrum.at(frequency);
    }
    transform(spectrum, frequency, places, out, false);
    return out;
  }

  void inverseColumns(T* in, int frequency, const Places& places, HalfSpectrum<T>& out) {
    if (hasColumns()) {
      transform(out, frequency, places, in, true);
    } else if (in != out.at(frequency)) {
      std::copy_n(in, out.rowStep(), out.at(frequency));
    }
  }

  // Calls work(offset of the input rows, of the weights, of the output rows) for each frequency along y.
  template <typename Work>
  void eachProduct(const Work& work) const {
    for (int y = 0; y < m_y.length(); ++y) {
      work(Size{y} * inChunks() * kComplex, Size{y} * weightChunks() * kComplex, Size{y} * outChunks() * kComplex);
    }
  }

 private:
  void forwardRow(HalfSpectrum<T>& out, int row, int chunk) {
    m_kernels.realForward(m_x.half(), m_x.twist(), m_row.data(), m_rowScratch.data(), out.at(row, chunk),
                          out.frequencyStep());
  }

  const T* inverseRow(const HalfSpectrum<T>& spectrum, int row, int chunk) {
    const T factor = T(2.0 / (static_cast<double>(m_x.length()) * m_y.length()));
    return m_kernels.realInverse(m_x.half(), m_x.twist(), spectrum.at(row, chunk), spectrum.frequencyStep(), factor,
                                 m_row.data(), m_rowScratch.data());
  }

  void transform(const HalfSpectrum<T>& spectrum, int frequency, const Places& places, T* columns, bool isInverse) {
    Places whole(static_cast<std::size_t>(m_y.length()));
    for (std::size_t i = 0; i < whole.size(); ++i) {
      whole[i] = static_cast<Size>(i) * spectrum.rowStep();
    }
    for (int chunk = 0; chunk < spectrum.chunks; ++chunk) {
      T* rows = spectrum.at(frequency) + Size{chunk} * kComplex;
      T* all = columns + Size{chunk} * kComplex;
      if (isInverse) {
        m_kernels.transform(m_y.passes(), true, {all, whole.data()}, {rows, places.data()}, m_columnA.data(),
                            m_columnB.data());
      } else {
        m_kernels.transform(m_y.passes(), false, {rows, places.data()}, {all, whole.data()}, m_columnA.data(),
                            m_columnB.data());
      }
    }
  }

  Size filterStep() const { return Size{m_shape.filterDepth()} * static_cast<Size>(m_in.taps->taps.size()); }

  // Calls work(first weight, output channels, chunk) for each chunk of filters.
  template <typename Work>
  void eachFilter(const Work& work) const {
    const auto taps = static_cast<Size>(m_in.taps->taps.size());
    int chunk = 0;
    for (int o = 0; o < m_shape.outChannels; o += kChunk) {
      for (int c = 0; c < m_shape.filterDepth(); ++c) {
        work(o * filterStep() + c * taps, std::min(kChunk, m_shape.outChannels - o), chunk++);
      }
    }
  }

  // Calls work(tap, place in the row) for the taps of one row.
  template <typename Work>
  void eachTap(int row, const Work& work) const {
    const auto r = static_cast<std::size_t>(row);
    const std::size_t end = r + 1 < m_tapRows.size() ? m_tapRows[r + 1] : m_in.taps->taps.size();
    for (std::size_t i = m_tapRows[r]; i < end; ++i) {
      work(static_cast<Size>(i), wrap(-m_in.taps->taps[i].x, m_x.length()));
    }
  }

  const MixedConvKernels<T>& m_kernels;
  const ConvInputs<T>& m_in;
  ConvShape m_shape;
  Tap m_reach;
  RealFourierPlan<T> m_x;
  FourierPlan<T> m_y;
  std::vector<std::size_t> m_tapRows;  // first tap of each row
  Scratch<T> m_row, m_rowScratch, m_columnA, m_columnB;
};

template <typename T>
Strided<const T> readOnly(const Strided<T>& tensor) {
  return {tensor.data, tensor.batch, tensor.channel, tensor.row, tensor.column};
}

std::size_t sizeOf(Size size) {
  return static_cast<std::size_t>(size);
}

}  // namespace

template <typename T>
void fourierForward(const MixedConvKernelSet& set, const ConvInputs<T>& in, const T* bias, const Strided<T>& y) {
  const ConvShape& shape = in.shape;
  Spectral<T> spectral(set, in);
  auto x = spectral.spectrum(shape.height, spectral.inChunks());
  auto weights = spectral.spectrum(spectral.tapRowCount(), spectral.weightChunks());
  auto out = spectral.spectrum(shape.outHeight(), spectral.outChunks());
  spectral.rowsOf(in.x, shape.inChannels, shape.height, shape.width, 1, x);
  spectral.rowsOfWeights(weights);
  const Places xPlaces = spectral.imageRows(x, 1), weightPlaces = spectral.weightRows(weights);
  const Places outPlaces = spectral.imageRows(out, shape.stride);
  const bool has2d = spectral.hasColumns();
  const Scratch<T> xColumns(sizeOf(has2d ? spectral.columnSize(x.chunks) : 0));
  const Scratch<T> weightColumns(sizeOf(has2d ? spectral.columnSize(weights.chunks) : 0));
  const Scratch<T> outColumns(sizeOf(has2d ? spectral.columnSize(out.chunks) : 0));
  const auto multiply = shape.isDepthwise ? spectral.kernels().scale : spectral.kernels().product;
  for (int f = 0; f < spectral.frequencies(); ++f) {
    const T* a = spectral.columns(x, f, xPlaces, xColumns.data());
    const T* b = spectral.columns(weights, f, weightPlaces, weightColumns.data());
    T* c = has2d ? outColumns.data() : out.at(f);
    spectral.eachProduct([&](Size i, Size w, Size o) { multiply(spectral.products(), a + i, b + w, c + o); });
    spectral.inverseColumns(c, f, outPlaces, out);
  }
  spectral.rowsTo(out, shape.outChannels, shape.outHeight(), shape.outWidth(), shape.stride, bias, y);
}

template <typename T>
void fourierBackward(const MixedConvKernelSet& set, const ConvInputs<T>& in, const Strided<const T>& gradY,
                     const ConvGradients<T>& out) {
  const ConvShape& shape = in.shape;
  Spectral<T> spectral(set, in);
  const bool wantsX = out.x.data != nullptr, wantsWeights = out.weights != nullptr;
  const bool has2d = spectral.hasColumns();
  // The gradients of x and of the weights take the places of x and the weights, frequency by frequency.
  auto x = spectral.spectrum(shape.height, spectral.inChunks());
  auto weights = spectral.spectrum(spectral.tapRowCount(), spectral.weightChunks());
  auto grad = spectral.spectrum(shape.outHeight(), spectral.outChunks());
  if (wantsWeights) {
    spectral.rowsOf(in.x, shape.inChannels, shape.height, shape.width, 1, x);
  }
  if (wantsX) {
    spectral.rowsOfWeights(weights);
  }
  spectral.rowsOf(gradY, shape.outChannels, shape.outHeight(), shape.outWidth(), shape.stride, grad);
  const Places xPlaces = spectral.imageRows(x, 1), weightPlaces = spectral.weightRows(weights);
  const Places gradPlaces = spectral.imageRows(grad, shape.stride);
  const Scratch<T> xColumns(sizeOf(has2d ? spectral.columnSize(x.chunks) : 0));
  const Scratch<T> weightColumns(sizeOf(has2d ? spectral.columnSize(weights.chunks) : 0));
  const Scratch<T> gradColumns(sizeOf(has2d ? spectral.columnSize(grad.chunks) : 0));
  const Scratch<T> weightGrad(sizeOf(spectral.columnSize(weights.chunks)));
  const Scratch<T> turned(sizeOf(Size{chunksOf(shape.inChannels)} * shape.outChannels * kComplex));
  const auto& kernels = spectral.kernels();
  for (int f = 0; f < spectral.frequencies(); ++f) {
    const T* g = spectral.columns(grad, f, gradPlaces, gradColumns.data());
    if (wantsWeights) {
      const T* a = spectral.columns(x, f, xPlaces, xColumns.data());
      const auto multiply = shape.isDepthwise ? kernels.scaleWeights : kernels.productWeights;
      spectral.eachProduct(
          [&](Size i, Size w, Size o) { multiply(spectral.products(), a + i, g + o, weightGrad.data() + w); });
    }
    if (wantsX) {
      const T* b = spectral.columns(weights, f, weightPlaces, weightColumns.data());
      T* a = has2d ? xColumns.data() : x.at(f);
      spectral.eachProduct([&](Size i, Size w, Size o) {
        if (shape.isDepthwise) {
          kernels.scaleSource(spectral.products(), g + o, b + w, a + i);
        } else {
          kernels.productSource(spectral.products(), g + o, b + w, a + i, turned.data());
        }
      });
      spectral.inverseColumns(a, f, xPlaces, x);
    }
    if (wantsWeights) {
      spectral.inverseColumns(weightGrad.data(), f, weightPlaces, weights);
    }
  }
  if (wantsX) {
    spectral.rowsTo(x, shape.inChannels, shape.height, shape.width, 1, nullptr, out.x);
  }
  if (wantsWeights) {
    spectral.rowsToWeights(weights, out.weights);
  }
}

template void fourierForward(const MixedConvKernelSet&, const ConvInputs<float>&, const float*, const Strided<float>&);
template void fourierForward(const MixedConvKernelSet&, const ConvInputs<double>&, const double*,
                             const Strided<double>&);
template void fourierBackward(const MixedConvKernelSet&, const ConvInputs<float>&, const Strided<const float>&,
                              const ConvGradients<float>&);
template void fourierBackward(const MixedConvKernelSet&, const ConvInputs<double>&, const Strided<const double>&,
                              const ConvGradients<double>&);

}  // namespace touchstone::nn
