// What the headers of many image files say, and whether they fit together.
// Thread: free functions. Blocking: opens every file. Errors: kBadInput with the names of the odd ones and advice.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/data/raster/raster_module.h"

namespace touchstone::data {

struct SurveyedRaster {
  RasterHeader header;
  std::string problem;  // why it cannot be read; the header is empty then
};

// Image files whose bytes mean the same: one type, one value for "no data" in each band.
struct RasterKind {
  PixelType type = PixelType::kU8;
  std::vector<double> nodata;  // of the chosen bands; NaN: none
};
RasterKind kindOf(const RasterHeader& header, std::span<const std::size_t> bands);
// True where pixels of `other` may be stored as `kind`: of equal meaning, or as real numbers with NaN for "no data".
bool holds(const RasterKind& kind, const RasterKind& other);
RasterKind merged(const RasterKind& a, const RasterKind& b);

std::vector<SurveyedRaster> surveyRasters(const RasterModule& module, std::span<const std::filesystem::path> files,
                                          PaletteUse palette);

// "64x64 (3 images, first a.png) and 32x32 (1 image: b.png)", most frequent first. texts: one a file; empty: left out.
std::string listKinds(std::span<const std::string> texts, std::span<const std::filesystem::path> files,
                      const char* word);

// "2 of 30 images cannot be read: a.png (reason), b.png (reason)."
Error unreadableError(std::span<const std::pair<std::filesystem::path, std::string>> problems, std::size_t count,
                      const char* word, const std::string& context);

}  // namespace touchstone::data
