// Reads one file of sequences, a table or FASTA, into a pool.
// Thread: free functions. Blocking: reads the file. Errors: kBadInput, kNotFound with file, line and column.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/sequences/sequence_pool.h"
#include "engine/data/sequences/sequence_sources.h"

namespace touchstone::data {

struct SequenceFileFacts {
  std::string contentHash;      // SHA-256 of the unpacked bytes
  std::uint64_t textBytes = 0;  // unpacked
  bool isCompressed = false;
  std::vector<std::string> notes;
  // Tables: the columns as they were found, so that the files after the first use the same.
  std::string sequenceColumn, labelColumn;
  std::string firstHeader;  // FASTA
};

// `prefix` goes before the name of every item ("test.csv " or "enhancers.fa/"); empty where there is one file only.
Result<SequenceFileFacts> addTable(const std::filesystem::path& file, const SequenceOptions& options,
                                   const std::string& prefix, SequencePool& pool);
Result<SequenceFileFacts> addFasta(const SequenceSource& source, const std::string& prefix, SequencePool& pool);

}  // namespace touchstone::data
