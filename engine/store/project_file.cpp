#include "engine/store/project_file.h"

#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <system_error>

#include "engine/base/clock.h"
#include "engine/store/sql_error.h"

namespace touchstone::store {

namespace {

namespace fs = std::filesystem;

constexpr int kBusyTimeoutMs = 15'000;   // a person's database browser may hold the write lock for a while
constexpr int kReaderTimeoutMs = 2'000;  // readers wait only for a recovery after a crash

Error notAProject(const fs::path& path, std::string why) {
  return {ErrorCode::kNotAProject, std::move(why), path.string()};
}

bool canWrite(const fs::path& path) {
  return access(path.c_str(), W_OK) == 0;
}

fs::path folderOf(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

std::uintmax_t sizeOrZero(const fs::path& path) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  return error ? 0 : size;
}

// SQLite takes '?', '#' and '%' in a URI for its own.
std::string immutableUri(const fs::path& path) {
  std::string uri = "file:";
  for (const char letter : path.string()) {
    if (letter == '?' || letter == '#' || letter == '%') {
      constexpr const char* kHex = "0123456789ABCDEF";
      uri += {'%', kHex[static_cast<unsigned char>(letter) >> 4], kHex[static_cast<unsigned char>(letter) & 15]};
    } else {
      uri += letter;
    }
  }
  return uri + "?immutable=1";
}

using Header = std::array<unsigned char, 100>;

// Through SQLite's own file, without a transaction: closing a file that we had opened ourselves would drop the locks that
// this process has on it, and another process could then remove the WAL that a writer here still uses. And a transaction
// would leave files beside another program's database, and find a file damaged that a writer is just copying the WAL into.
Header readHeader(const fs::path& path) {
  Connection connection(path.string(), SQLite::OPEN_READONLY, 0);
  sqlite3_file* file = nullptr;
  sqlite3_file_control(connection.db().getHandle(), "main", SQLITE_FCNTL_FILE_POINTER, &file);
  Header header{};
  const int code = file->pMethods->xRead(file, header.data(), static_cast<int>(header.size()), 0);
  if (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ) {  // a short file is filled up with zeros
    throw SQLite::Exception("the header cannot be read", code & 0xff);
  }
  return header;
}

std::int32_t applicationIdOf(const Header& header) {
  constexpr std::size_t kAt = 68;  // https://www.sqlite.org/fileformat2.html, section 1.3
  std::uint32_t id = 0;
  for (std::size_t i = kAt; i < kAt + 4; ++i) {
    id = (id << 8) | header[i];
  }
  return static_cast<std::int32_t>(id);
}

void removeWithCompanions(const fs::path& path) {
  std::error_code ignored;
  for (const char* suffix : {"", "-journal", "-wal", "-shm"}) {
    fs::remove(path.string() + suffix, ignored);
  }
}

void fillNewFile(const fs::path& path, const NewProject& project, std::span<const Migration> steps) {
  Connection connection(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyTimeoutMs);
  connection.db().exec("PRAGMA page_size = 4096; PRAGMA application_id = " + std::to_string(kApplicationId));
  const Result<void> migrated = migrate(connection, path, steps);
  if (!migrated) {
    throw SQLite::Exception(migrated.error().message, migrated.error().code == ErrorCode::kDiskFull ? SQLITE_FULL : -1);
  }
  connection
      .prepared("INSERT INTO project (id, uuid, created_s, created_by, is_example) VALUES "
                "(1, lower(hex(randomblob(16))), ?, ?, ?)")
      .run(base::wallClockS(), project.createdBy, project.isExample);
  Statement mode(connection.db(), "PRAGMA journal_mode = WAL");
  if (!mode.step() || mode.text(0) != "wal") {
    throw SQLite::Exception("this file system does not support shared memory files; use a local disk", SQLITE_READONLY);
  }
}

bool hasStableViews(Connection& connection) {
  Statement count(
      connection.db(),
      "SELECT count(*) FROM sqlite_schema WHERE type = 'view' AND name IN ('v_runs', 'v_trials', 'v_points', "
      "'v_rungs', 'v_scores', 'v_ledger', 'v_predictions')");
  return count.step() && count.integer(0) == 7;
}

// Later steps only add tables: a query that needs one asks for the schema first. Reading never migrates.
constexpr int kOldestReadable = 1;

Result<void> checkReadableSchema(Connection& connection, const fs::path& path) {
  const auto schema = static_cast<int>(connection.pragma("user_version"));
  const int ours = latestSchema(migrations());
  if (schema < kOldestReadable) {
    return Error{ErrorCode::kUnsupported,
                 "The project was made by an older version (schema " + std::to_string(schema) + ", this is " +
                     std::to_string(ours) +
                     "). Open it for writing once: a backup is made and it is brought up to date.",
                 path.string()};
  }
  if (schema > ours && !hasStableViews(connection)) {
    return Error{ErrorCode::kNewerProject,
                 "The project was made by a newer version (schema " + std::to_string(schema) + ", this is " +
                     std::to_string(ours) + ") and cannot be read by this one. Update Touchstone.",
                 path.string()};
  }
  return {};
}

// The first question opens the WAL, which fails where its index cannot be made.
std::unique_ptr<Connection> tryToRead(const std::string& name, int flags) {
  auto connection = std::make_unique<Connection>(name, flags, kReaderTimeoutMs);
  connection->pragma("user_version");
  Statement(connection->db(), "SELECT count(*) FROM sqlite_schema").step();
  return connection;
}

Result<std::unique_ptr<Connection>> openReadOnly(const fs::path& path) {
  try {
    return tryToRead(path.string(), SQLite::OPEN_READONLY);
  } catch (const SQLite::Exception& exception) {
    const int code = exception.getErrorCode();
    if (code != SQLITE_CANTOPEN && code != SQLITE_READONLY) {
      throw;
    }
  }
  // The index of the WAL cannot be made here. Whoever writes has a WAL; without one the file stands still.
  std::error_code error;
  if (fs::exists(path.string() + "-wal", error)) {
    return Error{
        ErrorCode::kReadOnly,
        "The project has unmerged changes (the -wal file beside it), which cannot be read on a medium that cannot "
        "be written. Copy both files to a folder of your own and open the copy.",
        path.string()};
  }
  return tryToRead(immutableUri(path), SQLite::OPEN_READONLY | SQLite::OPEN_URI);
}

}  // namespace

fs::path canonicalPath(const fs::path& path) {
  std::error_code error;
  fs::path canonical = fs::weakly_canonical(fs::absolute(path, error), error);
  return error ? path : canonical;
}

std::optional<FileIdentity> identityOf(const fs::path& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) {
    return std::nullopt;
  }
  return FileIdentity{found.st_dev, found.st_ino};
}

Result<void> checkIsProject(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    return Error{ErrorCode::kNotFound, "There is no such file. Check the name, or start a study to make it.",
                 path.string()};
  }
  if (fs::is_directory(status)) {
    return Error{ErrorCode::kBadInput, "This is a folder, not a project file. Choose a file in it.", path.string()};
  }
  if (!fs::is_regular_file(status)) {  // opening a pipe would wait for its other end
    return Error{ErrorCode::kBadInput, "This is a device or a pipe, not a project file. Choose a file.", path.string()};
  }
  if (sizeOrZero(path) == 0) {
    return notAProject(path, "The file is empty. A Touchstone project never is: remove it or choose another name.");
  }
  return guarded(path, "opening", [&]() -> Result<void> {
    const Header header = readHeader(path);
    if (std::memcmp(header.data(), "SQLite format 3", 16) != 0) {
      return notAProject(path, "This is not a Touchstone project file. Choose another file.");
    }
    if (applicationIdOf(header) != kApplicationId) {
      return notAProject(path,
                         "This is an SQLite file of another program, not a Touchstone project. Choose another file.");
    }
    return {};
  });
}

Result<void> checkIsWritable(const fs::path& path) {
  const fs::path folder = folderOf(path);
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    return Error{ErrorCode::kNotFound, "The folder does not exist. Make it, or choose another place.", folder.string()};
  }
  if (!canWrite(folder)) {
    return Error{ErrorCode::kReadOnly,
                 "The folder cannot be written. Copy the project to a folder of your own, or open it read-only.",
                 folder.string()};
  }
  if (fs::exists(path, error) && !canWrite(path)) {
    return Error{ErrorCode::kReadOnly,
                 "The project is read-only. Change the file's permissions, copy it, or open it read-only.",
                 path.string()};
  }
  return {};
}

Result<void> createProject(const fs::path& path, const NewProject& project, std::span<const Migration> steps) {
  const fs::path partial = path.string() + ".new";
  removeWithCompanions(partial);  // of a process that was killed here
  Result<void> made = guarded(path, "making", [&] { fillNewFile(partial, project, steps); });
  // link() refuses to replace a file that came up meanwhile; some file systems have no links.
  if (made && link(partial.c_str(), path.c_str()) != 0 &&
      (errno == EEXIST || rename(partial.c_str(), path.c_str()) != 0)) {
    made = Error{ErrorCode::kInternal, std::string("The file cannot be made (") + std::strerror(errno) + ").",
                 path.string()};
  }
  removeWithCompanions(partial);
  return made;
}

Result<std::unique_ptr<Connection>> openForWriting(const fs::path& path, std::span<const Migration> steps) {
  return guarded(path, "opening", [&]() -> Result<std::unique_ptr<Connection>> {
    auto connection = std::make_unique<Connection>(path.string(), SQLite::OPEN_READWRITE, kBusyTimeoutMs);
    if (sqlite3_db_readonly(connection->db().getHandle(), "main") != 0) {
      return Error{ErrorCode::kReadOnly, "The project is read-only. Copy it, or open it read-only.", path.string()};
    }
    const auto schema = static_cast<int>(connection->pragma("user_version"));
    if (schema > latestSchema(steps)) {
      return Error{ErrorCode::kNewerProject,
                   "The project was made by a newer version (schema " + std::to_string(schema) + ", this is " +
                       std::to_string(latestSchema(steps)) +
                       "). It can be read here; update Touchstone to go on with it.",
                   path.string()};
    }
    if (const Result<void> migrated = migrate(*connection, path, steps); !migrated) {
      return migrated.error();
    }
    return connection;
  });
}

void tidyAfterReading(const fs::path& path) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path.string() + "-wal", error);
  if (error || size > 0 || !canWrite(path) || !canWrite(folderOf(path))) {
    return;
  }
  try {  // SQLite removes both with the last connection, if that one may write
    Connection(path.string(), SQLite::OPEN_READWRITE, 0).pragma("user_version");
  } catch (const SQLite::Exception&) {
    // They do no harm where they stay.
  }
}

Result<std::unique_ptr<Connection>> openForReading(const fs::path& path) {
  if (const Result<void> checked = checkIsProject(path); !checked) {
    return checked.error();
  }
  auto opened = guarded(path, "opening", [&]() -> Result<std::unique_ptr<Connection>> {
    Result<std::unique_ptr<Connection>> connection = openReadOnly(path);
    if (!connection) {
      return connection;
    }
    if (const Result<void> readable = checkReadableSchema(**connection, path); !readable) {
      return readable.error();
    }
    return connection;
  });
  if (!opened) {
    tidyAfterReading(path);
  }
  return opened;
}

}  // namespace touchstone::store
