// Time series from CSV files: one row per time step with an optional date column, or (M4 style) one series per row.
// Row layout: a date column (found by its name or its form) and a row counter give the clock and are no channels; every
// other chosen column must be numeric. Wide layout: the first cell names the series, the others are its values, oldest
// first; trailing missing cells are cut off, so series differ in length.
// Units: values as in the file; missing cells and the given codes are NaN. Thread: free functions. Blocking: file reads.
// Errors: kBadInput with file, line and column; kNotFound for a missing file or an unknown column.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/date_time.h"
#include "engine/data/series.h"
#include "engine/data/table_guess.h"

namespace touchstone::data {

struct SeriesOptions {
  std::vector<std::string> columns;  // channels (wide layout: series) in this order; empty or {"*"}: all
  std::vector<double> missingCodes;  // values that stand for "missing", e.g. -9999
};

struct SeriesFile {
  SeriesTable table;
  Clock clock;
  std::string contentHash;         // SHA-256 of the unpacked bytes: the same for x.csv and x.csv.gz
  std::vector<std::string> notes;  // what the user should know: one sentence each
};

Result<SeriesFile> readSeries(const std::filesystem::path& file, const SeriesOptions& options = {});

// Files that continue each other in time: train, then maybe validation, then test. Channels are matched by name, in wide
// layout series by identifier; both must be the same in every file.
struct SeriesParts {
  SeriesFile joined;
  std::vector<std::vector<std::size_t>> ends;  // [channels][files]: rows of the channel up to the end of that file
};
Result<SeriesParts> readSeriesParts(std::span<const std::filesystem::path> files, const SeriesOptions& options = {});

// Checks that every channel has values, and notes constant ones. For series that are read and joined.
Result<void> checkChannels(const SeriesTable& table, const std::string& context, std::vector<std::string>& notes);

namespace detail {
// The two layouts; readSeries() chooses.
Result<SeriesFile> readRows(const std::filesystem::path& file, const TableGuess& guess, const SeriesOptions& options);
Result<SeriesFile> readWide(const std::filesystem::path& file, const SeriesOptions& options);

// The positions of the wanted names among `names`, or an error with the nearest name.
Result<std::vector<std::size_t>> findNames(const std::vector<std::string>& wanted,
                                           const std::vector<std::string>& names, const std::filesystem::path& file,
                                           const char* what);
bool wantsAll(const SeriesOptions& options);
double withoutCode(double value, const std::vector<double>& missingCodes);  // NaN for a code
}  // namespace detail

}  // namespace touchstone::data
