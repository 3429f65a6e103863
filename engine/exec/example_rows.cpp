#include "engine/exec/example_rows.h"

#include <algorithm>

namespace touchstone::exec {

namespace {

constexpr std::size_t kMostTestBytes = 32u << 20;
constexpr std::size_t kMostOtherBytes = 16u << 20;
constexpr std::size_t kMostBits = 62;  // of a signed integer, with room to spare

// Which items are kept with their content: all of a block, or evenly spaced ones up to the limit.
void markKept(const std::vector<std::uint32_t>& items, std::size_t bytesEach, std::size_t mostBytes,
              std::vector<bool>& isKept) {
  const std::size_t most = std::max<std::size_t>(1, mostBytes / std::max<std::size_t>(1, bytesEach));
  const std::size_t count = std::min(most, items.size());
  for (std::size_t i = 0; i < count; ++i) {
    isKept[items[i * items.size() / count]] = true;
  }
}

std::vector<std::uint8_t> maskOf(const data::Targets& targets, std::size_t item) {
  const auto first = targets.masks.begin() + static_cast<std::ptrdiff_t>(item * targets.maskPixels);
  return {first, first + static_cast<std::ptrdiff_t>(targets.maskPixels)};
}

}  // namespace

std::int64_t labelOf(const data::Targets& targets, std::size_t item) {
  if (targets.kind == data::TargetKind::kClass) {
    return targets.labels[item];
  }
  if (targets.kind == data::TargetKind::kMask) {
    return -1;
  }
  std::int64_t bits = 0;
  for (std::size_t k = 0; k < std::min(kMostBits, targets.classCount()); ++k) {
    bits |= static_cast<std::int64_t>(targets.bits[item * targets.classCount() + k]) << k;
  }
  return bits;
}

store::WriteBatch exampleRows(TaskId id, const data::ExampleTask& task) {
  const data::ExampleInputs& inputs = *task.set.inputs;
  const data::InputShape shape = inputs.shape();
  const std::size_t bytesEach = shape.isImage ? shape.values() : shape.positions();
  std::vector<bool> isKept(inputs.count(), false);
  markKept(task.test, bytesEach, kMostTestBytes, isKept);
  markKept(task.train, bytesEach, kMostOtherBytes / 2, isKept);
  markKept(task.validation, bytesEach, kMostOtherBytes / 2, isKept);
  store::WriteBatch rows;
  rows.reserve(inputs.count());
  for (std::size_t item = 0; item < inputs.count(); ++item) {
    ExampleRow row;
    row.task = id;
    row.item = static_cast<std::int64_t>(item);
    row.block = data::toWord(task.blocks[item]);
    row.name = task.set.names[item];
    row.label = labelOf(task.set.targets, item);
    if (isKept[item]) {
      row.content = inputs.display(item);
      if (task.set.targets.kind == data::TargetKind::kMask) {
        row.mask = maskOf(task.set.targets, item);
      }
    }
    rows.push_back(store::AddExample{std::move(row)});
  }
  return rows;
}

}  // namespace touchstone::exec
