// What is known about cached pixels, as the text that lies behind them in the cache.
// Thread: free functions. Errors: none; a text of another version or a damaged one gives nothing.
#pragma once

#include <optional>
#include <string>

#include "engine/data/images/raster_files.h"

namespace touchstone::data {

std::string toText(const RasterItems& items);
// The pixels lie dense, item after item.
std::optional<RasterItems> rasterItemsFrom(const std::string& text, const PixelMemory& pixels);

// Of an array: keys and missing counts, and the hash of its file.
struct ScannedArray {
  std::vector<std::uint64_t> keys;
  std::vector<MissingCount> missing;
  std::string fileHash;
};
std::string toText(const ScannedArray& scan);
std::optional<ScannedArray> scannedArrayFrom(const std::string& text);

}  // namespace touchstone::data
