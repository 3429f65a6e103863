#include "engine/data/images/pixel_memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace touchstone::data {

PixelMemory keepInMemory(std::vector<std::byte> bytes) {
  auto owner = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
  return {*owner, owner};
}

Result<PixelMemory> mapFile(const std::filesystem::path& file, std::uint64_t offset, std::uint64_t size) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return Error{errno == ENOENT ? ErrorCode::kNotFound : ErrorCode::kBadInput,
                 std::string("The file cannot be opened: ") + std::strerror(errno) + ".", file.string()};
  }
  struct stat status {};
  const bool isLongEnough = fstat(descriptor, &status) == 0 && offset <= static_cast<std::uint64_t>(status.st_size) &&
                            size <= static_cast<std::uint64_t>(status.st_size) - offset;
  if (!isLongEnough) {
    close(descriptor);
    return Error{ErrorCode::kBadInput, "The file is cut short. Get it or write it again.", file.string()};
  }
  // From the start of the file, so that the offset needs no page border.
  const std::size_t length = offset + size;
  void* address = length > 0 ? mmap(nullptr, length, PROT_READ, MAP_SHARED, descriptor, 0) : nullptr;
  const int problem = errno;
  close(descriptor);
  if (address == MAP_FAILED) {
    return Error{ErrorCode::kOutOfMemory, std::string("The file cannot be mapped: ") + std::strerror(problem) + ".",
                 file.string()};
  }
  std::shared_ptr<const void> owner(address, [length](void* place) {
    if (place != nullptr) {
      munmap(place, length);
    }
  });
  return PixelMemory{{static_cast<const std::byte*>(address) + offset, size}, std::move(owner)};
}

}  // namespace touchstone::data
