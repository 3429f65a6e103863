// Description of a folder of image files (engine/data/images/describe_parts.h).
#include <algorithm>
#include <map>
#include <set>

#include "engine/base/random.h"
#include "engine/data/csv_cell.h"
#include "engine/data/images/describe_parts.h"
#include "engine/data/images/image_inputs.h"
#include "engine/data/images/image_listing.h"
#include "engine/data/message_text.h"
#include "engine/data/raster/raster_module.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kStripValues = std::size_t{4} << 20;  // decoded at a time

// One image, in strips of rows.
struct ImageFacts {
  RasterHeader header;
  std::uint64_t key = 0;
  std::vector<BandStatistics> bands;
  bool isEmpty = true;  // no valid pixel
};

class FolderDescriber {
 public:
  FolderDescriber(const RasterModule& module, ImageDescription& description)
      : m_module(module), m_description(description), m_repeats(description) {}

  void add(const ListedImage& image);
  void finish();

 private:
  Result<ImageFacts> read(RasterFile& file);

  const RasterModule& m_module;
  ImageDescription& m_description;
  RepeatCounter m_repeats;
  std::map<std::string, std::size_t> m_sizes, m_bandCounts, m_types;
  std::map<std::size_t, std::vector<BandSums>> m_sums;   // by the number of bands
  std::map<std::string, std::set<std::string>> m_kinds;  // of the class folders: bands and types
  std::vector<std::string> m_unreadable, m_empty;
  std::vector<std::byte> m_pixels;
  std::vector<float> m_row;
};

Result<ImageFacts> FolderDescriber::read(RasterFile& file) {
  ImageFacts facts;
  facts.header = file.header();
  const RasterHeader& header = facts.header;
  std::vector<std::size_t> bands(header.bands);
  for (std::size_t band = 0; band < bands.size(); ++band) {
    bands[band] = band;
  }
  PixelFormat format = denseFormat(header.height, header.width, header.bands, header.type);
  for (std::size_t band = 0; band < header.bands; ++band) {
    if (header.nodata[band] == header.nodata[band]) {
      format.codes[band].push_back(header.nodata[band]);
    }
  }
  std::vector<BandSums>& sums = m_sums[header.bands];
  sums.resize(header.bands);
  const std::size_t rows = std::clamp<std::size_t>(kStripValues / (header.width * header.bands), 1, header.height);
  for (std::size_t row = 0; row < header.height; row += rows) {
    format.height = std::min(rows, header.height - row);
    m_pixels.resize(format.values() * sizeOf(format.type));
    const RasterWindow window{row, 0, format.height, format.width, format.height, format.width, false};
    if (auto done = file.read(bands, window, m_pixels); !done) {
      return done.error();
    }
    auto strip = std::make_shared<PixelStack>();
    strip->format = format;
    strip->items = {m_pixels.data()};
    scanPixels(*strip);
    facts.key = base::mixKey({facts.key, strip->keys[0]});
    facts.isEmpty = facts.isEmpty && !strip->emptyItems().empty();
    const std::uint32_t only[] = {0};
    ImageInputs(strip).addTo(sums, only);
  }
  return facts;
}

void FolderDescriber::add(const ListedImage& image) {
  const auto raster = m_module.openRaster(image.file, PaletteUse::kColours);
  const auto facts = raster ? read(**raster) : Result<ImageFacts>(raster.error());
  if (!facts) {
    m_unreadable.push_back(image.name + " (" + facts.error().message + ")");
    return;
  }
  const RasterHeader& header = facts->header;
  ++m_sizes[std::to_string(header.height) + "x" + std::to_string(header.width)];
  ++m_bandCounts[std::to_string(header.bands)];
  ++m_types[toWord(header.type)];
  const std::string name = image.classes.empty() ? std::string() : image.classes.front();
  m_kinds[name].insert(std::to_string(header.bands) + " " + toWord(header.type));
  if (facts->isEmpty) {
    m_empty.push_back(image.name);
  }
  m_repeats.add(facts->key, name);
}

void FolderDescriber::finish() {
  m_description.sizes = sortedCounts(m_sizes);
  m_description.bandCounts = sortedCounts(m_bandCounts);
  m_description.types = sortedCounts(m_types);
  if (!m_bandCounts.empty()) {
    for (const BandSums& sums : m_sums[std::stoul(m_description.bandCounts.front().first)]) {
      m_description.bands.push_back(sums.finish());
    }
  }
  std::vector<std::string>& problems = m_description.problems;
  if (!m_unreadable.empty()) {
    problems.push_back(counted(m_unreadable.size(), "image") + " cannot be read: " + listNames(m_unreadable, 3) + ".");
  }
  if (!m_empty.empty()) {
    problems.push_back(counted(m_empty.size(), "image") + (m_empty.size() == 1 ? " has" : " have") +
                       " no valid pixel: " + listNames(m_empty, 3) + ".");
  }
  if (m_sizes.size() > 1) {
    problems.push_back("The images have " + std::to_string(m_sizes.size()) +
                       " different sizes. Resample them with resize = \"" + m_description.sizes.front().first +
                       "\", or cut them with crop_tiles.");
  }
  if (m_bandCounts.size() > 1) {
    problems.emplace_back("The images have different numbers of bands. Choose common ones with bands.");
  }
  // Folders of images and of masks look like two classes that share nothing.
  if (m_kinds.size() == 2 && m_kinds.begin()->second != m_kinds.rbegin()->second && !m_kinds.begin()->first.empty() &&
      m_description.classes.front().second == m_description.classes.back().second) {
    const bool isFirstSmaller = *m_kinds.begin()->second.begin() < *m_kinds.rbegin()->second.begin();
    const std::string& masks = isFirstSmaller ? m_kinds.begin()->first : m_kinds.rbegin()->first;
    const std::string& images = isFirstSmaller ? m_kinds.rbegin()->first : m_kinds.begin()->first;
    m_description.hints.push_back("If these are images and their masks: data = \"" + images + "\", masks = \"" + masks +
                                  "\".");
  }
}

// Class folders without images, and images outside of them.
void checkFolders(const fs::path& folder, const std::set<std::string>& classes, std::size_t stray,
                  ImageDescription& description) {
  std::vector<std::string> empty, tables;
  std::error_code code;
  for (fs::directory_iterator walk(folder, code), end; !code && walk != end; walk.increment(code)) {
    std::error_code ignored;
    const std::string name = walk->path().filename().string();
    if (walk->is_directory(ignored) && !isHiddenName(name) && !classes.contains(name)) {
      empty.push_back(name);
    }
    const std::string extension = lowerCase(walk->path().extension().string());
    if (extension == ".csv" || extension == ".tsv") {
      tables.push_back(name);
    }
  }
  std::sort(empty.begin(), empty.end());
  std::sort(tables.begin(), tables.end());
  if (!empty.empty() && !classes.empty()) {
    description.problems.push_back("Folders without images: " + listNames(empty, 5) + ".");
  }
  if (stray > 0 && !classes.empty()) {
    description.problems.push_back(counted(stray, "image") + (stray == 1 ? " lies" : " lie") + " in no class folder.");
  }
  if (classes.empty() && !tables.empty()) {
    description.hints.push_back("If the classes are in a table: labels_file = \"" + tables.front() + "\".");
  }
  if (classes.size() == 1) {
    description.problems.emplace_back("There is one class only.");
  }
}

}  // namespace

Result<void> describeImageFolder(const fs::path& folder, ImageDescription& description) {
  auto images = listImages(folder);
  if (!images) {
    return images.error();
  }
  const auto module = loadRasterModule();
  if (!module) {
    return module.error();
  }
  std::map<std::string, std::size_t> classes;
  std::set<std::string> names;
  std::size_t stray = 0;
  for (ListedImage& image : *images) {
    const std::size_t slash = image.name.find('/');
    if (slash == std::string::npos) {
      ++stray;
      continue;
    }
    image.classes = {image.name.substr(0, slash)};
    ++classes[image.classes[0]];
    names.insert(image.classes[0]);
  }
  description.count = images->size();
  description.classes.assign(classes.begin(), classes.end());
  description.labels = classes.empty() ? "" : "folders";
  FolderDescriber describer(**module, description);
  for (const ListedImage& image : *images) {
    std::error_code ignored;
    const std::uint64_t bytes = fs::file_size(image.file, ignored);
    description.sizeBytes += ignored ? 0 : bytes;
    describer.add(image);
  }
  describer.finish();
  checkFolders(folder, names, stray, description);
  return {};
}

}  // namespace touchstone::data
