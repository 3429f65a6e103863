// Keeps a second writer out of a project: "<project>.lock", held by flock for the life of the object, gone with the
// process however it ends. Its text says who holds it; the file is removed on release.
// Thread: one owner. Blocking: acquire() tries for 50 ms, because isHeld() of others holds it for an instant.
// Errors: kLocked with the holder's name, process and host; kReadOnly; kDiskFull.
#pragma once

#include <filesystem>
#include <string>

#include "engine/api/result.h"

namespace touchstone::store {

class LockFile {
 public:
  static Result<LockFile> acquire(const std::filesystem::path& project);
  // Somebody writes to the project now: this process or another. Never blocks; any thread.
  static bool isHeld(const std::filesystem::path& project);

  LockFile(LockFile&& other) noexcept;
  LockFile& operator=(LockFile&& other) noexcept;
  ~LockFile();

 private:
  LockFile(std::filesystem::path path, int descriptor) : m_path(std::move(path)), m_descriptor(descriptor) {}

  std::filesystem::path m_path;
  int m_descriptor = -1;
};

}  // namespace touchstone::store
