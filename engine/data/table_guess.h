// What the columns of a table are, from its header and its first records: values, dates, a row counter, or text.
// Also tells the two layouts apart: one row per time step, or (M4 style) one series per row.
// Thread: free functions. Blocking: reads the first 200 records. Errors: as CsvReader.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/date_time.h"

namespace touchstone::data {

enum class ColumnRole {
  kValues,   // numbers and missing cells
  kDate,     // the clock: dates that are read
  kCounter,  // the clock as numbers: 1, 2, 3 or 1949.0, 1949.083; only under a name such as t or time
  kText
};

struct ColumnGuess {
  std::string name;
  ColumnRole role = ColumnRole::kValues;
  DateForm form = DateForm::kYearFirst;  // of a kDate column
};

struct TableGuess {
  std::vector<ColumnGuess> columns;
  bool isWide = false;  // one series per row: identifier, then the values, oldest first
  char separator = ',';
  std::size_t records = 0;           // looked at
  std::optional<std::size_t> clock;  // the kDate or kCounter column that gives the rows their order
};

Result<TableGuess> guessTable(const std::filesystem::path& file);

}  // namespace touchstone::data
