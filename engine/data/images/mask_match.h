// Which mask belongs to which image, by their names.
// Equal stems first ("a/b.png", "a/b.tif"); else by the suffixes that are given; else by the pair of suffixes that fits most
// images: "India_900498_S1Hand" and "India_900498_LabelHand" share "India_900498_".
// Thread: free function. Errors: kBadInput with the images that have no mask.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/api/result.h"

namespace touchstone::data {

struct MaskSuffixes {
  std::string image, mask;  // of names without their endings
};

struct MaskMatch {
  std::vector<std::size_t> maskOf;  // [images]
  MaskSuffixes suffixes;            // that were found or given; empty: equal stems
  std::size_t unusedMasks = 0;
};

// Names relative to their folders, with '/'. The context is left to the caller.
Result<MaskMatch> matchMasks(std::span<const std::string> images, std::span<const std::string> masks,
                             const MaskSuffixes& given);

}  // namespace touchstone::data
