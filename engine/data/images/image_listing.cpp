#include "engine/data/images/image_listing.h"

#include <algorithm>
#include <map>

#include "engine/data/csv_cell.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

Error cannotList(const fs::path& folder, const std::error_code& code) {
  return {code == std::errc::no_such_file_or_directory ? ErrorCode::kNotFound : ErrorCode::kBadInput,
          "The folder cannot be read: " + code.message() + ". Check its path and its permissions.", folder.string()};
}

Error noImages(const fs::path& folder) {
  return {ErrorCode::kBadInput, "There is no image in this folder or below it. Known kinds: PNG, JPEG, TIFF.",
          folder.string()};
}

}  // namespace

bool isHiddenName(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.empty() || name[0] == '.' || name[0] == '@' || name.starts_with("__");
}

bool isImageName(const fs::path& file) {
  const std::string extension = lowerCase(file.extension().string());
  return extension == ".png" || extension == ".jpg" || extension == ".jpeg" || extension == ".tif" ||
         extension == ".tiff";
}

Result<std::vector<ListedImage>> listImages(const fs::path& folder) {
  std::vector<ListedImage> images;
  std::error_code code;
  fs::recursive_directory_iterator walk(folder, code), end;
  for (; !code && walk != end; walk.increment(code)) {
    std::error_code ignored;
    if (isHiddenName(walk->path())) {
      walk.disable_recursion_pending();
    } else if (!walk->is_directory(ignored) && isImageName(walk->path())) {
      images.push_back({walk->path(), walk->path().lexically_relative(folder).generic_string(), {}});
    }
  }
  if (code) {
    return cannotList(folder, code);
  }
  std::sort(images.begin(), images.end(), [](const ListedImage& a, const ListedImage& b) { return a.name < b.name; });
  return images;
}

Result<ImageListing> listClassFolders(const fs::path& folder) {
  std::vector<fs::path> classes;
  std::vector<std::string> stray;
  std::error_code code;
  for (fs::directory_iterator walk(folder, code), end; !code && walk != end; walk.increment(code)) {
    std::error_code ignored;
    if (walk->is_directory(ignored) && !isHiddenName(walk->path())) {
      classes.push_back(walk->path());
    } else if (isImageName(walk->path()) && !isHiddenName(walk->path())) {
      stray.push_back(walk->path().filename().string());
    }
  }
  if (code) {
    return cannotList(folder, code);
  }
  std::sort(stray.begin(), stray.end());
  if (!stray.empty()) {
    return Error{
        ErrorCode::kBadInput,
        counted(stray.size(), "image") + (stray.size() == 1 ? " lies" : " lie") +
            " in no class folder: " + listNames(stray, 3) +
            ". Put each into a folder named after its class, or give labels_file (a CSV of names and classes) or "
            "masks.",
        folder.string()};
  }
  std::sort(classes.begin(), classes.end());
  ImageListing listing;
  std::vector<std::string> empty;
  for (const fs::path& path : classes) {
    auto images = listImages(path);
    if (!images) {
      return images.error();
    }
    const std::string name = path.filename().string();
    if (images->empty()) {
      empty.push_back(name);
    }
    for (ListedImage& image : *images) {
      listing.images.push_back({std::move(image.file), name + "/" + image.name, {name}});
    }
  }
  if (listing.images.empty()) {
    return noImages(folder);
  }
  if (!empty.empty()) {
    return Error{ErrorCode::kBadInput,
                 (empty.size() == 1 ? "The class folder has no image: " : "These class folders have no image: ") +
                     listNames(empty, 5) + ". Put images in, or remove it.",
                 folder.string()};
  }
  return listing;
}

}  // namespace touchstone::data
