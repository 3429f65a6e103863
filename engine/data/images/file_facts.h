// Names, sizes, times and contents of the files of a data set.
// Thread: free functions. Blocking: hashFiles() reads all files. Errors: kNotFound, kBadInput with the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/base/sha256.h"

namespace touchstone::data {

// Adds a file's bytes; returns how many.
Result<std::int64_t> hashFile(const std::filesystem::path& file, base::Sha256& hash);

struct FilesHash {
  std::string hash;  // SHA-256 over the contents of all files, in order
  std::int64_t sizeBytes = 0;
};
Result<FilesHash> hashFiles(std::span<const std::filesystem::path> files);

// One line a file: where it is, its size and its time in nanoseconds. What is in the files of equal lines is taken as equal.
Result<std::string> fileLines(std::span<const std::filesystem::path> files);

}  // namespace touchstone::data
