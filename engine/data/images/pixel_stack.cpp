#include "engine/data/images/pixel_stack.h"

#include <algorithm>
#include <cmath>

#include "engine/data/images/pixel_rows.h"

namespace touchstone::data {

namespace {

// 64 bits of a row's bytes; every step is a bijection of the state, so only the words themselves can collide.
std::uint64_t addBytes(std::uint64_t state, const std::byte* bytes, std::size_t size) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15ULL;
  const auto mix = [&state](std::uint64_t word) {
    state = (state ^ word) * kOdd;
    state ^= state >> 29U;
  };
  std::size_t place = 0;
  for (; place + 8 <= size; place += 8) {
    mix(loadPixel<std::uint64_t>(bytes + place));
  }
  std::uint64_t rest = 0;
  std::memcpy(&rest, bytes + place, size - place);
  mix(rest ^ (static_cast<std::uint64_t>(size) << 56U));
  return state;
}

// One item's key. The order of the bytes is the output's, so that a set with channels first equals the same one with
// channels last.
template <typename Stored>
std::uint64_t keyOf(const PixelFormat& format, const std::byte* item, std::vector<Stored>& row) {
  std::uint64_t key = 0;
  row.resize(format.width * format.bands);
  for (std::size_t y = 0; y < format.height; ++y) {
    const std::byte* start = item + y * format.rowStride * sizeof(Stored);
    if (format.isChannelsLast()) {
      key = addBytes(key, start, row.size() * sizeof(Stored));
      continue;
    }
    Stored* out = row.data();
    for (std::size_t x = 0; x < format.width; ++x) {
      for (const std::size_t offset : format.bandOffsets) {
        *out++ = loadPixel<Stored>(start + (x * format.columnStride + offset) * sizeof(Stored));
      }
    }
    key = addBytes(key, reinterpret_cast<const std::byte*>(row.data()), row.size() * sizeof(Stored));
  }
  return key;
}

template <typename Stored>
void findKeys(PixelStack& stack) {
  std::vector<Stored> row;
  for (const std::byte* item : stack.items) {
    stack.keys.push_back(keyOf<Stored>(stack.format, item, row));
  }
}

// Missing pixels of one row, added to counts [bands].
void countMissing(const PixelFormat& format, const std::vector<float>& row, std::vector<std::uint64_t>& counts) {
  const std::size_t bands = format.bands;
  for (std::size_t band = 0; band < bands; ++band) {
    for (std::size_t i = band; i < row.size(); i += bands) {
      bool isMissing = !std::isfinite(row[i]);
      for (const double code : format.codes[band]) {
        isMissing |= row[i] == static_cast<float>(code);
      }
      counts[band] += isMissing ? 1U : 0U;
    }
  }
}

void findMissing(PixelStack& stack) {
  const PixelFormat& format = stack.format;
  const bool hasCodes = std::any_of(format.codes.begin(), format.codes.end(), [](const auto& c) { return !c.empty(); });
  if (!isReal(format.type) && !hasCodes) {
    return;
  }
  std::vector<float> row(format.width * format.bands);
  std::vector<std::uint64_t> counts(format.bands);
  for (std::size_t item = 0; item < stack.count(); ++item) {
    std::fill(counts.begin(), counts.end(), 0U);
    for (std::size_t y = 0; y < format.height; ++y) {
      readRow(format,
              {stack.items[item] + y * format.rowStride * sizeOf(format.type),
               static_cast<std::ptrdiff_t>(format.columnStride)},
              row.data());
      countMissing(format, row, counts);
    }
    for (std::size_t band = 0; band < format.bands; ++band) {
      if (counts[band] > 0) {
        stack.missing.push_back({static_cast<std::uint32_t>(item), static_cast<std::uint32_t>(band), counts[band]});
      }
    }
  }
}

}  // namespace

bool PixelFormat::isChannelsLast() const {
  if (columnStride != bands) {
    return false;
  }
  for (std::size_t band = 0; band < bandOffsets.size(); ++band) {
    if (bandOffsets[band] != band) {
      return false;
    }
  }
  return true;
}

PixelFormat denseFormat(std::size_t height, std::size_t width, std::size_t bands, PixelType type) {
  PixelFormat format{height, width, bands, type, width * bands, bands, {}, {}};
  for (std::size_t band = 0; band < bands; ++band) {
    format.bandOffsets.push_back(band);
  }
  format.codes.resize(bands);
  return format;
}

std::vector<std::uint32_t> PixelStack::emptyItems() const {
  std::vector<std::uint32_t> empty;
  const std::uint64_t pixels = format.height * format.width;
  std::size_t full = 0;  // bands of the current item without any value
  for (std::size_t i = 0; i < missing.size(); ++i) {
    full = i > 0 && missing[i].item == missing[i - 1].item ? full : 0;
    full += missing[i].pixels == pixels ? 1U : 0U;
    if (full == format.bands) {
      empty.push_back(missing[i].item);
    }
  }
  return empty;
}

void PixelStack::keepOnly(std::span<const std::uint32_t> chosen) {
  std::vector<const std::byte*> keptItems;
  std::vector<std::uint64_t> keptKeys;
  std::vector<MissingCount> keptMissing;
  auto count = missing.cbegin();
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    keptItems.push_back(items[chosen[i]]);
    keptKeys.push_back(keys[chosen[i]]);
    count = std::lower_bound(missing.cbegin(), missing.cend(), chosen[i],
                             [](const MissingCount& c, std::uint32_t item) { return c.item < item; });
    for (; count != missing.cend() && count->item == chosen[i]; ++count) {
      keptMissing.push_back({static_cast<std::uint32_t>(i), count->band, count->pixels});
    }
  }
  items = std::move(keptItems);
  keys = std::move(keptKeys);
  missing = std::move(keptMissing);
}

std::vector<std::uint64_t> PixelStack::missingPerBand() const {
  std::vector<std::uint64_t> sums(format.bands, 0);
  for (const MissingCount& count : missing) {
    sums[count.band] += count.pixels;
  }
  return sums;
}

void scanPixels(PixelStack& stack) {
  stack.keys.clear();
  stack.missing.clear();
  stack.keys.reserve(stack.count());
  switch (stack.format.type) {
  case PixelType::kU8:
    findKeys<std::uint8_t>(stack);
    break;
  case PixelType::kU16:
    findKeys<std::uint16_t>(stack);
    break;
  case PixelType::kI16:
    findKeys<std::int16_t>(stack);
    break;
  case PixelType::kF32:
    findKeys<float>(stack);
    break;
  case PixelType::kF64:
    findKeys<double>(stack);
    break;
  }
  findMissing(stack);
}

}  // namespace touchstone::data
