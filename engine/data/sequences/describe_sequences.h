// What the readers make of sequences: their lengths, letters, classes and repetitions, and what a task of them would be.
// Thread: free functions and value types. Blocking: reads the files. Errors: as the readers of sequences.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/examples/example_task.h"

namespace touchstone::data {

struct SequenceDescription {
  using Counts = std::vector<std::pair<std::string, std::size_t>>;
  struct File {
    std::filesystem::path path;
    std::string what;  // "FASTA, class enhancers, test block"
  };

  std::size_t count = 0;
  std::size_t shortest = 0, longest = 0;    // letters
  std::size_t ambiguous = 0;                // sequences with a letter that is not A, C, G, T or U
  Counts ambiguousLetters;                  // "N" and how often it occurs
  std::size_t uracil = 0;                   // sequences with a U
  std::string sequenceColumn, labelColumn;  // of a table
  std::string firstHeader;                  // of FASTA
  Counts classes;                           // in their order
  std::size_t repeats = 0;                  // sequences that repeat an earlier one
  std::size_t reverseComplements = 0;       // that are the reverse complement of an earlier one, and repeat none
  std::size_t conflicting = 0;              // with the letters of another but another class
  std::array<std::size_t, 3> blocks{};      // train, validation, test; all 0: the files tell no blocks
  OverlapReport overlap;                    // of these blocks
  std::vector<std::pair<std::string, std::string>> task;  // keys and values of a study file's [[task]]
  std::vector<File> files;                                // of a folder
  std::vector<std::string> problems;                      // one sentence each

  std::string contentHash;      // of the unpacked bytes; of several files over their hashes
  std::uint64_t textBytes = 0;  // unpacked
  bool isCompressed = false;
};

// Whether the path is one for describeSequences(): FASTA, a table without a header whose first line holds a sequence, a folder
// with FASTA files or with tables of sequences named train, validation, test.
bool looksLikeSequences(const std::filesystem::path& path);

Result<SequenceDescription> describeSequences(const std::filesystem::path& path);

// "sequences of a table": the lines of the text between rows and file; ends with a line end.
std::string toText(const SequenceDescription& description);
std::string toJson(const SequenceDescription& description);  // one object

}  // namespace touchstone::data
