#include "engine/data/images/array_choice.h"

#include <algorithm>
#include <array>
#include <vector>

#include "engine/data/images/array_file.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

constexpr std::array<std::string_view, 8> kImageNames = {"images", "image", "x",     "X",
                                                         "data",   "imgs",  "tiles", "inputs"};
constexpr std::array<std::string_view, 10> kLabelNames = {"labels",  "label",  "y",     "Y",    "classes",
                                                          "targets", "target", "masks", "mask", "class"};

std::vector<std::string_view> wordsOf(std::string_view part) {
  if (part == "validation") {
    return {"validation", "valid", "val"};
  }
  return part.empty() ? std::vector<std::string_view>{} : std::vector{part};
}

// The name without the groups that it is in.
std::string_view baseName(std::string_view name) {
  const std::size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

bool isOfPart(std::string_view array, std::string_view part, std::string_view base) {
  for (const std::string_view word : wordsOf(part)) {
    for (const char join : {'_', '-', '/'}) {
      const std::string before = std::string(word) + join + std::string(base);
      const std::string after = std::string(base) + join + std::string(word);
      if (array == before || array == after || array.ends_with("/" + before)) {
        return true;
      }
    }
  }
  return false;
}

template <std::size_t kCount>
std::optional<std::size_t> byName(std::span<const ArrayInfo> arrays, std::string_view part,
                                  const std::array<std::string_view, kCount>& names) {
  for (const bool mustBePart : {true, false}) {
    for (const std::string_view name : names) {
      for (std::size_t i = 0; i < arrays.size(); ++i) {
        if (mustBePart ? isOfPart(arrays[i].name, part, name) : baseName(arrays[i].name) == name) {
          return i;
        }
      }
    }
  }
  return std::nullopt;
}

Result<std::size_t> find(std::span<const ArrayInfo> arrays, const std::string& name) {
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    if (arrays[i].name == name || arrays[i].name == name.substr(name.starts_with("/") ? 1 : 0)) {
      return i;
    }
  }
  return Error{ErrorCode::kBadInput,
               "There is no array " + quoteForMessage(name) + ". The file holds: " + listArrays(arrays) + ".",
               {}};
}

}  // namespace

Result<std::size_t> chooseImages(std::span<const ArrayInfo> arrays, std::string_view part, const std::string& given) {
  if (!given.empty()) {
    return find(arrays, given);
  }
  if (const auto named = byName(arrays, part, kImageNames)) {
    return *named;
  }
  std::vector<std::size_t> candidates;
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    if (arrays[i].shape.size() == 3 || arrays[i].shape.size() == 4) {
      candidates.push_back(i);
    }
  }
  if (candidates.size() == 1) {
    return candidates[0];
  }
  if (arrays.size() == 1) {
    return std::size_t{0};
  }
  return Error{ErrorCode::kBadInput,
               "It is not clear which array holds the images. The file holds: " + listArrays(arrays) +
                   ". Say it, such as images = \"NAME\".",
               {}};
}

Result<std::optional<std::size_t>> chooseLabels(std::span<const ArrayInfo> arrays, std::string_view part,
                                                std::size_t images, const std::string& given) {
  if (!given.empty()) {
    const auto found = find(arrays, given);
    return found ? Result<std::optional<std::size_t>>(std::optional(*found))
                 : Result<std::optional<std::size_t>>(found.error());
  }
  if (const auto named = byName(arrays, part, kLabelNames); named && *named != images) {
    return named;
  }
  std::optional<std::size_t> only;
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    const bool fits = i != images && !arrays[i].shape.empty() && arrays[i].shape[0] == arrays[images].shape[0];
    if (fits && only) {
      return std::optional<std::size_t>();
    }
    only = fits ? std::optional(i) : only;
  }
  return only;
}

bool isKept(ElementType type) {
  return type == ElementType::kBool || type == ElementType::kU8 || type == ElementType::kU16 ||
         type == ElementType::kI16 || type == ElementType::kF32 || type == ElementType::kF64;
}

namespace {

PixelType keptType(ElementType type) {
  switch (type) {
  case ElementType::kBool:
  case ElementType::kU8:
    return PixelType::kU8;
  case ElementType::kU16:
    return PixelType::kU16;
  case ElementType::kI16:
    return PixelType::kI16;
  case ElementType::kF64:
    return PixelType::kF64;
  default:
    return PixelType::kF32;
  }
}

// Channels first or last, from a shape of four axes; nothing where both are as likely.
std::optional<bool> isChannelsFirst(std::span<const std::size_t> shape) {
  const std::size_t a = shape[1], b = shape[2], c = shape[3];
  if ((a == b) != (b == c)) {  // square images
    return b == c;
  }
  return a == c ? std::nullopt : std::optional(a < c);
}

}  // namespace

Result<ArrayImages> imagesOf(const ArrayInfo& info, std::string_view layout, std::span<const std::size_t> bands) {
  const auto bad = [&info](const std::string& what) {
    return Error{ErrorCode::kBadInput, "The array " + quoteForMessage(info.name) + " " + what, {}};
  };
  if (!info.problem.empty()) {
    return bad("cannot be used: " + info.problem + ".");
  }
  const std::vector<std::size_t>& shape = info.shape;
  if (info.type == ElementType::kText8 || info.type == ElementType::kText32 || info.type == ElementType::kOther ||
      (shape.size() != 3 && shape.size() != 4)) {
    return bad("has the shape " + shapeText(shape) + " of " + toWord(info.type) +
               ". Images are numbers of shape [N, H, W], [N, H, W, C] or [N, C, H, W].");
  }
  constexpr std::size_t kMostSide = 65'536;
  if (!elementsOf(info) ||
      std::any_of(shape.begin() + 1, shape.end(), [](std::size_t s) { return s < 1 || s > kMostSide; })) {
    return bad("has the impossible shape " + shapeText(shape) + ".");
  }
  bool isFirst = layout == "nchw" && shape.size() == 4;
  ArrayImages images;
  images.count = shape[0];
  if (shape.size() == 4 && layout == "auto") {
    const auto guess = isChannelsFirst(shape);
    if (!guess) {
      return bad("has the shape " + shapeText(shape) +
                 ", and which axis holds the bands is not clear. Set layout = "
                 "\"nhwc\" (the last one) or \"nchw\" (the second one).");
    }
    isFirst = images.isGuessed = *guess;
  }
  const std::size_t all = shape.size() == 3 ? 1 : isFirst ? shape[1] : shape[3];
  const std::size_t height = isFirst ? shape[2] : shape[1], width = isFirst ? shape[3] : shape[2];
  std::vector<std::size_t> chosen(bands.begin(), bands.end());
  for (std::size_t band = 0; bands.empty() && band < all; ++band) {
    chosen.push_back(band);
  }
  const std::size_t highest = *std::max_element(chosen.begin(), chosen.end());
  if (highest >= all) {
    return bad("has " + counted(all, "band") + ", and bands asks for number " + std::to_string(highest + 1) + ".");
  }
  images.format = {height, width, chosen.size(), keptType(info.type), isFirst ? width : width * all, isFirst ? 1 : all,
                   {},     {}};
  for (const std::size_t band : chosen) {
    images.format.bandOffsets.push_back(isFirst ? band * height * width : band);
  }
  images.format.codes.resize(chosen.size());
  return images;
}

}  // namespace touchstone::data
