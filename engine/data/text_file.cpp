#include "engine/data/text_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

namespace touchstone::data {

namespace {

struct Magic {
  std::string_view bytes;
  const char* what;
  const char* before = "This is no text but ";
};
constexpr Magic kMagics[] = {
    {"\xFF\xFE", "UTF-16 text. Convert it, for example with: iconv -f UTF-16 -t UTF-8 IN > OUT", "The file holds "},
    {"\xFE\xFF", "UTF-16 text. Convert it, for example with: iconv -f UTF-16 -t UTF-8 IN > OUT", "The file holds "},
    {"PK\x03\x04", "a zip archive or a spreadsheet. Unpack it, or save the sheet as CSV"},
    {"\xD0\xCF\x11\xE0", "an old spreadsheet. Save the sheet as CSV"},
    {"\x89PNG", "a PNG image. Give a CSV file"},
    {"\x89HDF", "an HDF5 file. Give a CSV file"},
    {"\x93NUMPY", "a NumPy array. Save it as CSV"},
    {"PAR1", "a Parquet file. Save it as CSV"},
    {"SQLite format 3", "an SQLite database. Export the table as CSV"},
    {"BZh", "packed with bzip2. Unpack it, or pack it with gzip"},
    {"\xFD"
     "7zXZ",
     "packed with xz. Unpack it, or pack it with gzip"},
    {"\x28\xB5\x2F\xFD", "packed with zstd. Unpack it, or pack it with gzip"},
    {"\x7F"
     "ELF",
     "a program. Give a CSV file"},
    {"%PDF", "a PDF document. Give a CSV file"},
};

Error openError(const std::filesystem::path& path, int number) {
  const std::string file = path.string();
  if (number == ENOENT || number == ENOTDIR) {
    return {ErrorCode::kNotFound, "There is no such file. Check its name and folder.", file};
  }
  if (number == EACCES || number == EPERM) {
    return {ErrorCode::kBadInput,
            "There is no permission to read the file. Change its rights, for example with: chmod u+r FILE.", file};
  }
  return {ErrorCode::kBadInput, std::string("The file cannot be opened: ") + std::strerror(number) + ".", file};
}

// Length of the UTF-8 sequence at the start of `text`, 0 where there is none. Overlong forms and surrogates are none.
std::size_t sequenceLength(std::string_view text) {
  const auto at = [&text](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const unsigned first = at(0);
  const auto follows = [&at](std::size_t i) { return (at(i) & 0xC0U) == 0x80U; };
  if (first < 0x80U) {
    return 1;
  }
  if (first >= 0xC2U && first <= 0xDFU) {
    return follows(1) ? 2 : 0;
  }
  if (first >= 0xE0U && first <= 0xEFU) {
    const bool isFormed = !(first == 0xE0U && at(1) < 0xA0U) && !(first == 0xEDU && at(1) > 0x9FU);
    return isFormed && follows(1) && follows(2) ? 3 : 0;
  }
  if (first >= 0xF0U && first <= 0xF4U) {
    const bool isFormed = !(first == 0xF0U && at(1) < 0x90U) && !(first == 0xF4U && at(1) > 0x8FU);
    return isFormed && follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

// True where eight bytes are all ASCII and none is NUL: nearly all of a numeric file.
bool areEightPlain(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  constexpr std::uint64_t kHigh = 0x8080808080808080ULL;
  constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
  return ((word | (word - kOnes)) & kHigh) == 0;
}

}  // namespace

void TextFile::Closer::operator()(gzFile_s* file) const {
  gzclose(file);
}

Result<TextFile> TextFile::open(const std::filesystem::path& path) {
  // O_NONBLOCK: a pipe that nobody writes to must not hang the program; it is refused below.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    return openError(path, errno);
  }
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(descriptor);
    const bool isFolder = S_ISDIR(status.st_mode);
    return Error{ErrorCode::kBadInput,
                 isFolder ? "This is a folder, not a file. Name a CSV file in it."
                          : "This is no regular file. Copy its content into a file.",
                 path.string()};
  }
  TextFile file;
  file.m_path = path;
  file.m_file.reset(gzdopen(descriptor, "rb"));
  if (file.m_file == nullptr) {
    ::close(descriptor);
    return Error{ErrorCode::kOutOfMemory, "There is not enough memory to read the file.", path.string()};
  }
  gzbuffer(file.m_file.get(), static_cast<unsigned>(kChunk));
  const auto more = file.readMore();
  if (!more.ok()) {
    return more.error();
  }
  file.m_isCompressed = gzdirect(file.m_file.get()) == 0;
  if (!*more) {
    return Error{ErrorCode::kBadInput, "The file is empty. Check that it was written completely.", path.string()};
  }
  for (const Magic& magic : kMagics) {
    if (file.window().starts_with(magic.bytes)) {
      return Error{ErrorCode::kBadInput, std::string(magic.before) + magic.what + ".", path.string()};
    }
  }
  return file;
}

Result<bool> TextFile::readMore() {
  if (m_begin > 0) {
    std::memmove(m_buffer.data(), m_buffer.data() + m_begin, size());
    m_end -= m_begin;
    m_begin = 0;
  }
  m_buffer.resize(std::max(m_buffer.size(), m_end + kChunk));
  const int count = gzread(m_file.get(), m_buffer.data() + m_end, static_cast<unsigned>(kChunk));
  int code = Z_OK;
  gzerror(m_file.get(), &code);
  if (count < 0 || code != Z_OK) {
    return readError();
  }
  m_hash.add({m_buffer.data() + m_end, static_cast<std::size_t>(count)});
  m_end += static_cast<std::size_t>(count);
  m_bytesRead += static_cast<std::uint64_t>(count);
  return count > 0;
}

Error TextFile::readError() const {
  int code = Z_OK;
  const char* text = gzerror(m_file.get(), &code);
  const std::string after = " after " + std::to_string(m_bytesRead) + " bytes of text. Fetch or pack it again.";
  if (code == Z_BUF_ERROR) {
    return {ErrorCode::kBadInput, "The gzip file is cut off: it ends" + after, m_path.string()};
  }
  if (code == Z_DATA_ERROR) {
    return {ErrorCode::kBadInput, "The gzip file is damaged" + after, m_path.string()};
  }
  if (code == Z_MEM_ERROR) {
    return {ErrorCode::kOutOfMemory, "There is not enough memory to read the file.", m_path.string()};
  }
  return {ErrorCode::kInternal,
          std::string("The file cannot be read: ") + (code == Z_ERRNO ? std::strerror(errno) : text) + ".",
          m_path.string()};
}

Error TextFile::errorAt(std::size_t line, std::size_t column, std::string message) const {
  std::string place = m_path.string();
  for (const std::size_t number : {line, column}) {
    if (number == 0) {
      break;
    }
    place += ":" + std::to_string(number);
  }
  return {ErrorCode::kBadInput, std::move(message), std::move(place)};
}

std::optional<TextFlaw> findTextFlaw(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    if (i + 8 <= text.size() && areEightPlain(text.data() + i)) {
      i += 8;
      continue;
    }
    if (text[i] == '\0') {
      return TextFlaw{i, true};
    }
    const std::size_t length = sequenceLength(text.substr(i));
    if (length == 0) {
      return TextFlaw{i, false};
    }
    i += length;
  }
  return std::nullopt;
}

std::string flawMessage(std::string_view text, const TextFlaw& flaw, std::string_view around) {
  if (flaw.isNul) {
    return "There is a NUL byte, so this is a binary or damaged file, not text. Give a CSV file, plain or packed with "
           "gzip.";
  }
  if (around.find('\0') != std::string_view::npos) {
    return "This byte is no text and there are NUL bytes near it, so this is a binary or damaged file. Give a CSV "
           "file, plain or packed with gzip.";
  }
  const auto byte = static_cast<unsigned char>(text[flaw.position]);
  std::array<char, 8> hex{};
  std::snprintf(hex.data(), hex.size(), "0x%02X", static_cast<unsigned>(byte));
  std::string message = std::string("The byte ") + hex.data() + " is no UTF-8";
  if (byte >= 0xA0) {  // a letter or sign in Latin-1, the usual other encoding
    const char letter[] = {static_cast<char>(0xC0 | byte >> 6), static_cast<char>(0x80 | (byte & 0x3F)), '\0'};
    message += std::string(" (in Latin-1 it is \"") + letter + "\")";
  }
  return message + ". Convert the file, for example with: iconv -f ISO-8859-1 -t UTF-8 IN > OUT.";
}

}  // namespace touchstone::data
