// FASTA, plain, gzip or block gzip (HTSlib), record by record: a header line ">name description", then lines of letters.
// Sequences may be of any length; blank lines, lines that start with ; and blanks between letters are skipped.
// Thread: an object belongs to one thread. Blocking: file reads. Memory: one chunk of the file.
// Errors: kBadInput with "file:line:column": no header, bytes that are no nucleotides, records without letters, a header
// over 64 KiB or not UTF-8, a gzip stream that is damaged or cut off, a block gzip file without its end mark; and all that
// TextFile says of files that are no text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/result.h"
#include "engine/base/sha256.h"
#include "engine/data/sequences/sequence_alphabet.h"

struct BGZF;

namespace touchstone::data {

class FastaReader {
 public:
  static Result<FastaReader> open(const std::filesystem::path& file);

  // Reads the next record and appends its letters to `codes`: true, or false after the last one.
  Result<bool> next(std::vector<std::uint8_t>& codes);

  const std::string& header() const { return m_header; }  // without its >, trimmed
  std::string_view id() const;                            // its first word; empty where the header is empty
  std::size_t line() const { return m_headerLine; }       // of the header, from 1
  bool hasUracil() const { return m_hasUracil; }          // the record has a U

  const std::filesystem::path& path() const { return m_path; }
  bool isCompressed() const { return m_isCompressed; }
  std::uint64_t bytesRead() const { return m_bytesRead; }
  // Of the whole unpacked text once next() said false.
  std::string contentHash() const { return m_hash.hex(); }

  Error errorAt(std::size_t line, std::size_t column, std::string message) const;  // column 0: the line

 private:
  // A line, or a part of a long one.
  struct Piece {
    std::string_view text;
    bool startsLine = false;
    bool endsLine = false;
    bool isEnd = false;  // of the file; no text
  };
  struct Closer {
    void operator()(BGZF* file) const;
  };
  static constexpr std::size_t kChunk = std::size_t{64} << 10;

  FastaReader() = default;
  Result<bool> readMore();
  Error readError() const;
  Error orDamage(Error error);
  Result<bool> readRecord(std::vector<std::uint8_t>& codes);
  Result<Piece> nextPiece();
  Result<void> takeHeader(const Piece& piece);
  Result<void> takeLetters(const Piece& piece, std::vector<std::uint8_t>& codes);
  Result<void> findFirstHeader();

  std::filesystem::path m_path;
  std::unique_ptr<BGZF, Closer> m_file;
  std::vector<char> m_buffer;
  std::size_t m_begin = 0, m_end = 0;
  bool m_isAtEnd = false;
  bool m_isCompressed = false;
  std::uint64_t m_bytesRead = 0;
  base::Sha256 m_hash;

  std::size_t m_line = 1;            // of the next piece
  std::size_t m_column = 1;          // of its first byte
  std::string m_nextHeader;          // of the record that next() reads
  std::size_t m_nextHeaderLine = 0;  // 0: there is none
  std::string m_header;
  std::size_t m_headerLine = 0;
  bool m_hasUracil = false;
};

}  // namespace touchstone::data
