#include "engine/data/raster/raster_module.h"

#include <gdal.h>

#include "engine/data/raster/gdal_raster.h"
#include "engine/data/raster/hdf5_arrays.h"

namespace touchstone::data {

namespace {

class Module : public RasterModule {
 public:
  Result<std::unique_ptr<RasterFile>> openRaster(const std::filesystem::path& file, PaletteUse palette) const override {
    return openWithGdal(file, palette);
  }
  Result<std::unique_ptr<ArrayFile>> openHdf5(const std::filesystem::path& file) const override {
    return openHdf5Arrays(file);
  }
  std::string versions() const override {
    return std::string("GDAL ") + GDALVersionInfo("RELEASE_NAME") + ", HDF5 " + hdf5Version();
  }
};

}  // namespace

}  // namespace touchstone::data

extern "C" __attribute__((visibility("default"))) const touchstone::data::RasterModule* touchstoneRasterModule() {
  static const touchstone::data::Module module;
  return &module;
}
