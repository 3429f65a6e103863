#include "engine/data/images/raster_files.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/base/text.h"
#include "engine/data/content_hash.h"
#include "engine/data/images/file_facts.h"
#include "engine/data/images/pixel_rows.h"
#include "engine/data/images/raster_survey.h"
#include "engine/data/images/stack_text.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

constexpr int kReaderVersion = 1;  // of what is in the cache

std::string sizeText(std::size_t height, std::size_t width) {
  return std::to_string(height) + "x" + std::to_string(width);
}

template <typename Stored>
void convertTyped(std::span<const std::byte> from, const std::vector<double>& nodata, std::span<std::byte> out) {
  const std::size_t count = from.size() / sizeof(Stored);
  for (std::size_t i = 0; i < count; ++i) {
    const auto value = static_cast<float>(loadPixel<Stored>(from.data() + i * sizeof(Stored)));
    const bool isMissing = value == static_cast<float>(nodata[i % nodata.size()]);
    const float kept = isMissing ? std::numeric_limits<float>::quiet_NaN() : value;
    std::memcpy(out.data() + i * sizeof kept, &kept, sizeof kept);
  }
}

// 8 bits to 16: bits of both signs are the same there.
void widen(std::span<const std::byte> from, std::span<std::byte> out) {
  for (std::size_t i = 0; i < from.size(); ++i) {
    const auto value = static_cast<std::uint16_t>(from[i]);
    std::memcpy(out.data() + i * sizeof value, &value, sizeof value);
  }
}

// Decodes the files of a plan one after the other.
class RasterDecoder {
 public:
  RasterDecoder(const RasterPlan& plan, const RasterModule& module, const ImageCache& cache, std::string key)
      : m_plan(plan), m_module(module), m_cache(cache), m_key(std::move(key)) {}

  Result<RasterItems> run();

 private:
  using Problems = std::vector<std::pair<fs::path, std::string>>;

  Result<void> decodeAll();
  Result<void> start(const RasterHeader& header);
  Result<bool> fits(const RasterHeader& header);  // false: the kind had to grow, begin again
  Result<void> decode(std::size_t file, RasterFile& raster);
  Result<void> takeWindow(RasterFile& raster, const RasterWindow& window);
  Result<void> writeTiles(std::size_t file, std::size_t tileRow, std::size_t tiles);
  std::span<const std::byte> asKind(const RasterHeader& header, std::span<const std::byte> pixels);
  Error misfit() const;
  RasterKind growKind() const;

  const RasterPlan& m_plan;
  const RasterModule& m_module;
  const ImageCache& m_cache;
  std::string m_key;
  std::vector<std::size_t> m_bands;
  std::size_t m_height = 0, m_width = 0, m_fileBands = 0;  // of the first file
  std::optional<RasterKind> m_kind;
  std::unique_ptr<PixelWriter> m_writer;
  std::vector<RasterOrigin> m_origins;
  std::vector<std::byte> m_read, m_converted, m_tile;
  std::size_t m_cutFiles = 0;  // with pixels outside of all tiles
  Problems m_unreadable;
  base::Sha256 m_hash;
  std::int64_t m_sizeBytes = 0;
};

// What several files say together, once one of them does not fit.
Error RasterDecoder::misfit() const {
  const std::vector<SurveyedRaster> survey = surveyRasters(m_module, m_plan.files, m_plan.palette);
  std::vector<std::string> sizes, bands;
  Problems unreadable;
  std::size_t common = std::numeric_limits<std::size_t>::max();
  for (std::size_t i = 0; i < survey.size(); ++i) {
    const RasterHeader& header = survey[i].header;
    const bool isRead = survey[i].problem.empty();
    sizes.push_back(isRead ? sizeText(header.height, header.width) : std::string());
    bands.push_back(isRead ? counted(header.bands, "band") : std::string());
    common = isRead ? std::min(common, header.bands) : common;
    if (!isRead) {
      unreadable.emplace_back(m_plan.files[i], survey[i].problem);
    }
  }
  if (!unreadable.empty()) {
    return unreadableError(unreadable, m_plan.files.size(), m_plan.word, m_plan.context);
  }
  const bool sizesDiffer = std::adjacent_find(sizes.begin(), sizes.end(), std::not_equal_to<>()) != sizes.end();
  if (sizesDiffer && !m_plan.size && m_plan.cropTiles == 0) {
    return {
        ErrorCode::kBadInput,
        "The " + std::string(m_plan.word) + "s have different sizes: " + listKinds(sizes, m_plan.files, m_plan.word) +
            ". Take the odd ones out, or resample all of them with resize = \"" + sizeText(m_height, m_width) + "\".",
        m_plan.context};
  }
  std::string list = "[1";
  for (std::size_t band = 2; band <= common; ++band) {
    list += ", " + std::to_string(band);
  }
  return {ErrorCode::kBadInput,
          "The " + std::string(m_plan.word) +
              "s have different numbers of bands: " + listKinds(bands, m_plan.files, m_plan.word) +
              ". Take the odd ones out, or choose the bands that all have, such as bands = " + list + "].",
          m_plan.context};
}

RasterKind RasterDecoder::growKind() const {
  RasterKind kind = *m_kind;
  for (const SurveyedRaster& entry : surveyRasters(m_module, m_plan.files, m_plan.palette)) {
    const bool hasBands =
        std::all_of(m_bands.begin(), m_bands.end(), [&entry](std::size_t band) { return band < entry.header.bands; });
    if (entry.problem.empty() && hasBands) {
      kind = merged(kind, kindOf(entry.header, m_bands));
    }
  }
  return kind;
}

Result<void> RasterDecoder::start(const RasterHeader& header) {
  m_height = header.height;
  m_width = header.width;
  m_fileBands = header.bands;
  m_bands = m_plan.bands;
  if (m_bands.empty()) {
    m_bands.resize(header.bands);
    std::iota(m_bands.begin(), m_bands.end(), std::size_t{0});
  }
  const std::size_t highest = *std::max_element(m_bands.begin(), m_bands.end());
  if (highest >= header.bands) {
    return Error{ErrorCode::kBadInput,
                 "The " + std::string(m_plan.word) + " has " + counted(header.bands, "band") +
                     ", and bands asks for number " + std::to_string(highest + 1) + ". Choose others.",
                 m_plan.files.front().string()};
  }
  m_kind = kindOf(header, m_bands);
  return {};
}

Result<bool> RasterDecoder::fits(const RasterHeader& header) {
  const bool isFree = m_plan.size || m_plan.cropTiles > 0;
  const bool hasSize = isFree || (header.height == m_height && header.width == m_width);
  const bool hasBands = m_plan.bands.empty() ? header.bands == m_fileBands
                                             : *std::max_element(m_bands.begin(), m_bands.end()) < header.bands;
  if (!hasSize || !hasBands) {
    return misfit();
  }
  return holds(*m_kind, kindOf(header, m_bands));
}

std::span<const std::byte> RasterDecoder::asKind(const RasterHeader& header, std::span<const std::byte> pixels) {
  std::vector<double> nodata;
  for (const std::size_t band : m_bands) {
    nodata.push_back(header.nodata[band]);
  }
  const bool hasNodata = std::any_of(nodata.begin(), nodata.end(), [](double v) { return !std::isnan(v); });
  if (header.type == m_kind->type && !(isReal(header.type) && hasNodata)) {
    return pixels;
  }
  m_converted.resize(pixels.size() / sizeOf(header.type) * sizeOf(m_kind->type));
  if (!isReal(m_kind->type)) {
    widen(pixels, m_converted);
  } else if (header.type == PixelType::kU8) {
    convertTyped<std::uint8_t>(pixels, nodata, m_converted);
  } else if (header.type == PixelType::kU16) {
    convertTyped<std::uint16_t>(pixels, nodata, m_converted);
  } else if (header.type == PixelType::kI16) {
    convertTyped<std::int16_t>(pixels, nodata, m_converted);
  } else {
    convertTyped<float>(pixels, nodata, m_converted);
  }
  return m_converted;
}

Result<void> RasterDecoder::takeWindow(RasterFile& raster, const RasterWindow& window) {
  m_read.resize(window.outHeight * window.outWidth * m_bands.size() * sizeOf(raster.header().type));
  return raster.read(m_bands, window, m_read);
}

// Cuts a strip of tiles, which is in m_read or m_converted, and writes them.
Result<void> RasterDecoder::writeTiles(std::size_t file, std::size_t tileRow, std::size_t tiles) {
  const std::size_t lineBytes = m_plan.cropTiles * m_bands.size() * sizeOf(m_kind->type);
  m_tile.resize(lineBytes * m_plan.cropTiles);
  const std::byte* strip = m_converted.data();
  for (std::size_t tile = 0; tile < tiles; ++tile) {
    for (std::size_t y = 0; y < m_plan.cropTiles; ++y) {
      std::memcpy(m_tile.data() + y * lineBytes, strip + (y * tiles + tile) * lineBytes, lineBytes);
    }
    if (auto written = m_writer->append(m_tile); !written) {
      return written;
    }
    m_origins.push_back(
        {static_cast<std::uint32_t>(file), static_cast<std::uint32_t>(tileRow), static_cast<std::uint32_t>(tile)});
  }
  return {};
}

Result<void> RasterDecoder::decode(std::size_t file, RasterFile& raster) {
  const RasterHeader& header = raster.header();
  if (m_plan.cropTiles == 0) {
    const std::size_t outHeight = m_plan.size ? m_plan.size->rows : header.height;
    const std::size_t outWidth = m_plan.size ? m_plan.size->columns : header.width;
    const RasterWindow window{0, 0, header.height, header.width, outHeight, outWidth, !m_plan.isNearest};
    if (auto taken = takeWindow(raster, window); !taken) {
      return taken;
    }
    m_origins.push_back({static_cast<std::uint32_t>(file), 0, 0});
    return m_writer->append(asKind(header, m_read));
  }
  const std::size_t side = m_plan.cropTiles;
  const std::size_t rows = header.height / side, columns = header.width / side;
  if (rows == 0 || columns == 0) {
    return Error{ErrorCode::kBadInput,
                 "The " + std::string(m_plan.word) + " is " + sizeText(header.height, header.width) +
                     ", smaller than a tile of crop_tiles = " + std::to_string(side) + ". Choose smaller tiles.",
                 m_plan.files[file].string()};
  }
  m_cutFiles += header.height % side != 0 || header.width % side != 0 ? 1U : 0U;
  for (std::size_t row = 0; row < rows; ++row) {
    const RasterWindow window{row * side, 0, side, columns * side, side, columns * side, false};
    if (auto taken = takeWindow(raster, window); !taken) {
      return taken;
    }
    if (const auto pixels = asKind(header, m_read); pixels.data() != m_converted.data()) {
      m_converted.assign(pixels.begin(), pixels.end());
    }
    if (auto written = writeTiles(file, row, columns); !written) {
      return written;
    }
  }
  return {};
}

Result<void> RasterDecoder::decodeAll() {
  const bool isFirstPass = m_sizeBytes == 0;
  m_origins.clear();
  m_unreadable.clear();
  m_writer.reset();
  m_cutFiles = 0;
  for (std::size_t file = 0; file < m_plan.files.size(); ++file) {
    const fs::path& path = m_plan.files[file];
    if (isFirstPass) {
      const auto bytes = hashFile(path, m_hash);
      if (!bytes) {
        return bytes.error();
      }
      m_sizeBytes += *bytes;
    }
    const auto raster = m_module.openRaster(path, m_plan.palette);
    if (!raster) {
      m_unreadable.emplace_back(path, raster.error().message);
      continue;
    }
    const RasterHeader& header = (*raster)->header();
    if (!m_kind) {
      if (auto started = start(header); !started) {
        return started;
      }
    }
    const auto fit = fits(header);
    if (!fit) {
      return fit.error();
    }
    if (!*fit) {
      m_kind = growKind();
      // The contents of the files that are still to come belong to the hash too.
      for (std::size_t later = file + 1; isFirstPass && later < m_plan.files.size(); ++later) {
        const auto bytes = hashFile(m_plan.files[later], m_hash);
        if (!bytes) {
          return bytes.error();
        }
        m_sizeBytes += *bytes;
      }
      return decodeAll();
    }
    if (!m_writer) {
      const std::size_t pixels = m_plan.size ? m_plan.size->rows * m_plan.size->columns : header.height * header.width;
      m_writer = std::make_unique<PixelWriter>(
          m_cache, m_key, std::uint64_t{pixels} * m_bands.size() * sizeOf(m_kind->type) * m_plan.files.size());
    }
    if (auto decoded = decode(file, **raster); !decoded) {
      if (decoded.error().code != ErrorCode::kBadInput) {
        return decoded;
      }
      m_unreadable.emplace_back(path, decoded.error().message);
    }
  }
  if (!m_unreadable.empty()) {
    return unreadableError(m_unreadable, m_plan.files.size(), m_plan.word, m_plan.context);
  }
  return {};
}

void placeItems(PixelStack& stack, std::size_t count) {
  const std::size_t size = stack.format.values() * sizeOf(stack.format.type);
  for (std::size_t i = 0; i < count; ++i) {
    stack.items.push_back(stack.memory.front().bytes.data() + i * size);
  }
}

Result<RasterItems> RasterDecoder::run() {
  if (auto decoded = decodeAll(); !decoded) {
    return decoded.error();
  }
  auto pixels = m_writer->pixels();
  if (!pixels) {
    return pixels.error();
  }
  RasterItems items;
  const std::size_t side = m_plan.cropTiles;
  const std::size_t height = side > 0 ? side : m_plan.size ? m_plan.size->rows : m_height;
  const std::size_t width = side > 0 ? side : m_plan.size ? m_plan.size->columns : m_width;
  items.stack.format = denseFormat(height, width, m_bands.size(), m_kind->type);
  for (std::size_t band = 0; band < m_bands.size(); ++band) {
    if (!std::isnan(m_kind->nodata[band])) {
      items.stack.format.codes[band].push_back(m_kind->nodata[band]);
    }
    items.stack.format.codes[band].insert(items.stack.format.codes[band].end(), m_plan.missingCodes.begin(),
                                          m_plan.missingCodes.end());
  }
  items.stack.memory.push_back(std::move(*pixels));
  placeItems(items.stack, m_origins.size());
  scanPixels(items.stack);
  items.origins = std::move(m_origins);
  items.dataHash = m_hash.hex();
  items.sizeBytes = m_sizeBytes;
  if (m_cutFiles > 0) {
    items.notes.push_back("Pixels at the right and lower borders that fill no tile of " + sizeText(side, side) +
                          " are not used, in " + counted(m_cutFiles, m_plan.word) + ".");
  }
  m_writer->commit(toText(items));
  if (!m_writer->note().empty()) {
    items.notes.push_back(m_writer->note());
  }
  return items;
}

Result<std::string> keyOf(const RasterPlan& plan) {
  const auto lines = fileLines(plan.files);
  if (!lines) {
    return lines.error();
  }
  std::string text = "rasters " + std::to_string(kReaderVersion) + "\npalette " +
                     std::to_string(static_cast<int>(plan.palette)) + "\nbands";
  for (const std::size_t band : plan.bands) {
    text += " " + std::to_string(band);
  }
  text += "\nsize " + (plan.size ? sizeText(plan.size->rows, plan.size->columns) : std::string("-")) +
          (plan.isNearest ? " nearest" : " bilinear") + "\ntiles " + std::to_string(plan.cropTiles) + "\nmissing";
  for (const double code : plan.missingCodes) {
    text += " " + base::numberText(code);
  }
  return contentHash(text + "\n" + *lines);
}

}  // namespace

Result<RasterItems> readRasters(const RasterPlan& plan, const ImageCache& cache) {
  const auto key = keyOf(plan);
  if (!key) {
    return key.error();
  }
  if (auto cached = cache.find(*key)) {
    if (auto items = rasterItemsFrom(cached->text, cached->pixels)) {
      return std::move(*items);
    }
  }
  const auto module = loadRasterModule();
  if (!module) {
    return module.error();
  }
  return RasterDecoder(plan, **module, cache, *key).run();
}

}  // namespace touchstone::data
