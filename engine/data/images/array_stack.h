// Images and labels from files of arrays: NPY, NPZ, HDF5.
// Arrays of 8 and 16 bits and real numbers that lie plainly in their file are mapped; the others are unpacked once into the
// cache. One source for each part; a file may be named for several parts ("train_images", "test_images").
// Thread: free function. Blocking: one pass over new files (their hash and the keys of their images).
// Errors: kBadInput with the file and what it holds, kNotFound, kDiskFull.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "engine/data/examples/example_set.h"
#include "engine/data/images/array_choice.h"
#include "engine/data/images/image_cache.h"
#include "engine/data/images/image_options.h"
#include "engine/data/images/pixel_stack.h"

namespace touchstone::data {

struct ArraySource {
  std::filesystem::path file;
  std::string part;  // "", "train", "validation", "test"
};

struct ArrayItems {
  PixelStack stack;
  Targets targets;
  std::vector<std::string> names;   // [N] "images[7]"
  std::vector<std::size_t> counts;  // items of each source
  std::string dataHash;
  std::int64_t sizeBytes = 0;
  std::vector<std::string> notes;
};

// One array: mapped, or unpacked into the cache; with keys and missing counts.
struct LoadedArray {
  PixelStack stack;
  std::string fileHash;  // SHA-256 of the file
  std::string note;
};
Result<LoadedArray> loadArray(ArrayFile& arrays, std::size_t array, const std::filesystem::path& file,
                              const ArrayImages& images, const ImageCache& cache);

// folder: where relative names of label files start, beside the folder of the images.
Result<ArrayItems> readArrayStack(std::span<const ArraySource> sources, const ImageOptions& options,
                                  std::span<const double> missingCodes, const std::filesystem::path& folder,
                                  const ImageCache& cache);

}  // namespace touchstone::data
