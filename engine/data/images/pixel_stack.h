// N images of one shape and type as they lie in memory, in a cache file, or in a mapped file of the user.
// Shapes: an item is [height, width, bands]; where its numbers lie is said by strides in elements, so channels may come
// first or last and bands may be left out.
// Thread: const after reading, any thread. Errors: none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/data/images/pixel_memory.h"
#include "engine/data/images/pixel_type.h"

namespace touchstone::data {

struct PixelFormat {
  std::size_t height = 0, width = 0, bands = 0;
  PixelType type = PixelType::kU8;
  std::size_t rowStride = 0, columnStride = 0;  // in elements
  std::vector<std::size_t> bandOffsets;         // [bands] in elements
  std::vector<std::vector<double>> codes;       // [bands] values that mean "missing"; NaN and infinity always do

  std::size_t values() const { return height * width * bands; }
  bool isChannelsLast() const;  // the bands next to each other, the pixels of a row too
  friend bool operator==(const PixelFormat&, const PixelFormat&) = default;
};

// [height, width, bands], dense.
PixelFormat denseFormat(std::size_t height, std::size_t width, std::size_t bands, PixelType type);

struct MissingCount {
  std::uint32_t item = 0;
  std::uint32_t band = 0;
  std::uint64_t pixels = 0;
};

struct PixelStack {
  PixelFormat format;
  std::vector<const std::byte*> items;  // [N] where an item starts
  std::vector<PixelMemory> memory;      // what keeps them alive
  std::vector<std::uint64_t> keys;      // [N] equal pixels, equal key
  std::vector<MissingCount> missing;    // items and bands that have any, by item

  std::size_t count() const { return items.size(); }
  std::vector<std::uint32_t> emptyItems() const;  // without one pixel that is present in any band
  void keepOnly(std::span<const std::uint32_t> chosen);
  std::vector<std::uint64_t> missingPerBand() const;  // [bands]
};

// Fills keys and missing: one pass over all pixels.
void scanPixels(PixelStack& stack);

}  // namespace touchstone::data
