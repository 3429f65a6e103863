// Which arrays of a file hold the images and the labels, and in which order the axes of images are.
// Thread: free functions. Errors: kBadInput without a place, with what is there.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/api/result.h"
#include "engine/data/images/pixel_stack.h"
#include "engine/data/raster/raster_module.h"

namespace touchstone::data {

// part: "" for all, "train", "validation", "test": then "train_images" comes before "images".
Result<std::size_t> chooseImages(std::span<const ArrayInfo> arrays, std::string_view part, const std::string& given);
// Nothing where no array looks like labels and none is given.
Result<std::optional<std::size_t>> chooseLabels(std::span<const ArrayInfo> arrays, std::string_view part,
                                                std::size_t images, const std::string& given);

struct ArrayImages {
  std::size_t count = 0;
  PixelFormat format;      // type: as it is kept
  bool isGuessed = false;  // channels first was concluded from the shape
};
// The images of an array of shape [N, H, W], [N, H, W, C] or [N, C, H, W].
// layout: "auto", "nhwc" or "nchw"; bands from 0, empty: all.
Result<ArrayImages> imagesOf(const ArrayInfo& info, std::string_view layout, std::span<const std::size_t> bands);

// True where elements are kept as they are; else they become kF32.
bool isKept(ElementType type);

}  // namespace touchstone::data
