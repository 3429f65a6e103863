#include "engine/data/images/tile_table.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include "engine/base/text.h"
#include "engine/data/csv_cell.h"
#include "engine/data/csv_reader.h"
#include "engine/data/message_text.h"
#include "engine/data/text_file.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBlanks = " \t,;\r\n";
constexpr std::size_t kLongestLine = std::size_t{1} << 20;

// Lines of a text file, without their ends.
class LineReader {
 public:
  explicit LineReader(TextFile file) : m_file(std::move(file)) {}

  // The next line that is not blank; nothing at the end.
  Result<std::optional<std::string_view>> next() {
    while (true) {
      m_file.consume(m_pending);
      m_pending = 0;
      const auto size = lineSize();
      if (!size) {
        return size.error();
      }
      if (*size == 0) {
        return std::optional<std::string_view>();
      }
      m_pending = *size;
      ++m_line;
      const std::string_view line = m_file.window().substr(0, *size);
      if (const auto flaw = findTextFlaw(line)) {
        return m_file.errorAt(m_line, 0, flawMessage(line, *flaw, m_file.window()));
      }
      if (line.find_first_not_of(kBlanks) != std::string_view::npos) {
        return std::optional(line);
      }
    }
  }
  std::size_t line() const { return m_line; }
  const TextFile& file() const { return m_file; }

 private:
  // With its end; 0 at the end of the file.
  Result<std::size_t> lineSize() {
    std::size_t searched = 0;
    while (true) {
      const std::string_view window = m_file.window();
      const std::size_t end = window.find('\n', searched);
      if (end != std::string_view::npos) {
        return end + 1;
      }
      searched = window.size();
      if (searched > kLongestLine) {
        return m_file.errorAt(m_line + 1, 0, "The line is longer than 1 MiB. This is no table of tiles.");
      }
      const auto more = m_file.readMore();
      if (!more) {
        return more.error();
      }
      if (!*more) {
        return searched;
      }
    }
  }

  TextFile m_file;
  std::size_t m_pending = 0;
  std::size_t m_line = 0;
};

std::vector<std::string_view> splitLine(std::string_view line) {
  std::vector<std::string_view> cells;
  std::size_t place = 0;
  while ((place = line.find_first_not_of(kBlanks, place)) != std::string_view::npos) {
    const std::size_t end = std::min(line.find_first_of(kBlanks, place), line.size());
    cells.push_back(line.substr(place, end - place));
    place = end;
  }
  return cells;
}

CellKind kindOf(std::string_view cell) {
  double value = 0.0;
  return parseCell(cell, value);
}

// "1 2 3 ... 37", a typing error or two forgiven.
bool countsColumns(std::span<const std::string_view> cells) {
  std::size_t fitting = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    fitting += cells[i] == std::to_string(i + 1) ? 1U : 0U;
  }
  return cells.size() >= 4 && fitting * 10 >= cells.size() * 9;
}

std::string shapeWords(const TileShape& tile) {
  return std::to_string(tile.rows) + "x" + std::to_string(tile.columns) + "x" + std::to_string(tile.bands);
}

// Takes rows of cells, whichever kind of file they come from.
class TileCollector {
 public:
  TileCollector(const TileShape& tile, TileTable& table)
      : m_size(tile.rows * tile.columns * tile.bands), m_tile(tile), m_table(table) {}

  // Error without a place where the number of columns does not fit.
  Result<void> start(std::size_t columns, std::size_t label) {
    m_columns = columns;
    m_label = label;
    if (columns != m_size + 1) {
      return Error{ErrorCode::kBadInput,
                   "The table has " + std::to_string(columns) + " columns, and tile = \"" + shapeWords(m_tile) +
                       "\" needs " + std::to_string(m_size) +
                       " of numbers and one of classes. Give the tile that fits.",
                   {}};
    }
    return {};
  }

  // The cell that is wrong and why, or nothing.
  std::optional<std::pair<std::size_t, std::string>> take(std::span<const std::string_view> cells, std::size_t line) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i == m_label) {
        continue;
      }
      double value = std::numeric_limits<double>::quiet_NaN();
      if (parseCell(cells[i], value) == CellKind::kText) {
        return std::pair(i, quoteForMessage(cells[i]) + " " + whyNoNumber(cells[i]) + ". Tiles are made of numbers.");
      }
      m_table.values.push_back(static_cast<float>(value));
    }
    const std::string_view name = trimmed(cells[m_label]);
    double ignored = 0.0;
    if (parseCell(name, ignored) == CellKind::kMissing) {
      return std::pair(m_label, std::string("The class is missing. Write one, or take the row out."));
    }
    m_table.classes.emplace_back(name);
    m_table.lines.push_back(line);
    return std::nullopt;
  }
  std::size_t columns() const { return m_columns; }

 private:
  std::size_t m_size, m_columns = 0, m_label = 0;
  const TileShape& m_tile;
  TileTable& m_table;
};

Result<TileTable> readWithHeader(const fs::path& path, const TileShape& tile, const std::string& label) {
  auto reader = CsvReader::open(path);
  if (!reader) {
    return reader.error();
  }
  const std::vector<std::string>& header = reader->header();
  std::size_t labelColumn = header.size() - 1;
  if (!label.empty()) {
    const auto place = std::find(header.begin(), header.end(), label);
    if (place == header.end()) {
      return reader->file().errorAt(1, 0,
                                    "There is no column " + quoteForMessage(label) + base::didYouMean(label, header) +
                                        " The last one is " + quoteForMessage(header.back()) + ".");
    }
    labelColumn = static_cast<std::size_t>(place - header.begin());
  }
  TileTable table;
  TileCollector collector(tile, table);
  if (auto started = collector.start(header.size(), labelColumn); !started) {
    return reader->file().errorAt(1, 0, started.error().message);
  }
  for (auto more = reader->next();; more = reader->next()) {
    if (!more) {
      return more.error();
    }
    if (!*more) {
      break;
    }
    if (auto problem = collector.take(reader->cells(), reader->line())) {
      return reader->errorAt(problem->first, std::move(problem->second));
    }
  }
  table.contentHash = reader->file().contentHash();
  return table;
}

// The column of the classes of a table without names, from 0.
Result<std::size_t> plainLabel(const std::string& label, std::size_t columns, TileTable& table) {
  std::size_t number = 0;
  const auto parsed = std::from_chars(label.data(), label.data() + label.size(), number);
  if (label.empty() || parsed.ec != std::errc{} || parsed.ptr != label.data() + label.size()) {
    if (!label.empty()) {
      table.notes.push_back("The table has no header, so its last column is taken for " + quoteForMessage(label) + ".");
    }
    return columns - 1;
  }
  if (number < 1 || number > columns) {
    return Error{
        ErrorCode::kBadInput, "There is no column " + label + ": the table has " + std::to_string(columns) + ".", {}};
  }
  return number - 1;
}

Result<TileTable> readPlain(LineReader lines, const TileShape& tile, const std::string& label) {
  TileTable table;
  TileCollector collector(tile, table);
  bool isFirst = true;
  while (true) {
    const auto line = lines.next();
    if (!line) {
      return line.error();
    }
    if (!*line) {
      break;
    }
    const std::vector<std::string_view> cells = splitLine(**line);
    if (isFirst) {
      isFirst = false;
      const auto labelColumn = plainLabel(label, cells.size(), table);
      auto started = labelColumn ? collector.start(cells.size(), *labelColumn) : Result<void>(labelColumn.error());
      if (!started) {
        return lines.file().errorAt(lines.line(), 0, started.error().message);
      }
      if (countsColumns(cells)) {
        table.notes.emplace_back("The first line counts the columns and is left out.");
        continue;
      }
    }
    if (cells.size() != collector.columns()) {
      return lines.file().errorAt(lines.line(), 0,
                                  "The line has " + counted(cells.size(), "cell") + ", those before have " +
                                      std::to_string(collector.columns()) + ".");
    }
    if (auto problem = collector.take(cells, lines.line())) {
      const auto column = static_cast<std::size_t>(cells[problem->first].data() - (*line)->data()) + 1;
      return lines.file().errorAt(lines.line(), column, std::move(problem->second));
    }
  }
  table.contentHash = lines.file().contentHash();
  return table;
}

// The first line says whether there is a header: without words, and it is none.
Result<bool> isPlainTable(const fs::path& path) {
  auto file = TextFile::open(path);
  if (!file) {
    return file.error();
  }
  LineReader lines(std::move(*file));
  const auto first = lines.next();
  if (!first) {
    return first.error();
  }
  if (!*first) {
    return false;
  }
  std::vector<std::string_view> cells = splitLine(**first);
  if (cells.size() > 1) {
    cells.pop_back();  // the class may be a word
  }
  const auto isWord = [](std::string_view cell) { return kindOf(cell) == CellKind::kText; };
  const auto isNumber = [](std::string_view cell) { return kindOf(cell) == CellKind::kNumber; };
  return std::none_of(cells.begin(), cells.end(), isWord) && std::any_of(cells.begin(), cells.end(), isNumber);
}

}  // namespace

Result<TileTable> readTileTable(const fs::path& file, const TileShape& tile, const std::string& label) {
  const auto isPlain = isPlainTable(file);
  if (!isPlain) {
    return isPlain.error();
  }
  Result<TileTable> table = [&]() -> Result<TileTable> {
    if (!*isPlain) {
      return readWithHeader(file, tile, label);
    }
    auto text = TextFile::open(file);
    return text ? readPlain(LineReader(std::move(*text)), tile, label) : Result<TileTable>(text.error());
  }();
  if (table && table->classes.empty()) {
    return Error{ErrorCode::kBadInput, "The table has no rows.", file.string()};
  }
  return table;
}

std::size_t plainColumns(const fs::path& file) {
  const auto isPlain = isPlainTable(file);
  auto text = isPlain && *isPlain ? TextFile::open(file) : Result<TextFile>(Error{});
  if (!text) {
    return 0;
  }
  LineReader lines(std::move(*text));
  const auto first = lines.next();
  return first && *first ? splitLine(**first).size() : 0;
}

}  // namespace touchstone::data
