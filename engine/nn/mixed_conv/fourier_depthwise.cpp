#include "engine/nn/mixed_conv/fourier_depthwise.h"

#include "engine/nn/mixed_conv/spectral.h"

namespace touchstone::nn {

namespace {

// One image, or the filters of 16 channels: half a spectrum and, in 2D, the columns of one frequency.
template <typename T>
struct Image {
  HalfSpectrum<T> half;
  RowPlaces places;
  Scratch<T> columns;

  Image(const Spectral<T>& spectral, int rows)
      : half(spectral.spectrum(rows, 1)), columns(static_cast<std::size_t>(spectral.columnLength()) * kComplex) {}

  T* read(Spectral<T>& spectral, int frequency) {
    if (!spectral.hasColumns()) {
      return half.at(frequency);
    }
    spectral.forwardColumns(half, frequency, places, columns.data());
    return columns.data();
  }
};

// The whole spectrum of the filters of 16 channels, or of their gradient: [frequency along x][along y][re 16, im 16].
template <typename T>
class FilterSpectrum {
 public:
  explicit FilterSpectrum(const Spectral<T>& spectral)
      : m_step(std::ptrdiff_t{spectral.columnLength()} * kComplex),
        m_half(spectral.spectrum(spectral.tapRows(), 1)),
        m_places(spectral.filterPlaces(m_half)),
        m_values(static_cast<std::size_t>(spectral.frequencies() * m_step)) {}

  T* at(int frequency) const { return m_values.data() + frequency * m_step; }
  std::ptrdiff_t size(const Spectral<T>& spectral) const { return spectral.frequencies() * m_step; }

  void read(Spectral<T>& spectral, const T* weights, int first) {
    spectral.readFilter(weights, first, 0, m_half, 0);
    for (int f = 0; f < spectral.frequencies(); ++f) {
      if (spectral.hasColumns()) {
        spectral.forwardColumns(m_half, f, m_places, at(f));
      } else {
        std::copy_n(m_half.at(f), kComplex, at(f));
      }
    }
  }

  void write(Spectral<T>& spectral, int first, T* weights) {
    for (int f = 0; f < spectral.frequencies(); ++f) {
      if (spectral.hasColumns()) {
        spectral.inverseColumns(at(f), f, m_places, m_half);
      } else {
        std::copy_n(at(f), kComplex, m_half.at(f));
      }
    }
    spectral.writeFilter(m_half, 0, first, 0, weights);
  }

 private:
  std::ptrdiff_t m_step;
  HalfSpectrum<T> m_half;
  RowPlaces m_places;
  Scratch<T> m_values;
};

}  // namespace

template <typename T>
void fourierDepthwiseForward(const MixedConvKernelSet& set, const ConvInputs<T>& in, const T* bias,
                             const Strided<T>& y) {
  const ConvShape& shape = in.shape;
  Spectral<T> spectral(set, in);
  FilterSpectrum<T> filters(spectral);
  Image<T> image(spectral, shape.height);
  image.places = spectral.imagePlaces(image.half, 1);
  // Rows r * stride of the result stand in row r, over the input's, which is no longer needed.
  const RowPlaces outPlaces = [&] {
    RowPlaces places(image.places.size(), -1);
    for (int r = 0; r < shape.outHeight(); ++r) {
      places[static_cast<std::size_t>(r * shape.stride)] = r * image.half.rowStep();
    }
    return places;
  }();
  for (int first = 0; first < shape.inChannels; first += kChunk) {
    filters.read(spectral, in.weights, first);
    for (int item = 0; item < shape.batch; ++item) {
      spectral.readImage(inputSide(shape, in.x), first, item, image.half, 0);
      for (int f = 0; f < spectral.frequencies(); ++f) {
        T* values = image.read(spectral, f);
        spectral.kernels().multiply(spectral.columnLength(), values, filters.at(f), values);
        if (spectral.hasColumns()) {
          spectral.inverseColumns(values, f, outPlaces, image.half);
        }
      }
      spectral.writeImage(image.half, 0, bias, first, item, outputSide(shape, y));
    }
  }
}

template <typename T>
void fourierDepthwiseBackward(const MixedConvKernelSet& set, const ConvInputs<T>& in, const Strided<const T>& gradY,
                              const ConvGradients<T>& out) {
  const ConvShape& shape = in.shape;
  const bool wantsX = out.x.data != nullptr, wantsWeights = out.weights != nullptr;
  Spectral<T> spectral(set, in);
  FilterSpectrum<T> filters(spectral), filterGrad(spectral);
  Image<T> image(spectral, shape.height), grad(spectral, shape.outHeight());
  image.places = spectral.imagePlaces(image.half, 1);
  grad.places = spectral.imagePlaces(grad.half, shape.stride);
  for (int first = 0; first < shape.inChannels; first += kChunk) {
    if (wantsX) {
      filters.read(spectral, in.weights, first);
    }
    std::fill_n(filterGrad.at(0), filterGrad.size(spectral), T{});
    for (int item = 0; item < shape.batch; ++item) {
      spectral.readImage(outputSide(shape, gradY), first, item, grad.half, 0);
      if (wantsWeights) {
        spectral.readImage(inputSide(shape, in.x), first, item, image.half, 0);
      }
      for (int f = 0; f < spectral.frequencies(); ++f) {
        T* g = grad.read(spectral, f);
        if (wantsWeights) {
          spectral.kernels().addCorrelation(spectral.columnLength(), image.read(spectral, f), g, filterGrad.at(f));
        }
        if (wantsX) {  // over the image, frequency by frequency
          T* x = spectral.hasColumns() ? image.columns.data() : image.half.at(f);
          spectral.kernels().multiplyConjugate(spectral.columnLength(), g, filters.at(f), x);
          if (spectral.hasColumns()) {
            spectral.inverseColumns(x, f, image.places, image.half);
          }
        }
      }
      if (wantsX) {
        spectral.writeImage(image.half, 0, nullptr, first, item, inputSide(shape, out.x));
      }
    }
    if (wantsWeights) {
      filterGrad.write(spectral, first, out.weights);
    }
  }
}

template void fourierDepthwiseForward(const MixedConvKernelSet&, const ConvInputs<float>&, const float*,
                                      const Strided<float>&);
template void fourierDepthwiseForward(const MixedConvKernelSet&, const ConvInputs<double>&, const double*,
                                      const Strided<double>&);
template void fourierDepthwiseBackward(const MixedConvKernelSet&, const ConvInputs<float>&, const Strided<const float>&,
                                       const ConvGradients<float>&);
template void fourierDepthwiseBackward(const MixedConvKernelSet&, const ConvInputs<double>&,
                                       const Strided<const double>&, const ConvGradients<double>&);

}  // namespace touchstone::nn
