// Which files a genomics task reads, from the texts data, train, validation and test of its spec. Each is
//   a file                     a CSV or TSV table, or FASTA; plain or gzip
//   a list                     "promoters.fa, others.fa" or, with the classes said, "a.fa = promoter, b.fa = other"
//   a folder                   with FASTA files named CLASS.fa, BLOCK_CLASS.fa or CLASS_BLOCK.fa; with tables named BLOCK.csv; or
//                              with subfolders named BLOCK that hold files CLASS.fa
// BLOCK is train, validation (val, valid, dev) or test. A folder given as data whose files name their blocks is split by them;
// given as train it means its files of the train block.
// Thread: free functions. Blocking: looks at the folders and at the first bytes of the files.
// Errors: kNotFound, kBadInput with the path and advice.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/result.h"
#include "engine/api/spec.h"
#include "engine/data/examples/example_task.h"
#include "engine/data/examples/split_names.h"

namespace touchstone::data {

struct SequenceSource {
  std::filesystem::path file;
  std::string className;       // FASTA: of all its records, unless their headers say it; empty: not known
  std::optional<Block> block;  // nothing: the split decides
  bool isFasta = false;
};

// In the order train, validation, test. Either all have a block or none has.
Result<std::vector<SequenceSource>> findSequenceSources(const TaskSpec& spec, const std::filesystem::path& folder);

struct ListedSource {
  std::filesystem::path path;
  std::string className;  // empty: not said
};
// The files and folders of one text, each of which exists: for checking a study file before anything is read.
Result<std::vector<ListedSource>> parseSourceList(const std::string& text, const std::filesystem::path& folder);

// By its name: .fa, .fasta, .fna, .ffn, .frn, .fas, also with .gz or .bgz.
bool hasFastaName(const std::filesystem::path& file);
// By its name or its first byte.
bool isFastaFile(const std::filesystem::path& file);

// "enhancers" of "layer1/train_enhancers.fa.gz", and the block that its name tells; "train.fa" has a block and no rest.
struct FileNameParts {
  std::string rest;
  std::optional<Block> block;
};
FileNameParts splitFileName(const std::filesystem::path& file);

}  // namespace touchstone::data
