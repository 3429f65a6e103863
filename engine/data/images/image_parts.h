// Images as one kind of source gives them, before what all kinds have in common: empty ones left out, classes checked.
// Thread: free functions. Blocking: read the files. Errors: see image_reader.h.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/examples/example_set.h"
#include "engine/data/images/image_cache.h"
#include "engine/data/images/image_options.h"
#include "engine/data/images/pixel_stack.h"

namespace touchstone::data {

struct ImageSource {
  std::filesystem::path path;
  std::string part;  // "", "train", "validation", "test"
};

struct ImagePlan {
  std::vector<ImageSource> sources;
  ImageOptions options;
  std::vector<double> missingCodes;
  std::filesystem::path folder;  // of the study
};

struct ImageParts {
  PixelStack stack;
  Targets targets;
  std::vector<std::string> names;     // [N]
  std::vector<std::uint32_t> groups;  // [N], or empty
  std::vector<std::size_t> counts;    // items of each source
  std::vector<std::string> notes;
  std::string dataHash;
  std::int64_t sizeBytes = 0;
};

Result<ImageParts> readImageFolders(const ImagePlan& plan, const ImageCache& cache);
Result<ImageParts> readTileTables(const ImagePlan& plan);

}  // namespace touchstone::data
