#include "engine/data/images/stack_text.h"

#include <cmath>
#include <limits>

#include <nlohmann/json.hpp>

namespace touchstone::data {

namespace {

using Json = nlohmann::json;

Json missingJson(const std::vector<MissingCount>& counts) {
  Json list = Json::array();
  for (const MissingCount& count : counts) {
    list.push_back({count.item, count.band, count.pixels});
  }
  return list;
}

std::vector<MissingCount> missingFrom(const Json& list) {
  std::vector<MissingCount> counts;
  for (const Json& entry : list) {
    counts.push_back(
        {entry.at(0).get<std::uint32_t>(), entry.at(1).get<std::uint32_t>(), entry.at(2).get<std::uint64_t>()});
  }
  return counts;
}

// JSON knows no infinity, and a code may be one.
Json numbersJson(const std::vector<double>& numbers) {
  Json list = Json::array();
  for (const double number : numbers) {
    list.push_back(std::isinf(number) ? Json(number > 0 ? "inf" : "-inf") : Json(number));
  }
  return list;
}

std::vector<double> numbersFrom(const Json& list) {
  std::vector<double> numbers;
  for (const Json& entry : list) {
    const double infinity = std::numeric_limits<double>::infinity();
    numbers.push_back(entry.is_string() ? (entry.get<std::string>() == "inf" ? infinity : -infinity)
                                        : entry.get<double>());
  }
  return numbers;
}

RasterItems itemsFrom(const Json& json) {
  RasterItems items;
  const Json& format = json.at("format");
  items.stack.format =
      denseFormat(format.at("height").get<std::size_t>(), format.at("width").get<std::size_t>(),
                  format.at("bands").get<std::size_t>(), static_cast<PixelType>(format.at("type").get<int>()));
  for (std::size_t band = 0; band < items.stack.format.bands; ++band) {
    items.stack.format.codes[band] = numbersFrom(format.at("codes").at(band));
  }
  items.stack.keys = json.at("keys").get<std::vector<std::uint64_t>>();
  items.stack.missing = missingFrom(json.at("missing"));
  for (const Json& entry : json.at("origins")) {
    items.origins.push_back(
        {entry.at(0).get<std::uint32_t>(), entry.at(1).get<std::uint32_t>(), entry.at(2).get<std::uint32_t>()});
  }
  items.dataHash = json.at("hash").get<std::string>();
  items.sizeBytes = json.at("bytes").get<std::int64_t>();
  items.notes = json.at("notes").get<std::vector<std::string>>();
  return items;
}

}  // namespace

std::string toText(const RasterItems& items) {
  const PixelFormat& format = items.stack.format;
  Json codes = Json::array();
  for (const std::vector<double>& band : format.codes) {
    codes.push_back(numbersJson(band));
  }
  Json origins = Json::array();
  for (const RasterOrigin& origin : items.origins) {
    origins.push_back({origin.file, origin.tileRow, origin.tileColumn});
  }
  return Json{{"format",
               {{"height", format.height},
                {"width", format.width},
                {"bands", format.bands},
                {"type", static_cast<int>(format.type)},
                {"codes", codes}}},
              {"keys", items.stack.keys},
              {"missing", missingJson(items.stack.missing)},
              {"origins", origins},
              {"hash", items.dataHash},
              {"bytes", items.sizeBytes},
              {"notes", items.notes}}
      .dump();
}

std::optional<RasterItems> rasterItemsFrom(const std::string& text, const PixelMemory& pixels) {
  try {
    RasterItems items = itemsFrom(Json::parse(text));
    const PixelFormat& format = items.stack.format;
    const std::size_t size = format.values() * sizeOf(format.type);
    if (items.origins.size() != items.stack.keys.size() || pixels.bytes.size() != size * items.origins.size()) {
      return std::nullopt;
    }
    items.stack.memory.push_back(pixels);
    for (std::size_t i = 0; i < items.origins.size(); ++i) {
      items.stack.items.push_back(pixels.bytes.data() + i * size);
    }
    return items;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

std::string toText(const ScannedArray& scan) {
  return Json{{"keys", scan.keys}, {"missing", missingJson(scan.missing)}, {"hash", scan.fileHash}}.dump();
}

std::optional<ScannedArray> scannedArrayFrom(const std::string& text) {
  try {
    const Json json = Json::parse(text);
    return ScannedArray{json.at("keys").get<std::vector<std::uint64_t>>(), missingFrom(json.at("missing")),
                        json.at("hash").get<std::string>()};
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

}  // namespace touchstone::data
