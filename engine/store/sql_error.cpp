#include "engine/store/sql_error.h"

#include <string>

namespace touchstone::store {

namespace {

ErrorCode codeOf(int primary) {
  switch (primary) {
  case SQLITE_FULL:
  case SQLITE_IOERR:
    return ErrorCode::kDiskFull;
  case SQLITE_READONLY:
  case SQLITE_PERM:
  case SQLITE_AUTH:
    return ErrorCode::kReadOnly;
  case SQLITE_CANTOPEN:
    return ErrorCode::kNotFound;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return ErrorCode::kLocked;
  case SQLITE_NOTADB:
  case SQLITE_CORRUPT:
    return ErrorCode::kNotAProject;
  case SQLITE_NOMEM:
    return ErrorCode::kOutOfMemory;
  default:
    return ErrorCode::kInternal;
  }
}

// SQLite says "I/O error" where the index of the WAL finds no room.
bool hasRoom(const std::filesystem::path& path) {
  constexpr std::uintmax_t kIndexPiece = 32'768;
  std::error_code error;
  const auto space = std::filesystem::space(path.has_parent_path() ? path.parent_path() : ".", error);
  return error || space.available >= kIndexPiece;
}

std::string adviceFor(const SQLite::Exception& exception, const std::filesystem::path& path) {
  const std::string detail = exception.what();
  const int primary = exception.getErrorCode();
  switch (primary == SQLITE_IOERR && !hasRoom(path) ? SQLITE_FULL : primary) {
  case SQLITE_FULL:
    return "The disk is full, or a quota is reached. Everything committed before is safe. Free some space and resume.";
  case SQLITE_IOERR:
    return "The file system refused to read or write (" + detail +
           "). Everything committed before is safe. Check that the disk works and has room, then resume.";
  case SQLITE_READONLY:
  case SQLITE_PERM:
  case SQLITE_AUTH:
    return "The project cannot be written (" + detail + "). Copy it to a folder of your own, or open it read-only.";
  case SQLITE_CANTOPEN:
    return "The file cannot be opened. Check that it and its folder exist and that you may read them.";
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return "Another program holds a lock on the file. Close it there (a database browser, for example) and try again.";
  case SQLITE_NOTADB:
    return "This is not a Touchstone project file. Choose another file.";
  case SQLITE_CORRUPT:
    return "The project file is damaged (" + detail +
           "). Take a backup copy, or save what is left with: sqlite3 FILE .recover";
  case SQLITE_NOMEM:
    return "The memory is used up. Close other programs and try again.";
  default:
    return {};
  }
}

}  // namespace

Error sqlError(const SQLite::Exception& exception, const std::filesystem::path& path, const char* doing) {
  const ErrorCode code = codeOf(exception.getErrorCode());
  if (code != ErrorCode::kInternal) {
    return {code, adviceFor(exception, path), path.string()};
  }
  std::string message =
      std::string("Touchstone made a mistake while ") + doing + " the project: " + exception.what() + ".";
  if (const auto* withSql = dynamic_cast<const SqlException*>(&exception)) {
    message += " Please report it with this statement: " + withSql->sql();
  }
  return {code, message, path.string()};
}

Error memoryError(const std::filesystem::path& path) {
  return {ErrorCode::kOutOfMemory, "The memory is used up. Close other programs and try again.", path.string()};
}

}  // namespace touchstone::store
