#include "engine/exec/evaluation.h"

#include "engine/exec/example_evaluation.h"
#include "engine/exec/series_evaluation.h"

namespace touchstone::exec {

std::vector<bool> Evaluation::completeChunks(std::span<const store::AddPrediction> stored) const {
  std::vector<std::int64_t> counts(static_cast<std::size_t>(chunkCount()), 0);
  for (const store::AddPrediction& row : stored) {
    ++counts[static_cast<std::size_t>(chunkOf(row))];
  }
  std::vector<bool> isComplete;
  for (std::int64_t chunk = 0; chunk < chunkCount(); ++chunk) {
    isComplete.push_back(counts[static_cast<std::size_t>(chunk)] == chunkSize(chunk));
  }
  return isComplete;
}

std::unique_ptr<const Evaluation> makeEvaluation(const PreparedTask& task, const TaskSpec& spec) {
  if (task.series != nullptr) {
    return std::make_unique<SeriesEvaluation>(task.series, spec.metric, spec.keepForecasts == "all");
  }
  return std::make_unique<ExampleEvaluation>(task.examples, spec.metric);
}

}  // namespace touchstone::exec
