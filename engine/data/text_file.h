// A text file, plain or gzip, as a window of bytes that slides over the whole text; hashes what it reads.
// Says at once what cannot be text: a folder, no permission, an empty file, a known binary format. Bytes that are no
// UTF-8, and a damaged or cut gzip stream, are found while reading.
// Sizes in bytes of the unpacked text. Thread: an object belongs to one thread. Blocking: file reads.
// Errors: kNotFound, kBadInput, kInternal (the disk fails), each with the file as its context.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/result.h"
#include "engine/base/sha256.h"

struct gzFile_s;

namespace touchstone::data {

class TextFile {
 public:
  static constexpr std::size_t kChunk = std::size_t{64} << 10;  // read at a time; larger ones are not faster

  static Result<TextFile> open(const std::filesystem::path& path);

  // Bytes read and not consumed. Writable, because cells with quotes are unescaped in place.
  char* data() { return m_buffer.data() + m_begin; }
  std::size_t size() const { return m_end - m_begin; }
  std::string_view window() const { return {m_buffer.data() + m_begin, size()}; }

  // Makes the window longer: true, or false at the end of the file. Earlier pointers into the window become invalid.
  Result<bool> readMore();
  void consume(std::size_t bytes) { m_begin += bytes; }

  const std::filesystem::path& path() const { return m_path; }
  bool isCompressed() const { return m_isCompressed; }
  std::uint64_t bytesRead() const { return m_bytesRead; }
  // Of all bytes read so far: of the whole unpacked text once readMore() said false.
  std::string contentHash() const { return m_hash.hex(); }

  // The error with "file:line:column" as its place; line or column 0: left out.
  Error errorAt(std::size_t line, std::size_t column, std::string message) const;

 private:
  struct Closer {
    void operator()(gzFile_s* file) const;
  };

  TextFile() = default;
  Error readError() const;

  std::filesystem::path m_path;
  std::unique_ptr<gzFile_s, Closer> m_file;
  std::vector<char> m_buffer;
  std::size_t m_begin = 0;
  std::size_t m_end = 0;
  std::uint64_t m_bytesRead = 0;
  bool m_isCompressed = false;
  base::Sha256 m_hash;
};

// What is wrong with a piece of text: the place of the first NUL or of the first byte that is no UTF-8.
struct TextFlaw {
  std::size_t position = 0;  // in bytes
  bool isNul = false;
};
std::optional<TextFlaw> findTextFlaw(std::string_view text);

// The sentence for it, with the advice how to convert the file. `around` is what was read of the file so far: bytes that are
// no text beside NUL bytes are no other encoding, but a binary file.
std::string flawMessage(std::string_view text, const TextFlaw& flaw, std::string_view around);

}  // namespace touchstone::data
