// Rows of pixels to 32-bit floats: the inner loops of every batch.
// Shapes: a row is [width, bands] in the output, bands next to each other.
// Thread: free functions. Errors: none; the caller checks sizes.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>

#include "engine/data/images/pixel_stack.h"

namespace touchstone::data {

// One row of the source as the output walks over it: the first pixel and the step from one to the next, in elements.
struct RowWalk {
  const std::byte* first = nullptr;
  std::ptrdiff_t step = 0;
};

// Numbers as stored. Members of archives start anywhere, hence the copy (which compiles to a load).
template <typename Stored>
Stored loadPixel(const std::byte* place) {
  Stored value;
  std::memcpy(&value, place, sizeof value);
  return value;
}

// out [width, bands] = the row as floats.
void readRow(const PixelFormat& format, const RowWalk& walk, float* out);

// row[i] = (row[i] - shift[i]) * factor[i], with 0 where row[i] is missing. codes: [codeCount, size], NaN where a band has fewer.
struct RowScaling {
  const float* shift = nullptr;
  const float* factor = nullptr;
  const float* codes = nullptr;
  std::size_t codeCount = 0;
  bool mayBeInfinite = false;  // real numbers: NaN and infinity are missing
};
void scaleRow(const RowScaling& scaling, std::size_t size, float* row);

}  // namespace touchstone::data
