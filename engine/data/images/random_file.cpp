#include "engine/data/images/random_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace touchstone::data {

Result<RandomFile> RandomFile::open(const std::filesystem::path& path) {
  RandomFile file;
  file.m_path = path;
  file.m_descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (file.m_descriptor < 0 || fstat(file.m_descriptor, &status) != 0) {
    const bool isMissing = errno == ENOENT;
    return Error{isMissing ? ErrorCode::kNotFound : ErrorCode::kBadInput,
                 isMissing ? std::string("The file does not exist. Check the path.")
                           : std::string("The file cannot be read: ") + std::strerror(errno) + ".",
                 path.string()};
  }
  if (!S_ISREG(status.st_mode)) {
    return file.error("This is no file. Give the file itself.");
  }
  file.m_size = static_cast<std::uint64_t>(status.st_size);
  return file;
}

RandomFile::RandomFile(RandomFile&& other) noexcept
    : m_path(std::move(other.m_path)), m_descriptor(std::exchange(other.m_descriptor, -1)), m_size(other.m_size) {}

RandomFile::~RandomFile() {
  if (m_descriptor >= 0) {
    ::close(m_descriptor);
  }
}

Result<void> RandomFile::read(std::uint64_t place, std::span<std::byte> out) const {
  while (!out.empty()) {
    const ssize_t count = pread(m_descriptor, out.data(), out.size(), static_cast<off_t>(place));
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      return error(count == 0 ? std::string("The file is cut short. Get it or write it again.")
                              : std::string("The file cannot be read: ") + std::strerror(errno) + ".");
    }
    out = out.subspan(static_cast<std::size_t>(count));
    place += static_cast<std::uint64_t>(count);
  }
  return {};
}

}  // namespace touchstone::data
