#include "engine/data/images/file_facts.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPieceBytes = std::size_t{256} << 10;

Error cannotRead(const fs::path& file, int problem) {
  return {problem == ENOENT ? ErrorCode::kNotFound : ErrorCode::kBadInput,
          std::string("The file cannot be read: ") + std::strerror(problem) +
              ". Check its path and its permissions, or take it out of the data.",
          file.string()};
}

}  // namespace

Result<std::int64_t> hashFile(const fs::path& file, base::Sha256& hash) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return cannotRead(file, errno);
  }
  static thread_local std::vector<char> piece(kPieceBytes);
  std::int64_t total = 0;
  ssize_t count = 0;
  while ((count = read(descriptor, piece.data(), piece.size())) > 0 || (count < 0 && errno == EINTR)) {
    if (count > 0) {
      hash.add({piece.data(), static_cast<std::size_t>(count)});
      total += count;
    }
  }
  const int problem = errno;
  close(descriptor);
  if (count < 0) {
    return cannotRead(file, problem);
  }
  return total;
}

Result<FilesHash> hashFiles(std::span<const fs::path> files) {
  base::Sha256 hash;
  FilesHash result;
  for (const fs::path& file : files) {
    const auto bytes = hashFile(file, hash);
    if (!bytes) {
      return bytes.error();
    }
    result.sizeBytes += *bytes;
  }
  result.hash = hash.hex();
  return result;
}

Result<std::string> fileLines(std::span<const fs::path> files) {
  std::string lines;
  for (const fs::path& file : files) {
    struct stat status {};
    if (stat(file.c_str(), &status) != 0) {
      return cannotRead(file, errno);
    }
    std::error_code ignored;
    lines += fs::absolute(file, ignored).lexically_normal().string() + "\t" + std::to_string(status.st_size) + "\t" +
             std::to_string(status.st_mtim.tv_sec) + "." + std::to_string(status.st_mtim.tv_nsec) + "\n";
  }
  return lines;
}

}  // namespace touchstone::data
