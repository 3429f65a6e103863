// The arrays of an HDF5 file, by their path in it ("images", "group/labels").
// Thread: the HDF5 library takes one call at a time; a lock inside sees to that. Its messages go into errors.
#pragma once

#include "engine/data/raster/raster_module.h"

namespace touchstone::data {

Result<std::unique_ptr<ArrayFile>> openHdf5Arrays(const std::filesystem::path& file);
std::string hdf5Version();

}  // namespace touchstone::data
