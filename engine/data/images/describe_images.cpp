#include "engine/data/images/describe_images.h"

#include <algorithm>

#include "engine/data/csv_cell.h"
#include "engine/data/images/array_file.h"
#include "engine/data/images/describe_parts.h"
#include "engine/data/images/image_listing.h"
#include "engine/data/images/tile_table.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

// Files directly in a folder.
struct FileCounts {
  std::size_t images = 0, tables = 0;
};

FileCounts filesIn(const fs::path& folder) {
  FileCounts counts;
  std::error_code code;
  for (fs::directory_iterator walk(folder, code), end; !code && walk != end; walk.increment(code)) {
    std::error_code ignored;
    if (isHiddenName(walk->path()) || walk->is_directory(ignored)) {
      continue;
    }
    const std::string name = lowerCase(walk->path().filename().string());
    counts.images += isImageName(walk->path()) ? 1U : 0U;
    counts.tables += name.ends_with(".csv") || name.ends_with(".tsv") || name.ends_with(".csv.gz") ? 1U : 0U;
  }
  return counts;
}

bool hasImage(const fs::path& folder) {
  return filesIn(folder).images > 0;
}

std::vector<fs::path> foldersIn(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code code;
  for (fs::directory_iterator walk(folder, code), end; !code && walk != end; walk.increment(code)) {
    std::error_code ignored;
    if (!isHiddenName(walk->path()) && walk->is_directory(ignored)) {
      found.push_back(walk->path());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

bool isPlainName(const fs::path& file) {
  const std::string extension = lowerCase(file.extension().string());
  return extension == ".trn" || extension == ".tst" || extension == ".dat" || extension == ".data" ||
         extension == ".txt";
}

constexpr std::size_t kFewestColumns = 5;  // of a table of tiles: four numbers and a class

}  // namespace

const char* toWord(ImageKind kind) {
  return kind == ImageKind::kFolder ? "images" : kind == ImageKind::kStack ? "image-stack" : "tiles-table";
}

void RepeatCounter::add(std::uint64_t key, const std::string& className) {
  const auto [place, isNew] = m_seen.try_emplace(key, className);
  m_description.duplicates += isNew ? 0U : 1U;
  m_description.conflicts += !isNew && place->second != className ? 1U : 0U;
}

ImageDescription::Counts sortedCounts(const std::map<std::string, std::size_t>& counts) {
  ImageDescription::Counts sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  return sorted;
}

bool looksLikeImages(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    // A picture among tables does not make a set of images, nor does a folder of pictures beside tables.
    const FileCounts files = filesIn(path);
    const std::vector<fs::path> folders = foldersIn(path);
    const auto classes = std::count_if(folders.begin(), folders.end(), hasImage);
    return files.images > files.tables || classes >= 2 || (classes == 1 && files.tables == 0);
  }
  return arrayFormatOf(path) != ArrayFormat::kNone || (isPlainName(path) && plainColumns(path) >= kFewestColumns);
}

std::vector<std::pair<std::string, std::string>> imageFoldersBelow(const fs::path& folder) {
  std::vector<std::pair<std::string, std::string>> found;
  for (const fs::path& path : foldersIn(folder)) {
    const std::vector<fs::path> classes = foldersIn(path);
    const auto count = static_cast<std::size_t>(std::count_if(classes.begin(), classes.end(), hasImage));
    if (count > 0 || hasImage(path)) {
      found.emplace_back(path.filename().string(), count > 0 ? "images in " + counted(count, "folder") : "images");
    }
  }
  return found;
}

Result<ImageDescription> describeImages(const fs::path& path) {
  ImageDescription description;
  description.path = path.string();
  std::error_code ignored;
  Result<void> done;
  if (fs::is_directory(path, ignored)) {
    done = describeImageFolder(path, description);
  } else if (arrayFormatOf(path) != ArrayFormat::kNone) {
    description.kind = ImageKind::kStack;
    done = describeImageStack(path, description);
  } else {
    description.kind = ImageKind::kTiles;
    done = describeTiles(path, description);
  }
  return done ? Result<ImageDescription>(std::move(description)) : Result<ImageDescription>(done.error());
}

}  // namespace touchstone::data
