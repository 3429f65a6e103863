// The border between SQLite's exceptions and Result: what happened, in which file, and what to do about it.
// Thread: free functions. Blocking: never, except what the given function does.
#pragma once

#include <filesystem>
#include <new>
#include <type_traits>

#include "engine/api/result.h"
#include "engine/store/sql.h"

namespace touchstone::store {

// `doing` names the attempt: "reading", "writing".
Error sqlError(const SQLite::Exception& exception, const std::filesystem::path& path, const char* doing);
Error memoryError(const std::filesystem::path& path);

template <typename T>
struct AsResult {
  using Type = Result<T>;
};
template <typename T>
struct AsResult<Result<T>> {
  using Type = Result<T>;
};

// `function()` as a Result, whatever SQLite throws; a Result that it returns passes through.
template <typename Function>
auto guarded(const std::filesystem::path& path, const char* doing, Function function) ->
    typename AsResult<std::invoke_result_t<Function>>::Type {
  try {
    if constexpr (std::is_void_v<std::invoke_result_t<Function>>) {
      function();
      return {};
    } else {
      return function();
    }
  } catch (const SQLite::Exception& exception) {
    return sqlError(exception, path, doing);
  } catch (const std::bad_alloc&) {
    return memoryError(path);
  }
}

}  // namespace touchstone::store
