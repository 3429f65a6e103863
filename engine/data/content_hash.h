// Content hashes of data, splits and specs: the same bytes give the same text on every machine and in every version.
// Thread: free functions. Errors: none.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/sha256.h"

namespace touchstone::data {

// SHA-256, 64 hex digits.
inline std::string contentHash(std::string_view bytes) {
  return base::sha256Hex(bytes);
}

// Its first 64 bits, 16 hex digits, where the text is read by people (splits).
inline std::string shortHash(std::string_view bytes) {
  return base::sha256Hex(bytes).substr(0, 16);
}

}  // namespace touchstone::data
