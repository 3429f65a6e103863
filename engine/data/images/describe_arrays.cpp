// Descriptions of files of arrays and of tables of tiles (engine/data/images/describe_parts.h).
#include <algorithm>
#include <numeric>

#include "engine/base/text.h"
#include "engine/data/images/array_file.h"
#include "engine/data/images/array_labels.h"
#include "engine/data/images/array_stack.h"
#include "engine/data/images/class_targets.h"
#include "engine/data/images/describe_parts.h"
#include "engine/data/images/image_inputs.h"
#include "engine/data/images/tile_table.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

void countClasses(const Targets& targets, ImageDescription& description) {
  std::vector<std::size_t> counts(targets.classCount(), 0);
  for (const std::int32_t label : targets.labels) {
    ++counts[static_cast<std::size_t>(label)];
  }
  for (std::size_t i = 0; i < targets.bits.size(); ++i) {
    counts[i % counts.size()] += targets.bits[i];
  }
  for (const std::uint8_t pixel : targets.masks) {
    if (pixel != kIgnoredPixel) {
      ++counts[pixel];
    }
  }
  for (std::size_t i = 0; i < counts.size(); ++i) {
    description.classes.emplace_back(targets.classes[i], counts[i]);
  }
}

// The labels of an array of images, as far as they are found.
Targets findTargets(ArrayFile& arrays, std::size_t images, const fs::path& file, const InputShape& shape,
                    ImageDescription& description) {
  const auto place = findLabels(arrays.arrays(), images, {file, {}}, {}, file.parent_path());
  if (!place) {
    description.problems.push_back(place.error().message);
    return {};
  }
  auto other = place->file.empty() ? Result<std::unique_ptr<ArrayFile>>(Error{}) : openArrays(place->file);
  ArrayFile& source = other ? **other : arrays;
  ArrayLabels labels({}, {});
  const auto added =
      labels.add(source, place->array, arrays.arrays()[images], place->file.empty() ? file : place->file);
  auto targets = added ? labels.finish(shape) : Result<Targets>(added.error());
  if (!targets) {
    description.problems.push_back(targets.error().message);
    return {};
  }
  description.labels = "array " + source.arrays()[place->array].name;
  description.labels += targets->kind == TargetKind::kMask ? ", pixels of masks" : "";
  description.labels += targets->kind == TargetKind::kMultiLabel ? ", several an image" : "";
  countClasses(*targets, description);
  return std::move(*targets);
}

void describeItems(const std::shared_ptr<const PixelStack>& stack, const Targets& targets,
                   ImageDescription& description) {
  const PixelFormat& format = stack->format;
  description.count = stack->count();
  description.sizes = {{std::to_string(format.height) + "x" + std::to_string(format.width), stack->count()}};
  description.bandCounts = {{std::to_string(format.bands), stack->count()}};
  description.types = {{toWord(format.type), stack->count()}};
  std::vector<std::uint32_t> all(stack->count());
  std::iota(all.begin(), all.end(), 0U);
  description.bands = ImageInputs(stack).statistics(all);
  RepeatCounter repeats(description);
  for (std::size_t i = 0; i < stack->count(); ++i) {
    repeats.add(stack->keys[i], targets.labels.empty() ? std::string() : std::to_string(targets.labels[i]));
  }
  if (const std::size_t empty = stack->emptyItems().size(); empty > 0) {
    description.problems.push_back(counted(empty, "image") + (empty == 1 ? " has" : " have") + " no valid pixel.");
  }
}

// "3x3x4" for 36 numbers: the largest odd square that divides them, as tiles around a pixel are.
std::string likelyTile(std::size_t numbers) {
  for (const std::size_t side : {15U, 13U, 11U, 9U, 7U, 5U, 3U}) {
    if (numbers % (side * side) == 0) {
      return std::to_string(side) + "x" + std::to_string(side) + "x" + std::to_string(numbers / (side * side));
    }
  }
  return "1x1x" + std::to_string(numbers);
}

std::size_t bandsOf(const std::string& tile) {
  return std::stoul(tile.substr(tile.rfind('x') + 1));
}

}  // namespace

Result<void> describeImageStack(const fs::path& file, ImageDescription& description) {
  const auto arrays = openArrays(file);
  if (!arrays) {
    return arrays.error();
  }
  description.arrays = listArrays((*arrays)->arrays());
  std::error_code ignored;
  description.sizeBytes = fs::file_size(file, ignored);
  const auto chosen = chooseImages((*arrays)->arrays(), {}, {});
  if (!chosen) {
    description.problems.push_back(chosen.error().message);
    return {};
  }
  const ArrayInfo& info = (*arrays)->arrays()[*chosen];
  const auto images = imagesOf(info, "auto", {});
  if (!images || images->count == 0) {
    description.problems.push_back(images ? "The array " + quoteForMessage(info.name) + " holds no image."
                                          : images.error().message);
    return {};
  }
  auto loaded = loadArray(**arrays, *chosen, file, *images, ImageCache::ofUser());
  if (!loaded) {
    return loaded.error();
  }
  if (images->isGuessed) {
    description.hints.emplace_back("The shape looks like channels first; if it is not: layout = \"nhwc\".");
  }
  const auto stack = std::make_shared<const PixelStack>(std::move(loaded->stack));
  const InputShape shape = ImageInputs(stack).shape();
  const Targets targets = findTargets(**arrays, *chosen, file, shape, description);
  describeItems(stack, targets, description);
  return {};
}

Result<void> describeTiles(const fs::path& file, ImageDescription& description) {
  const std::size_t columns = plainColumns(file);
  const auto table = readTileTable(file, {1, 1, columns - 1}, {});
  if (!table) {
    return table.error();
  }
  std::error_code ignored;
  description.sizeBytes = fs::file_size(file, ignored);
  const std::string tile = likelyTile(columns - 1);
  const std::size_t bands = bandsOf(tile);
  std::vector<BandSums> sums(bands);
  for (std::size_t band = 0; band < bands; ++band) {
    sums[band].add(std::span<const float>(table->values).subspan(band), bands);
    description.bands.push_back(sums[band].finish());
  }
  const Targets targets = targetsOfNames(table->classes);
  description.count = table->classes.size();
  description.sizes = {{tile.substr(0, tile.rfind('x')), description.count}};
  description.bandCounts = {{std::to_string(bands), description.count}};
  description.labels = "last column";
  countClasses(targets, description);
  description.hints.push_back(std::to_string(columns - 1) + " numbers and a class in each row: tile = \"" + tile +
                              "\" fits, if the bands of a pixel are next to each other.");
  description.hints.insert(description.hints.end(), table->notes.begin(), table->notes.end());
  return {};
}

}  // namespace touchstone::data
