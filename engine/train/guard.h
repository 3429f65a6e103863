// The border where exceptions end: runs work that uses torch and turns what it throws into an Error with a plain
// sentence. Torch's own texts carry stack traces; only their first line reaches a person.
// Thread: any. Errors: kOutOfMemory, kDevice, kInternal.
#pragma once

#include <string_view>
#include <type_traits>
#include <utility>

#include "engine/api/result.h"

namespace touchstone::train {

// The exception in flight as an Error; `what` says what was being done ("The training step"). Only inside a catch.
Error currentError(std::string_view what);

// work() returning Result<T>, with exceptions turned into its error.
template <typename Work>
auto guarded(std::string_view what, Work&& work) -> std::invoke_result_t<Work> {
  try {
    return std::forward<Work>(work)();
  } catch (...) {
    return currentError(what);
  }
}

}  // namespace touchstone::train
