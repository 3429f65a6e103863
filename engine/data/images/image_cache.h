// Decoded pixels in one file per data set, in the user's cache folder, so that the next reading maps them at once.
// A file: a head of 4,096 bytes, the pixels, the reader's notes about them as text. Written beside its place and renamed, so
// it is whole or not there. Before a new one is written, the files that were not used for longest go until all fit the limit.
// Thread: an object belongs to one thread; several processes may share the folder. Blocking: disk.
// Errors: kDiskFull; a cache that cannot be read or written is never an error otherwise: then pixels stay in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/images/pixel_memory.h"

namespace touchstone::data {

struct CachedPixels {
  PixelMemory pixels;  // may be empty: what is mapped elsewhere
  std::string text;
};

class ImageCache {
 public:
  static constexpr std::uint64_t kLimitBytes = std::uint64_t{20} << 30;
  static constexpr std::uint64_t kSmallBytes = std::uint64_t{8} << 20;  // up to here decoding again is as good

  // The folder of this user, or another. An empty folder: no cache.
  static ImageCache ofUser();
  explicit ImageCache(std::filesystem::path folder, std::uint64_t limitBytes = kLimitBytes)
      : m_folder(std::move(folder)), m_limitBytes(limitBytes) {}

  const std::filesystem::path& folder() const { return m_folder; }
  // A damaged file is removed and not found.
  std::optional<CachedPixels> find(const std::string& key) const;
  // Removes leftovers and the oldest files until `newBytes` more fit.
  void makeRoom(std::uint64_t newBytes) const;
  std::filesystem::path fileOf(const std::string& key) const { return m_folder / (key + ".pixels"); }

 private:
  std::filesystem::path m_folder;
  std::uint64_t m_limitBytes;
};

// Takes pixels piece by piece: small sets stay in memory, larger ones go to a cache file.
class PixelWriter {
 public:
  // expectedBytes: of all pixels, as far as is known. alwaysFile: a small set goes to a file too.
  PixelWriter(const ImageCache& cache, std::string key, std::uint64_t expectedBytes, bool alwaysFile = false);
  ~PixelWriter();
  PixelWriter(const PixelWriter&) = delete;
  PixelWriter& operator=(const PixelWriter&) = delete;

  Result<void> append(std::span<const std::byte> pixels);
  // All pixels so far. They move: from here on append() is not allowed.
  Result<PixelMemory> pixels();
  // Stores them with the text under the key; without a cache file nothing happens.
  void commit(const std::string& text);
  bool isInMemory() const { return m_descriptor < 0; }
  // What the user should know: why a large set stays in memory. Empty: nothing.
  const std::string& note() const { return m_note; }

 private:
  void open();
  Result<void> write(std::span<const std::byte> bytes, std::uint64_t place);

  const ImageCache& m_cache;
  std::string m_key;
  std::uint64_t m_written = 0;
  std::vector<std::byte> m_memory;
  std::filesystem::path m_partial;
  int m_descriptor = -1;
  std::string m_note;
};

}  // namespace touchstone::data
