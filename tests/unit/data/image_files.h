// Image files for the tests of the readers, written by GDAL and HDF5, and arrays in NumPy's formats, written by hand.
#pragma once

#define H5_USE_110_API
#include <cpl_conv.h>
#include <gdal.h>
#include <hdf5.h>
#include <zlib.h>

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "engine/api/spec.h"
#include "engine/data/images/image_inputs.h"
#include "engine/data/images/image_options.h"
#include "engine/data/images/image_reader.h"
#include "unit/data/test_files.h"

namespace touchstone::data {

// What a test image holds: values [height, width, bands].
struct Drawing {
  int height = 4, width = 4, bands = 3;
  GDALDataType type = GDT_Byte;
  std::vector<double> values;  // empty: a pattern of `seed`
  int seed = 0;
  double nodata = std::numeric_limits<double>::quiet_NaN();
  std::vector<std::array<short, 4>> palette = {};

  std::vector<double> pixels() const {
    if (!values.empty()) {
      return values;
    }
    std::vector<double> made;
    const auto count = static_cast<unsigned>(height * width * bands);
    for (unsigned i = 0; i < count; ++i) {
      made.push_back((i * 37U + static_cast<unsigned>(seed) * 101U + i * i * 5U) % 251U);
    }
    return made;
  }
};

inline Drawing filled(int height, int width, int bands, GDALDataType type, double value) {
  Drawing drawing{height, width, bands, type, {}};
  drawing.values.assign(static_cast<std::size_t>(height * width * bands), value);
  return drawing;
}

// PNG, JPEG or TIFF by the name's ending.
inline std::filesystem::path writeImage(const std::filesystem::path& file, const Drawing& drawing) {
  GDALAllRegister();
  CPLSetConfigOption("GDAL_PAM_ENABLED", "NO");
  std::filesystem::create_directories(file.parent_path());
  const GDALDatasetH memory =
      GDALCreate(GDALGetDriverByName("MEM"), "", drawing.width, drawing.height, drawing.bands, drawing.type, nullptr);
  std::vector<double> pixels = drawing.pixels();
  const auto size = static_cast<GSpacing>(sizeof(double));
  const CPLErr status = GDALDatasetRasterIOEx(
      memory, GF_Write, 0, 0, drawing.width, drawing.height, pixels.data(), drawing.width, drawing.height, GDT_Float64,
      drawing.bands, nullptr, size * drawing.bands, size * drawing.bands * drawing.width, size, nullptr);
  for (int band = 1; band <= drawing.bands && drawing.nodata == drawing.nodata; ++band) {
    GDALSetRasterNoDataValue(GDALGetRasterBand(memory, band), drawing.nodata);
  }
  if (!drawing.palette.empty()) {
    const GDALColorTableH table = GDALCreateColorTable(GPI_RGB);
    for (std::size_t i = 0; i < drawing.palette.size(); ++i) {
      const auto& c = drawing.palette[i];
      const GDALColorEntry entry{c[0], c[1], c[2], c[3]};
      GDALSetColorEntry(table, static_cast<int>(i), &entry);
    }
    GDALSetRasterColorTable(GDALGetRasterBand(memory, 1), table);
    GDALDestroyColorTable(table);
  }
  const std::string extension = file.extension().string();
  const char* driver = extension == ".png" ? "PNG" : extension == ".tif" || extension == ".tiff" ? "GTiff" : "JPEG";
  const GDALDatasetH copy =
      GDALCreateCopy(GDALGetDriverByName(driver), file.c_str(), memory, FALSE, nullptr, nullptr, nullptr);
  if (status != CE_None || copy == nullptr) {
    qFatal("the test image %s cannot be written", file.c_str());
  }
  GDALClose(copy);
  GDALClose(memory);
  return file;
}

template <typename Value>
std::string rawBytes(const std::vector<Value>& values) {
  return std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Value));
}

// version 1.0; descr such as "<f4", shape such as "(3, 2)".
inline std::string npyBytes(const std::string& descr, const std::string& shape, const std::string& raw) {
  std::string header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }";
  header.resize((10 + header.size() + 1 + 63) / 64 * 64 - 11, ' ');
  header += '\n';
  std::string bytes = "\x93NUMPY";
  bytes += '\x01';
  bytes += '\0';
  bytes += static_cast<char>(header.size() & 0xFFU);
  bytes += static_cast<char>(header.size() >> 8U);
  return bytes + header + raw;
}

// A zip archive of stored members.
inline std::string npzBytes(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string bytes, directory;
  const auto add = [](std::string& out, std::uint64_t number, int size) {
    for (int i = 0; i < size; ++i, number >>= 8U) {
      out += static_cast<char>(number & 0xFFU);
    }
  };
  for (const auto& [name, data] : members) {
    const std::uint64_t place = bytes.size();
    const std::uint64_t crc = crc32(0, reinterpret_cast<const Bytef*>(data.data()), static_cast<uInt>(data.size()));
    std::string common;
    add(common, 20, 2);
    add(common, 0, 2 + 2 + 4);  // flags, stored, time
    add(common, crc, 4);
    add(common, data.size(), 4);
    add(common, data.size(), 4);
    add(common, name.size(), 2);
    add(common, 0, 2);
    add(bytes, 0x04034b50, 4);
    bytes += common + name + data;
    add(directory, 0x02014b50, 4);
    add(directory, 20, 2);
    directory += common;
    add(directory, 0, 2 + 2 + 2 + 4);
    add(directory, place, 4);
    directory += name;
  }
  const std::uint64_t place = bytes.size();
  bytes += directory;
  add(bytes, 0x06054b50, 4);
  add(bytes, 0, 4);
  add(bytes, members.size(), 2);
  add(bytes, members.size(), 2);
  add(bytes, directory.size(), 4);
  add(bytes, place, 4);
  add(bytes, 0, 2);
  return bytes;
}

// A folder of its own, with a cache folder of its own, so that no test sees what another one or the user decoded.
class ImageFolder : public TestFolder {
 public:
  ImageFolder() { qputenv("TOUCHSTONE_CACHE", QByteArray::fromStdString((path() / "cache").string())); }

  std::filesystem::path draw(const std::string& name, const Drawing& drawing) const {
    return writeImage(path() / name, drawing);
  }
  // Two classes with two images each, which differ.
  void drawClasses(const std::string& folder, const std::string& extension = ".png") const {
    int seed = 1;
    for (const char* name : {"forest/a", "forest/b", "water/c", "water/d"}) {
      Drawing drawing;
      drawing.seed = seed++;
      draw(folder + "/" + name + extension, drawing);
    }
  }
};

inline TaskSpec imageTask(const std::string& data, const Options& options = {}) {
  TaskSpec spec;
  spec.name = "images";
  spec.modality = Modality::kSatellite;
  spec.data = data;
  spec.options = options;
  return spec;
}

inline Result<ExampleSet> readImageTask(const ImageFolder& folder, const TaskSpec& spec,
                                        std::vector<Block>* blocks = nullptr) {
  return readImages(spec, folder.path(), blocks);
}

inline std::vector<float> gathered(const ExampleSet& set, std::uint32_t item, std::uint8_t turn = 0) {
  std::vector<float> out(set.inputs->shape().values());
  const Pick pick{item, turn};
  const auto done = set.inputs->gather(std::span(&pick, 1), out);
  return done ? out : std::vector<float>();
}

inline std::vector<float> asFloats(const std::vector<double>& values) {
  return std::vector<float>(values.begin(), values.end());
}

inline bool hasNote(const std::vector<std::string>& notes, const std::string& text) {
  return std::any_of(notes.begin(), notes.end(),
                     [&](const std::string& n) { return n.find(text) != std::string::npos; });
}

}  // namespace touchstone::data

#define VERIFY_NOTE(notes, text)                                                                                       \
  QVERIFY2(touchstone::data::hasNote(notes, text), (notes).empty() ? "(no notes)" : (notes).back().c_str())
