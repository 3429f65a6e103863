// What the readers make of a file or a folder: layout, columns, clock, season, and everything that looks wrong.
// More tolerant than the readers: text among numbers and channels without values are problems that it lists, not errors.
// Thread: free functions and value types. Blocking: reads the whole file; of a folder the beginnings of its files.
// Errors: kBadInput and kNotFound for what cannot be read as a table at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/date_time.h"
#include "engine/data/images/describe_images.h"
#include "engine/data/missing_codes.h"
#include "engine/data/sequences/describe_sequences.h"

namespace touchstone::data {

enum class TableKind {
  kSeriesInColumns,  // one row per time step
  kSeriesInRows,     // M4 style: one series per row
  kTextTable,        // a table with text columns
  kSequences,        // labelled sequences: a table, FASTA, or a folder of them; see Description::sequences
  kFolder,
  kImages  // a folder of images, a file of arrays, a table of tiles: see Description::images
};
const char* toWord(TableKind kind);  // "series-in-columns", ... as in the JSON

struct ChannelSummary {
  std::string name;
  double min = std::numeric_limits<double>::quiet_NaN();
  double max = std::numeric_limits<double>::quiet_NaN();
  double mean = std::numeric_limits<double>::quiet_NaN();
  std::size_t values = 0;  // present
  std::size_t missing = 0;
  bool isConstant = false;
  std::vector<SuspectedCode> codes;
};

struct TextSummary {
  std::string name;
  std::size_t missing = 0;
  std::size_t shortest = 0, longest = 0;                     // in bytes
  std::size_t distinct = 0;                                  // counted up to kMostDistinct
  std::vector<std::pair<std::string, std::size_t>> classes;  // by name with their counts, where there are 20 at most
};

struct FolderEntry {
  std::string name;             // relative to the folder
  std::uint64_t sizeBytes = 0;  // as stored
  std::string what;             // "time series, 7 channels", or why it cannot be read
  bool isReadable = false;
};

struct Description {
  static constexpr std::size_t kMostDistinct = 1000;

  std::string path;
  TableKind kind = TableKind::kSeriesInColumns;
  std::uint64_t textBytes = 0;  // unpacked
  bool isCompressed = false;
  char separator = ',';
  std::string contentHash;  // SHA-256 of the unpacked bytes
  std::size_t rows = 0;
  std::vector<ChannelSummary> channels;  // of kSeriesInRows: the series
  std::vector<TextSummary> texts;
  std::size_t shortest = 0, longest = 0;  // values of a channel; differ for kSeriesInRows
  std::string clockColumn;                // the date column or the row counter; empty: none
  Clock clock;
  std::string firstDate, lastDate;
  int season = 1;                     // guess on all rows; 1: none
  std::vector<std::string> problems;  // one sentence each
  std::vector<FolderEntry> files;     // of a folder, by name
  std::size_t otherFiles = 0;         // in it, of kinds that no reader knows
  std::shared_ptr<const SequenceDescription> sequences;  // of kSequences
  std::shared_ptr<const ImageDescription> images;  // of kImages: then nothing else is set but path and problems
};

Result<Description> describe(const std::filesystem::path& path);

std::string toText(const Description& description);  // plain text for a terminal, ends with a line end
std::string toJson(const Description& description);  // one object, indented, no line end after it

}  // namespace touchstone::data
