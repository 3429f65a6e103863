#include "engine/data/csv_reader.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <unordered_map>
#include <utility>

#include "engine/data/csv_cell.h"
#include "engine/data/date_time.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

constexpr std::array<char, 3> kSeparators = {',', ';', '\t'};

bool isSeparator(char c) {
  return std::find(kSeparators.begin(), kSeparators.end(), c) != kSeparators.end();
}

// Separators outside quotes.
std::size_t countOutside(std::string_view text, char separator) {
  std::size_t count = 0;
  bool isQuoted = false;
  for (const char c : text) {
    isQuoted = c == '"' ? !isQuoted : isQuoted;
    count += !isQuoted && c == separator ? 1U : 0U;
  }
  return count;
}

}  // namespace

Result<CsvReader> CsvReader::open(const std::filesystem::path& path, CsvHeader header) {
  auto file = TextFile::open(path);
  if (!file) {
    return file.error();
  }
  CsvReader reader(std::move(*file));
  if (reader.m_file.window().starts_with("\xEF\xBB\xBF")) {
    reader.m_file.consume(3);
  }
  if (auto read = reader.readHeader(header); !read) {
    return read.error();
  }
  return reader;
}

// The record that begins `start` bytes into the window.
Result<CsvReader::Record> CsvReader::findRecord(std::size_t start) {
  Record record;
  std::size_t scanned = start;
  while (true) {
    const char* found =
        scanned < m_file.size()
            ? static_cast<const char*>(std::memchr(m_file.data() + scanned, '\n', m_file.size() - scanned))
            : nullptr;
    const std::size_t end = found != nullptr ? static_cast<std::size_t>(found - m_file.data()) : m_file.size();
    if (std::memchr(m_file.data() + scanned, '"', end - scanned) != nullptr) {
      record.hasQuotes = true;
      const auto done = findQuotedEnd(start, record);
      return done.ok() ? Result<Record>(record) : Result<Record>(done.error());
    }
    if (end - start > kLongestLine) {
      return tooLong(start, false);
    }
    if (found != nullptr) {
      record.body = end - start;
      record.length = record.body + 1;
      break;
    }
    scanned = end;
    const auto more = m_file.readMore();
    if (!more) {
      return more.error();
    }
    if (!*more) {
      record.isEnd = m_file.size() == start;
      record.body = record.length = m_file.size() - start;
      break;
    }
  }
  if (record.body > 0 && m_file.data()[start + record.body - 1] == '\r') {
    --record.body;
  }
  return record;
}

// As findRecord() for a record with quotes: line ends within quotes belong to it. One pass, whatever the quotes hold.
Result<bool> CsvReader::findQuotedEnd(std::size_t start, Record& record) {
  bool isQuoted = false;
  bool isCellStart = true;  // only there a quote opens a cell
  record.lines = 1;
  for (std::size_t i = start;; ++i) {
    if (i - start > kLongestLine) {
      return tooLong(start, isQuoted);
    }
    if (i + 1 >= m_file.size()) {  // one byte ahead is needed to tell "" from a closing quote
      const auto more = m_file.readMore();
      if (!more) {
        return more.error();
      }
      if (i >= m_file.size()) {
        if (isQuoted) {
          return tooLong(start, true);
        }
        record.body = record.length = i - start;
        return true;
      }
    }
    const char c = m_file.data()[i];
    if (isQuoted) {
      record.lines += c == '\n' ? 1U : 0U;
      if (c == '"' && i + 1 < m_file.size() && m_file.data()[i + 1] == '"') {
        ++i;
      } else if (c == '"') {
        isQuoted = false;
      }
    } else if (c == '\n') {
      record.body = i - start;
      record.length = record.body + 1;
      if (record.body > 0 && m_file.data()[i - 1] == '\r') {
        --record.body;
      }
      return true;
    } else {
      isQuoted = c == '"' && isCellStart;
      const bool isBorder = m_header.empty() ? isSeparator(c) : c == m_separator;
      isCellStart = isBorder || (isCellStart && c == ' ');
    }
  }
}

Error CsvReader::tooLong(std::size_t start, bool isQuoted) const {
  const std::string_view text = m_file.window().substr(start, kLongestLine);
  // A cut sequence at the very end of the piece is no flaw of the file.
  const auto flaw = findTextFlaw(text);
  if (flaw && flaw->position + 4 < text.size()) {
    return m_file.errorAt(m_nextLine, charactersBefore(text, flaw->position) + 1,
                          flawMessage(text, *flaw, m_file.window()));
  }
  if (isQuoted) {
    return m_file.errorAt(
        m_nextLine, charactersBefore(text, text.find('"')) + 1,
        "A quote opens in this line and is not closed. Close it, or double a quote that belongs to the text.");
  }
  return m_file.errorAt(m_nextLine, 0,
                        "The line is longer than 1 MiB, so this is hardly a table with one record a line. "
                        "Check the line ends and that it is a CSV file.");
}

Result<void> CsvReader::checkText(std::string_view body) const {
  if (const auto flaw = findTextFlaw(body)) {
    return m_file.errorAt(m_nextLine, charactersBefore(body, flaw->position) + 1,
                          flawMessage(body, *flaw, m_file.window()));
  }
  return {};
}

void CsvReader::chooseSeparator(std::string_view header, std::string_view first) {
  std::size_t best = 0;
  for (const char separator : kSeparators) {
    const std::size_t inHeader = countOutside(header, separator);
    // As many in the first record counts twice: a header such as "T (deg; mean),wind" has more than one candidate.
    const std::size_t score = inHeader * (countOutside(first, separator) == inHeader ? 2 : 1);
    if (score > best) {
      best = score;
      m_separator = separator;
    }
  }
}

Result<void> CsvReader::readHeader(CsvHeader kind) {
  Record header;
  while (true) {
    auto found = findRecord(0);
    if (!found) {
      return found.error();
    }
    header = *found;
    if (header.isEnd) {
      return m_file.errorAt(0, 0, "The file holds blank lines only. Check that it was written completely.");
    }
    if (!trimmed({m_file.data(), header.body}).empty()) {
      break;
    }
    m_file.consume(header.length);
    m_nextLine += header.lines;
  }
  if (auto checked = checkText({m_file.data(), header.body}); !checked) {
    return checked;
  }
  const auto first = findRecord(header.length);
  if (!first && first.error().code != ErrorCode::kBadInput) {
    return first.error();  // what is wrong with the second record is said when it is read
  }
  const std::string_view firstBody = first ? m_file.window().substr(header.length, first->body) : std::string_view();
  chooseSeparator({m_file.data(), header.body}, firstBody);
  m_line = m_nextLine;
  if (auto split = splitRecord(header); !split) {
    return split;
  }
  for (const std::string_view cell : m_cells) {
    m_header.emplace_back(kind == CsvHeader::kFirstRecord ? trimmed(cell) : std::string_view());
    if (m_header.back().empty()) {
      m_header.back() = "column " + std::to_string(m_header.size());
    }
  }
  m_nextLine += header.lines;
  m_pending = header.length;
  m_isFirstSplit = kind == CsvHeader::kNone;
  return m_isFirstSplit ? Result<void>() : checkHeader();
}

Result<void> CsvReader::checkHeader() const {
  const auto isValue = [](const std::string_view cell) {
    double ignored = 0.0;
    return parseCell(cell, ignored) == CellKind::kNumber || findDateForm(cell).has_value();
  };
  if (std::all_of(m_cells.begin(), m_cells.end(), isValue)) {
    return m_file.errorAt(m_line, 0,
                          "The first line holds values, so the file has no header. Put a line with the names of the "
                          "columns before it.");
  }
  std::unordered_map<std::string_view, std::size_t> seen;
  for (std::size_t i = 0; i < m_header.size(); ++i) {
    if (m_header[i].find_first_of("\r\n") != std::string::npos) {
      return errorAt(
          i, "The header has a line end within a name. If the file ends its lines with CR alone, convert it, for "
             "example with: tr '\\r' '\\n' < IN > OUT.");
    }
    if (const auto [place, isNew] = seen.emplace(m_header[i], i); !isNew) {
      const char* advice = isValue(m_header[i]) ? "). If the line holds values, put a line with names before it."
                                                : "). Rename one of them.";
      return errorAt(i, "Two columns are called " + quoteForMessage(m_header[i]) + " (columns " +
                            std::to_string(place->second + 1) + " and " + std::to_string(i + 1) + advice);
    }
  }
  return {};
}

Result<bool> CsvReader::next() {
  if (std::exchange(m_isFirstSplit, false)) {
    return true;
  }
  m_file.consume(m_pending);
  m_pending = 0;
  while (true) {
    const auto found = findRecord(0);
    if (!found) {
      return found.error();
    }
    if (found->isEnd) {
      return false;
    }
    if (trimmed({m_file.data(), found->body}).empty() && (m_separator != '\t' || found->body == 0)) {
      m_blankLine = m_blankLine == 0 ? m_nextLine : m_blankLine;
      m_file.consume(found->length);
      m_nextLine += found->lines;
      continue;
    }
    if (m_blankLine != 0 && m_header.size() == 1) {
      return m_file.errorAt(m_blankLine, 0, "The line is empty. Write NA for a missing value, or take the line out.");
    }
    m_blankLine = 0;
    if (auto checked = checkText({m_file.data(), found->body}); !checked) {
      return checked.error();
    }
    m_line = m_nextLine;
    m_nextLine += found->lines;
    m_pending = found->length;
    if (auto split = splitRecord(*found); !split) {
      return split.error();
    }
    if (m_cells.size() > m_header.size() || (m_cells.size() < m_header.size() && !m_allowsShortRecords)) {
      return raggedError();
    }
    return true;
  }
}

Result<void> CsvReader::splitRecord(const Record& record) {
  m_cells.clear();
  if (record.hasQuotes) {
    return splitQuoted(record.body);
  }
  const char* cell = m_file.data();
  const char* const end = cell + record.body;
  for (const char* p = cell; p != end; ++p) {
    if (*p == m_separator) {
      m_cells.emplace_back(cell, static_cast<std::size_t>(p - cell));
      cell = p + 1;
    }
  }
  m_cells.emplace_back(cell, static_cast<std::size_t>(end - cell));
  return {};
}

// Unescapes in place: the text of a cell never grows.
Result<void> CsvReader::splitQuoted(std::size_t size) {
  char* const text = m_file.data();
  std::size_t i = 0;
  while (true) {
    std::size_t begin = i;
    while (begin < size && text[begin] == ' ') {
      ++begin;
    }
    if (begin < size && text[begin] == '"') {
      std::size_t write = begin + 1;
      std::size_t read = begin + 1;
      while (read < size && (text[read] != '"' || (read + 1 < size && text[read + 1] == '"'))) {
        read += text[read] == '"' ? 1U : 0U;
        text[write++] = text[read++];
      }
      m_cells.emplace_back(text + begin + 1, write - begin - 1);
      i = read + 1;
      while (i < size && text[i] == ' ') {
        ++i;
      }
      if (read >= size || (i < size && text[i] != m_separator)) {
        return errorAt(m_cells.size() - 1,
                       "There is text after the closing quote of a cell. Double a quote that belongs to the "
                       "text, or take it out.");
      }
    } else {
      while (i < size && text[i] != m_separator) {
        ++i;
      }
      m_cells.emplace_back(text + begin, i - begin);
    }
    if (i >= size) {
      return {};
    }
    ++i;
  }
}

Error CsvReader::raggedError() const {
  const std::string counts = "The line has " + counted(m_cells.size(), "cell") + ", but the header has " +
                             counted(m_header.size(), "column") + ". ";
  if (m_cells.size() == m_header.size() + 1) {
    return errorAtRecord(counts + "Give every column a name in the header, and write numbers with a decimal point.");
  }
  return errorAtRecord(counts + "Mend the line; a missing value is an empty cell or NA.");
}

std::size_t CsvReader::column(std::size_t cell) const {
  if (cell >= m_cells.size()) {
    return 0;
  }
  const auto offset = static_cast<std::size_t>(m_cells[cell].data() - m_file.window().data());
  return charactersBefore(m_file.window(), offset) + 1;
}

Error CsvReader::errorAt(std::size_t cell, std::string message) const {
  return m_file.errorAt(m_line, column(cell), std::move(message));
}

}  // namespace touchstone::data
