// Dense filters mix channels, so all items of a frequency are multiplied at once: half spectra of the whole batch, then
// frequency by frequency along x the columns, the products along y, and the columns back.
#include "engine/nn/mixed_conv/fourier_depthwise.h"
#include "engine/nn/mixed_conv/spectral.h"

namespace touchstone::nn {

namespace {

using Size = std::ptrdiff_t;

// The half spectrum of a batch or of all filters, its places in the column transforms and a frequency's columns.
template <typename T>
class Part {
 public:
  Part(const Spectral<T>& spectral, int rows, int chunks)
      : m_half(spectral.spectrum(rows, chunks)),
        m_columns(static_cast<std::size_t>(spectral.hasColumns() ? spectral.columnLength() * m_half.rowStep() : 0)) {}

  const HalfSpectrum<T>& half() const { return m_half; }
  void setPlaces(RowPlaces places) { m_places = std::move(places); }

  // All frequencies along y of one along x, to be read.
  const T* read(Spectral<T>& spectral, int frequency) {
    if (!spectral.hasColumns()) {
      return m_half.at(frequency);
    }
    spectral.forwardColumns(m_half, frequency, m_places, m_columns.data());
    return m_columns.data();
  }
  // Where new ones go; finish() then puts them in the place of the old.
  T* write(const Spectral<T>& spectral, int frequency) {
    return spectral.hasColumns() ? m_columns.data() : m_half.at(frequency);
  }
  void finish(Spectral<T>& spectral, int frequency) {
    if (spectral.hasColumns()) {
      spectral.inverseColumns(m_columns.data(), frequency, m_places, m_half);
    }
  }

 private:
  HalfSpectrum<T> m_half;
  Scratch<T> m_columns;
  RowPlaces m_places;
};

template <typename T>
Part<T> imagesOf(const Spectral<T>& spectral, const ConvShape& shape, int channels, int height, int step) {
  Part<T> part(spectral, height, chunksOf(channels) * shape.batch);
  part.setPlaces(spectral.imagePlaces(part.half(), step));
  return part;
}

template <typename T>
Part<T> filtersOf(const Spectral<T>& spectral, const ConvShape& shape) {
  Part<T> part(spectral, spectral.tapRows(), chunksOf(shape.outChannels) * shape.inChannels);
  part.setPlaces(spectral.filterPlaces(part.half()));
  return part;
}

// Calls work(first channel, item, chunk).
template <typename Work>
void eachImage(const ConvShape& shape, int channels, const Work& work) {
  int chunk = 0;
  for (int first = 0; first < channels; first += kChunk) {
    for (int item = 0; item < shape.batch; ++item) {
      work(first, item, chunk++);
    }
  }
}

// Calls work(first output channel, input channel, chunk).
template <typename Work>
void eachFilter(const ConvShape& shape, const Work& work) {
  int chunk = 0;
  for (int first = 0; first < shape.outChannels; first += kChunk) {
    for (int depth = 0; depth < shape.inChannels; ++depth) {
      work(first, depth, chunk++);
    }
  }
}

template <typename T>
void readImages(Spectral<T>& spectral, const ConvShape& shape, const ImageSide<const T>& side, const Part<T>& part) {
  eachImage(shape, side.channels,
            [&](int first, int item, int chunk) { spectral.readImage(side, first, item, part.half(), chunk); });
}

template <typename T>
void readFilters(Spectral<T>& spectral, const ConvInputs<T>& in, const Part<T>& part) {
  eachFilter(in.shape, [&](int first, int depth, int chunk) {
    spectral.readFilter(in.weights, first, depth, part.half(), chunk);
  });
}

template <typename T>
void denseForward(const MixedConvKernelSet& set, const ConvInputs<T>& in, const T* bias, const Strided<T>& y) {
  const ConvShape& shape = in.shape;
  const FrequencySizes sizes{shape.batch, shape.inChannels, shape.outChannels};
  Spectral<T> spectral(set, in);
  auto x = imagesOf(spectral, shape, shape.inChannels, shape.height, 1);
  auto weights = filtersOf(spectral, shape);
  auto out = imagesOf(spectral, shape, shape.outChannels, shape.outHeight(), shape.stride);
  readImages(spectral, shape, inputSide(shape, in.x), x);
  readFilters(spectral, in, weights);
  for (int f = 0; f < spectral.frequencies(); ++f) {
    const T* a = x.read(spectral, f);
    const T* b = weights.read(spectral, f);
    T* c = out.write(spectral, f);
    for (int row = 0; row < spectral.columnLength(); ++row) {
      spectral.kernels().product(sizes, a + row * x.half().rowStep(), b + row * weights.half().rowStep(),
                                 c + row * out.half().rowStep());
    }
    out.finish(spectral, f);
  }
  eachImage(shape, shape.outChannels, [&](int first, int item, int chunk) {
    spectral.writeImage(out.half(), chunk, bias, first, item, outputSide(shape, y));
  });
}

template <typename T>
void denseBackward(const MixedConvKernelSet& set, const ConvInputs<T>& in, const Strided<const T>& gradY,
                   const ConvGradients<T>& out) {
  const ConvShape& shape = in.shape;
  const FrequencySizes sizes{shape.batch, shape.inChannels, shape.outChannels};
  const bool wantsX = out.x.data != nullptr, wantsWeights = out.weights != nullptr;
  Spectral<T> spectral(set, in);
  // The gradients of x and of the weights take the places of x and the weights, frequency by frequency.
  auto x = imagesOf(spectral, shape, shape.inChannels, shape.height, 1);
  auto weights = filtersOf(spectral, shape);
  auto grad = imagesOf(spectral, shape, shape.outChannels, shape.outHeight(), shape.stride);
  readImages(spectral, shape, outputSide(shape, gradY), grad);
  if (wantsWeights) {
    readImages(spectral, shape, inputSide(shape, in.x), x);
  }
  if (wantsX) {
    readFilters(spectral, in, weights);
  }
  const Size xStep = x.half().rowStep(), weightStep = weights.half().rowStep(), gradStep = grad.half().rowStep();
  const Scratch<T> weightGrad(static_cast<std::size_t>(spectral.columnLength() * weightStep));
  const Scratch<T> turned(static_cast<std::size_t>(chunksOf(shape.inChannels) * Size{shape.outChannels} * kComplex));
  for (int f = 0; f < spectral.frequencies(); ++f) {
    const T* g = grad.read(spectral, f);
    if (wantsWeights) {
      const T* a = x.read(spectral, f);
      for (int row = 0; row < spectral.columnLength(); ++row) {
        spectral.kernels().productWeights(sizes, a + row * xStep, g + row * gradStep,
                                          weightGrad.data() + row * weightStep);
      }
    }
    if (wantsX) {
      const T* b = weights.read(spectral, f);
      T* a = x.write(spectral, f);
      for (int row = 0; row < spectral.columnLength(); ++row) {
        spectral.kernels().productSource(sizes, g + row * gradStep, b + row * weightStep, a + row * xStep,
                                         turned.data());
      }
      x.finish(spectral, f);
    }
    if (wantsWeights) {
      std::copy_n(weightGrad.data(), spectral.columnLength() * weightStep, weights.write(spectral, f));
      weights.finish(spectral, f);
    }
  }
  if (wantsX) {
    eachImage(shape, shape.inChannels, [&](int first, int item, int chunk) {
      spectral.writeImage(x.half(), chunk, nullptr, first, item, inputSide(shape, out.x));
    });
  }
  if (wantsWeights) {
    eachFilter(shape, [&](int first, int depth, int chunk) {
      spectral.writeFilter(weights.half(), chunk, first, depth, out.weights);
    });
  }
}

}  // namespace

template <typename T>
void fourierForward(const MixedConvKernelSet& set, const ConvInputs<T>& in, const T* bias, const Strided<T>& y) {
  if (in.shape.isDepthwise) {
    fourierDepthwiseForward(set, in, bias, y);
  } else {
    denseForward(set, in, bias, y);
  }
}

template <typename T>
void fourierBackward(const MixedConvKernelSet& set, const ConvInputs<T>& in, const Strided<const T>& gradY,
                     const ConvGradients<T>& out) {
  if (in.shape.isDepthwise) {
    fourierDepthwiseBackward(set, in, gradY, out);
  } else {
    denseBackward(set, in, gradY, out);
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
