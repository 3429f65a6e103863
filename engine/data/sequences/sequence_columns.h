// Which columns of a table are the sequences, the classes and the names: as the options say, else by the usual names, else by
// what the first records hold. Also tells whether the first line is a header: it is none where one of its cells is a sequence.
// Thread: free functions. Blocking: reads the first 200 records.
// Errors: kBadInput, kNotFound with the file, the columns that it has and the nearest name; all that CsvReader says.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/csv_reader.h"
#include "engine/data/sequences/sequence_options.h"

namespace touchstone::data {

struct SequenceColumns {
  CsvHeader header = CsvHeader::kFirstRecord;
  std::vector<std::string> columnNames;
  std::size_t sequence = 0;
  std::vector<std::size_t> labels;  // one, or the columns of 0 and 1
  std::optional<std::size_t> name;
  std::vector<std::string> notes;  // what was guessed
};

Result<SequenceColumns> findSequenceColumns(const std::filesystem::path& file, const SequenceOptions& options);

// At least eight letters, all of them nucleotides.
bool looksLikeSequence(std::string_view cell);

}  // namespace touchstone::data
