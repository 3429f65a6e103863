// Exit codes and error lines of touchstone-cli, as scripts rely on them.
#pragma once

#include <cstdio>
#include <string>

#include "engine/api/result.h"

namespace touchstone::cli {

enum ExitCode { kAllDone = 0, kSomeFailed = 1, kBadInput = 2, kInterrupted = 3, kOutOfResource = 4 };

inline void printError(const std::string& text) {
  std::fprintf(stderr, "touchstone-cli: error: %s\n", text.c_str());
}

inline int exitCodeOf(const Error& error) {
  switch (error.code) {
    case ErrorCode::kDiskFull:
    case ErrorCode::kOutOfMemory:
    case ErrorCode::kDevice: return kOutOfResource;
    case ErrorCode::kCancelled: return kInterrupted;
    default: return kBadInput;
  }
}

inline int fail(const Error& error) {
  printError(error.text());
  return exitCodeOf(error);
}

}  // namespace touchstone::cli
