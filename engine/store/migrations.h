// Numbered steps from an empty file to the present schema. A project made by an older version is brought up to date
// when it is opened for writing: a backup copy first ("<project>.schema-N.bak"), then all steps in one transaction.
// Thread: the caller's; needs the write lock. Blocking: yes, copies the file.
// Errors: kDiskFull and others of sqlError; the file is then as it was.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "engine/api/result.h"
#include "engine/store/sql.h"

namespace touchstone::store {

struct Migration {
  int to = 0;  // schema after this step: 1, 2, 3, ... without gaps
  const char* sql = nullptr;
};

std::span<const Migration> migrations();
int latestSchema(std::span<const Migration> steps);

// Brings the open file from its schema to the newest. A new file (schema 0) gets no backup.
Result<void> migrate(Connection& connection, const std::filesystem::path& path, std::span<const Migration> steps);

// Where the copy of a file with this schema goes.
std::filesystem::path backupPath(const std::filesystem::path& project, int schema);

}  // namespace touchstone::store
