// Opens project files: knows ours from others', makes new ones whole or not at all, and finds the way to read one on a
// medium that cannot be written.
// Thread: the caller's. Blocking: yes.
// Errors: kNotFound, kBadInput (a folder), kNotAProject (empty, other formats, other programs' SQLite files, damaged),
// kNewerProject, kReadOnly, kLocked, kDiskFull; nothing on the disk is changed then.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "engine/api/result.h"
#include "engine/store/migrations.h"
#include "engine/store/sql.h"

namespace touchstone::store {

inline constexpr std::int32_t kApplicationId = 0x544F5543;  // "TOUC"

struct NewProject {
  std::string createdBy;
  bool isExample = false;
};

// Absolute and without links, so that every name of a file leads to the same lock.
std::filesystem::path canonicalPath(const std::filesystem::path& path);

// Which file a name leads to: another one once it was replaced.
struct FileIdentity {
  std::uint64_t device = 0, number = 0;

  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};
std::optional<FileIdentity> identityOf(const std::filesystem::path& path);  // nothing: no file has this name

// A file that is there and has the first bytes of an SQLite file of ours.
Result<void> checkIsProject(const std::filesystem::path& path);
// The file, or its folder where it does not exist yet, can be written by this user on this medium.
Result<void> checkIsWritable(const std::filesystem::path& path);

// A finished new file appears under its name in one step. Needs the lock.
Result<void> createProject(const std::filesystem::path& path, const NewProject& project,
                           std::span<const Migration> steps);

// Migrates when needed. Needs the lock.
Result<std::unique_ptr<Connection>> openForWriting(const std::filesystem::path& path, std::span<const Migration> steps);
// Reading leaves an empty WAL and its index beside a project that nobody has open. Takes them away where that is allowed;
// the file itself and what anybody still uses stay as they are.
void tidyAfterReading(const std::filesystem::path& path);
// Never changes the file. A newer schema is read if it still has the stable views.
Result<std::unique_ptr<Connection>> openForReading(const std::filesystem::path& path);

}  // namespace touchstone::store
