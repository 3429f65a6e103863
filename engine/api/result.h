// Result<T>: a value or an Error, for everything that can fail for reasons outside the program.
// Thread: value types, no shared state. Blocking: never.
// Errors: value() on an error and error() on a value are programming mistakes and abort through an assertion.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace touchstone {

// What kind of failure it is: decides exit codes and what the window offers. Never parsed from a message.
enum class ErrorCode {
  kBadInput,        // a file, value or command that the user can mend
  kNotFound,        // a file, study or name that does not exist
  kNotAProject,     // the file is no Touchstone project
  kNewerProject,    // the project was written by a newer version
  kReadOnly,        // the project can be read but not written
  kLocked,          // another process writes to the project
  kDiskFull,        // no space left, or a quota reached
  kOutOfMemory,     //
  kDevice,          // the device asked for is missing or failed
  kCancelled,       // the user asked for it
  kUnsupported,     // understood, but not possible with this combination
  kInternal,        // a mistake of ours; the message says what to report
};

// "bad input", "disk full", ...: as stored with a failed run.
const char* toWord(ErrorCode code);

// What happened, where (file, line, column, table) and what to do, as one plain sentence each.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;  // what happened and what to do; sentences with a full stop
  std::string context;  // where: "study.toml:12:3", a path; empty when there is no place

  // "WHERE: WHAT. WHAT TO DO." as the command line prints it.
  std::string text() const { return context.empty() ? message : context + ": " + message; }
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return m_state.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return assert(ok()), std::get<0>(m_state); }
  const T& value() const& { return assert(ok()), std::get<0>(m_state); }
  // By value, so that a loop over the result of a call has something that lives as long as the loop.
  T value() && { return assert(ok()), std::get<0>(std::move(m_state)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const { return assert(!ok()), std::get<1>(m_state); }

 private:
  std::variant<T, Error> m_state;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : m_error(std::move(error)), m_ok(false) {}

  bool ok() const { return m_ok; }
  explicit operator bool() const { return m_ok; }
  const Error& error() const { return assert(!m_ok), m_error; }

 private:
  Error m_error;
  bool m_ok = true;
};

}  // namespace touchstone
