#include "engine/data/images/pixel_rows.h"

namespace touchstone::data {

namespace {

template <typename Stored>
void readDense(const std::byte* first, std::size_t size, float* out) {
  for (std::size_t i = 0; i < size; ++i) {
    out[i] = static_cast<float>(loadPixel<Stored>(first + i * sizeof(Stored)));
  }
}

// kBands 0: any number of them.
template <typename Stored, std::size_t kBands>
void readPixels(const PixelFormat& format, const RowWalk& walk, float* out) {
  const std::size_t bands = kBands > 0 ? kBands : format.bands;
  const std::size_t* offsets = format.bandOffsets.data();
  const std::byte* pixel = walk.first;
  const std::ptrdiff_t step = walk.step * static_cast<std::ptrdiff_t>(sizeof(Stored));
  for (std::size_t x = 0; x < format.width; ++x, pixel += step) {
    for (std::size_t band = 0; band < bands; ++band) {
      *out++ = static_cast<float>(loadPixel<Stored>(pixel + offsets[band] * sizeof(Stored)));
    }
  }
}

template <typename Stored>
void readTyped(const PixelFormat& format, const RowWalk& walk, float* out) {
  if (format.isChannelsLast() && walk.step == static_cast<std::ptrdiff_t>(format.columnStride)) {
    readDense<Stored>(walk.first, format.width * format.bands, out);
    return;
  }
  switch (format.bands) {
  case 1:
    return readPixels<Stored, 1>(format, walk, out);
  case 3:
    return readPixels<Stored, 3>(format, walk, out);
  case 4:
    return readPixels<Stored, 4>(format, walk, out);
  default:
    return readPixels<Stored, 0>(format, walk, out);
  }
}

}  // namespace

void readRow(const PixelFormat& format, const RowWalk& walk, float* out) {
  switch (format.type) {
  case PixelType::kU8:
    return readTyped<std::uint8_t>(format, walk, out);
  case PixelType::kU16:
    return readTyped<std::uint16_t>(format, walk, out);
  case PixelType::kI16:
    return readTyped<std::int16_t>(format, walk, out);
  case PixelType::kF32:
    return readTyped<float>(format, walk, out);
  case PixelType::kF64:
    return readTyped<double>(format, walk, out);
  }
}

void scaleRow(const RowScaling& scaling, std::size_t size, float* row) {
  const float* shift = scaling.shift;
  const float* factor = scaling.factor;
  if (!scaling.mayBeInfinite && scaling.codeCount == 0) {
    for (std::size_t i = 0; i < size; ++i) {
      row[i] = (row[i] - shift[i]) * factor[i];
    }
    return;
  }
  constexpr float kMost = std::numeric_limits<float>::max();
  // A missing pixel becomes NaN first and 0 at the end: then every loop has one comparison and no branch.
  for (std::size_t code = 0; code < scaling.codeCount; ++code) {
    const float* codes = scaling.codes + code * size;
    for (std::size_t i = 0; i < size; ++i) {
      row[i] = row[i] == codes[i] ? std::numeric_limits<float>::quiet_NaN() : row[i];
    }
  }
  for (std::size_t i = 0; i < size; ++i) {
    const float scaled = (row[i] - shift[i]) * factor[i];
    row[i] = std::fabs(row[i]) <= kMost ? scaled : 0.0F;
  }
}

}  // namespace touchstone::data
