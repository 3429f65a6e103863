#include "engine/data/images/mask_match.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

std::string stemOf(const std::string& name) {
  return std::filesystem::path(name).replace_extension().generic_string();
}

std::size_t commonLength(const std::string& a, const std::string& b) {
  const auto ends = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return static_cast<std::size_t>(ends.first - a.begin());
}

// The suffixes that most images have beside their most similar mask: sorted, it is a neighbour.
MaskSuffixes likelySuffixes(const std::vector<std::string>& images, const std::map<std::string, std::size_t>& masks) {
  std::map<std::pair<std::string, std::string>, std::size_t> votes;
  for (const std::string& image : images) {
    const auto above = masks.lower_bound(image);
    const std::string* best = nullptr;
    std::size_t length = 0;
    for (auto mask : {above, above == masks.begin() ? masks.end() : std::prev(above)}) {
      if (mask != masks.end() && commonLength(image, mask->first) > length) {
        best = &mask->first;
        length = commonLength(image, mask->first);
      }
    }
    if (best != nullptr) {
      ++votes[{image.substr(length), best->substr(length)}];
    }
  }
  const auto most =
      std::max_element(votes.begin(), votes.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == votes.end() ? MaskSuffixes{} : MaskSuffixes{most->first.first, most->first.second};
}

std::size_t findMask(const std::string& image, const MaskSuffixes& suffixes,
                     const std::map<std::string, std::size_t>& masks) {
  if (!image.ends_with(suffixes.image)) {
    return masks.size();
  }
  const auto place = masks.find(image.substr(0, image.size() - suffixes.image.size()) + suffixes.mask);
  return place == masks.end() ? masks.size() : place->second;
}

}  // namespace

Result<MaskMatch> matchMasks(std::span<const std::string> images, std::span<const std::string> masks,
                             const MaskSuffixes& given) {
  std::vector<std::string> stems;
  for (const std::string& image : images) {
    stems.push_back(stemOf(image));
  }
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < masks.size(); ++i) {
    if (!places.try_emplace(stemOf(masks[i]), i).second) {
      return Error{
          ErrorCode::kBadInput, "Two masks are called " + quoteForMessage(stemOf(masks[i])) + ". Keep one.", {}};
    }
  }
  MaskMatch match{{}, given, 0};
  const bool isGiven = !given.image.empty() || !given.mask.empty();
  const bool hasEqualStem = std::any_of(stems.begin(), stems.end(), [&](const auto& s) { return places.contains(s); });
  if (!isGiven && !hasEqualStem) {
    match.suffixes = likelySuffixes(stems, places);
  }
  std::vector<std::string> without;
  for (std::size_t i = 0; i < images.size(); ++i) {
    match.maskOf.push_back(findMask(stems[i], match.suffixes, places));
    if (match.maskOf.back() == masks.size()) {
      without.push_back(images[i]);
    }
  }
  if (!without.empty()) {
    return Error{ErrorCode::kBadInput,
                 std::to_string(without.size()) + " of " + counted(images.size(), "image") +
                     (without.size() == 1 ? " has" : " have") + " no mask: " + listNames(without, 3) +
                     ". Add the masks, take the images out, or say how their names differ with image_suffix and "
                     "mask_suffix (tried: \"" +
                     match.suffixes.image + "\" and \"" + match.suffixes.mask + "\").",
                 {}};
  }
  match.unusedMasks = masks.size() - std::min(masks.size(), images.size());
  return match;
}

}  // namespace touchstone::data
