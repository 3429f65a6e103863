// What libtouchstone_raster.so offers: image files read by GDAL, HDF5 files by the HDF5 library.
// A library of its own that is opened when the first image is read, because libgdal brings 110 libraries, which cost 35 ms
// and 28 MB at every start of a program that links it (measured).
// Shapes: pixels [height, width, bands], bands next to each other.
// Thread: the module any thread; a file belongs to one thread. Blocking: file reads.
// Errors: kBadInput, kNotFound with the file as context and the library's own reason in the message; nothing is printed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/images/pixel_type.h"

namespace touchstone::data {

struct RasterHeader {
  std::size_t height = 0;
  std::size_t width = 0;
  std::size_t bands = 0;
  PixelType type = PixelType::kU8;  // of what read() gives
  std::vector<double> nodata;       // [bands]; NaN: none
};

// A part of the image, and the size that it is resampled to.
struct RasterWindow {
  std::size_t row = 0, column = 0;
  std::size_t height = 0, width = 0;
  std::size_t outHeight = 0, outWidth = 0;
  bool isBilinear = true;  // where the sizes differ; nearest neighbour else
};

class RasterFile {
 public:
  virtual ~RasterFile() = default;
  virtual const RasterHeader& header() const = 0;
  // bands: from 0. out: [outHeight, outWidth, bands.size()] of header().type.
  virtual Result<void> read(std::span<const std::size_t> bands, const RasterWindow& window,
                            std::span<std::byte> out) = 0;
};

// What a palette image is: the colours that it shows (3 or 4 bands), or its numbers (masks).
enum class PaletteUse { kColours, kNumbers };

// One array of a file of arrays (NPY, NPZ, HDF5).
struct ArrayInfo {
  std::string name;
  ElementType type = ElementType::kOther;
  std::size_t elementBytes = 0;  // in the stream
  std::vector<std::size_t> shape;
  std::uint64_t mapOffset = 0;  // where its elements lie in the file, one after the other; 0: they cannot be mapped
  std::string problem;          // why it cannot be read, with advice; empty: it can
};

class ArrayFile {
 public:
  using Sink = std::function<Result<void>(std::span<const std::byte>)>;

  virtual ~ArrayFile() = default;
  virtual std::span<const ArrayInfo> arrays() const = 0;
  // All elements in order, in pieces of whole elements, in this machine's byte order.
  virtual Result<void> stream(std::size_t array, const Sink& sink) = 0;
};

class RasterModule {
 public:
  virtual ~RasterModule() = default;
  virtual Result<std::unique_ptr<RasterFile>> openRaster(const std::filesystem::path& file,
                                                         PaletteUse palette) const = 0;
  virtual Result<std::unique_ptr<ArrayFile>> openHdf5(const std::filesystem::path& file) const = 0;
  virtual std::string versions() const = 0;  // "GDAL 3.6.2, HDF5 1.10.8"
};

// Opens the library, which lies beside libtouchstone_core.so, once. Blocking: about 40 ms the first time.
// Errors: kUnsupported with the loader's reason.
Result<const RasterModule*> loadRasterModule();

}  // namespace touchstone::data
