// Image files by GDAL: PNG, JPEG and (Geo)TIFF, and no other driver, so that no file opens a network connection.
// Sidecar files (.aux.xml, world files) are neither read nor written. A damaged file is an error, never grey pixels.
// Thread: see raster_module.h. GDAL's messages go into errors, not to stderr.
#pragma once

#include "engine/data/raster/raster_module.h"

namespace touchstone::data {

Result<std::unique_ptr<RasterFile>> openWithGdal(const std::filesystem::path& file, PaletteUse palette);

}  // namespace touchstone::data
