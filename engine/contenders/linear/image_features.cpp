#include "engine/contenders/linear/image_features.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <vector>

namespace touchstone::contenders {

namespace {

constexpr std::array<double, 5> kQuantiles = {0.05, 0.25, 0.5, 0.75, 0.95};

double quantile(const std::vector<float>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(place);
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  const double part = place - static_cast<double>(low);
  return (1.0 - part) * static_cast<double>(sorted[low]) + part * static_cast<double>(sorted[high]);
}

// Mean |difference| of all pairs of neighbours; 0 for a single pixel.
double roughness(const std::vector<float>& band, std::size_t height, std::size_t width) {
  double sum = 0.0;
  std::size_t pairs = 0;
  for (std::size_t y = 0; y < height; ++y) {
    for (std::size_t x = 0; x < width; ++x) {
      const auto here = static_cast<double>(band[y * width + x]);
      if (x + 1 < width) {
        sum += std::abs(here - static_cast<double>(band[y * width + x + 1]));
        ++pairs;
      }
      if (y + 1 < height) {
        sum += std::abs(here - static_cast<double>(band[(y + 1) * width + x]));
        ++pairs;
      }
    }
  }
  return pairs > 0 ? sum / static_cast<double>(pairs) : 0.0;
}

void oneBand(std::vector<float>& band, const data::InputShape& shape, float* out) {
  double sum = 0.0, squares = 0.0;
  for (const float value : band) {
    sum += static_cast<double>(value);
  }
  const auto count = static_cast<double>(band.size());
  const double mean = sum / count;
  for (const float value : band) {
    squares += (static_cast<double>(value) - mean) * (static_cast<double>(value) - mean);
  }
  out[0] = static_cast<float>(mean);
  out[1] = static_cast<float>(std::sqrt(squares / count));
  out[7] = static_cast<float>(
      roughness(band, static_cast<std::size_t>(shape.height), static_cast<std::size_t>(shape.width)));
  std::sort(band.begin(), band.end());
  for (std::size_t q = 0; q < kQuantiles.size(); ++q) {
    out[2 + q] = static_cast<float>(quantile(band, kQuantiles[q]));
  }
}

}  // namespace

void bandStatistics(std::span<const float> image, const data::InputShape& shape, std::span<float> out) {
  const auto channels = static_cast<std::size_t>(shape.channels);
  assert(image.size() == shape.values() && out.size() == channels * kBandStatistics);
  std::vector<float> band(shape.positions());
  for (std::size_t c = 0; c < channels; ++c) {
    for (std::size_t pixel = 0; pixel < band.size(); ++pixel) {
      band[pixel] = image[pixel * channels + c];
    }
    oneBand(band, shape, out.data() + c * kBandStatistics);
  }
}

void pixelBands(std::span<const float> image, const data::InputShape& shape, std::span<float> out) {
  const auto channels = static_cast<std::size_t>(shape.channels);
  const auto height = static_cast<std::size_t>(shape.height), width = static_cast<std::size_t>(shape.width);
  assert(image.size() == shape.values() && out.size() == 2 * image.size());
  for (std::size_t y = 0; y < height; ++y) {
    for (std::size_t x = 0; x < width; ++x) {
      float* row = out.data() + (y * width + x) * 2 * channels;
      const std::size_t top = y > 0 ? y - 1 : 0, bottom = std::min(y + 2, height);
      const std::size_t left = x > 0 ? x - 1 : 0, right = std::min(x + 2, width);
      const auto count = static_cast<float>((bottom - top) * (right - left));
      for (std::size_t c = 0; c < channels; ++c) {
        float sum = 0.0f;
        for (std::size_t i = top; i < bottom; ++i) {
          for (std::size_t j = left; j < right; ++j) {
            sum += image[(i * width + j) * channels + c];
          }
        }
        row[c] = image[(y * width + x) * channels + c];
        row[channels + c] = sum / count;
      }
    }
  }
}

}  // namespace touchstone::contenders
