#include "engine/data/images/array_labels.h"

#include <algorithm>

#include "engine/data/images/array_choice.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

// Names that the labels of "x_train.npy" may have.
std::vector<std::string> neighbourNames(const fs::path& images) {
  static const std::pair<std::string, std::string> kPairs[] = {
      {"images", "labels"}, {"image", "label"}, {"imgs", "labels"}, {"data", "labels"}, {"X", "y"}, {"x", "y"}};
  std::vector<std::string> names;
  const std::string stem = images.stem().string(), extension = images.extension().string();
  for (const auto& [from, to] : kPairs) {
    const std::size_t place = stem.find(from);
    const auto isBorder = [&stem](std::size_t at) {
      return at >= stem.size() || !std::isalnum(static_cast<unsigned char>(stem[at]));
    };
    if (place != std::string::npos && (place == 0 || isBorder(place - 1)) && isBorder(place + from.size())) {
      names.push_back(std::string(stem).replace(place, from.size(), to) + extension);
    }
  }
  for (const char* suffix : {"_labels", "_label", "_y"}) {
    names.push_back(stem + suffix + extension);
  }
  for (const char* name : {"labels", "y", "label"}) {
    names.push_back(name + extension);
  }
  return names;
}

Result<LabelPlace> placeInFile(const fs::path& file) {
  const auto arrays = openArrays(file);
  if (!arrays) {
    return arrays.error();
  }
  const auto all = (*arrays)->arrays();
  const auto chosen = all.size() == 1 ? Result<std::optional<std::size_t>>(std::optional(std::size_t{0}))
                                      : chooseLabels(all, {}, all.size(), {});
  if (!chosen || !*chosen) {
    return Error{ErrorCode::kBadInput,
                 "It is not clear which array holds the labels. The file holds: " + listArrays(all) + ".",
                 file.string()};
  }
  return LabelPlace{file, **chosen};
}

}  // namespace

Result<LabelPlace> findLabels(std::span<const ArrayInfo> arrays, std::size_t images, const ArraySource& source,
                              const std::string& given, const fs::path& folder) {
  std::error_code ignored;
  const fs::path beside = source.file.parent_path();
  if (!given.empty() && arrayFormatOf(given) != ArrayFormat::kNone) {
    for (const fs::path& file : {fs::path(given).is_absolute() ? fs::path(given) : folder / given, beside / given}) {
      if (fs::exists(file, ignored)) {
        return placeInFile(file);
      }
    }
    return Error{ErrorCode::kNotFound,
                 "The file of labels " + quoteForMessage(given) + " does not exist. Check the path.",
                 source.file.string()};
  }
  if (arrayFormatOf(source.file) != ArrayFormat::kNpy) {
    const auto chosen = chooseLabels(arrays, source.part, images, given);
    if (!chosen) {
      return chosen.error();
    }
    if (*chosen) {
      return LabelPlace{{}, **chosen};
    }
    return Error{ErrorCode::kBadInput,
                 "There is no array of labels. The file holds: " + listArrays(arrays) +
                     ". Say which it is, such as label = \"NAME\".",
                 {}};
  }
  const std::vector<std::string> names = neighbourNames(source.file);
  for (const std::string& name : names) {
    if (fs::exists(beside / name, ignored)) {
      return placeInFile(beside / name);
    }
  }
  return Error{ErrorCode::kBadInput,
               "There are no labels beside the images (looked for " + listNames(names, 4) +
                   "). Name their file, such as label = \"labels.npy\".",
               {}};
}

Result<void> ArrayLabels::addMasks(ArrayFile& file, std::size_t array) {
  const ElementType type = file.arrays()[array].type;
  std::vector<float> floats;
  return file.stream(array, [&](std::span<const std::byte> piece) -> Result<void> {
    toFloats(type, piece, floats);
    return m_masks.add(floats, m_maskPixels);
  });
}

Result<void> ArrayLabels::add(ArrayFile& file, std::size_t array, const ArrayInfo& images, const fs::path& path) {
  const ArrayInfo& info = file.arrays()[array];
  m_path = path;
  const auto bad = [&](const std::string& what) {
    return Error{ErrorCode::kBadInput, "The labels " + quoteForMessage(info.name) + " " + what, path.string()};
  };
  if (!info.problem.empty()) {
    return bad("cannot be used: " + info.problem + ".");
  }
  if (info.shape.empty() || info.shape[0] != images.shape[0]) {
    return bad("have the shape " + shapeText(info.shape) + ", and the images " + quoteForMessage(images.name) + " " +
               shapeText(images.shape) + ". Both need the same first axis.");
  }
  const bool isText = info.type == ElementType::kText8 || info.type == ElementType::kText32;
  const std::size_t pixels = *elementsOf(info) / std::max<std::size_t>(1, info.shape[0]);
  // [N, H, W], [N, H, W, 1] or [N, 1, H, W]
  const bool isMask = info.shape.size() >= 3 && pixels > 1;
  const Kind kind = isText ? Kind::kTexts : isMask ? Kind::kMasks : Kind::kNumbers;
  const std::size_t width = isText ? 1 : pixels;
  if (info.shape.size() > 4 || (isText && pixels != 1)) {
    return bad("have the shape " + shapeText(info.shape) + ". Give [N], [N, classes] of 0 and 1, or masks [N, H, W].");
  }
  if (m_kind != Kind::kNone && (kind != m_kind || width != m_width)) {
    return bad("are of another kind than those of the parts before.");
  }
  m_kind = kind;
  m_width = width;
  if (isMask) {
    auto added = addMasks(file, array);
    return added || !added.error().context.empty() ? added : bad("cannot be used. " + added.error().message);
  }
  if (isText) {
    auto texts = readTexts(file, array);
    if (!texts) {
      return bad("cannot be read. " + texts.error().message);
    }
    m_texts.insert(m_texts.end(), texts->begin(), texts->end());
    return {};
  }
  auto numbers = readNumbers(file, array);
  if (!numbers) {
    return numbers.error().context.empty() ? bad("cannot be read. " + numbers.error().message) : numbers.error();
  }
  m_numbers.insert(m_numbers.end(), numbers->begin(), numbers->end());
  return {};
}

Result<Targets> ArrayLabels::finish(const InputShape& shape) {
  const auto inFile = [this](Error error) {
    error.context = m_path.string();
    return error;
  };
  if (m_kind == Kind::kTexts) {
    return targetsOfNames(m_texts);
  }
  if (m_kind == Kind::kNumbers) {
    const std::size_t sizes[] = {m_numbers.size() / m_width, m_width};
    auto targets = targetsOfNumbers(m_numbers, sizes, m_classNames);
    return targets ? std::move(targets) : Result<Targets>(inFile(targets.error()));
  }
  if (m_width != shape.positions()) {
    return Error{ErrorCode::kBadInput,
                 "The masks have " + std::to_string(m_width) + " pixels, and the images have " +
                     std::to_string(shape.positions()) + " (" + std::to_string(shape.height) + "x" +
                     std::to_string(shape.width) + "). Both need one size.",
                 m_path.string()};
  }
  if (auto finished = m_masks.finish(m_maskPixels); !finished) {
    return inFile(finished.error());
  }
  Targets targets;
  targets.kind = TargetKind::kMask;
  targets.classes = m_masks.classes();
  targets.maskPixels = m_width;
  targets.masks = std::move(m_maskPixels);
  return targets;
}

}  // namespace touchstone::data
