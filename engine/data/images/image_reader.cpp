#include "engine/data/images/image_reader.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/base/text.h"
#include "engine/data/csv_cell.h"
#include "engine/data/images/array_file.h"
#include "engine/data/images/array_stack.h"
#include "engine/data/images/image_inputs.h"
#include "engine/data/images/image_listing.h"
#include "engine/data/images/image_parts.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

enum class SourceKind { kFolder, kLabelTable, kArrays, kTiles };

Error badTask(const TaskSpec& spec, std::string message) {
  return {ErrorCode::kBadInput, std::move(message), "task " + quoteForMessage(spec.name)};
}

Result<std::vector<ImageSource>> sourcesOf(const TaskSpec& spec, const fs::path& folder) {
  const auto path = [&folder](const std::string& file) {
    const fs::path whole = (fs::path(file).is_absolute() ? fs::path(file) : folder / file).lexically_normal();
    return whole.has_filename() ? whole : whole.parent_path();  // "train/" too has a name
  };
  const bool isPair = !spec.train.empty() && !spec.test.empty();
  if (spec.data.empty() == !isPair) {
    return badTask(spec, "Give either data, or train and test.");
  }
  if (!isPair) {
    return std::vector{ImageSource{path(spec.data), {}}};
  }
  std::vector sources{ImageSource{path(spec.train), "train"}};
  if (!spec.validation.empty()) {
    sources.push_back({path(spec.validation), "validation"});
  }
  sources.push_back({path(spec.test), "test"});
  return sources;
}

Result<SourceKind> kindOf(const fs::path& path, const ImageOptions& options) {
  std::error_code code;
  const fs::file_status status = fs::status(path, code);
  if (!fs::exists(status)) {
    return Error{ErrorCode::kNotFound, "The file or folder does not exist. Check the path.", path.string()};
  }
  if (fs::is_directory(status)) {
    return SourceKind::kFolder;
  }
  if (arrayFormatOf(path) != ArrayFormat::kNone) {
    return SourceKind::kArrays;
  }
  if (options.tile) {
    return SourceKind::kTiles;
  }
  std::string name = lowerCase(path.filename().string());
  name = name.ends_with(".gz") ? name.substr(0, name.size() - 3) : name;
  if (name.ends_with(".csv") || name.ends_with(".tsv")) {
    return SourceKind::kLabelTable;
  }
  return Error{
      ErrorCode::kBadInput,
      "This is no source of images. Give a folder of PNG, JPEG or TIFF files, an NPY, NPZ or HDF5 file, a CSV of "
      "image names and classes, or a table of tiles with tile = \"ROWSxCOLUMNSxBANDS\".",
      path.string()};
}

Result<ImageParts> readArrays(const ImagePlan& plan, const ImageCache& cache) {
  std::vector<ArraySource> sources;
  for (const ImageSource& source : plan.sources) {
    sources.push_back({source.path, source.part});
  }
  auto items = readArrayStack(sources, plan.options, plan.missingCodes, plan.folder, cache);
  if (!items) {
    return items.error();
  }
  return ImageParts{std::move(items->stack),  std::move(items->targets), std::move(items->names),    {},
                    std::move(items->counts), std::move(items->notes),   std::move(items->dataHash), items->sizeBytes};
}

// Options that would be ignored without a word.
Result<void> checkOptions(const TaskSpec& spec, SourceKind kind, const ImageOptions& options) {
  const bool isFiles = kind == SourceKind::kFolder || kind == SourceKind::kLabelTable;
  std::string what;
  if (options.size && options.cropTiles > 0) {
    what = "Give either resize or crop_tiles, not both.";
  } else if (options.size && !isFiles) {
    what = "resize is for image files. Write the array in the size that it should have.";
  } else if (options.cropTiles > 0 && !isFiles) {
    what = "crop_tiles is for image files.";
  } else if (!options.masks.empty() && !isFiles) {
    what = "masks is a folder, for image files. For arrays, label names the array of masks [N, H, W].";
  } else if (!options.masks.empty() && (!options.labelsFile.empty() || kind == SourceKind::kLabelTable)) {
    what = "Give either masks or a table of labels, not both.";
  } else if (options.tile && kind != SourceKind::kTiles) {
    what = "tile is for tables. Take it out.";
  }
  return what.empty() ? Result<void>() : badTask(spec, what);
}

Result<ImageParts> readParts(const TaskSpec& spec, const ImagePlan& plan) {
  const auto kind = kindOf(plan.sources.front().path, plan.options);
  if (!kind) {
    return kind.error();
  }
  for (const ImageSource& source : plan.sources) {
    const auto other = kindOf(source.path, plan.options);
    if (!other) {
      return other.error();
    }
    if (*other != *kind) {
      return badTask(spec,
                     "The parts of the task are of different kinds. Give only folders, only arrays, or only tables.");
    }
  }
  if (auto checked = checkOptions(spec, *kind, plan.options); !checked) {
    return checked.error();
  }
  const ImageCache cache = ImageCache::ofUser();
  switch (*kind) {
  case SourceKind::kArrays:
    return readArrays(plan, cache);
  case SourceKind::kTiles:
    return readTileTables(plan);
  default:
    return readImageFolders(plan, cache);
  }
}

std::vector<std::string> namesOf(const ImageParts& parts, const std::vector<std::uint32_t>& items) {
  std::vector<std::string> names;
  for (const std::uint32_t item : items) {
    names.push_back(parts.names[item]);
  }
  return names;
}

// Items whose mask says nothing about any pixel.
std::vector<std::uint32_t> withoutTarget(const Targets& targets) {
  std::vector<std::uint32_t> found;
  for (std::size_t item = 0; targets.kind == TargetKind::kMask && item < targets.count(); ++item) {
    const auto first = targets.masks.begin() + static_cast<std::ptrdiff_t>(item * targets.maskPixels);
    const auto last = first + static_cast<std::ptrdiff_t>(targets.maskPixels);
    if (std::all_of(first, last, [](std::uint8_t pixel) { return pixel == kIgnoredPixel; })) {
      found.push_back(static_cast<std::uint32_t>(item));
    }
  }
  return found;
}

std::string leftOut(const std::vector<std::string>& names, const char* why) {
  return counted(names.size(), "image") + (names.size() == 1 ? " has " : " have ") + why +
         (names.size() == 1 ? " and is left out: " : " and are left out: ") + listNames(names, 6) + ".";
}

// Leaves out images that hold nothing. blocks may be empty.
void dropEmpty(ImageParts& parts, std::vector<Block>& blocks) {
  const std::vector<std::uint32_t> empty = parts.stack.emptyItems();
  std::vector<std::uint32_t> noTarget;
  const std::vector<std::uint32_t> unmasked = withoutTarget(parts.targets);
  std::set_difference(unmasked.begin(), unmasked.end(), empty.begin(), empty.end(), std::back_inserter(noTarget));
  if (empty.empty() && noTarget.empty()) {
    return;
  }
  if (!empty.empty()) {
    parts.notes.push_back(leftOut(namesOf(parts, empty), "no valid pixel"));
  }
  if (!noTarget.empty()) {
    parts.notes.push_back(leftOut(namesOf(parts, noTarget), "a mask without a class"));
  }
  std::vector<std::uint32_t> kept;
  for (std::uint32_t item = 0; item < parts.names.size(); ++item) {
    if (!std::binary_search(empty.begin(), empty.end(), item) &&
        !std::binary_search(noTarget.begin(), noTarget.end(), item)) {
      kept.push_back(item);
    }
  }
  parts.targets = parts.targets.select(kept);
  parts.stack.keepOnly(kept);
  parts.names = namesOf(parts, kept);
  const auto pick = [&kept](auto& values) {
    for (std::size_t i = 0; !values.empty() && i < kept.size(); ++i) {
      values[i] = values[kept[i]];
    }
    values.resize(values.empty() ? 0 : kept.size());
  };
  pick(parts.groups);
  pick(blocks);
}

void noteMissing(ImageParts& parts) {
  const PixelFormat& format = parts.stack.format;
  const std::vector<std::uint64_t> bands = parts.stack.missingPerBand();
  const auto all = static_cast<double>(format.height * format.width * parts.stack.count());
  std::vector<std::string> words;
  for (std::size_t band = 0; band < bands.size(); ++band) {
    if (bands[band] > 0) {
      const double percent = std::max(0.1, std::round(static_cast<double>(bands[band]) / all * 1000.0) / 10.0);
      words.push_back(std::to_string(bands[band]) + " in band " + std::to_string(band + 1) + " (" +
                      base::numberText(percent) + " %)");
    }
  }
  if (words.empty()) {
    return;
  }
  std::size_t images = 0;
  for (std::size_t i = 0; i < parts.stack.missing.size(); ++i) {
    images += i == 0 || parts.stack.missing[i].item != parts.stack.missing[i - 1].item ? 1U : 0U;
  }
  parts.notes.push_back("Missing pixels (no data, NaN or infinite), in " + counted(images, "image") + ": " +
                        listNames(words, 6) + ". They count as the band's mean.");
}

// How many of the classes occur.
std::size_t classesPresent(const Targets& targets) {
  std::vector<bool> isPresent(targets.classCount(), false);
  for (const std::int32_t label : targets.labels) {
    isPresent[static_cast<std::size_t>(label)] = true;
  }
  for (const std::uint8_t pixel : targets.masks) {
    if (pixel != kIgnoredPixel) {
      isPresent[pixel] = true;
    }
  }
  return static_cast<std::size_t>(std::count(isPresent.begin(), isPresent.end(), true));
}

Result<void> checkTargets(const ImageParts& parts, const fs::path& source) {
  const auto bad = [&source](std::string message) {
    return Error{ErrorCode::kBadInput, std::move(message), source.string()};
  };
  if (parts.names.empty()) {
    return bad("No image is left: none has a valid pixel and a target. Check the no-data value and the masks.");
  }
  if (parts.names.size() == 1) {
    return bad("There is one image only (" + parts.names[0] + "). Training and testing need more.");
  }
  const Targets& targets = parts.targets;
  if (targets.kind == TargetKind::kMultiLabel) {
    return targets.classes.empty() ? bad("No image has a class.") : Result<void>();
  }
  if (classesPresent(targets) < 2) {
    const bool isMask = targets.kind == TargetKind::kMask;
    return bad("There is one class only (" + (targets.classes.empty() ? std::string("none") : targets.classes[0]) +
               ")" + (isMask ? " in all masks." : ".") + " Telling classes apart needs two.");
  }
  return {};
}

std::vector<Block> blocksOf(const std::vector<ImageSource>& sources, const std::vector<std::size_t>& counts) {
  std::vector<Block> blocks;
  for (std::size_t i = 0; sources.size() > 1 && i < sources.size(); ++i) {
    const std::string& part = sources[i].part;
    const Block block = part == "train" ? Block::kTrain : part == "test" ? Block::kTest : Block::kValidation;
    blocks.insert(blocks.end(), counts[i], block);
  }
  return blocks;
}

}  // namespace

Result<ExampleSet> readImages(const TaskSpec& spec, const fs::path& folder, std::vector<Block>* givenBlocks) {
  auto options = readImageOptions(spec);
  if (!options) {
    return options.error();
  }
  auto sources = sourcesOf(spec, folder);
  if (!sources) {
    return sources.error();
  }
  const ImagePlan plan{std::move(*sources), std::move(*options), spec.missingCodes, folder};
  auto parts = readParts(spec, plan);
  if (!parts) {
    return parts.error();
  }
  std::vector<Block> blocks = blocksOf(plan.sources, parts->counts);
  dropEmpty(*parts, blocks);
  if (auto checked = checkTargets(*parts, plan.sources.front().path); !checked) {
    return checked.error();
  }
  noteMissing(*parts);
  ExampleSet set;
  set.exactKeys = parts->stack.keys;
  set.nearKeys = parts->stack.keys;
  set.inputs = std::make_shared<ImageInputs>(std::make_shared<const PixelStack>(std::move(parts->stack)));
  set.targets = std::move(parts->targets);
  set.names = std::move(parts->names);
  set.groups = std::move(parts->groups);
  set.notes = std::move(parts->notes);
  set.dataHash = std::move(parts->dataHash);
  set.sizeBytes = parts->sizeBytes;
  if (givenBlocks != nullptr) {
    *givenBlocks = std::move(blocks);
  }
  return set;
}

Result<void> fitImageScaling(ExampleSet& set, std::span<const std::uint32_t> trainItems) {
  const auto* images = dynamic_cast<const ImageInputs*>(set.inputs.get());
  if (images == nullptr) {
    return Error{ErrorCode::kInternal, "Only images are scaled per band.", {}};
  }
  const std::vector<BandStatistics> bands = images->statistics(trainItems);
  std::vector<float> means, deviations;
  std::vector<std::string> constant;
  for (std::size_t band = 0; band < bands.size(); ++band) {
    const std::string number = std::to_string(band + 1);
    if (bands[band].values == 0) {
      return Error{ErrorCode::kBadInput,
                   "Band " + number + " has no valid pixel in the " + counted(trainItems.size(), "training image") +
                       ". Leave it out with bands, or split otherwise.",
                   {}};
    }
    means.push_back(static_cast<float>(bands[band].mean));
    const auto deviation = static_cast<float>(bands[band].deviation);
    const bool isConstant = bands[band].min == bands[band].max || !(deviation > 0.0F);
    deviations.push_back(isConstant ? 1.0F : deviation);
    if (isConstant) {
      constant.push_back(number);
    }
  }
  if (!constant.empty()) {
    set.notes.push_back("Constant in the training images, and scaled by 1: band " + base::joinWords(constant, "and") +
                        ".");
  }
  set.inputs = images->scaledBy(std::move(means), std::move(deviations));
  return {};
}

}  // namespace touchstone::data
