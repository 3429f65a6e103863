// Plain text and JSON of a description of images (engine/data/images/describe_images.h).
#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include <nlohmann/json.hpp>

#include "engine/base/text.h"
#include "engine/data/images/describe_images.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

constexpr std::size_t kMostShown = 40;  // classes and bands in the text; the JSON has all

std::string sixDigits(double value) {
  std::array<char, 32> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, 6);
  return std::string(buffer.data(), result.ptr);
}

std::string right(const std::string& text, std::size_t width) {
  return std::string(width > text.size() ? width - text.size() : 0, ' ') + text;
}

void line(std::string& out, const char* name, const std::string& value) {
  std::string start = std::string("  ") + name;
  start.resize(12, ' ');
  out += start + value + "\n";
}

// "64x64", or "64x64 (5), 32x32 (1)" where they differ.
std::string countsText(const ImageDescription::Counts& counts) {
  if (counts.size() == 1) {
    return counts[0].first;
  }
  std::vector<std::string> words;
  for (const auto& [text, count] : counts) {
    words.push_back(text + " (" + std::to_string(count) + ")");
  }
  return listNames(words, 4);
}

const char* kindText(ImageKind kind) {
  return kind == ImageKind::kFolder ? "folder of images" : kind == ImageKind::kStack ? "arrays" : "table of tiles";
}

void writeBands(std::string& out, const ImageDescription& d) {
  if (d.bands.empty()) {
    return;
  }
  out += "  band" + right("min", 12) + right("max", 12) + right("mean", 12) + right("deviation", 12) +
         right("missing", 12) + "\n";
  for (std::size_t i = 0; i < std::min(d.bands.size(), kMostShown); ++i) {
    const BandStatistics& band = d.bands[i];
    out += "  " + right(std::to_string(i + 1), 4);
    for (const double value : {band.min, band.max, band.mean, band.deviation}) {
      out += right(band.values > 0 ? sixDigits(value) : "-", 12);
    }
    out += right(std::to_string(band.missing), 12) + "\n";
  }
}

void writeClasses(std::string& out, const ImageDescription& d) {
  if (d.classes.empty()) {
    line(out, "classes", "none found");
    return;
  }
  std::vector<std::string> words;
  for (const auto& [name, count] : d.classes) {
    words.push_back(name + " " + std::to_string(count));
  }
  line(out, "classes", std::to_string(d.classes.size()) + " (" + d.labels + "): " + listNames(words, kMostShown));
}

void writeList(std::string& out, const char* title, const std::vector<std::string>& sentences) {
  if (!sentences.empty()) {
    out += std::string("  ") + title + "\n";
  }
  for (const std::string& sentence : sentences) {
    out += "    - " + sentence + "\n";
  }
}

nlohmann::ordered_json countsJson(const ImageDescription::Counts& counts) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const auto& [name, count] : counts) {
    json[name] = count;
  }
  return json;
}

nlohmann::ordered_json bandJson(const BandStatistics& band) {
  const double none = std::numeric_limits<double>::quiet_NaN();  // null in the JSON
  const bool hasValues = band.values > 0;
  return {{"min", hasValues ? band.min : none},
          {"max", hasValues ? band.max : none},
          {"mean", hasValues ? band.mean : none},
          {"deviation", hasValues ? band.deviation : none},
          {"values", band.values},
          {"missing", band.missing}};
}

}  // namespace

std::string toText(const ImageDescription& d) {
  std::string out = d.path + "\n";
  line(out, "kind", kindText(d.kind));
  line(out, "images", std::to_string(d.count));
  if (!d.sizes.empty()) {
    line(out, "size", countsText(d.sizes));
    line(out, "bands", countsText(d.bandCounts));
  }
  if (!d.types.empty()) {
    line(out, "type", countsText(d.types));
  }
  if (!d.arrays.empty()) {
    line(out, "arrays", d.arrays);
  }
  line(out, "bytes", std::to_string(d.sizeBytes));
  writeClasses(out, d);
  if (d.duplicates > 0) {
    line(out, "repeated",
         counted(d.duplicates, "image") + " with the pixels of an earlier one, " + std::to_string(d.conflicts) +
             " of them with another class");
  }
  writeBands(out, d);
  writeList(out, "hints", d.hints);
  writeList(out, "problems", d.problems);
  return out;
}

std::string toJson(const ImageDescription& d) {
  nlohmann::ordered_json json = {{"path", d.path},
                                 {"kind", toWord(d.kind)},
                                 {"images", d.count},
                                 {"bytes", d.sizeBytes},
                                 {"sizes", countsJson(d.sizes)},
                                 {"band_counts", countsJson(d.bandCounts)},
                                 {"types", countsJson(d.types)},
                                 {"labels", d.labels},
                                 {"classes", countsJson(d.classes)},
                                 {"duplicates", d.duplicates},
                                 {"conflicts", d.conflicts},
                                 {"arrays", d.arrays}};
  json["bands"] = nlohmann::ordered_json::array();
  for (const BandStatistics& band : d.bands) {
    json["bands"].push_back(bandJson(band));
  }
  json["hints"] = d.hints;
  json["problems"] = d.problems;
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace touchstone::data
