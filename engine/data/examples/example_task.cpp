#include "engine/data/examples/example_task.h"

#include <algorithm>

#include "engine/data/examples/example_split.h"
#include "engine/data/images/image_reader.h"
#include "engine/data/message_text.h"
#include "engine/data/sequences/sequence_reader.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

// Errors without a place of their own get the task's name.
Error inTask(const TaskSpec& spec, Error error) {
  if (error.context.empty() || error.context == "split") {
    error.context = "task " + quoteForMessage(spec.name);
  }
  return error;
}

Error badTask(const TaskSpec& spec, std::string message) {
  return inTask(spec, {ErrorCode::kBadInput, std::move(message), {}});
}

Result<ExampleSet> readExamples(const TaskSpec& spec, const fs::path& folder, std::vector<Block>* givenBlocks) {
  switch (spec.modality) {
  case Modality::kGenomics:
    return readSequences(spec, folder, givenBlocks);
  case Modality::kSatellite:
    return readImages(spec, folder, givenBlocks);
  case Modality::kTimeSeries:
    break;
  }
  return badTask(spec, "A time series is no task with labelled examples. Set modality to genomics or satellite.");
}

// The blocks that the files are, or those of the study's split.
Result<std::vector<Block>> findBlocks(const TaskSpec& spec, const fs::path& folder, const ExampleSet& set,
                                      std::vector<Block> given) {
  if (!given.empty()) {
    if (!spec.split.empty()) {
      return badTask(spec, "The files of this task are its split already (train, validation, test), so the split " +
                               quoteForMessage(spec.split) +
                               " has no place. Take split out, or list all files in data.");
    }
    return given;
  }
  if (spec.split.empty()) {
    return badTask(spec, "The task has no split. Add split = \"stratified 80/10/10 seed 0\", or give train and test.");
  }
  const auto rule = parseExampleSplit(spec.split, folder);
  if (!rule) {
    return rule.error();
  }
  return applyExampleSplit(*rule, set);
}

Result<void> addValidation(const ExampleSet& set, std::vector<Block>& blocks, std::vector<std::string>& notes) {
  const bool hasTrain = std::find(blocks.begin(), blocks.end(), Block::kTrain) != blocks.end();
  if (!hasTrain || std::find(blocks.begin(), blocks.end(), Block::kValidation) != blocks.end()) {
    return {};
  }
  const auto taken = takeValidation(set, blocks);
  if (!taken) {
    return taken.error();
  }
  notes.push_back("There is no validation block: " + counted(*taken, "item") +
                  ", a tenth of training (stratified, seed 0), became it.");
  return {};
}

void noteOverlap(const OverlapReport& overlap, std::vector<std::string>& notes) {
  if (const std::string flag = overlap.flag(); !flag.empty()) {
    notes.push_back(flag + ", for example " + listNames(overlap.examples, overlap.examples.size()) +
                    ". Scores may be too good.");
  }
  if (overlap.insideTrain > 0) {
    notes.push_back("Training items that repeat an earlier one: " + std::to_string(overlap.insideTrain) + ".");
  }
  if (overlap.conflicting > 0) {
    notes.push_back("Items with the content of another but another label: " + std::to_string(overlap.conflicting) +
                    ".");
  }
}

void listItems(ExampleTask& task) {
  for (std::uint32_t item = 0; item < task.blocks.size(); ++item) {
    switch (task.blocks[item]) {
    case Block::kTrain:
      task.train.push_back(item);
      break;
    case Block::kValidation:
      task.validation.push_back(item);
      break;
    case Block::kTest:
      task.test.push_back(item);
      break;
    case Block::kUnused:
      break;
    }
  }
}

}  // namespace

Result<ExampleTask> loadExampleTask(const TaskSpec& spec, const fs::path& folder) {
  std::vector<Block> given;
  auto set = readExamples(spec, folder, &given);
  if (!set) {
    return inTask(spec, set.error());
  }
  auto blocks = findBlocks(spec, folder, *set, std::move(given));
  if (!blocks) {
    return inTask(spec, blocks.error());
  }
  ExampleTask task;
  task.set = std::move(*set);
  task.blocks = std::move(*blocks);
  task.notes = task.set.notes;
  if (auto added = addValidation(task.set, task.blocks, task.notes); !added) {
    return inTask(spec, added.error());
  }
  if (auto checked = checkExampleSplit(task.set, task.blocks, task.notes); !checked) {
    return inTask(spec, checked.error());
  }
  listItems(task);
  task.overlap = findOverlap(task.set, task.blocks);
  noteOverlap(task.overlap, task.notes);
  task.splitHash = splitHash(task.blocks);
  if (spec.modality == Modality::kSatellite) {
    const std::size_t before = task.set.notes.size();
    if (auto fitted = fitImageScaling(task.set, task.train); !fitted) {
      return inTask(spec, fitted.error());
    }
    task.notes.insert(task.notes.end(), task.set.notes.begin() + static_cast<std::ptrdiff_t>(before),
                      task.set.notes.end());
  }
  return task;
}

}  // namespace touchstone::data
