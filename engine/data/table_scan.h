// One pass over a table that keeps going where a reader would stop: values, dates and texts of every column, with the first
// misfit of each. For describe().
// Thread: free functions. Blocking: reads the file; memory: 8 bytes a number. Errors: as CsvReader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/table_guess.h"

namespace touchstone::data {

struct ScannedColumn {
  std::string name;
  ColumnRole role = ColumnRole::kValues;
  std::vector<double> values;                // kValues, kCounter: NaN for missing and for misfits
  std::vector<std::int64_t> timesS;          // kDate
  std::map<std::string, std::size_t> texts;  // kText: counts, no new ones after `mostTexts`
  std::size_t missing = 0;
  std::size_t shortest = 0, longest = 0;  // kText
  std::size_t misfits = 0;                // cells that do not suit the role
  std::string firstMisfit;                // "line 12, column 5: "abc" is not a number"
};

struct TableScan {
  TableGuess guess;
  std::vector<ScannedColumn> columns;  // wide layout: one for each series
  std::size_t rows = 0;
  std::string contentHash;
  std::uint64_t textBytes = 0;
  bool isCompressed = false;
};

Result<TableScan> scanTable(const std::filesystem::path& file, std::size_t mostTexts);

}  // namespace touchstone::data
