// What the readers make of images: their sizes, bands, types, classes and values, and everything that looks wrong.
// More tolerant than the readers: images that do not fit together or cannot be read are problems that it lists.
// Thread: free functions and value types. Blocking: decodes every image of a folder (a second for 4,000 of 64x64x3).
// Errors: kBadInput and kNotFound for what cannot be opened at all.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/images/band_sums.h"

namespace touchstone::data {

enum class ImageKind { kFolder, kStack, kTiles };
const char* toWord(ImageKind kind);  // "images", "image-stack", "tiles-table"

struct ImageDescription {
  using Counts = std::vector<std::pair<std::string, std::size_t>>;

  std::string path;
  ImageKind kind = ImageKind::kFolder;
  std::size_t count = 0;  // images
  std::uint64_t sizeBytes = 0;
  Counts sizes;        // "64x64" and how many have it, most frequent first
  Counts bandCounts;   // "3"
  Counts types;        // "uint8"
  Counts classes;      // by name
  std::string labels;  // where the classes are from: "folders", "array labels", "last column"; empty: none
  std::vector<BandStatistics> bands;  // of images with the most frequent number of bands
  std::size_t duplicates = 0;         // images with the pixels of an earlier one
  std::size_t conflicts = 0;          // of these, with another class
  std::string arrays;                 // of a stack: what the file holds
  std::vector<std::string> hints;     // lines for the study file that fit
  std::vector<std::string> problems;  // one sentence each
};

// Whether the path is one for describeImages(): a folder with images or with class folders, a file of arrays, a headerless
// table of numbers.
bool looksLikeImages(const std::filesystem::path& path);
// Folders directly below that hold images, with what they are: ("2750", "images in 10 folders").
std::vector<std::pair<std::string, std::string>> imageFoldersBelow(const std::filesystem::path& folder);

Result<ImageDescription> describeImages(const std::filesystem::path& path);

std::string toText(const ImageDescription& description);  // ends with a line end
std::string toJson(const ImageDescription& description);  // no line end after it

}  // namespace touchstone::data
