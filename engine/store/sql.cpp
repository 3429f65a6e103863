#include "engine/store/sql.h"

#include <cstring>
#include <limits>

namespace touchstone::store {

Statement::Statement(SQLite::Database& db, std::string_view sql) : m_db(db.getHandle()) {
  sqlite3_stmt* handle = nullptr;
  const int code =
      sqlite3_prepare_v3(m_db, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  m_handle.reset(handle);
  if (code != SQLITE_OK) {
    throw SqlException(m_db, code, sql);
  }
}

bool Statement::step() {
  const int code = sqlite3_step(m_handle.get());
  if (code == SQLITE_ROW) {
    return true;
  }
  if (code != SQLITE_DONE) {
    fail(code);
  }
  return false;
}

int Statement::finish() {
  const int code = sqlite3_step(m_handle.get());
  if (code != SQLITE_DONE && code != SQLITE_ROW) {
    fail(code);
  }
  reset();
  return sqlite3_changes(m_db);
}

double Statement::real(int column) const {
  return isNull(column) ? std::numeric_limits<double>::quiet_NaN() : sqlite3_column_double(m_handle.get(), column);
}

std::string Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(m_handle.get(), column));
  return bytes == nullptr ? std::string()
                          : std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(m_handle.get(), column)));
}

std::vector<float> Statement::floats(int column) const {
  const void* bytes = sqlite3_column_blob(m_handle.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_handle.get(), column));
  std::vector<float> values(size / sizeof(float));
  if (!values.empty()) {
    std::memcpy(values.data(), bytes, values.size() * sizeof(float));
  }
  return values;
}

std::vector<std::uint8_t> Statement::bytes(int column) const {
  const auto* first = static_cast<const std::uint8_t*>(sqlite3_column_blob(m_handle.get(), column));
  return first == nullptr ? std::vector<std::uint8_t>()
                          : std::vector<std::uint8_t>(first, first + sqlite3_column_bytes(m_handle.get(), column));
}

void Statement::bindOne(int index, std::optional<std::int64_t> value) {
  if (value) {
    bindOne(index, *value);
  } else {
    check(sqlite3_bind_null(m_handle.get(), index));
  }
}

void Statement::bindOne(int index, std::string_view value) {
  // An empty view may have no address, and SQLite takes a missing address for NULL.
  check(sqlite3_bind_text(m_handle.get(), index, value.empty() ? "" : value.data(), static_cast<int>(value.size()),
                          SQLITE_STATIC));
}

void Statement::bindOne(int index, const std::vector<float>& values) {
  if (values.empty()) {
    check(sqlite3_bind_null(m_handle.get(), index));
  } else {
    check(sqlite3_bind_blob64(m_handle.get(), index, values.data(), values.size() * sizeof(float), SQLITE_STATIC));
  }
}

void Statement::bindOne(int index, const std::vector<std::uint8_t>& values) {
  if (values.empty()) {
    check(sqlite3_bind_null(m_handle.get(), index));
  } else {
    check(sqlite3_bind_blob64(m_handle.get(), index, values.data(), values.size(), SQLITE_STATIC));
  }
}

void Statement::fail(int code) const {
  SqlException error(m_db, code, sqlite3_sql(m_handle.get()));
  sqlite3_reset(m_handle.get());  // only now: it may change the connection's message
  throw error;
}

Statement& Connection::prepared(const std::string& sql) {
  auto found = m_statements.find(sql);
  if (found == m_statements.end()) {
    found = m_statements.emplace(sql, Statement(m_db, sql)).first;
  }
  return found->second;
}

void Connection::resetAll() {
  for (auto& [sql, statement] : m_statements) {
    statement.reset();
  }
}

std::int64_t Connection::pragma(const char* name) {
  Statement statement(m_db, std::string("PRAGMA ") + name);
  return statement.step() ? statement.integer(0) : 0;
}

Snapshot::Snapshot(Connection& connection) : m_connection(connection) {
  m_connection.prepared("BEGIN").run();
}

Snapshot::~Snapshot() {
  m_connection.resetAll();
  // Nothing was written, so an error here has nothing to lose.
  sqlite3_exec(m_connection.db().getHandle(), "COMMIT", nullptr, nullptr, nullptr);
}

}  // namespace touchstone::store
