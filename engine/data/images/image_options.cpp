#include "engine/data/images/image_options.h"

#include <array>
#include <charconv>
#include <cmath>

#include "engine/base/text.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

constexpr double kMostPixels = 65'536;

constexpr std::array kOptions = {
    ImageOption{"labels_file",
                ImageOptionKind::kText,
                {},
                0,
                0,
                "A CSV with the names of the images and their classes, for images that are not in class folders."},
    ImageOption{"label_separator",
                ImageOptionKind::kText,
                {},
                0,
                0,
                "What stands between several classes in one cell of labels_file; default \";\"."},
    ImageOption{"image_folder",
                ImageOptionKind::kText,
                {},
                0,
                0,
                "Where the images are that a CSV given as data, train or test names; default: beside the CSV."},
    ImageOption{"label",
                ImageOptionKind::kTexts,
                {},
                0,
                0,
                "The column (tables), array (NPZ, HDF5) or file (NPY; one for each part) with the classes."},
    ImageOption{"images",
                ImageOptionKind::kTexts,
                {},
                0,
                0,
                "The array of an NPZ or HDF5 file that holds the images (one for each part); default: images, x or X."},
    ImageOption{"class_names",
                ImageOptionKind::kTexts,
                {},
                0,
                0,
                "Names of the classes 0, 1, 2, ... of masks and of labels that are numbers."},
    ImageOption{"layout", ImageOptionKind::kWord, "auto nhwc nchw", 0, 0,
                "The order of the axes of an array of images: nhwc (channels last) or nchw; default: auto."},
    ImageOption{"masks",
                ImageOptionKind::kTexts,
                {},
                0,
                0,
                "The folder of the masks, one for each image, for segmentation (one folder for each part)."},
    ImageOption{"image_suffix",
                ImageOptionKind::kText,
                {},
                0,
                0,
                "The end of an image's name that its mask does not have, such as \"_S1Hand\"."},
    ImageOption{"mask_suffix",
                ImageOptionKind::kText,
                {},
                0,
                0,
                "The end of a mask's name that its image does not have, such as \"_LabelHand\"."},
    ImageOption{"ignore",
                ImageOptionKind::kNumbers,
                {},
                -1e18,
                1e18,
                "Mask values that are neither trained on nor scored, such as -1."},
    ImageOption{"crop_tiles",
                ImageOptionKind::kWhole,
                {},
                8,
                4096,
                "Cuts every image into square tiles of so many pixels; what is left at the borders is not used."},
    ImageOption{"resize",
                ImageOptionKind::kSizes,
                {},
                2,
                0,
                "Resamples image files to HEIGHTxWIDTH pixels, such as \"64x64\"."},
    ImageOption{"resize_method", ImageOptionKind::kWord, "bilinear nearest", 0, 0,
                "How resize computes pixels: bilinear (default) or nearest; masks are always nearest."},
    ImageOption{
        "bands", ImageOptionKind::kNumbers, {}, 1, 4096, "The bands to use, from 1, in this order; default: all."},
    ImageOption{"tile",
                ImageOptionKind::kSizes,
                {},
                3,
                0,
                "Tables: the ROWSxCOLUMNSxBANDS of a row's numbers, the bands of a pixel next to each other, such as "
                "\"3x3x4\"."},
};

// "3x3x4" -> 3, 3, 4; empty where it is none.
std::vector<std::size_t> sizesFrom(std::string_view text, std::size_t count) {
  std::vector<std::size_t> sizes;
  const char* place = text.data();
  const char* end = place + text.size();
  while (place != end) {
    std::size_t size = 0;
    const auto result = std::from_chars(place, end, size);
    const bool isLast = result.ptr == end;
    if (result.ec != std::errc{} || size < 1 || static_cast<double>(size) > kMostPixels ||
        (!isLast && *result.ptr != 'x')) {
      return {};
    }
    sizes.push_back(size);
    place = isLast ? end : result.ptr + 1;
    if (!isLast && place == end) {
      return {};
    }
  }
  return sizes.size() == count ? sizes : std::vector<std::size_t>{};
}

std::optional<std::vector<double>> numbersOf(const OptionValue& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    return std::vector{static_cast<double>(*whole)};
  }
  if (const auto* real = std::get_if<double>(&value)) {
    return std::vector{*real};
  }
  const auto* list = std::get_if<std::vector<double>>(&value);
  return list != nullptr ? std::optional(*list) : std::nullopt;
}

std::optional<std::vector<std::string>> textsOf(const OptionValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    return std::vector{*text};
  }
  const auto* list = std::get_if<std::vector<std::string>>(&value);
  return list != nullptr ? std::optional(*list) : std::nullopt;
}

// Reads the values of a task and collects what is wrong with them.
class Values {
 public:
  std::vector<std::string> texts(const ImageOption& rule, const OptionValue& value) {
    const auto found = textsOf(value);
    const bool isOne = rule.kind != ImageOptionKind::kTexts;
    if (!found || found->empty() || (isOne && found->size() != 1)) {
      complain(rule, isOne ? "must be a text" : "must be a text or a list of texts");
      return {};
    }
    if (rule.kind == ImageOptionKind::kWord &&
        (" " + std::string(rule.words) + " ").find(" " + found->front() + " ") == std::string::npos) {
      complain(rule, "must be one of: " + std::string(rule.words));
      return {};
    }
    return *found;
  }

  std::vector<double> numbers(const ImageOption& rule, const OptionValue& value) {
    const auto found = numbersOf(value);
    const bool mustBeWhole = rule.name != "ignore";
    const bool isOne = rule.kind == ImageOptionKind::kWhole;
    bool isGood = found && !found->empty() && (!isOne || found->size() == 1);
    for (std::size_t i = 0; isGood && i < found->size(); ++i) {
      const double number = (*found)[i];
      isGood = number >= rule.low && number <= rule.high && (!mustBeWhole || number == std::floor(number));
    }
    if (!isGood) {
      complain(rule, std::string("must be ") + (isOne ? "a whole number" : "a number or a list of numbers") +
                         (rule.high < 1e9 ? " from " + base::numberText(rule.low) + " to " + base::numberText(rule.high)
                                          : std::string()));
      return {};
    }
    return *found;
  }

  std::optional<TileShape> sizes(const ImageOption& rule, const OptionValue& value) {
    const auto* text = std::get_if<std::string>(&value);
    const auto count = static_cast<std::size_t>(rule.low);
    const auto found = sizesFrom(text != nullptr ? *text : std::string(), count);
    if (found.empty()) {
      complain(rule, count == 2 ? "must be HEIGHTxWIDTH, such as \"64x64\""
                                : "must be ROWSxCOLUMNSxBANDS, such as \"3x3x4\"");
      return std::nullopt;
    }
    return TileShape{found[0], found[1], count == 3 ? found[2] : 0};
  }

  void complain(const ImageOption& rule, const std::string& what) {
    m_problems += (m_problems.empty() ? "" : " ") + quoteForMessage(rule.name) + " " + what + ".";
  }
  const std::string& problems() const { return m_problems; }

 private:
  std::string m_problems;
};

void takeTexts(std::string_view name, std::vector<std::string> texts, ImageOptions& options) {
  if (texts.empty()) {
    return;
  }
  for (const auto& [key, target] : {std::pair<std::string_view, std::vector<std::string>*>{"label", &options.label},
                                    {"images", &options.images},
                                    {"masks", &options.masks},
                                    {"class_names", &options.classNames}}) {
    if (name == key) {
      *target = std::move(texts);
      return;
    }
  }
  for (const auto& [key, target] : {std::pair<std::string_view, std::string*>{"labels_file", &options.labelsFile},
                                    {"label_separator", &options.labelSeparator},
                                    {"image_folder", &options.imageFolder},
                                    {"layout", &options.layout},
                                    {"image_suffix", &options.imageSuffix},
                                    {"mask_suffix", &options.maskSuffix}}) {
    if (name == key) {
      *target = texts.front();
      return;
    }
  }
  options.isNearest = name == "resize_method" ? texts.front() == "nearest" : options.isNearest;
}

void takeNumbers(std::string_view name, const std::vector<double>& numbers, ImageOptions& options) {
  if (name == "ignore") {
    options.ignore = numbers;
    return;
  }
  for (const double number : numbers) {
    if (name == "crop_tiles") {
      options.cropTiles = static_cast<std::size_t>(number);
    } else {
      options.bands.push_back(static_cast<std::size_t>(number) - 1);
    }
  }
}

}  // namespace

std::span<const ImageOption> imageOptions() {
  return kOptions;
}

Result<ImageOptions> readImageOptions(const TaskSpec& spec) {
  ImageOptions options;
  Values values;
  for (const ImageOption& rule : kOptions) {
    const auto found = spec.options.find(std::string(rule.name));
    if (found == spec.options.end()) {
      continue;
    }
    switch (rule.kind) {
    case ImageOptionKind::kText:
    case ImageOptionKind::kTexts:
    case ImageOptionKind::kWord:
      takeTexts(rule.name, values.texts(rule, found->second), options);
      break;
    case ImageOptionKind::kSizes:
      (rule.name == "tile" ? options.tile : options.size) = values.sizes(rule, found->second);
      break;
    case ImageOptionKind::kWhole:
    case ImageOptionKind::kNumbers:
      takeNumbers(rule.name, values.numbers(rule, found->second), options);
      break;
    }
  }
  if (!values.problems().empty()) {
    return Error{ErrorCode::kBadInput, values.problems(), "task " + quoteForMessage(spec.name)};
  }
  return options;
}

}  // namespace touchstone::data
