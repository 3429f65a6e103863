#include "engine/train/guard.h"

#include <torch/torch.h>

#include <exception>
#include <new>
#include <string>

namespace touchstone::train {

namespace {

constexpr std::size_t kLongestReason = 300;

std::string firstLine(std::string_view text) {
  std::string line(text.substr(0, std::min(text.find('\n'), kLongestReason)));
  while (!line.empty() && (line.back() == '.' || line.back() == ' ')) {
    line.pop_back();
  }
  return line;
}

bool saysOutOfMemory(std::string_view text) {
  return text.find("out of memory") != std::string_view::npos ||
         text.find("can't allocate memory") != std::string_view::npos ||
         text.find("not enough memory") != std::string_view::npos;
}

Error outOfMemory(std::string_view what) {
  return Error{ErrorCode::kOutOfMemory,
               std::string(what) + " needs more memory than there is. Use fewer slots or close other programs.",
               {}};
}

Error failed(ErrorCode code, std::string_view what, std::string_view reason) {
  return Error{code, std::string(what) + " failed: " + firstLine(reason) + ".", {}};
}

}  // namespace

Error currentError(std::string_view what) {
  try {
    throw;
  } catch (const std::bad_alloc&) {
    return outOfMemory(what);
  } catch (const c10::OutOfMemoryError&) {
    return outOfMemory(what);
  } catch (const c10::Error& error) {
    const std::string text = error.what_without_backtrace();
    if (saysOutOfMemory(text)) {
      return outOfMemory(what);
    }
    return failed(text.find("CUDA") != std::string::npos ? ErrorCode::kDevice : ErrorCode::kInternal, what, text);
  } catch (const std::exception& error) {
    return saysOutOfMemory(error.what()) ? outOfMemory(what) : failed(ErrorCode::kInternal, what, error.what());
  } catch (...) {
    return failed(ErrorCode::kInternal, what, "an unknown exception");
  }
}

}  // namespace touchstone::train
