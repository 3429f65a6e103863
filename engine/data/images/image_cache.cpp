#include "engine/data/images/image_cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <cstring>

#include "engine/base/folders.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHeadBytes = 4096;
constexpr std::string_view kMagic = "touchstone pixels 1 ";
constexpr std::uint64_t kSpareBytes = std::uint64_t{64} << 20;  // left free on the disk
constexpr auto kLeftoverAge = std::chrono::hours(24);

struct Head {
  std::uint64_t pixelBytes = 0;
  std::uint64_t textBytes = 0;
};

std::string toText(const Head& head) {
  std::string text(kMagic);
  text += std::to_string(head.pixelBytes) + " " + std::to_string(head.textBytes) + "\n";
  text.resize(kHeadBytes, '\0');
  return text;
}

std::optional<Head> headOf(std::span<const std::byte> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), std::min(bytes.size(), kHeadBytes));
  Head head;
  if (text.size() < kHeadBytes || !text.starts_with(kMagic)) {
    return std::nullopt;
  }
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data() + kMagic.size(), end, head.pixelBytes);
  if (first.ec != std::errc{} || *first.ptr != ' ') {
    return std::nullopt;
  }
  const auto second = std::from_chars(first.ptr + 1, end, head.textBytes);
  const std::uint64_t rest = bytes.size() - kHeadBytes;
  const bool fits = head.pixelBytes <= rest && head.textBytes == rest - head.pixelBytes;
  return second.ec == std::errc{} && *second.ptr == '\n' && fits ? std::optional(head) : std::nullopt;
}

std::span<const std::byte> bytesOf(const std::string& text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

struct Entry {
  fs::path path;
  fs::file_time_type used;
  std::uint64_t bytes = 0;
};

}  // namespace

ImageCache ImageCache::ofUser() {
  const fs::path folder = base::userCacheFolder();
  return ImageCache(folder.empty() ? folder : folder / "images");
}

std::optional<CachedPixels> ImageCache::find(const std::string& key) const {
  if (m_folder.empty()) {
    return std::nullopt;
  }
  const fs::path file = fileOf(key);
  std::error_code code;
  const std::uint64_t size = fs::file_size(file, code);
  if (code) {
    return std::nullopt;
  }
  const auto whole = mapFile(file, 0, size);
  const auto head = whole ? headOf(whole->bytes) : std::nullopt;
  if (!head) {
    fs::remove(file, code);
    return std::nullopt;
  }
  fs::last_write_time(file, fs::file_time_type::clock::now(), code);  // used now
  const auto text = whole->bytes.subspan(kHeadBytes + head->pixelBytes);
  return CachedPixels{{whole->bytes.subspan(kHeadBytes, head->pixelBytes), whole->owner},
                      std::string(reinterpret_cast<const char*>(text.data()), text.size())};
}

void ImageCache::makeRoom(std::uint64_t newBytes) const {
  std::error_code code;
  std::vector<Entry> entries;
  std::uint64_t sum = newBytes;
  for (fs::directory_iterator walk(m_folder, code), end; !code && walk != end; walk.increment(code)) {
    std::error_code ignored;
    Entry entry{walk->path(), walk->last_write_time(ignored), walk->file_size(ignored)};
    const bool isOurs = entry.path.extension() == ".pixels";
    const bool isLeftover = entry.path.filename().string().find(".partial.") != std::string::npos &&
                            fs::file_time_type::clock::now() - entry.used > kLeftoverAge;
    if (isLeftover) {
      fs::remove(entry.path, ignored);
    } else if (isOurs) {
      sum += entry.bytes;
      entries.push_back(std::move(entry));
    }
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.used < b.used; });
  for (const Entry& entry : entries) {
    if (sum <= m_limitBytes) {
      break;
    }
    // Whoever has it mapped keeps it: the bytes go when the last map does.
    if (std::error_code ignored; fs::remove(entry.path, ignored)) {
      sum -= entry.bytes;
    }
  }
}

PixelWriter::PixelWriter(const ImageCache& cache, std::string key, std::uint64_t expectedBytes, bool alwaysFile)
    : m_cache(cache), m_key(std::move(key)) {
  const bool isSmall = expectedBytes <= ImageCache::kSmallBytes && !alwaysFile;
  if (isSmall || m_cache.folder().empty()) {
    m_memory.reserve(expectedBytes);
    return;
  }
  std::error_code code;
  fs::create_directories(m_cache.folder(), code);
  m_cache.makeRoom(expectedBytes);
  const fs::space_info space = fs::space(m_cache.folder(), code);
  if (!code && space.available < expectedBytes + kSpareBytes) {
    m_note = "The images stay in memory (" + std::to_string(expectedBytes >> 20) +
             " MB), because the disk of the cache folder " + m_cache.folder().string() + " has too little room.";
  } else {
    open();
  }
  if (m_descriptor < 0) {
    m_memory.reserve(expectedBytes);
  }
}

PixelWriter::~PixelWriter() {
  if (m_descriptor >= 0) {
    close(m_descriptor);
  }
  if (!m_partial.empty()) {
    unlink(m_partial.c_str());
  }
}

void PixelWriter::open() {
  std::string name = m_cache.fileOf(m_key).string() + ".partial.XXXXXX";
  m_descriptor = mkostemp(name.data(), O_CLOEXEC);
  if (m_descriptor < 0) {
    m_note = "The images stay in memory, because the cache folder " + m_cache.folder().string() +
             " cannot be written: " + std::strerror(errno) + ".";
    return;
  }
  m_partial = name;
}

Result<void> PixelWriter::write(std::span<const std::byte> bytes, std::uint64_t place) {
  while (!bytes.empty()) {
    const ssize_t count = pwrite(m_descriptor, bytes.data(), bytes.size(), static_cast<off_t>(place));
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      return Error{errno == ENOSPC || errno == EDQUOT ? ErrorCode::kDiskFull : ErrorCode::kInternal,
                   std::string("The decoded images cannot be written: ") + std::strerror(errno) +
                       ". Free some room, or set TOUCHSTONE_CACHE to a folder on a larger disk.",
                   m_cache.folder().string()};
    }
    bytes = bytes.subspan(static_cast<std::size_t>(count));
    place += static_cast<std::uint64_t>(count);
  }
  return {};
}

Result<void> PixelWriter::append(std::span<const std::byte> pixels) {
  if (isInMemory()) {
    m_memory.insert(m_memory.end(), pixels.begin(), pixels.end());
    return {};
  }
  auto done = write(pixels, kHeadBytes + m_written);
  m_written += pixels.size();
  return done;
}

Result<PixelMemory> PixelWriter::pixels() {
  return isInMemory() ? Result<PixelMemory>(keepInMemory(std::move(m_memory)))
                      : mapFile(m_partial, kHeadBytes, m_written);
}

void PixelWriter::commit(const std::string& text) {
  if (isInMemory()) {
    return;
  }
  const bool isWhole = write(bytesOf(text), kHeadBytes + m_written).ok() &&
                       write(bytesOf(toText(Head{m_written, text.size()})), 0).ok() && fdatasync(m_descriptor) == 0;
  if (isWhole && rename(m_partial.c_str(), m_cache.fileOf(m_key).c_str()) == 0) {
    m_partial.clear();
  }
}

}  // namespace touchstone::data
