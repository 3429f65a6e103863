#include "engine/data/table_scan.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/data/csv_cell.h"
#include "engine/data/csv_reader.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

void noteMisfit(const CsvReader& reader, std::size_t cell, const std::string& why, ScannedColumn& column) {
  if (column.misfits++ == 0) {
    column.firstMisfit = "line " + std::to_string(reader.line()) + ", column " + std::to_string(reader.column(cell)) +
                         ": " + quoteForMessage(reader.cells()[cell]) + " " + why;
  }
}

void takeText(std::string_view text, std::size_t mostTexts, ScannedColumn& column) {
  double ignored = 0.0;
  if (parseCell(text, ignored) == CellKind::kMissing) {
    ++column.missing;
    return;
  }
  column.shortest = column.longest == 0 ? text.size() : std::min(column.shortest, text.size());
  column.longest = std::max(column.longest, text.size());
  std::string key(text);
  if (const auto found = column.texts.find(key); found != column.texts.end()) {
    ++found->second;
  } else if (column.texts.size() < mostTexts) {
    column.texts.emplace(std::move(key), 1);
  }
}

double takeNumber(const CsvReader& reader, std::size_t cell, ScannedColumn& column) {
  double value = kNan;
  const CellKind kind = parseCell(reader.cells()[cell], value);
  if (kind == CellKind::kText) {
    noteMisfit(reader, cell, whyNoNumber(reader.cells()[cell]), column);
    return kNan;
  }
  return value;
}

void takeCell(const CsvReader& reader, std::size_t cell, const ColumnGuess& guess, std::size_t mostTexts,
              ScannedColumn& column) {
  switch (column.role) {
  case ColumnRole::kText:
    takeText(reader.cells()[cell], mostTexts, column);
    return;
  case ColumnRole::kDate:
    if (const auto time = parseDate(reader.cells()[cell], guess.form)) {
      column.timesS.push_back(*time);
    } else {
      noteMisfit(reader, cell, std::string("is no date of the form ") + formExample(guess.form), column);
    }
    return;
  case ColumnRole::kValues:
  case ColumnRole::kCounter:
    column.values.push_back(takeNumber(reader, cell, column));
    column.missing += std::isnan(column.values.back()) ? 1U : 0U;
    return;
  }
}

// One series: the cells after the identifier, without the missing ones at the end.
void takeSeries(const CsvReader& reader, TableScan& scan) {
  ScannedColumn series;
  series.name = trimmed(reader.cells()[0]);
  for (std::size_t i = 1; i < reader.cells().size(); ++i) {
    series.values.push_back(takeNumber(reader, i, series));
  }
  while (!series.values.empty() && std::isnan(series.values.back())) {
    series.values.pop_back();
  }
  series.missing = static_cast<std::size_t>(
      std::count_if(series.values.begin(), series.values.end(), [](double value) { return std::isnan(value); }));
  scan.columns.push_back(std::move(series));
}

}  // namespace

Result<TableScan> scanTable(const std::filesystem::path& file, std::size_t mostTexts) {
  auto guess = guessTable(file);
  if (!guess) {
    return guess.error();
  }
  auto reader = CsvReader::open(file);
  if (!reader) {
    return reader.error();
  }
  TableScan scan;
  scan.guess = std::move(*guess);
  if (scan.guess.isWide) {
    reader->allowShortRecords();
  } else {
    for (const ColumnGuess& column : scan.guess.columns) {
      scan.columns.emplace_back();
      scan.columns.back().name = column.name;
      scan.columns.back().role = column.role;
    }
  }
  while (true) {
    const auto more = reader->next();
    if (!more) {
      return more.error();
    }
    if (!*more) {
      break;
    }
    ++scan.rows;
    if (scan.guess.isWide) {
      takeSeries(*reader, scan);
      continue;
    }
    for (std::size_t i = 0; i < scan.columns.size(); ++i) {
      takeCell(*reader, i, scan.guess.columns[i], mostTexts, scan.columns[i]);
    }
  }
  scan.contentHash = reader->file().contentHash();
  scan.textBytes = reader->file().bytesRead();
  scan.isCompressed = reader->file().isCompressed();
  return scan;
}

}  // namespace touchstone::data
