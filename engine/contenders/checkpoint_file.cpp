#include "engine/contenders/checkpoint_file.h"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

namespace touchstone::contenders {

namespace {

ErrorCode codeOf(int systemError) {
  switch (systemError) {
  case ENOSPC:
  case EDQUOT:
    return ErrorCode::kDiskFull;
  case EACCES:
  case EPERM:
  case EROFS:
    return ErrorCode::kReadOnly;
  case ENOENT:
  case ENOTDIR:
    return ErrorCode::kNotFound;
  default:
    return ErrorCode::kBadInput;
  }
}

Error fileError(const std::filesystem::path& path, const char* what, const char* advice, int systemError) {
  return {codeOf(systemError), std::string(what) + " (" + std::generic_category().message(systemError) + "). " + advice,
          path.string()};
}

}  // namespace

Result<void> writeCheckpoint(const std::filesystem::path& path, std::string_view text) {
  if (path.empty()) {
    return {};
  }
  std::filesystem::path temporary = path;
  temporary += ".tmp";
  errno = 0;
  {
    std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.close();
    if (!file) {
      const int reason = errno == 0 ? EIO : errno;
      std::error_code ignored;
      std::filesystem::remove(temporary, ignored);
      return fileError(temporary, "The checkpoint could not be written",
                       "Make room or choose a project in a folder that can be written, and resume.", reason);
    }
  }
  std::error_code failed;
  std::filesystem::rename(temporary, path, failed);
  if (failed) {
    return fileError(path, "The checkpoint could not be put in place",
                     "Check the folder beside the project, and resume.", failed.value());
  }
  return {};
}

Result<std::string> readCheckpoint(const std::filesystem::path& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.is_open() || file.bad()) {
    return fileError(path, "The checkpoint could not be read", "Run the trial again.", errno == 0 ? ENOENT : errno);
  }
  return text;
}

}  // namespace touchstone::contenders
