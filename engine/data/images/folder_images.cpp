// Images from folders of image files, with classes or masks (engine/data/images/image_parts.h).
#include <algorithm>

#include "engine/data/content_hash.h"
#include "engine/data/images/class_targets.h"
#include "engine/data/images/file_facts.h"
#include "engine/data/images/image_listing.h"
#include "engine/data/images/image_parts.h"
#include "engine/data/images/mask_match.h"
#include "engine/data/images/pixel_rows.h"
#include "engine/data/images/raster_files.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

fs::path inFolder(const fs::path& folder, const std::string& name) {
  return fs::path(name).is_absolute() ? fs::path(name) : folder / name;
}

// The first of these places that exists; the first where none does.
fs::path findPlace(const std::string& name, const std::vector<fs::path>& folders) {
  std::error_code ignored;
  for (const fs::path& folder : folders) {
    if (fs::exists(inFolder(folder, name), ignored)) {
      return inFolder(folder, name);
    }
  }
  return inFolder(folders.front(), name);
}

struct MaskFolder {
  std::vector<fs::path> files;  // [images]
  std::vector<std::string> notes;
};

bool isBelow(const fs::path& file, const fs::path& folder) {
  const fs::path relative = file.lexically_normal().lexically_relative(folder.lexically_normal());
  return !relative.empty() && *relative.begin() != "..";
}

bool hasSuffix(const ListedImage& image, const std::string& suffix) {
  return fs::path(image.name).replace_extension().generic_string().ends_with(suffix);
}

// Images and masks of one source, matched.
Result<MaskFolder> matchSource(const fs::path& imageFolder, const fs::path& maskFolder, const ImageOptions& options,
                               std::vector<ListedImage>& images) {
  auto masks = listImages(maskFolder);
  if (!masks) {
    return masks.error();
  }
  std::error_code ignored;
  if (fs::equivalent(imageFolder, maskFolder, ignored)) {
    if (options.maskSuffix.empty()) {
      return Error{ErrorCode::kBadInput,
                   "Images and masks are in one folder. Say which are masks, such as mask_suffix = \"_mask\".",
                   maskFolder.string()};
    }
    std::erase_if(images, [&](const ListedImage& image) { return hasSuffix(image, options.maskSuffix); });
    std::erase_if(*masks, [&](const ListedImage& mask) { return !hasSuffix(mask, options.maskSuffix); });
  } else {
    std::erase_if(images, [&](const ListedImage& image) { return isBelow(image.file, maskFolder); });
    if (isBelow(imageFolder, maskFolder)) {
      std::erase_if(*masks, [&](const ListedImage& mask) { return isBelow(mask.file, imageFolder); });
    }
  }
  if (images.empty() || masks->empty()) {
    const fs::path& empty = images.empty() ? imageFolder : maskFolder;
    return Error{ErrorCode::kBadInput, "There is no image in this folder or below it. Known kinds: PNG, JPEG, TIFF.",
                 empty.string()};
  }
  std::vector<std::string> imageNames, maskNames;
  for (const ListedImage& image : images) {
    imageNames.push_back(image.name);
  }
  for (const ListedImage& mask : *masks) {
    maskNames.push_back(mask.name);
  }
  const auto match = matchMasks(imageNames, maskNames, {options.imageSuffix, options.maskSuffix});
  if (!match) {
    return Error{match.error().code, match.error().message, maskFolder.string()};
  }
  MaskFolder found;
  for (const std::size_t mask : match->maskOf) {
    found.files.push_back((*masks)[mask].file);
  }
  if (match->unusedMasks > 0) {
    found.notes.push_back("Masks without an image, which are not used: " + std::to_string(match->unusedMasks) + ".");
  }
  return found;
}

std::string tileName(const std::string& name, const RasterOrigin& origin, std::size_t cropTiles) {
  return cropTiles == 0 ? name : name + "#" + std::to_string(origin.tileRow) + "," + std::to_string(origin.tileColumn);
}

std::string sizeText(const PixelFormat& format) {
  return std::to_string(format.height) + "x" + std::to_string(format.width);
}

// Reads one folder, or several for the parts.
class FolderReader {
 public:
  FolderReader(const ImagePlan& plan, const ImageCache& cache) : m_plan(plan), m_cache(cache) {}

  Result<ImageParts> read();

 private:
  Result<void> list(std::size_t source);
  Result<ImageListing> listSource(std::size_t source);
  Result<void> setClasses();
  Result<void> setMasks();
  Result<void> checkMasks(const RasterItems& masks) const;
  RasterPlan planFor(std::vector<fs::path> files) const;
  void setItems();

  const ImagePlan& m_plan;
  const ImageCache& m_cache;
  std::vector<ListedImage> m_images;  // of all sources
  std::vector<std::size_t> m_ends;    // images up to the end of each source
  std::vector<fs::path> m_masks;      // [images], or empty
  std::vector<fs::path> m_tables;
  std::vector<std::string> m_flagClasses;
  bool m_hasLists = false;
  std::string m_contents;  // hashes and names that the data hash is made of
  RasterItems m_items;
  ImageParts m_parts;
};

Result<ImageListing> FolderReader::listSource(std::size_t source) {
  const ImageOptions& options = m_plan.options;
  const fs::path& path = m_plan.sources[source].path;
  std::error_code ignored;
  if (!fs::is_directory(path, ignored)) {  // a table of names and classes
    const fs::path images = options.imageFolder.empty()
                                ? path.parent_path()
                                : findPlace(options.imageFolder, {m_plan.folder, path.parent_path()});
    return listLabelled(path, images, options);
  }
  if (!options.labelsFile.empty()) {
    return listLabelled(findPlace(options.labelsFile, {path, m_plan.folder}), path, options);
  }
  if (options.masks.empty()) {
    return listClassFolders(path);
  }
  auto images = listImages(path);
  if (!images) {
    return images.error();
  }
  const std::string& name = options.masks[std::min(source, options.masks.size() - 1)];
  const fs::path maskFolder = findPlace(name, {m_plan.folder, path, path.parent_path()});
  auto masks = matchSource(path, maskFolder, options, *images);
  if (!masks) {
    return masks.error();
  }
  m_masks.insert(m_masks.end(), masks->files.begin(), masks->files.end());
  ImageListing listing;
  listing.images = std::move(*images);
  listing.notes = std::move(masks->notes);
  return listing;
}

Result<void> FolderReader::list(std::size_t source) {
  auto listing = listSource(source);
  if (!listing) {
    return listing.error();
  }
  const std::string prefix =
      m_plan.sources.size() > 1 ? m_plan.sources[source].path.filename().string() + "/" : std::string();
  for (ListedImage& image : listing->images) {
    image.name.insert(0, prefix);
    m_images.push_back(std::move(image));
  }
  for (const std::string& name : listing->classes) {
    if (std::find(m_flagClasses.begin(), m_flagClasses.end(), name) == m_flagClasses.end()) {
      m_flagClasses.push_back(name);
    }
  }
  m_hasLists = m_hasLists || listing->hasLists;
  m_tables.insert(m_tables.end(), listing->files.begin(), listing->files.end());
  m_parts.notes.insert(m_parts.notes.end(), listing->notes.begin(), listing->notes.end());
  m_ends.push_back(m_images.size());
  return {};
}

RasterPlan FolderReader::planFor(std::vector<fs::path> files) const {
  RasterPlan plan;
  plan.files = std::move(files);
  plan.size = m_plan.options.size;
  plan.cropTiles = m_plan.options.cropTiles;
  plan.context = plan.files.front().parent_path().string();
  return plan;
}

// Names, groups and counts from the items that the decoder made.
void FolderReader::setItems() {
  const std::size_t crop = m_plan.options.cropTiles;
  m_parts.counts.assign(m_ends.size(), 0);
  for (const RasterOrigin& origin : m_items.origins) {
    m_parts.names.push_back(tileName(m_images[origin.file].name, origin, crop));
    const auto end = std::upper_bound(m_ends.begin(), m_ends.end(), std::size_t{origin.file});
    ++m_parts.counts[static_cast<std::size_t>(end - m_ends.begin())];
    if (crop > 0) {
      m_parts.groups.push_back(origin.file);
    }
  }
  m_parts.stack = std::move(m_items.stack);
}

Result<void> FolderReader::setClasses() {
  std::vector<std::vector<std::string>> lists;
  std::vector<std::string> names;
  for (const RasterOrigin& origin : m_items.origins) {
    const std::vector<std::string>& classes = m_images[origin.file].classes;
    m_hasLists ? lists.push_back(classes) : names.push_back(classes.front());
  }
  if (m_hasLists) {
    m_parts.targets = targetsOfLists(lists, m_flagClasses);
    return {};
  }
  auto targets = targetsOfNames(names, m_plan.options.classNames);
  if (!targets) {
    return Error{targets.error().code, targets.error().message, m_plan.sources.front().path.string()};
  }
  m_parts.targets = std::move(*targets);
  return {};
}

Result<void> FolderReader::checkMasks(const RasterItems& masks) const {
  const PixelFormat& image = m_items.stack.format;
  const PixelFormat& mask = masks.stack.format;
  const std::string context = m_masks.front().parent_path().string();
  if (mask.bands != 1) {
    return Error{ErrorCode::kBadInput,
                 "The masks have " + counted(mask.bands, "band") +
                     ". Give masks of one band whose values are classes, or a palette image.",
                 context};
  }
  if (mask.height != image.height || mask.width != image.width) {
    return Error{ErrorCode::kBadInput,
                 "The masks are " + sizeText(mask) + " and the images " + sizeText(image) +
                     ". Both need one size; resize = \"" + sizeText(image) + "\" resamples both.",
                 context};
  }
  const auto isSame = [](const RasterOrigin& a, const RasterOrigin& b) {
    return a.file == b.file && a.tileRow == b.tileRow && a.tileColumn == b.tileColumn;
  };
  const auto [a, b] =
      std::mismatch(m_items.origins.begin(), m_items.origins.end(), masks.origins.begin(), masks.origins.end(), isSame);
  if (a != m_items.origins.end() || b != masks.origins.end()) {
    const std::size_t file = a != m_items.origins.end() ? a->file : b->file;
    return Error{ErrorCode::kBadInput,
                 "The mask " + m_masks[file].filename().string() + " has another size than its image " +
                     m_images[file].name + ". Both need one size.",
                 context};
  }
  return {};
}

Result<void> FolderReader::setMasks() {
  RasterPlan plan = planFor(m_masks);
  plan.palette = PaletteUse::kNumbers;
  plan.isNearest = true;
  plan.word = "mask";
  auto masks = readRasters(plan, m_cache);
  if (!masks) {
    return masks.error();
  }
  if (auto checked = checkMasks(*masks); !checked) {
    return checked;
  }
  const PixelFormat& format = masks->stack.format;
  std::vector<double> ignored = m_plan.options.ignore;
  const std::size_t named = m_plan.options.classNames.size();
  for (const double code :
       format.codes.front()) {  // "no data" of the files, unless class_names says that it is a class
    if (!(code >= 0.0 && code < static_cast<double>(named))) {
      ignored.push_back(code);
    }
  }
  MaskValues values(ignored, m_plan.options.classNames);
  std::vector<float> row(format.width);
  Targets& targets = m_parts.targets;
  targets.masks.reserve(masks->stack.count() * format.height * format.width);
  for (std::size_t item = 0; item < masks->stack.count(); ++item) {
    for (std::size_t y = 0; y < format.height; ++y) {
      readRow(format, {masks->stack.items[item] + y * format.rowStride * sizeOf(format.type), 1}, row.data());
      if (auto added = values.add(row, targets.masks); !added) {
        return Error{added.error().code, added.error().message, m_masks[masks->origins[item].file].string()};
      }
    }
  }
  if (auto finished = values.finish(targets.masks); !finished) {
    return Error{finished.error().code, finished.error().message, plan.context};
  }
  targets.kind = TargetKind::kMask;
  targets.classes = values.classes();
  targets.maskPixels = format.height * format.width;
  m_contents += masks->dataHash;
  m_parts.sizeBytes += masks->sizeBytes;
  return {};
}

Result<ImageParts> FolderReader::read() {
  for (std::size_t source = 0; source < m_plan.sources.size(); ++source) {
    if (auto listed = list(source); !listed) {
      return listed.error();
    }
  }
  std::vector<fs::path> files;
  for (const ListedImage& image : m_images) {
    files.push_back(image.file);
  }
  RasterPlan plan = planFor(std::move(files));
  plan.bands = m_plan.options.bands;
  plan.isNearest = m_plan.options.isNearest;
  plan.missingCodes = m_plan.missingCodes;
  plan.context = m_plan.sources.front().path.string();
  auto items = readRasters(plan, m_cache);
  if (!items) {
    return items.error();
  }
  m_items = std::move(*items);
  m_contents = m_items.dataHash;
  m_parts.sizeBytes = m_items.sizeBytes;
  m_parts.notes.insert(m_parts.notes.end(), m_items.notes.begin(), m_items.notes.end());
  if (auto set = m_masks.empty() ? setClasses() : setMasks(); !set) {
    return set.error();
  }
  if (!m_tables.empty()) {
    const auto hash = hashFiles(m_tables);
    if (!hash) {
      return hash.error();
    }
    m_contents += hash->hash;
    m_parts.sizeBytes += hash->sizeBytes;
  }
  for (const ListedImage& image : m_images) {  // a name may say the class
    m_contents += "\n" + image.name;
  }
  m_parts.dataHash = contentHash(m_contents);
  setItems();
  return std::move(m_parts);
}

}  // namespace

Result<ImageParts> readImageFolders(const ImagePlan& plan, const ImageCache& cache) {
  return FolderReader(plan, cache).read();
}

}  // namespace touchstone::data
