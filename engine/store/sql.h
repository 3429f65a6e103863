// A thin, typed layer over SQLite statements: binds our ids and numbers, reads NULL as NaN.
// SQLiteCpp opens databases and carries errors; its column access copies a shared pointer per cell, which is too slow for
// millions of points, so statements are our own.
// Thread: one connection and its statements belong to one thread at a time. Blocking: step() reads and writes files.
// Errors: SqlException, caught at the border of each public type (sql_error.h).
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <cmath>
#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/api/ids.h"

namespace touchstone::store {

// Values for bind() whose "nothing" is stored as NULL.
template <typename Tag>
std::optional<std::int64_t> orNull(Id<Tag> id) {
  return id.isValid() ? std::optional(id.value) : std::nullopt;
}
inline std::optional<std::int64_t> orNull(std::int64_t count) {
  return count != 0 ? std::optional(count) : std::nullopt;
}

// An error of SQLite with the statement that met it.
class SqlException : public SQLite::Exception {
 public:
  SqlException(sqlite3* db, int code, std::string_view sql) : Exception(db, code), m_sql(sql) {}
  const std::string& sql() const { return m_sql; }

 private:
  std::string m_sql;
};

class Statement {
 public:
  Statement(SQLite::Database& db, std::string_view sql);

  // Starts over with these values for the parameters 1, 2, ... Texts and blobs must live until the last step().
  template <typename... Args>
  Statement& bind(const Args&... args) {
    reset();
    int index = 0;
    (bindOne(++index, args), ...);
    return *this;
  }
  bool step();  // true: there is a row
  void reset() { sqlite3_reset(m_handle.get()); }
  // Runs a statement without rows to its end and leaves it ready for the next; rows changed.
  int finish();

  template <typename... Args>
  int run(const Args&... args) {
    return bind(args...).finish();
  }

  bool isNull(int column) const { return sqlite3_column_type(m_handle.get(), column) == SQLITE_NULL; }
  std::int64_t integer(int column) const { return sqlite3_column_int64(m_handle.get(), column); }
  int count(int column) const { return sqlite3_column_int(m_handle.get(), column); }
  double real(int column) const;  // NULL: NaN
  std::string text(int column) const;
  std::vector<float> floats(int column) const;
  std::vector<std::uint8_t> bytes(int column) const;
  template <typename AnyId>
  AnyId id(int column) const {
    return AnyId{integer(column)};
  }

  void bindOne(int index, double value) { check(sqlite3_bind_double(m_handle.get(), index, value)); }  // NaN: NULL
  template <std::integral T>
  void bindOne(int index, T value) {
    check(sqlite3_bind_int64(m_handle.get(), index, static_cast<std::int64_t>(value)));
  }
  template <typename Tag>
  void bindOne(int index, Id<Tag> id) {
    bindOne(index, id.value);
  }
  void bindOne(int index, std::optional<std::int64_t> value);
  void bindOne(int index, std::string_view value);
  void bindOne(int index, const char* value) { bindOne(index, std::string_view(value)); }
  void bindOne(int index, const std::string& value) { bindOne(index, std::string_view(value)); }
  void bindOne(int index, const std::vector<float>& values);         // empty: NULL
  void bindOne(int index, const std::vector<std::uint8_t>& values);  // empty: NULL

 private:
  void check(int code) const {
    if (code != SQLITE_OK) {
      fail(code);
    }
  }
  [[noreturn]] void fail(int code) const;

  struct Finalizer {
    void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
  };
  sqlite3* m_db = nullptr;
  std::unique_ptr<sqlite3_stmt, Finalizer> m_handle;
};

// A connection with its prepared statements, kept by their text.
class Connection {
 public:
  // Without SQLite's own mutex, which took a fifth of the writer's time: the owner keeps it to one thread at a time.
  Connection(const std::string& name, int flags, int busyTimeoutMs)
      : m_db(name, flags | SQLite::OPEN_NOMUTEX, busyTimeoutMs) {}

  SQLite::Database& db() { return m_db; }
  Statement& prepared(const std::string& sql);
  void resetAll();  // an unfinished SELECT would hold its snapshot, and with it the WAL
  std::int64_t pragma(const char* name);

 private:
  SQLite::Database m_db;
  std::unordered_map<std::string, Statement> m_statements;
};

// All reads in its life see the same state of the file.
class Snapshot {
 public:
  explicit Snapshot(Connection& connection);
  ~Snapshot();
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  Connection& m_connection;
};

}  // namespace touchstone::store
