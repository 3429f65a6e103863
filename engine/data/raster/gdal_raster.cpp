#include "engine/data/raster/gdal_raster.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal.h>
#include <gdal_frmts.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <mutex>
#include <optional>

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

constexpr GIntBig kBlockCacheBytes = GIntBig{64} << 20;  // GDAL's own default is a twentieth of the memory

// Collects what GDAL says in this thread while it lives, and keeps it from stderr.
class Listener {
 public:
  Listener() { CPLPushErrorHandlerEx(&Listener::hear, this); }
  ~Listener() { CPLPopErrorHandler(); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  // The first failure says what is wrong; those after it are consequences.
  std::string reason() const { return m_reason.empty() ? "unknown reason" : m_reason; }
  bool heardFailure() const { return !m_reason.empty(); }

 private:
  static void CPL_STDCALL hear(CPLErr level, CPLErrorNum, const char* message) {
    auto* self = static_cast<Listener*>(CPLGetErrorHandlerUserData());
    if (level < CE_Failure || self == nullptr || !self->m_reason.empty() || message == nullptr) {
      return;
    }
    self->m_reason = message;
    std::replace(self->m_reason.begin(), self->m_reason.end(), '\n', ' ');
    while (!self->m_reason.empty() && (self->m_reason.back() == '.' || self->m_reason.back() == ' ')) {
      self->m_reason.pop_back();
    }
  }

  std::string m_reason;
};

void prepareOnce() {
  static std::once_flag once;
  std::call_once(once, [] {
    GDALRegister_GTiff();
    GDALRegister_PNG();
    GDALRegister_JPEG();
    GDALSetCacheMax64(kBlockCacheBytes);
    // No list of the folder at every file, no sidecar files, and a cut JPEG is an error instead of a grey rest.
    CPLSetConfigOption("GDAL_DISABLE_READDIR_ON_OPEN", "EMPTY_DIR");
    CPLSetConfigOption("GDAL_PAM_ENABLED", "NO");
    CPLSetConfigOption("GDAL_ERROR_ON_LIBJPEG_WARNING", "TRUE");
  });
}

struct Closer {
  void operator()(void* dataset) const {
    const Listener quiet;
    GDALClose(dataset);
  }
};
using Dataset = std::unique_ptr<void, Closer>;

std::optional<PixelType> typeOf(GDALDataType type) {
  switch (type) {
  case GDT_Byte:
    return PixelType::kU8;
  case GDT_UInt16:
    return PixelType::kU16;
  case GDT_Int16:
    return PixelType::kI16;
  default:
    return GDALDataTypeIsComplex(type) != 0 ? std::nullopt : std::optional(PixelType::kF32);
  }
}

GDALDataType gdalTypeOf(PixelType type) {
  switch (type) {
  case PixelType::kU8:
    return GDT_Byte;
  case PixelType::kU16:
    return GDT_UInt16;
  case PixelType::kI16:
    return GDT_Int16;
  default:
    return GDT_Float32;
  }
}

using Colour = std::array<std::uint8_t, 4>;

std::vector<Colour> coloursOf(GDALRasterBandH band) {
  std::vector<Colour> colours;
  const GDALColorTableH table = GDALGetRasterColorTable(band);
  const int count = table != nullptr ? GDALGetColorEntryCount(table) : 0;
  for (int i = 0; i < count; ++i) {
    const GDALColorEntry* entry = GDALGetColorEntry(table, i);
    colours.push_back({static_cast<std::uint8_t>(entry->c1), static_cast<std::uint8_t>(entry->c2),
                       static_cast<std::uint8_t>(entry->c3), static_cast<std::uint8_t>(entry->c4)});
  }
  return colours;
}

class GdalFile : public RasterFile {
 public:
  GdalFile(fs::path path, Dataset dataset, RasterHeader header, std::vector<Colour> colours)
      : m_path(std::move(path)),
        m_dataset(std::move(dataset)),
        m_header(std::move(header)),
        m_colours(std::move(colours)) {}

  const RasterHeader& header() const override { return m_header; }

  Result<void> read(std::span<const std::size_t> bands, const RasterWindow& window, std::span<std::byte> out) override {
    if (m_colours.empty()) {
      std::vector<int> numbers;
      for (const std::size_t band : bands) {
        numbers.push_back(static_cast<int>(band) + 1);
      }
      return readBands(numbers, window, out);
    }
    RasterWindow exact = window;
    exact.isBilinear = false;  // between two numbers of a palette lies no colour
    std::vector<std::byte> numbers(window.outHeight * window.outWidth);
    if (auto done = readBands({1}, exact, numbers); !done) {
      return done;
    }
    std::byte* place = out.data();
    for (const std::byte number : numbers) {
      const auto index = std::to_integer<std::size_t>(number);
      const Colour colour = index < m_colours.size() ? m_colours[index] : Colour{0, 0, 0, 0};
      for (const std::size_t band : bands) {
        *place++ = std::byte{colour[band]};
      }
    }
    return {};
  }

 private:
  Result<void> readBands(std::vector<int> numbers, const RasterWindow& window, std::span<std::byte> out) {
    const auto size = static_cast<GSpacing>(sizeOf(m_header.type));
    const auto pixel = size * static_cast<GSpacing>(numbers.size());
    GDALRasterIOExtraArg extra;
    INIT_RASTERIO_EXTRA_ARG(extra);
    extra.eResampleAlg = window.isBilinear ? GRIORA_Bilinear : GRIORA_NearestNeighbour;
    const Listener listener;
    const CPLErr status = GDALDatasetRasterIOEx(
        m_dataset.get(), GF_Read, static_cast<int>(window.column), static_cast<int>(window.row),
        static_cast<int>(window.width), static_cast<int>(window.height), out.data(), static_cast<int>(window.outWidth),
        static_cast<int>(window.outHeight), gdalTypeOf(m_header.type), static_cast<int>(numbers.size()), numbers.data(),
        pixel, pixel * static_cast<GSpacing>(window.outWidth), size, &extra);
    if (status >= CE_Failure || listener.heardFailure()) {
      return Error{ErrorCode::kBadInput,
                   "The image is damaged: " + listener.reason() + ". Replace it, or take it out of the data.",
                   m_path.string()};
    }
    return {};
  }

  fs::path m_path;
  Dataset m_dataset;
  RasterHeader m_header;
  std::vector<Colour> m_colours;  // of a palette image that is shown as colours
};

// The type that holds all bands, or nothing where one is complex.
std::optional<PixelType> commonType(GDALDatasetH dataset, int bands) {
  std::optional<PixelType> common;
  for (int i = 1; i <= bands; ++i) {
    const auto type = typeOf(GDALGetRasterDataType(GDALGetRasterBand(dataset, i)));
    if (!type) {
      return std::nullopt;
    }
    common = common ? widened(*common, *type) : *type;
  }
  return common;
}

double nodataOf(GDALRasterBandH band) {
  int isGiven = 0;
  const double value = GDALGetRasterNoDataValue(band, &isGiven);
  return isGiven != 0 ? value : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

Result<std::unique_ptr<RasterFile>> openWithGdal(const fs::path& file, PaletteUse palette) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) {
    return Error{ErrorCode::kNotFound, "The file does not exist. Check the path.", file.string()};
  }
  prepareOnce();
  const Listener listener;
  static constexpr const char* kDrivers[] = {"GTiff", "PNG", "JPEG", nullptr};
  Dataset dataset(
      GDALOpenEx(file.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, kDrivers, nullptr, nullptr));
  if (!dataset) {
    return Error{ErrorCode::kBadInput,
                 "The image cannot be read: " + listener.reason() + ". Replace it, or take it out of the data.",
                 file.string()};
  }
  const int bands = GDALGetRasterCount(dataset.get());
  const auto type = commonType(dataset.get(), bands);
  if (bands < 1 || !type) {
    return Error{ErrorCode::kBadInput,
                 "The image has complex numbers or no band. Convert it to bands of integers or 32-bit floats.",
                 file.string()};
  }
  RasterHeader header{static_cast<std::size_t>(GDALGetRasterYSize(dataset.get())),
                      static_cast<std::size_t>(GDALGetRasterXSize(dataset.get())),
                      static_cast<std::size_t>(bands),
                      *type,
                      {}};
  for (int i = 1; i <= bands; ++i) {
    header.nodata.push_back(nodataOf(GDALGetRasterBand(dataset.get(), i)));
  }
  std::vector<Colour> colours;
  if (palette == PaletteUse::kColours && bands == 1 && *type == PixelType::kU8) {
    colours = coloursOf(GDALGetRasterBand(dataset.get(), 1));
  }
  if (!colours.empty()) {
    const bool isOpaque = std::all_of(colours.begin(), colours.end(), [](const Colour& c) { return c[3] == 255; });
    header.bands = isOpaque ? 3 : 4;
    header.nodata.assign(header.bands, std::numeric_limits<double>::quiet_NaN());
  }
  return std::unique_ptr<RasterFile>(
      std::make_unique<GdalFile>(file, std::move(dataset), std::move(header), std::move(colours)));
}

}  // namespace touchstone::data
