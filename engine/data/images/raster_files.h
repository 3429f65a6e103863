// Image files of one task, decoded once: into memory where they are small, into the cache otherwise.
// Shapes: each file gives one item [H, W, C], or with cropTiles one for each square tile that fits into it.
// Thread: free function. Blocking: decodes all files (0.1 ms for a JPEG of 64x64x3), or maps the cache.
// Errors: kBadInput with the files that do not fit together or cannot be read, kNotFound, kDiskFull.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/data/images/image_cache.h"
#include "engine/data/images/image_options.h"
#include "engine/data/images/pixel_stack.h"
#include "engine/data/raster/raster_module.h"

namespace touchstone::data {

struct RasterPlan {
  std::vector<std::filesystem::path> files;
  PaletteUse palette = PaletteUse::kColours;
  std::vector<std::size_t> bands;  // from 0; empty: all
  std::optional<TileShape> size;   // resampled to rows x columns
  bool isNearest = false;
  std::size_t cropTiles = 0;
  std::vector<double> missingCodes;
  const char* word = "image";  // for messages: "mask"
  std::string context;         // for messages about several files
};

struct RasterOrigin {
  std::uint32_t file = 0;
  std::uint32_t tileRow = 0, tileColumn = 0;  // of cropTiles, from 0
};

struct RasterItems {
  PixelStack stack;
  std::vector<RasterOrigin> origins;  // [N]
  std::string dataHash;               // SHA-256 over the contents of all files, in order
  std::int64_t sizeBytes = 0;         // of the files
  std::vector<std::string> notes;
};

Result<RasterItems> readRasters(const RasterPlan& plan, const ImageCache& cache);

}  // namespace touchstone::data
