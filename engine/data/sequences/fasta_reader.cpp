#include "engine/data/sequences/fasta_reader.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <htslib/bgzf.h>
#include <htslib/hts_log.h>

#include "engine/data/csv_cell.h"
#include "engine/data/message_text.h"
#include "engine/data/text_file.h"

namespace touchstone::data {

namespace {

constexpr int kBlockGzip = 2;

bool isComment(std::string_view line) {
  return line.starts_with(';');
}

}  // namespace

void FastaReader::Closer::operator()(BGZF* file) const {
  bgzf_close(file);
}

Result<FastaReader> FastaReader::open(const std::filesystem::path& file) {
  // Says what is no text at all, and that a pipe or a folder is no file, before HTSlib would wait or guess.
  if (const auto text = TextFile::open(file); !text) {
    return text.error();
  }
  hts_set_log_level(HTS_LOG_OFF);  // errors are told by the result, never on stderr
  FastaReader reader;
  reader.m_path = file;
  reader.m_file.reset(bgzf_open(file.c_str(), "r"));
  if (reader.m_file == nullptr) {
    return Error{ErrorCode::kBadInput, std::string("The file cannot be opened: ") + std::strerror(errno) + ".",
                 file.string()};
  }
  const int compression = bgzf_compression(reader.m_file.get());
  reader.m_isCompressed = compression != 0;
  if (compression == kBlockGzip && bgzf_check_EOF(reader.m_file.get()) == 0) {
    return Error{ErrorCode::kBadInput,
                 "The block gzip file has no end mark, so it is probably cut off. Fetch or pack it again.",
                 file.string()};
  }
  reader.m_buffer.resize(kChunk);
  if (auto found = reader.findFirstHeader(); !found) {
    return reader.orDamage(found.error());
  }
  return reader;
}

// A damaged gzip stream unpacks to wrong letters long before its checksum fails: then that is the error to tell.
Error FastaReader::orDamage(Error error) {
  while (m_isCompressed) {
    m_begin = m_end;
    const auto more = readMore();
    if (!more) {
      return more.error();
    }
    if (!*more) {
      break;
    }
  }
  return error;
}

Result<bool> FastaReader::readMore() {
  if (m_isAtEnd) {
    return false;
  }
  std::memmove(m_buffer.data(), m_buffer.data() + m_begin, m_end - m_begin);
  m_end -= m_begin;
  m_begin = 0;
  const ssize_t count = bgzf_read(m_file.get(), m_buffer.data() + m_end, m_buffer.size() - m_end);
  if (count < 0) {
    return readError();
  }
  m_hash.add({m_buffer.data() + m_end, static_cast<std::size_t>(count)});
  m_end += static_cast<std::size_t>(count);
  m_bytesRead += static_cast<std::uint64_t>(count);
  m_isAtEnd = count == 0;
  return count > 0;
}

// HTSlib does not tell a stream that is cut off from one that is damaged; zlib, which reads the text again for this, does.
Error FastaReader::readError() const {
  auto text = TextFile::open(m_path);
  while (text) {
    const auto more = text->readMore();
    if (!more) {
      return more.error();
    }
    if (!*more) {
      break;
    }
    text->consume(text->size());
  }
  return {m_isCompressed ? ErrorCode::kBadInput : ErrorCode::kInternal,
          std::string(m_isCompressed ? "The gzip file is damaged" : "The file cannot be read") + " after " +
              std::to_string(m_bytesRead) + " bytes of text. Fetch it again.",
          m_path.string()};
}

Error FastaReader::errorAt(std::size_t line, std::size_t column, std::string message) const {
  return {ErrorCode::kBadInput, std::move(message),
          m_path.string() + ":" + std::to_string(line) + (column > 0 ? ":" + std::to_string(column) : std::string())};
}

// A whole line where it fits into the buffer.
Result<FastaReader::Piece> FastaReader::nextPiece() {
  std::size_t scanned = 0;
  while (true) {
    const char* const start = m_buffer.data() + m_begin;
    const std::size_t size = m_end - m_begin;
    const void* const found = size > scanned ? std::memchr(start + scanned, '\n', size - scanned) : nullptr;
    scanned = size;
    if (found == nullptr && size < m_buffer.size() && !m_isAtEnd) {
      if (const auto more = readMore(); !more) {
        return more.error();
      }
      continue;
    }
    Piece piece;
    const std::size_t length =
        found != nullptr ? static_cast<std::size_t>(static_cast<const char*>(found) - start) : size;
    piece.text = {start, length};
    piece.startsLine = m_column == 1;
    piece.endsLine = found != nullptr || m_isAtEnd;
    piece.isEnd = size == 0;
    m_begin += length + (found != nullptr ? 1U : 0U);
    return piece;
  }
}

Result<void> FastaReader::findFirstHeader() {
  while (true) {
    auto piece = nextPiece();
    if (!piece) {
      return piece.error();
    }
    if (piece->isEnd) {
      return Error{ErrorCode::kBadInput, "The file holds no FASTA record. Check that it was written completely.",
                   m_path.string()};
    }
    std::string_view text = piece->text;
    if (m_line == 1 && text.starts_with("\xEF\xBB\xBF")) {
      text.remove_prefix(3);
    }
    if (text.starts_with('>')) {
      piece->text = text;
      return takeHeader(*piece);
    }
    if (text.starts_with('@')) {
      return errorAt(m_line, 1, "The file starts with @, so it is probably FASTQ. Convert it to FASTA.");
    }
    text.remove_suffix(text.ends_with('\r') ? 1 : 0);
    if (!piece->endsLine || (!trimmed(text).empty() && !isComment(text))) {
      return errorAt(m_line, 1,
                     "A FASTA file starts with a header line such as \">name\", but this is " +
                         quoteForMessage(trimmed(text.substr(0, 200))) + ". Give a FASTA file or a table.");
    }
    ++m_line;
  }
}

Result<void> FastaReader::takeHeader(const Piece& piece) {
  if (!piece.endsLine) {
    return errorAt(m_line, 0,
                   "The header line is longer than 64 KiB, so this is hardly a FASTA file. Check its line ends.");
  }
  std::string_view text = piece.text.substr(1);
  text.remove_suffix(text.ends_with('\r') ? 1 : 0);
  if (const auto flaw = findTextFlaw(text)) {
    return errorAt(m_line, charactersBefore(text, flaw->position) + 2, flawMessage(text, *flaw, text));
  }
  m_nextHeader = trimmed(text);
  if (m_nextHeader.find('\r') != std::string::npos) {
    return errorAt(m_line, 0,
                   "The file ends its lines with CR alone. Convert it, for example with: tr '\\r' '\\n' < IN > OUT.");
  }
  m_nextHeaderLine = m_line++;
  m_column = 1;
  return {};
}

Result<void> FastaReader::takeLetters(const Piece& piece, std::vector<std::uint8_t>& codes) {
  const std::size_t start = codes.size();
  const LetterCheck check = appendCodes(piece.text, codes);
  m_hasUracil = m_hasUracil || check.hasUracil;
  if (check.hasOther) {
    const std::size_t stray = findStrayByte(piece.text, true);
    return errorAt(m_line, m_column + stray, strayByteMessage(piece.text[stray]));
  }
  if (check.hasSpace) {
    codes.erase(std::remove(codes.begin() + static_cast<std::ptrdiff_t>(start), codes.end(), std::uint8_t{0}),
                codes.end());
  }
  return {};
}

Result<bool> FastaReader::next(std::vector<std::uint8_t>& codes) {
  auto read = readRecord(codes);
  return read ? read : Result<bool>(orDamage(read.error()));
}

Result<bool> FastaReader::readRecord(std::vector<std::uint8_t>& codes) {
  if (m_nextHeaderLine == 0) {
    return false;
  }
  m_header.swap(m_nextHeader);
  m_headerLine = std::exchange(m_nextHeaderLine, 0);
  m_hasUracil = false;
  const std::size_t start = codes.size();
  while (true) {
    const auto piece = nextPiece();
    if (!piece) {
      return piece.error();
    }
    if (piece->isEnd) {
      break;
    }
    if (piece->startsLine && piece->text.starts_with('>')) {
      if (auto taken = takeHeader(*piece); !taken) {
        return taken.error();
      }
      break;
    }
    if (!(piece->startsLine && piece->endsLine && isComment(piece->text))) {
      if (auto taken = takeLetters(*piece, codes); !taken) {
        return taken.error();
      }
    }
    m_column = piece->endsLine ? 1 : m_column + piece->text.size();
    m_line += piece->endsLine ? 1U : 0U;
  }
  if (codes.size() == start) {
    return errorAt(m_headerLine, 0,
                   "The record " + (m_header.empty() ? "without a name" : quoteForMessage(m_header)) +
                       " has no letters. Take it out, or mend the file.");
  }
  return true;
}

std::string_view FastaReader::id() const {
  return std::string_view(m_header).substr(0, m_header.find_first_of(" \t"));
}

}  // namespace touchstone::data
