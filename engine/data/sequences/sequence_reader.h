// Labelled sequences of a genomics task: tables (CSV, TSV) and FASTA, plain or gzip.
// Files: see sequence_sources.h. Tables have a column of sequences and one of classes (options sequence, label), several
// classes in one cell (multi_label), or columns of 0 and 1 (labels); a table whose first line holds a sequence has no header.
// A FASTA record has the class of its file, or of its header (label_in_header).
// Letters in any case, U as T, all IUPAC codes. Sequences of unequal lengths are padded on the right to the longest, or
// cropped and padded to the option length; the notes say how many.
// Shapes: see sequence_inputs.h; classes are sorted, numbers by value.
// Thread: free functions. Blocking: reads the files; memory: one byte a letter.
// Errors: kBadInput, kNotFound with file, line, column and advice.
#pragma once

#include <filesystem>
#include <vector>

#include "engine/api/result.h"
#include "engine/api/spec.h"
#include "engine/data/examples/example_task.h"
#include "engine/data/sequences/sequence_files.h"

namespace touchstone::data {

// `givenBlocks`: of every item where the files themselves are the split, else empty.
Result<ExampleSet> readSequences(const TaskSpec& spec, const std::filesystem::path& folder,
                                 std::vector<Block>* givenBlocks);

// The same with what a description tells.
struct SequenceData {
  ExampleSet set;
  std::vector<Block> blocks;  // empty: not given
  SequenceStatistics statistics;
  std::vector<SequenceSource> sources;
  std::vector<SequenceFileFacts> facts;  // of the sources
};
Result<SequenceData> readSequenceData(const TaskSpec& spec, const std::filesystem::path& folder);
// Of files that are known, of one kind. The errors of single files have their place, others have none.
Result<SequenceData> readSources(std::vector<SequenceSource> sources, SequenceOptions options);

}  // namespace touchstone::data
