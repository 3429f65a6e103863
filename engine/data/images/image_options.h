// The options of an image task: their names and kinds for the check of a study file, and their values for the reader.
// Thread: constant data and free functions. Errors: kBadInput, all bad options in one message.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/result.h"
#include "engine/api/spec.h"

namespace touchstone::data {

enum class ImageOptionKind {
  kText,     // any text
  kTexts,    // a text or a list of texts
  kWord,     // one of `words`
  kSizes,    // "HEIGHTxWIDTH" or "ROWSxCOLUMNSxBANDS", as many numbers as `low`
  kWhole,    // a whole number from low to high
  kNumbers,  // a number or a list of numbers, each from low to high
};

struct ImageOption {
  std::string_view name;
  ImageOptionKind kind = ImageOptionKind::kText;
  std::string_view words;  // of kWord, with blanks between
  double low = 0.0, high = 0.0;
  std::string_view help;  // one sentence
};

std::span<const ImageOption> imageOptions();

struct TileShape {
  std::size_t rows = 0, columns = 0, bands = 0;
};

struct ImageOptions {
  std::string labelsFile, labelSeparator = ";", imageFolder;
  std::vector<std::string> label, masks, images, classNames;
  std::string imageSuffix, maskSuffix;
  std::vector<double> ignore;
  std::size_t cropTiles = 0;      // 0: whole images
  std::string layout = "auto";    // "nhwc", "nchw"
  std::optional<TileShape> size;  // of resize; its bands are 0
  bool isNearest = false;
  std::vector<std::size_t> bands;  // from 0; empty: all
  std::optional<TileShape> tile;
};

// Options that it does not know are left to others.
Result<ImageOptions> readImageOptions(const TaskSpec& spec);

}  // namespace touchstone::data
