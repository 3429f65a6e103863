#include <dlfcn.h>

#include "engine/base/folders.h"
#include "engine/data/raster/raster_module.h"

namespace touchstone::data {

Result<const RasterModule*> loadRasterModule() {
  const auto file = base::libraryFolder() / "libtouchstone_raster.so";
  // Local: the hundred libraries behind GDAL stay out of the way of LibTorch's. The module stays open: GDAL keeps state.
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (library == nullptr) {
    const char* reason = dlerror();
    return Error{ErrorCode::kUnsupported,
                 std::string("The module that reads images does not load: ") +
                     (reason != nullptr ? reason : "unknown reason") +
                     ". Install GDAL and HDF5 (packaging/setup does), and run packaging/build again.",
                 file.string()};
  }
  using Factory = const RasterModule* (*)();
  const auto factory = reinterpret_cast<Factory>(dlsym(library, "touchstoneRasterModule"));
  const RasterModule* module = factory != nullptr ? factory() : nullptr;
  if (module == nullptr) {
    return Error{ErrorCode::kUnsupported,
                 "The module that reads images belongs to another version. Run packaging/build again.", file.string()};
  }
  return module;
}

}  // namespace touchstone::data
