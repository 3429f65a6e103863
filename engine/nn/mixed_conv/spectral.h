// The steps that the Fourier convolutions share: rows of images and filters to and from half spectra, and columns.
// A half spectrum is what the transform along x leaves, [frequency][row][chunk][re 16, im 16]; a chunk is 16 channels of
// an item, or 16 output channels of one input channel of the filters. A column transform then takes one frequency along
// x to all frequencies along y; in 1D there is one row and nothing to do.
// The circular lengths leave room for the farthest tap, so that ends never meet. Filters stand at minus their offsets,
// which makes the product a correlation.
// Thread: one at a time (own scratch). Errors: std::bad_alloc. For native_conv's sources only.
#pragma once

#include <algorithm>
#include <vector>

#include "engine/nn/mixed_conv/fourier_plan.h"
#include "engine/nn/mixed_conv/native_conv.h"
#include "engine/nn/mixed_conv/scratch.h"

namespace touchstone::nn {

// Places of rows among the rows of a column transform; negative: not there.
using RowPlaces = std::vector<std::ptrdiff_t>;

template <typename T>
struct HalfSpectrum {
  int rows;
  int chunks;
  Scratch<T> values;

  HalfSpectrum(int frequencies, int rowCount, int chunkCount)
      : rows(rowCount), chunks(chunkCount), values(static_cast<std::size_t>(frequencies * frequencyStep())) {}

  std::ptrdiff_t rowStep() const { return std::ptrdiff_t{chunks} * kComplex; }
  std::ptrdiff_t frequencyStep() const { return rowStep() * rows; }
  T* at(int frequency) const { return values.data() + frequency * frequencyStep(); }
  T* at(int row, int chunk) const { return values.data() + row * rowStep() + std::ptrdiff_t{chunk} * kComplex; }
};

// The images of one side of the convolution; its rows and columns stand `step` apart in the transforms.
template <typename T>
struct ImageSide {
  Strided<T> tensor;
  int channels = 0;
  int height = 0;
  int width = 0;
  int step = 1;
};

template <typename T>
ImageSide<T> inputSide(const ConvShape& shape, const Strided<T>& tensor) {
  return {tensor, shape.inChannels, shape.height, shape.width, 1};
}

template <typename T>
ImageSide<T> outputSide(const ConvShape& shape, const Strided<T>& tensor) {
  return {tensor, shape.outChannels, shape.outHeight(), shape.outWidth(), shape.stride};
}

template <typename T>
class Spectral {
 public:
  Spectral(const MixedConvKernelSet& set, const ConvInputs<T>& in)
      : m_kernels(set.of<T>()),
        m_shape(in.shape),
        m_taps(*in.taps),
        m_x(evenSmoothLength(m_shape.width + reachOf(m_taps).x)),
        m_y(m_shape.dims == 1 ? 1 : smoothLength(m_shape.height + reachOf(m_taps).y)),
        m_row(static_cast<std::size_t>(m_x.length()) * kChunk),
        m_rowScratch(static_cast<std::size_t>(m_x.length()) * kChunk),
        m_columnA(static_cast<std::size_t>(m_y.length()) * kComplex),
        m_columnB(static_cast<std::size_t>(m_y.length()) * kComplex),
        m_filter(m_taps.taps.size() * kChunk) {
    for (std::size_t i = 0; i <= m_taps.taps.size(); ++i) {
      if (i == 0 || i == m_taps.taps.size() || m_taps.taps[i].y != m_taps.taps[i - 1].y) {
        m_tapRows.push_back(static_cast<int>(i));
      }
    }
  }

  const MixedConvKernels<T>& kernels() const { return m_kernels; }
  int frequencies() const { return m_x.frequencies(); }
  bool hasColumns() const { return m_y.length() > 1; }
  int columnLength() const { return m_y.length(); }
  int tapRows() const { return static_cast<int>(m_tapRows.size()) - 1; }

  HalfSpectrum<T> spectrum(int rows, int chunks) const { return {frequencies(), rows, chunks}; }

  // Channels first .. first + 15 of an item.
  void readImage(const ImageSide<const T>& side, int first, int item, const HalfSpectrum<T>& out, int chunk) {
    const auto& tensor = side.tensor;
    const T* from = tensor.data + item * tensor.batch + first * tensor.channel;
    const std::ptrdiff_t used = std::ptrdiff_t{side.width} * kChunk, all = std::ptrdiff_t{m_x.length()} * kChunk;
    for (int y = 0; y < side.height; ++y) {
      std::fill(m_row.data() + (side.step > 1 ? 0 : used), m_row.data() + all, T{});
      m_kernels.gather(from + y * tensor.row, tensor.channel, tensor.column, side.channels - first, side.width,
                       m_row.data(), std::ptrdiff_t{side.step} * kChunk);
      forwardRow(out, y, chunk);
    }
  }

  // The way back; bias [channels] or null.
  void writeImage(const HalfSpectrum<T>& spectrum, int chunk, const T* bias, int first, int item,
                  const ImageSide<T>& side) {
    const auto& tensor = side.tensor;
    T* to = tensor.data + item * tensor.batch + first * tensor.channel;
    for (int y = 0; y < side.height; ++y) {
      m_kernels.scatter(inverseRow(spectrum, y, chunk), std::ptrdiff_t{side.step} * kChunk, side.channels - first,
                        side.width, bias == nullptr ? nullptr : bias + first, to + y * tensor.row, tensor.channel,
                        tensor.column);
    }
  }

  // Output channels first .. first + 15 of one input channel; weights [Cout, depth, taps].
  void readFilter(const T* weights, int first, int depth, const HalfSpectrum<T>& out, int chunk) {
    const T* from = weights + filterPlace(first, depth);
    for (int r = 0; r < tapRows(); ++r) {
      m_kernels.gather(from + tapRow(r), filterStep(), 1, m_shape.outChannels - first, tapsIn(r), m_filter.data(),
                       kChunk);
      std::fill_n(m_row.data(), std::ptrdiff_t{m_x.length()} * kChunk, T{});
      for (int i = 0; i < tapsIn(r); ++i) {
        std::copy_n(m_filter.data() + i * kChunk, kChunk, m_row.data() + columnOf(tapRow(r) + i));
      }
      forwardRow(out, r, chunk);
    }
  }

  void writeFilter(const HalfSpectrum<T>& spectrum, int chunk, int first, int depth, T* weights) {
    T* to = weights + filterPlace(first, depth);
    for (int r = 0; r < tapRows(); ++r) {
      const T* row = inverseRow(spectrum, r, chunk);
      for (int i = 0; i < tapsIn(r); ++i) {
        std::copy_n(row + columnOf(tapRow(r) + i), kChunk, m_filter.data() + i * kChunk);
      }
      m_kernels.scatter(m_filter.data(), kChunk, m_shape.outChannels - first, tapsIn(r), nullptr, to + tapRow(r),
                        filterStep(), 1);
    }
  }

  // Where the rows of a spectrum stand in the column transform.
  RowPlaces imagePlaces(const HalfSpectrum<T>& spectrum, int step) const {
    RowPlaces places(static_cast<std::size_t>(m_y.length()), -1);
    for (int r = 0; r < spectrum.rows; ++r) {
      places[static_cast<std::size_t>(r * step)] = r * spectrum.rowStep();
    }
    return places;
  }
  RowPlaces filterPlaces(const HalfSpectrum<T>& spectrum) const {
    RowPlaces places(static_cast<std::size_t>(m_y.length()), -1);
    for (int r = 0; r < tapRows(); ++r) {
      const int y = -m_taps.taps[static_cast<std::size_t>(tapRow(r))].y;
      places[static_cast<std::size_t>(y < 0 ? y + m_y.length() : y)] = r * spectrum.rowStep();
    }
    return places;
  }

  // One frequency along x: its rows to all frequencies along y, [y][chunk], and back. Only where there are columns.
  void forwardColumns(const HalfSpectrum<T>& spectrum, int frequency, const RowPlaces& places, T* columns) {
    transformColumns(spectrum, frequency, places, columns, false);
  }
  void inverseColumns(T* columns, int frequency, const RowPlaces& places, const HalfSpectrum<T>& spectrum) {
    transformColumns(spectrum, frequency, places, columns, true);
  }

 private:
  void forwardRow(const HalfSpectrum<T>& out, int row, int chunk) {
    m_kernels.realForward(m_x.half(), m_x.twist(), m_row.data(), m_rowScratch.data(), out.at(row, chunk),
                          out.frequencyStep());
  }

  const T* inverseRow(const HalfSpectrum<T>& spectrum, int row, int chunk) {
    const T factor = T(2.0 / (static_cast<double>(m_x.length()) * m_y.length()));
    return m_kernels.realInverse(m_x.half(), m_x.twist(), spectrum.at(row, chunk), spectrum.frequencyStep(), factor,
                                 m_row.data(), m_rowScratch.data());
  }

  void transformColumns(const HalfSpectrum<T>& spectrum, int frequency, const RowPlaces& places, T* columns,
                        bool isInverse) {
    m_whole.resize(static_cast<std::size_t>(m_y.length()));
    for (std::size_t i = 0; i < m_whole.size(); ++i) {
      m_whole[i] = static_cast<std::ptrdiff_t>(i) * spectrum.rowStep();
    }
    for (int chunk = 0; chunk < spectrum.chunks; ++chunk) {
      const ComplexRows<T> some{spectrum.at(frequency) + std::ptrdiff_t{chunk} * kComplex, places.data()};
      const ComplexRows<T> all{columns + std::ptrdiff_t{chunk} * kComplex, m_whole.data()};
      const auto& from = isInverse ? all : some;
      m_kernels.transform(m_y.passes(), isInverse, {from.data, from.places}, isInverse ? some : all, m_columnA.data(),
                          m_columnB.data());
    }
  }

  int tapRow(int row) const { return m_tapRows[static_cast<std::size_t>(row)]; }
  int tapsIn(int row) const { return tapRow(row + 1) - tapRow(row); }
  std::ptrdiff_t filterStep() const { return std::ptrdiff_t{m_shape.filterDepth()} * tapRow(tapRows()); }
  std::ptrdiff_t filterPlace(int first, int depth) const {
    return first * filterStep() + std::ptrdiff_t{depth} * tapRow(tapRows());
  }
  std::ptrdiff_t columnOf(int tap) const {
    const int x = -m_taps.taps[static_cast<std::size_t>(tap)].x;
    return std::ptrdiff_t{x < 0 ? x + m_x.length() : x} * kChunk;
  }

  const MixedConvKernels<T>& m_kernels;
  const ConvShape m_shape;
  const TapSet& m_taps;
  const RealFourierPlan<T> m_x;
  const FourierPlan<T> m_y;
  std::vector<int> m_tapRows;  // first tap of each row, then their number
  RowPlaces m_whole;
  Scratch<T> m_row, m_rowScratch, m_columnA, m_columnB, m_filter;
};

}  // namespace touchstone::nn
