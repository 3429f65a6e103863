#include "engine/store/migrations.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Transaction.h>

#include <system_error>

#include "engine/store/sql_error.h"

namespace touchstone::store {

namespace {

namespace fs = std::filesystem;

void copyTo(Connection& connection, const fs::path& target) {
  SQLite::Database copy(target.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  SQLite::Backup backup(copy, connection.db());
  backup.executeStep(-1);
}

// Under a temporary name first: a backup that exists is always whole.
void backUp(Connection& connection, const fs::path& path, int schema) {
  const fs::path target = backupPath(path, schema);
  const fs::path partial = target.string() + ".partial";
  std::error_code ignored;
  fs::remove(partial, ignored);
  try {
    copyTo(connection, partial);
    fs::rename(partial, target);
  } catch (const fs::filesystem_error& error) {
    fs::remove(partial, ignored);
    throw SQLite::Exception(error.what(), SQLITE_IOERR);
  } catch (const SQLite::Exception&) {
    fs::remove(partial, ignored);
    throw;
  }
}

void applySteps(Connection& connection, int from, std::span<const Migration> steps) {
  SQLite::Transaction transaction(connection.db(), SQLite::TransactionBehavior::IMMEDIATE);
  for (const Migration& step : steps) {
    if (step.to > from) {
      connection.db().exec(step.sql);
      connection.db().exec("PRAGMA user_version = " + std::to_string(step.to));
    }
  }
  // Steps may rebuild tables, so foreign keys are off until the end and are checked here.
  if (Statement(connection.db(), "PRAGMA foreign_key_check").step()) {
    throw SQLite::Exception("the migrated rows no longer fit together", SQLITE_CONSTRAINT);
  }
  transaction.commit();
}

}  // namespace

int latestSchema(std::span<const Migration> steps) {
  return steps.empty() ? 0 : steps.back().to;
}

fs::path backupPath(const fs::path& project, int schema) {
  return project.string() + ".schema-" + std::to_string(schema) + ".bak";
}

Result<void> migrate(Connection& connection, const fs::path& path, std::span<const Migration> steps) {
  return guarded(path, "migrating", [&] {
    const int from = static_cast<int>(connection.pragma("user_version"));
    if (from >= latestSchema(steps)) {
      return;
    }
    connection.db().exec("PRAGMA foreign_keys = OFF");
    if (from > 0) {
      backUp(connection, path, from);
    }
    applySteps(connection, from, steps);
  });
}

}  // namespace touchstone::store
