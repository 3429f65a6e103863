// Comma-separated values (RFC 4180), plain or gzip, record by record.
// Separator: comma, semicolon or tab, whichever splits the first two records best. Quotes, doubled quotes, line ends within
// quotes, CRLF and a UTF-8 byte order mark are understood. Blank lines at the end are skipped, elsewhere too where a record
// has several cells.
// Thread: an object belongs to one thread. Blocking: file reads. Memory: one record and one chunk of the file.
// Errors: Result with "file:line:column" as its place: ragged records, duplicate names, no header, open quotes, lines over
// 1 MiB, bytes that are no text, and everything that TextFile says.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/text_file.h"

namespace touchstone::data {

// Whether the first record names the columns, or is the first of the data and they are called "column 1", "column 2".
enum class CsvHeader { kFirstRecord, kNone };

class CsvReader {
 public:
  static constexpr std::size_t kLongestLine = std::size_t{1} << 20;

  // Reads the header. Names are trimmed; a column without a name is called "column 3".
  static Result<CsvReader> open(const std::filesystem::path& file, CsvHeader header = CsvHeader::kFirstRecord);

  const std::vector<std::string>& header() const { return m_header; }
  char separator() const { return m_separator; }
  // Wide files end their shorter records early.
  void allowShortRecords() { m_allowsShortRecords = true; }

  // The next record: true, or false after the last one. Cells of the record before become invalid.
  Result<bool> next();
  std::span<const std::string_view> cells() const { return m_cells; }
  std::size_t line() const { return m_line; }  // of the record's first character, from 1
  std::size_t column(std::size_t cell) const;  // of the cell's first character, from 1

  // An error about one cell, or about the whole record.
  Error errorAt(std::size_t cell, std::string message) const;
  Error errorAtRecord(std::string message) const { return m_file.errorAt(m_line, 0, std::move(message)); }

  const TextFile& file() const { return m_file; }

 private:
  struct Record {
    std::size_t length = 0;  // with its line end
    std::size_t body = 0;    // without
    std::size_t lines = 1;   // line ends in it
    bool hasQuotes = false;
    bool isEnd = false;  // there is no record
  };

  explicit CsvReader(TextFile file) : m_file(std::move(file)) {}

  Result<Record> findRecord(std::size_t start);
  Result<bool> findQuotedEnd(std::size_t start, Record& record);
  Error tooLong(std::size_t start, bool isQuoted) const;
  Result<void> checkText(std::string_view body) const;
  Result<void> readHeader(CsvHeader kind);
  Result<void> checkHeader() const;
  void chooseSeparator(std::string_view header, std::string_view first);
  Result<void> splitRecord(const Record& record);
  Result<void> splitQuoted(std::size_t size);
  Error raggedError() const;

  TextFile m_file;
  std::vector<std::string> m_header;
  std::vector<std::string_view> m_cells;
  std::size_t m_pending = 0;  // bytes of the current record, consumed by next()
  std::size_t m_line = 1;
  std::size_t m_nextLine = 1;
  std::size_t m_blankLine = 0;  // the first blank line since the last record; 0: none
  char m_separator = ',';
  bool m_isFirstSplit = false;  // the first record is no header and waits in m_cells
  bool m_allowsShortRecords = false;
};

}  // namespace touchstone::data
