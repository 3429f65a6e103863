#include "engine/data/sequences/describe_sequences.h"

#include <algorithm>

#include "engine/data/examples/sorted_keys.h"
#include "engine/data/message_text.h"
#include "engine/data/sequences/sequence_columns.h"
#include "engine/data/sequences/sequence_reader.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

bool isFolder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

// All of a folder; of a file itself, with a class even where its name tells none.
Result<std::vector<SequenceSource>> sourcesAt(const fs::path& path) {
  if (isFolder(path)) {
    TaskSpec spec;
    spec.modality = Modality::kGenomics;
    spec.data = ".";
    return findSequenceSources(spec, path);
  }
  const bool isFasta = isFastaFile(path);
  std::string className = isFasta ? splitFileName(path).rest : std::string();
  if (isFasta && className.empty()) {
    className = path.filename().string();
  }
  return std::vector<SequenceSource>{{path, std::move(className), std::nullopt, isFasta}};
}

void countClasses(const ExampleSet& set, SequenceDescription& description) {
  const Targets& targets = set.targets;
  std::vector<std::size_t> counts(targets.classCount(), 0);
  for (const std::int32_t label : targets.labels) {
    ++counts[static_cast<std::size_t>(label)];
  }
  for (std::size_t c = 0; c < counts.size(); ++c) {
    description.classes.emplace_back(targets.classes[c], counts[c]);
  }
}

void countRepeats(const ExampleSet& set, SequenceDescription& description) {
  SortedKeys exact, near;
  for (std::uint32_t item = 0; item < set.exactKeys.size(); ++item) {
    exact.add(set.exactKeys[item], item);
    near.add(set.nearKeys[item], item);
  }
  exact.sort();
  near.sort();
  for (std::uint32_t item = 0; item < set.exactKeys.size(); ++item) {
    const bool isNewExact = *exact.find(set.exactKeys[item]) == item,
               isNewNear = *near.find(set.nearKeys[item]) == item;
    description.repeats += isNewExact ? 0U : 1U;
    description.reverseComplements += isNewExact && !isNewNear ? 1U : 0U;
  }
  const std::vector<Block> all(set.exactKeys.size(), Block::kTrain);
  description.conflicting = static_cast<std::size_t>(findOverlap(set, all).conflicting);
}

void listProblems(const SequenceData& data, SequenceDescription& d) {
  d.problems = data.set.notes;
  if (d.classes.size() == 1) {
    const std::string from = d.firstHeader.empty() ? "."
                                                   : ", from the name of the file. Give a folder or a list with a "
                                                     "FASTA file for each class, or set label_in_header where a "
                                                     "header such as " +
                                                         quoteForMessage(d.firstHeader) + " holds it.";
    d.problems.push_back("All sequences have one class, " + quoteForMessage(d.classes.front().first) + from);
  } else if (d.classes.size() > 20 && d.classes.size() * 2 > d.count) {
    d.problems.push_back("There are " + std::to_string(d.classes.size()) + " classes of " +
                         counted(d.count, "sequence") + ": " + quoteForMessage(d.labelColumn) +
                         " is hardly the column of the classes.");
  }
  if (!data.blocks.empty() && (d.blocks[0] == 0 || d.blocks[2] == 0)) {
    d.problems.push_back(std::string("No file is named ") + (d.blocks[0] == 0 ? "train" : "test") +
                         ". Name the files of the task one by one, by train and test.");
  }
  if (d.conflicting > 0) {
    d.problems.push_back("Sequences with the letters of another but another class: " + std::to_string(d.conflicting) +
                         ".");
  }
  if (const std::string flag = d.overlap.flag(); !flag.empty()) {
    d.problems.push_back(flag + ".");
  }
}

// What a study file beside the data would say.
void proposeTask(const fs::path& path, const SequenceData& data, SequenceDescription& d) {
  const bool areBlocksWhole = data.blocks.empty() || (d.blocks[0] > 0 && d.blocks[2] > 0);
  if (d.classes.size() < 2 || !areBlocksWhole) {
    return;
  }
  const fs::path named = path.has_filename() ? path.filename() : path.parent_path().filename();
  d.task = {{"modality", "genomics"}, {"data", named.string()}};
  if (!data.sources.front().isFasta && d.sequenceColumn != "sequence") {
    d.task.emplace_back("sequence", d.sequenceColumn);
  }
  if (!data.sources.front().isFasta && d.labelColumn != "label") {
    d.task.emplace_back("label", d.labelColumn);
  }
  if (data.blocks.empty()) {
    d.task.emplace_back("split", "stratified 80/10/10 seed 0");
  }
}

void listFiles(const SequenceData& data, SequenceDescription& d) {
  for (const SequenceSource& source : data.sources) {
    std::string what = source.isFasta ? "FASTA, class " + source.className : "table of sequences";
    what += source.block ? std::string(", ") + toWord(*source.block) + " block" : std::string();
    d.files.push_back({source.file, std::move(what)});
  }
}

}  // namespace

bool looksLikeSequences(const fs::path& path) {
  if (!isFolder(path)) {
    if (isFastaFile(path)) {
      return true;
    }
    const auto columns = findSequenceColumns(path, {});
    return columns.ok() && columns->header == CsvHeader::kNone;
  }
  const auto sources = sourcesAt(path);
  return sources.ok() && std::all_of(sources->begin(), sources->end(), [](const SequenceSource& source) {
           return source.isFasta || findSequenceColumns(source.file, {}).ok();
         });
}

Result<SequenceDescription> describeSequences(const fs::path& path) {
  auto sources = sourcesAt(path);
  if (!sources) {
    return sources.error();
  }
  const auto data = readSources(std::move(*sources), {});
  if (!data) {
    return data.error().context.empty() ? Error{data.error().code, data.error().message, path.string()} : data.error();
  }
  SequenceDescription d;
  d.count = data->set.names.size();
  d.shortest = data->statistics.shortest;
  d.longest = data->statistics.longest;
  d.ambiguous = data->statistics.ambiguous;
  for (std::size_t code = SequenceAlphabet::kCodes; code-- > 0;) {
    if (const std::size_t count = data->statistics.ambiguities[code]; count > 0) {
      d.ambiguousLetters.emplace_back(std::string(1, SequenceAlphabet::letter(static_cast<std::uint8_t>(code))), count);
    }
  }
  d.uracil = data->statistics.uracil;
  d.sequenceColumn = data->facts.front().sequenceColumn;
  d.labelColumn = data->facts.front().labelColumn;
  d.firstHeader = data->facts.front().firstHeader;
  countClasses(data->set, d);
  countRepeats(data->set, d);
  for (const Block block : data->blocks) {
    ++d.blocks[static_cast<std::size_t>(block)];
  }
  if (!data->blocks.empty()) {
    d.overlap = findOverlap(data->set, data->blocks);
  }
  d.contentHash = data->set.dataHash;
  for (const SequenceFileFacts& facts : data->facts) {
    d.textBytes += facts.textBytes;
    d.isCompressed = d.isCompressed || facts.isCompressed;
  }
  if (isFolder(path)) {
    listFiles(*data, d);
  }
  proposeTask(path, *data, d);
  listProblems(*data, d);
  return d;
}

}  // namespace touchstone::data
