#include "engine/contenders/linear/linear_model.h"

#include <algorithm>
#include <cassert>
#include <vector>

namespace touchstone::contenders {

namespace {

constexpr std::size_t kChunkItems = 256;

// [H W, K] to [K, H W].
void byClass(std::span<const float> byPixel, std::size_t classes, std::span<float> out) {
  const std::size_t pixels = out.size() / classes;
  for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
    for (std::size_t k = 0; k < classes; ++k) {
      out[k * pixels + pixel] = byPixel[pixel * classes + k];
    }
  }
}

}  // namespace

Result<void> classify(const LinearModel& model, const data::ExampleInputs& inputs, std::span<const std::uint32_t> items,
                      const base::CancelToken& token, std::span<float> out) {
  const std::size_t classes = model.weights.classCount();
  const std::size_t chunk = model.isOfPixels() ? 1 : kChunkItems;
  const std::size_t width = classes * (model.isOfPixels() ? inputs.shape().positions() : 1);
  assert(out.size() == items.size() * width);
  std::vector<float> byPixel(model.isOfPixels() ? width : 0);
  for (std::size_t first = 0; first < items.size(); first += chunk) {
    const std::span<const std::uint32_t> some = items.subspan(first, std::min(chunk, items.size() - first));
    const auto rows = model.maker.rows(inputs, some, token);
    if (!rows) {
      return rows.error();
    }
    const std::span<float> own = out.subspan(first * width, some.size() * width);
    predict(model.weights, *rows, model.isOfPixels() ? std::span<float>(byPixel) : own);
    if (model.isOfPixels()) {
      byClass(byPixel, classes, own);
    }
  }
  return {};
}

}  // namespace touchstone::contenders
