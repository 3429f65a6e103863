// Tables of sequences (engine/data/sequences/sequence_files.h).
#include <algorithm>

#include "engine/data/csv_cell.h"
#include "engine/data/message_text.h"
#include "engine/data/sequences/sequence_columns.h"
#include "engine/data/sequences/sequence_files.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

// Cells that stand for a missing value. "none" and "null" may be classes, and "NA" is hardly the sequence N, A.
bool isMissing(std::string_view cell) {
  constexpr std::string_view kMissing[] = {"", "NA", "N/A", "#N/A", "NaN", "nan"};
  return std::find(std::begin(kMissing), std::end(kMissing), cell) != std::end(kMissing);
}

class TableReader {
 public:
  TableReader(CsvReader reader, const SequenceColumns& columns, const std::string& prefix, SequencePool& pool)
      : m_reader(std::move(reader)), m_columns(columns), m_prefix(prefix), m_pool(pool) {
    for (const std::size_t column : columns.labels) {
      if (!pool.options().labels.empty()) {
        m_labelNumbers.push_back(pool.labelNumber(columns.columnNames[column]));
      }
    }
  }

  Result<void> readAll() {
    while (true) {
      const auto more = m_reader.next();
      if (!more) {
        return more.error();
      }
      if (!*more) {
        break;
      }
      ++m_row;
      if (auto taken = takeRow(); !taken) {
        return taken;
      }
    }
    if (m_row == 0) {
      return Error{ErrorCode::kBadInput, "The file has a header and no rows. Check that it was written completely.",
                   m_reader.file().path().string()};
    }
    return {};
  }

  const CsvReader& reader() const { return m_reader; }

 private:
  Result<void> takeRow() {
    const std::string_view cell = m_reader.cells()[m_columns.sequence];
    const std::string_view letters = trimmed(cell);
    const LetterCheck check = appendCodes(letters, m_pool.codes());
    if (isMissing(letters)) {
      return m_reader.errorAt(m_columns.sequence, "The sequence is empty. Take the line out, or fill it in.");
    }
    if (check.hasOther || check.hasSpace) {
      return strayError(letters, static_cast<std::size_t>(letters.data() - cell.data()));
    }
    if (auto taken = m_pool.options().labels.empty() ? takeLabel() : takeColumns(); !taken) {
      return taken;
    }
    m_pool.closeItem(itemName(), check.hasUracil);
    return {};
  }

  Error strayError(std::string_view letters, std::size_t offset) const {
    const std::size_t stray = findStrayByte(letters, false);
    const std::size_t column = m_reader.column(m_columns.sequence) + offset + charactersBefore(letters, stray);
    double ignored = 0.0;
    if (parseCell(letters, ignored) == CellKind::kNumber) {
      return m_reader.errorAt(
          m_columns.sequence,
          "This is a number, not a sequence. Take the line out, or name another column by sequence.");
    }
    return m_reader.file().errorAt(m_reader.line(), column, strayByteMessage(letters[stray]));
  }

  Result<void> takeLabel() {
    const std::size_t column = m_columns.labels.front();
    const std::string_view cell = trimmed(m_reader.cells()[column]);
    if (!m_pool.options().isMultiLabel) {
      if (isMissing(cell)) {
        return m_reader.errorAt(column, "The class is missing. Take the line out, or fill it in.");
      }
      m_pool.addLabel(cell);
      return {};
    }
    std::string_view rest = cell;
    while (true) {
      const std::size_t border = rest.find_first_of(";|");
      if (const std::string_view label = trimmed(rest.substr(0, border)); !label.empty()) {
        m_pool.addLabel(label);
      }
      if (border == std::string_view::npos) {
        return {};
      }
      rest.remove_prefix(border + 1);
    }
  }

  Result<void> takeColumns() {
    for (std::size_t i = 0; i < m_columns.labels.size(); ++i) {
      const std::size_t column = m_columns.labels[i];
      const std::string_view cell = trimmed(m_reader.cells()[column]);
      double value = 0.0;
      const std::string lower = lowerCase(cell);
      const bool isNumber = parseCell(cell, value) == CellKind::kNumber && (value == 0.0 || value == 1.0);
      if (!isNumber && lower != "true" && lower != "false") {
        return m_reader.errorAt(column, "The cell " + quoteForMessage(cell) +
                                            " is neither 0 nor 1. Mend it, or take the column " +
                                            quoteForMessage(m_columns.columnNames[column]) + " out of labels.");
      }
      if (isNumber ? value == 1.0 : lower == "true") {
        m_pool.addLabelNumber(m_labelNumbers[i]);
      }
    }
    return {};
  }

  std::string itemName() const {
    if (m_columns.name) {
      if (const std::string_view name = trimmed(m_reader.cells()[*m_columns.name]); !name.empty()) {
        return m_prefix + std::string(name);
      }
    }
    return m_prefix + "row " + std::to_string(m_row);
  }

  CsvReader m_reader;
  const SequenceColumns& m_columns;
  const std::string& m_prefix;
  SequencePool& m_pool;
  std::vector<std::uint32_t> m_labelNumbers;  // of the columns of 0 and 1
  std::size_t m_row = 0;
};

}  // namespace

Result<SequenceFileFacts> addTable(const fs::path& file, const SequenceOptions& options, const std::string& prefix,
                                   SequencePool& pool) {
  auto columns = findSequenceColumns(file, options);
  if (!columns) {
    return columns.error();
  }
  auto reader = CsvReader::open(file, columns->header);
  if (!reader) {
    return reader.error();
  }
  std::error_code ignored;
  if (const auto bytes = fs::file_size(file, ignored); !ignored && !reader->file().isCompressed()) {
    pool.reserveBytes(bytes);
  }
  TableReader table(std::move(*reader), *columns, prefix, pool);
  if (auto read = table.readAll(); !read) {
    return read.error();
  }
  SequenceFileFacts facts;
  facts.contentHash = table.reader().file().contentHash();
  facts.textBytes = table.reader().file().bytesRead();
  facts.isCompressed = table.reader().file().isCompressed();
  facts.notes = std::move(columns->notes);
  facts.sequenceColumn = columns->columnNames[columns->sequence];
  facts.labelColumn = options.labels.empty() ? columns->columnNames[columns->labels.front()] : std::string();
  return facts;
}

}  // namespace touchstone::data
