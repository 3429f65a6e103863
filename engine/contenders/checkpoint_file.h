// Small text checkpoints (JSON) of contenders: written whole or not at all.
// Thread: any; one writer for a path. Blocking: the file's size.
// Errors: kDiskFull, kReadOnly, kNotFound, kBadInput with the path and the system's reason.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "engine/api/result.h"

namespace touchstone::contenders {

// Through PATH.tmp and a rename, so that a kill at any moment leaves the old file or the new one. An empty path writes
// nothing and succeeds: the caller wants no checkpoint.
Result<void> writeCheckpoint(const std::filesystem::path& path, std::string_view text);

Result<std::string> readCheckpoint(const std::filesystem::path& path);

}  // namespace touchstone::contenders
