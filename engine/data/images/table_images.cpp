// Tiles from tables (engine/data/images/image_parts.h).
#include <algorithm>
#include <cmath>
#include <cstring>

#include "engine/data/content_hash.h"
#include "engine/data/images/class_targets.h"
#include "engine/data/images/image_parts.h"
#include "engine/data/images/tile_table.h"

namespace touchstone::data {

namespace {

// The smallest type that holds all values exactly.
PixelType typeFor(const std::vector<float>& values) {
  float low = 0.0F, high = 0.0F;
  for (const float value : values) {
    if (!(value == std::floor(value))) {  // a fraction, or missing
      return PixelType::kF32;
    }
    low = std::min(low, value);
    high = std::max(high, value);
  }
  return low >= 0.0F && high <= 255.0F            ? PixelType::kU8
         : low >= 0.0F && high <= 65'535.0F       ? PixelType::kU16
         : low >= -32'768.0F && high <= 32'767.0F ? PixelType::kI16
                                                  : PixelType::kF32;
}

template <typename Stored>
std::vector<std::byte> stored(const std::vector<float>& values) {
  std::vector<std::byte> bytes(values.size() * sizeof(Stored));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto value = static_cast<Stored>(values[i]);
    std::memcpy(bytes.data() + i * sizeof value, &value, sizeof value);
  }
  return bytes;
}

std::vector<std::byte> storedAs(PixelType type, const std::vector<float>& values) {
  switch (type) {
  case PixelType::kU8:
    return stored<std::uint8_t>(values);
  case PixelType::kU16:
    return stored<std::uint16_t>(values);
  case PixelType::kI16:
    return stored<std::int16_t>(values);
  default:
    return stored<float>(values);
  }
}

PixelStack stackOf(const std::vector<float>& values, const TileShape& tile, const ImagePlan& plan) {
  PixelStack stack;
  PixelFormat all = denseFormat(tile.rows, tile.columns, tile.bands, typeFor(values));
  stack.format = all;
  if (!plan.options.bands.empty()) {
    stack.format.bands = plan.options.bands.size();
    stack.format.bandOffsets = plan.options.bands;
  }
  stack.format.codes.assign(stack.format.bands, plan.missingCodes);
  stack.memory.push_back(keepInMemory(storedAs(all.type, values)));
  const std::size_t itemBytes = all.values() * sizeOf(all.type);
  for (std::size_t place = 0; place < stack.memory[0].bytes.size(); place += itemBytes) {
    stack.items.push_back(stack.memory[0].bytes.data() + place);
  }
  scanPixels(stack);
  return stack;
}

}  // namespace

Result<ImageParts> readTileTables(const ImagePlan& plan) {
  const TileShape& tile = *plan.options.tile;
  for (const std::size_t band : plan.options.bands) {
    if (band >= tile.bands) {
      return Error{ErrorCode::kBadInput,
                   "The tiles have " + std::to_string(tile.bands) + " bands, and bands asks for number " +
                       std::to_string(band + 1) + ".",
                   plan.sources.front().path.string()};
    }
  }
  ImageParts parts;
  std::vector<float> values;
  std::vector<std::string> classes;
  std::string hashes;
  for (std::size_t i = 0; i < plan.sources.size(); ++i) {
    const ImageSource& source = plan.sources[i];
    const std::vector<std::string>& labels = plan.options.label;
    auto table =
        readTileTable(source.path, tile, labels.empty() ? std::string() : labels[std::min(i, labels.size() - 1)]);
    if (!table) {
      return table.error();
    }
    values.insert(values.end(), table->values.begin(), table->values.end());
    classes.insert(classes.end(), table->classes.begin(), table->classes.end());
    const std::string prefix = plan.sources.size() > 1 ? source.path.filename().string() + " line " : "line ";
    for (const std::size_t line : table->lines) {
      parts.names.push_back(prefix + std::to_string(line));
    }
    parts.counts.push_back(table->lines.size());
    parts.notes.insert(parts.notes.end(), table->notes.begin(), table->notes.end());
    hashes += table->contentHash;
    std::error_code ignored;
    parts.sizeBytes += static_cast<std::int64_t>(std::filesystem::file_size(source.path, ignored));
  }
  auto targets = targetsOfNames(classes, plan.options.classNames);
  if (!targets) {
    return Error{targets.error().code, targets.error().message, plan.sources.front().path.string()};
  }
  parts.targets = std::move(*targets);
  parts.stack = stackOf(values, tile, plan);
  parts.dataHash = plan.sources.size() == 1 ? hashes : contentHash(hashes);
  return parts;
}

}  // namespace touchstone::data
