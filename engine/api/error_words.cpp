#include "engine/api/result.h"

namespace touchstone {

const char* toWord(ErrorCode code) {
  switch (code) {
    case ErrorCode::kBadInput: return "bad input";
    case ErrorCode::kNotFound: return "not found";
    case ErrorCode::kNotAProject: return "not a project";
    case ErrorCode::kNewerProject: return "newer project";
    case ErrorCode::kReadOnly: return "read-only";
    case ErrorCode::kLocked: return "locked";
    case ErrorCode::kDiskFull: return "disk full";
    case ErrorCode::kOutOfMemory: return "out of memory";
    case ErrorCode::kDevice: return "device";
    case ErrorCode::kCancelled: return "cancelled";
    case ErrorCode::kUnsupported: return "unsupported";
    case ErrorCode::kInternal: return "internal";
  }
  return "internal";
}

}  // namespace touchstone
