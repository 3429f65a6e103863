#include "engine/data/sequences/sequence_reader.h"

#include <algorithm>

#include "engine/data/content_hash.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

// Options that name a place which the files do not have.
Result<void> checkOptions(const TaskSpec& spec, const SequenceOptions& options,
                          const std::vector<SequenceSource>& sources) {
  const auto isFasta = [](const SequenceSource& source) { return source.isFasta; };
  const bool hasFasta = std::any_of(sources.begin(), sources.end(), isFasta);
  const bool hasTable = !std::all_of(sources.begin(), sources.end(), isFasta);
  const bool wantsColumns = !options.sequence.empty() || !options.label.empty() || !options.labels.empty();
  const std::string context = "task " + quoteForMessage(spec.name);
  if (!hasTable && wantsColumns) {
    return Error{
        ErrorCode::kBadInput,
        "The options sequence, label and labels name columns of a table, but the data are FASTA files. Take them "
        "out; where the headers hold the class, set label_in_header.",
        context};
  }
  if (!hasFasta && !options.labelInHeader.empty()) {
    return Error{ErrorCode::kBadInput,
                 "The option label_in_header is for FASTA files, but the data are tables. Take it out; label names the "
                 "column of the classes.",
                 context};
  }
  if (hasFasta && hasTable) {
    return Error{ErrorCode::kBadInput, "Some of the files are tables and some are FASTA. Give files of one kind.",
                 context};
  }
  return {};
}

// Before the names of a file's items: nothing where there is one file, its folder too where two files are called the same.
std::string prefixOf(const SequenceSource& source, const std::vector<SequenceSource>& sources) {
  if (sources.size() == 1) {
    return {};
  }
  const auto isNamesake = [&source](const SequenceSource& other) {
    return other.file != source.file && other.file.filename() == source.file.filename();
  };
  const bool isUnique = std::none_of(sources.begin(), sources.end(), isNamesake);
  const std::string folder = isUnique ? std::string() : source.file.parent_path().filename().string() + "/";
  return folder + source.file.filename().string() + (source.isFasta ? "/" : " ");
}

Result<SequenceFileFacts> addSource(const SequenceSource& source, const std::string& prefix, SequenceOptions& options,
                                    SequencePool& pool) {
  if (source.isFasta) {
    return addFasta(source, prefix, pool);
  }
  auto facts = addTable(source.file, options, prefix, pool);
  if (facts) {
    options.sequence = facts->sequenceColumn;
    if (options.labels.empty()) {
      options.label = facts->labelColumn;
    }
  }
  return facts;
}

}  // namespace

Result<SequenceData> readSources(std::vector<SequenceSource> sources, SequenceOptions options) {
  SequenceData data;
  SequencePool pool(options);
  std::string hashes;
  for (const SequenceSource& source : sources) {
    auto facts = addSource(source, prefixOf(source, sources), options, pool);
    if (!facts) {
      return facts.error();
    }
    for (const std::string& note : facts->notes) {
      data.set.notes.push_back((sources.size() > 1 ? source.file.filename().string() + ": " : std::string()) + note);
    }
    if (source.block) {
      data.blocks.resize(pool.count(), *source.block);
    }
    std::error_code ignored;
    const auto bytes = fs::file_size(source.file, ignored);
    data.set.sizeBytes += ignored ? 0 : static_cast<std::int64_t>(bytes);
    hashes += facts->contentHash + "\n";
    data.facts.push_back(std::move(*facts));
  }
  data.set.dataHash = data.facts.size() == 1 ? data.facts.front().contentHash : contentHash(hashes);
  if (auto finished = pool.finish(data.set); !finished) {
    return finished.error();
  }
  data.statistics = pool.statistics();
  data.sources = std::move(sources);
  return data;
}

Result<SequenceData> readSequenceData(const TaskSpec& spec, const fs::path& folder) {
  auto options = sequenceOptions(spec);
  if (!options) {
    return options.error();
  }
  auto sources = findSequenceSources(spec, folder);
  if (!sources) {
    return sources.error();
  }
  if (auto checked = checkOptions(spec, *options, *sources); !checked) {
    return checked.error();
  }
  auto data = readSources(std::move(*sources), std::move(*options));
  if (!data && data.error().context.empty()) {
    return Error{data.error().code, data.error().message, "task " + quoteForMessage(spec.name)};
  }
  return data;
}

Result<ExampleSet> readSequences(const TaskSpec& spec, const fs::path& folder, std::vector<Block>* givenBlocks) {
  auto data = readSequenceData(spec, folder);
  if (!data) {
    return data.error();
  }
  if (givenBlocks != nullptr) {
    *givenBlocks = std::move(data->blocks);
  }
  return std::move(data->set);
}

}  // namespace touchstone::data
