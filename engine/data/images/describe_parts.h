// Pieces of describeImages() (engine/data/images/describe_images.h), one for each kind of source.
// Thread: free functions. Blocking: read the files. Errors: as describeImages().
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "engine/data/images/describe_images.h"

namespace touchstone::data {

Result<void> describeImageFolder(const std::filesystem::path& folder, ImageDescription& description);
Result<void> describeImageStack(const std::filesystem::path& file, ImageDescription& description);
Result<void> describeTiles(const std::filesystem::path& file, ImageDescription& description);

// Counts images by their pixels' key, to tell repeated ones.
class RepeatCounter {
 public:
  explicit RepeatCounter(ImageDescription& description) : m_description(description) {}
  void add(std::uint64_t key, const std::string& className);

 private:
  ImageDescription& m_description;
  std::map<std::uint64_t, std::string> m_seen;  // with the class of the first
};

// Most frequent first, then by name.
ImageDescription::Counts sortedCounts(const std::map<std::string, std::size_t>& counts);

}  // namespace touchstone::data
