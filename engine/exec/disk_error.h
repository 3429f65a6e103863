// A disk that is full or gone says nothing about a configuration: it must not become the stored outcome of a trial or a
// run. The study is interrupted, and the work is done again once there is room.
// Thread: free functions.
#pragma once

#include <filesystem>
#include <system_error>

#include "engine/api/result.h"

namespace touchstone::exec {

inline bool isAboutTheDisk(const Error& error) {
  return error.code == ErrorCode::kDiskFull || error.code == ErrorCode::kReadOnly || error.code == ErrorCode::kNotFound;
}

// A folder for checkpoints that cannot be made.
inline Error folderError(const std::filesystem::path& folder, const std::error_code& reason) {
  const bool isFull = reason == std::errc::no_space_on_device;
  return {isFull ? ErrorCode::kDiskFull : ErrorCode::kReadOnly,
          "The folder for checkpoints cannot be made (" + reason.message() +
              "). Make room, or see that it can be written, and resume.",
          folder.string()};
}

}  // namespace touchstone::exec
