#include "engine/data/examples/example_set.h"

#include <algorithm>

namespace touchstone::data {

namespace {

constexpr std::uint8_t kFlip = 4;
constexpr std::uint8_t kQuarters = 3;

template <typename Value>
std::vector<Value> pickRows(const std::vector<Value>& rows, std::size_t width, std::span<const std::uint32_t> items) {
  std::vector<Value> picked;
  if (rows.empty()) {
    return picked;
  }
  picked.reserve(items.size() * width);
  for (const std::uint32_t item : items) {
    const auto first = rows.begin() + static_cast<std::ptrdiff_t>(item * width);
    picked.insert(picked.end(), first, first + static_cast<std::ptrdiff_t>(width));
  }
  return picked;
}

}  // namespace

std::vector<std::uint8_t> possibleTurns(const InputShape& shape, bool hasComplement) {
  if (!shape.isImage) {
    return hasComplement ? std::vector<std::uint8_t>{0, 1} : std::vector<std::uint8_t>{0};
  }
  return shape.height == shape.width ? std::vector<std::uint8_t>{0, 1, 2, 3, 4, 5, 6, 7}
                                     : std::vector<std::uint8_t>{0, 2, 4, 6};
}

std::size_t turnedFrom(const InputShape& shape, std::uint8_t turn, std::size_t row, std::size_t column) {
  const auto height = static_cast<std::size_t>(shape.height), width = static_cast<std::size_t>(shape.width);
  std::size_t y = row, x = column;
  switch (turn & kQuarters) {
  case 1:  // counterclockwise: the top row of the result is the right column of the source
    y = column;
    x = width - 1 - row;
    break;
  case 2:
    y = height - 1 - row;
    x = width - 1 - column;
    break;
  case 3:
    y = height - 1 - column;
    x = row;
    break;
  default:
    break;
  }
  return y * width + ((turn & kFlip) != 0 ? width - 1 - x : x);
}

std::span<const std::uint8_t> ExampleInputs::symbols(std::size_t) const {
  return {};
}

std::vector<std::uint8_t> ExampleInputs::display(std::size_t item) const {
  constexpr float kMiddle = 127.5F, kPerDeviation = 42.5F;
  std::vector<float> values(shape().values());
  const Pick pick{static_cast<std::uint32_t>(item), 0};
  std::vector<std::uint8_t> shown;
  if (!gather(std::span(&pick, 1), values)) {
    return shown;  // nothing to show is no error: scores do not depend on it
  }
  shown.reserve(values.size());
  for (const float value : values) {
    shown.push_back(static_cast<std::uint8_t>(std::clamp(kMiddle + kPerDeviation * value, 0.0F, 255.0F)));
  }
  return shown;
}

const char* toWord(TargetKind kind) {
  switch (kind) {
  case TargetKind::kClass:
    return "class";
  case TargetKind::kMultiLabel:
    return "multi-label";
  case TargetKind::kMask:
    return "mask";
  }
  return "";
}

InputSelection::InputSelection(std::shared_ptr<const ExampleInputs> all, std::vector<std::uint32_t> items)
    : m_all(std::move(all)), m_items(std::move(items)) {}

Result<void> InputSelection::gather(std::span<const Pick> picks, std::span<float> out) const {
  std::vector<Pick> own(picks.begin(), picks.end());
  for (Pick& pick : own) {
    pick.item = m_items[pick.item];
  }
  return m_all->gather(own, out);
}

std::size_t Targets::count() const {
  switch (kind) {
  case TargetKind::kClass:
    return labels.size();
  case TargetKind::kMultiLabel:
    return classes.empty() ? 0 : bits.size() / classes.size();
  case TargetKind::kMask:
    return maskPixels == 0 ? 0 : masks.size() / maskPixels;
  }
  return 0;
}

Targets Targets::select(std::span<const std::uint32_t> items) const {
  Targets chosen;
  chosen.kind = kind;
  chosen.classes = classes;
  chosen.labels = pickRows(labels, 1, items);
  chosen.bits = pickRows(bits, classes.size(), items);
  chosen.masks = pickRows(masks, maskPixels, items);
  chosen.maskPixels = maskPixels;
  return chosen;
}

void Targets::gatherMask(const Pick& pick, const InputShape& shape, std::span<std::uint8_t> out) const {
  const std::uint8_t* mask = masks.data() + pick.item * maskPixels;
  std::size_t place = 0;
  for (std::size_t row = 0; row < static_cast<std::size_t>(shape.height); ++row) {
    for (std::size_t column = 0; column < static_cast<std::size_t>(shape.width); ++column) {
      out[place++] = mask[turnedFrom(shape, pick.turn, row, column)];
    }
  }
}

}  // namespace touchstone::data
