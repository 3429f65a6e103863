#include "engine/data/images/image_inputs.h"

#include <algorithm>
#include <limits>

#include "engine/data/images/pixel_rows.h"

namespace touchstone::data {

namespace {

std::ptrdiff_t placeOf(const PixelFormat& format, std::size_t index) {
  const std::size_t row = index / format.width, column = index % format.width;
  return static_cast<std::ptrdiff_t>(row * format.rowStride + column * format.columnStride);
}

}  // namespace

ImageInputs::ImageInputs(std::shared_ptr<const PixelStack> stack) : m_stack(std::move(stack)) {
  const PixelFormat& format = m_stack->format;
  m_shape = {static_cast<int>(format.bands), static_cast<int>(format.height), static_cast<int>(format.width), true};
  m_means.assign(format.bands, 0.0F);
  m_deviations.assign(format.bands, 1.0F);
  makeRows();
}

void ImageInputs::makeRows() {
  const PixelFormat& format = m_stack->format;
  m_codeCount = 0;
  for (const std::vector<double>& codes : format.codes) {
    m_codeCount = std::max(m_codeCount, codes.size());
  }
  const std::size_t row = format.width * format.bands;
  m_shift.resize(row);
  m_factor.resize(row);
  m_codes.assign(m_codeCount * row, std::numeric_limits<float>::quiet_NaN());
  for (std::size_t i = 0; i < row; ++i) {
    const std::size_t band = i % format.bands;
    m_shift[i] = m_means[band];
    m_factor[i] = 1.0F / m_deviations[band];
    for (std::size_t code = 0; code < format.codes[band].size(); ++code) {
      m_codes[code * row + i] = static_cast<float>(format.codes[band][code]);
    }
  }
}

void ImageInputs::expand(const Pick& pick, float* out) const {
  const PixelFormat& format = m_stack->format;
  const std::size_t row = format.width * format.bands;
  const RowScaling scaling{m_shift.data(), m_factor.data(), m_codes.data(), m_codeCount, isReal(format.type)};
  const std::byte* item = m_stack->items[pick.item];
  const auto size = static_cast<std::ptrdiff_t>(sizeOf(format.type));
  for (std::size_t y = 0; y < format.height; ++y, out += row) {
    const std::ptrdiff_t first = placeOf(format, turnedFrom(m_shape, pick.turn, y, 0));
    const std::ptrdiff_t second = format.width > 1 ? placeOf(format, turnedFrom(m_shape, pick.turn, y, 1)) : first;
    readRow(format, {item + first * size, second - first}, out);
    scaleRow(scaling, row, out);
  }
}

Result<void> ImageInputs::gather(std::span<const Pick> picks, std::span<float> out) const {
  const std::size_t size = m_shape.values();
  if (out.size() != picks.size() * size) {
    return Error{ErrorCode::kInternal, "A batch of images does not fit its memory.", {}};
  }
  for (std::size_t i = 0; i < picks.size(); ++i) {
    const bool isOdd = (picks[i].turn & 1U) != 0;
    if (picks[i].item >= count() || picks[i].turn > 7 || (isOdd && m_shape.height != m_shape.width)) {
      return Error{ErrorCode::kInternal, "A batch asks for an image or a turn that does not exist.", {}};
    }
    expand(picks[i], out.data() + i * size);
  }
  return {};
}

void ImageInputs::addTo(std::span<BandSums> sums, std::span<const std::uint32_t> items) const {
  const PixelFormat& format = m_stack->format;
  std::vector<float> row(format.width * format.bands);
  for (const std::uint32_t item : items) {
    for (std::size_t y = 0; y < format.height; ++y) {
      readRow(format,
              {m_stack->items[item] + y * format.rowStride * sizeOf(format.type),
               static_cast<std::ptrdiff_t>(format.columnStride)},
              row.data());
      for (std::size_t code = 0; code < m_codeCount; ++code) {
        for (std::size_t i = 0; i < row.size(); ++i) {
          row[i] = row[i] == m_codes[code * row.size() + i] ? std::numeric_limits<float>::quiet_NaN() : row[i];
        }
      }
      for (std::size_t band = 0; band < format.bands; ++band) {
        sums[band].add(std::span<const float>(row).subspan(band), format.bands);
      }
    }
  }
}

std::vector<BandStatistics> ImageInputs::statistics(std::span<const std::uint32_t> items) const {
  std::vector<BandSums> sums(m_stack->format.bands);
  addTo(sums, items);
  std::vector<BandStatistics> result;
  for (const BandSums& band : sums) {
    result.push_back(band.finish());
  }
  return result;
}

std::shared_ptr<const ImageInputs> ImageInputs::scaledBy(std::vector<float> means,
                                                         std::vector<float> deviations) const {
  auto scaled = std::make_shared<ImageInputs>(m_stack);
  scaled->m_means = std::move(means);
  scaled->m_deviations = std::move(deviations);
  scaled->makeRows();
  return scaled;
}

}  // namespace touchstone::data
