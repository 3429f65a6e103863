// The header of an array in NumPy's NPY format, versions 1 to 3.
// Thread: free function. Errors: kBadInput with what is wrong and how to write the array instead; the caller adds the place.
// Source: NEP 1 (https://numpy.org/neps/nep-0001-npy-format.html).
#pragma once

#include <cstddef>
#include <span>

#include "engine/data/raster/raster_module.h"

namespace touchstone::data {

struct NpyHeader {
  ArrayInfo info;              // without name and mapOffset; info.problem for an order that is not read
  std::size_t dataOffset = 0;  // from the start of the NPY
};

// bytes: at least the first kMostNpyHeader of the NPY, or all of it.
constexpr std::size_t kMostNpyHeader = std::size_t{64} << 10;
Result<NpyHeader> readNpyHeader(std::span<const std::byte> bytes);

}  // namespace touchstone::data
