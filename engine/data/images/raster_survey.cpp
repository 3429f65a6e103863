#include "engine/data/images/raster_survey.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

bool isSameNumber(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

bool hasSameNodata(const RasterKind& a, const RasterKind& b) {
  return std::equal(a.nodata.begin(), a.nodata.end(), b.nodata.begin(), b.nodata.end(), isSameNumber);
}

}  // namespace

RasterKind kindOf(const RasterHeader& header, std::span<const std::size_t> bands) {
  RasterKind kind{header.type, {}};
  for (const std::size_t band : bands) {
    kind.nodata.push_back(header.nodata[band]);
  }
  if (isReal(kind.type)) {  // "no data" is stored as NaN then
    kind.nodata.assign(bands.size(), std::numeric_limits<double>::quiet_NaN());
  }
  return kind;
}

bool holds(const RasterKind& kind, const RasterKind& other) {
  return isReal(kind.type) || (kind.type == other.type && hasSameNodata(kind, other)) ||
         (widened(kind.type, other.type) == kind.type && hasSameNodata(kind, other));
}

RasterKind merged(const RasterKind& a, const RasterKind& b) {
  RasterKind kind = a;
  kind.type = hasSameNodata(a, b) ? widened(a.type, b.type) : PixelType::kF32;
  if (isReal(kind.type)) {
    kind.nodata.assign(a.nodata.size(), std::numeric_limits<double>::quiet_NaN());
  }
  return kind;
}

std::vector<SurveyedRaster> surveyRasters(const RasterModule& module, std::span<const fs::path> files,
                                          PaletteUse palette) {
  std::vector<SurveyedRaster> found;
  for (const fs::path& file : files) {
    SurveyedRaster entry;
    const auto raster = module.openRaster(file, palette);
    if (raster.ok()) {
      entry.header = (*raster)->header();
    } else {
      entry.problem = raster.error().message;
    }
    found.push_back(std::move(entry));
  }
  return found;
}

std::string listKinds(std::span<const std::string> texts, std::span<const fs::path> files, const char* word) {
  struct Kind {
    std::string text;
    std::size_t count = 0, first = 0;
  };
  std::vector<Kind> kinds;
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].empty()) {
      continue;
    }
    const auto [place, isNew] = places.try_emplace(texts[i], kinds.size());
    if (isNew) {
      kinds.push_back({texts[i], 0, i});
    }
    ++kinds[place->second].count;
  }
  std::stable_sort(kinds.begin(), kinds.end(), [](const Kind& a, const Kind& b) { return a.count > b.count; });
  constexpr std::size_t kMost = 4;
  std::string list;
  for (std::size_t i = 0; i < std::min(kinds.size(), kMost); ++i) {
    list += (i == 0 ? "" : ", ") + kinds[i].text + " (" + counted(kinds[i].count, word) +
            (kinds[i].count == 1 ? ": " : ", first ") + files[kinds[i].first].filename().string() + ")";
  }
  return kinds.size() > kMost ? list + " and " + std::to_string(kinds.size() - kMost) + " more" : list;
}

Error unreadableError(std::span<const std::pair<fs::path, std::string>> problems, std::size_t count, const char* word,
                      const std::string& context) {
  if (problems.size() == 1) {
    return {ErrorCode::kBadInput, problems[0].second, problems[0].first.string()};
  }
  constexpr std::size_t kMost = 5;
  std::string list;
  for (std::size_t i = 0; i < std::min(problems.size(), kMost); ++i) {
    list += (i == 0 ? "" : ", ") + problems[i].first.filename().string();
  }
  if (problems.size() > kMost) {
    list += " and " + std::to_string(problems.size() - kMost) + " more";
  }
  return {ErrorCode::kBadInput,
          std::to_string(problems.size()) + " of " + counted(count, word) + " cannot be read: " + list +
              ". The first: " + problems[0].second,
          context};
}

}  // namespace touchstone::data
