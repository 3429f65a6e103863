// Which image files a folder holds, and of which class each is.
// Names are sorted by their bytes, so the order of the items is the same on every machine.
// Thread: free functions. Blocking: lists folders, reads label tables.
// Errors: kNotFound, kBadInput: no images, an empty class folder, images outside of class folders, labels without images.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/images/image_options.h"

namespace touchstone::data {

bool isImageName(const std::filesystem::path& file);
// ".git", "._Forest_7.jpg", "__MACOSX", "@eaDir": files and folders that are not of the user's making.
bool isHiddenName(const std::filesystem::path& path);

struct ListedImage {
  std::filesystem::path file;
  std::string name;                  // relative to its folder, with '/': "Forest/Forest_7.jpg"
  std::vector<std::string> classes;  // one; several or none where labels are lists; none for masks
};

struct ImageListing {
  std::vector<ListedImage> images;
  bool hasLists = false;                     // several classes an image
  std::vector<std::string> classes;          // of lists of 0 and 1: all columns
  std::vector<std::filesystem::path> files;  // others that were read: the table of labels
  std::vector<std::string> notes;
};

// All images below the folder, with names only.
Result<std::vector<ListedImage>> listImages(const std::filesystem::path& folder);
// Classes are the folders directly in it.
Result<ImageListing> listClassFolders(const std::filesystem::path& folder);
// Classes are in a table; its file names are relative to the folder.
Result<ImageListing> listLabelled(const std::filesystem::path& table, const std::filesystem::path& folder,
                                  const ImageOptions& options);

}  // namespace touchstone::data
