// The test of a run over labelled examples: item = its place in the task (ExampleRow::item), one row each.
// A row keeps the true label and the class scores, so that every metric, the confusion matrix and paired tests come from
// the project file; of masks it keeps [K, K] pixel counts and 15 calibration bins of (pixels, hits, sum of confidence).
// Thread, blocking: as Evaluation.
#pragma once

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/data/examples/example_task.h"
#include "engine/exec/evaluation.h"

namespace touchstone::exec {

class ExampleEvaluation final : public Evaluation {
 public:
  ExampleEvaluation(std::shared_ptr<const data::ExampleTask> task, std::string metric);

  std::int64_t itemCount() const override { return static_cast<std::int64_t>(m_task->test.size()); }
  std::int64_t chunkCount() const override { return (itemCount() + m_chunkItems - 1) / m_chunkItems; }
  std::int64_t chunkOf(const store::AddPrediction& row) const override;
  std::int64_t chunkSize(std::int64_t chunk) const override {
    return std::min(m_chunkItems, itemCount() - chunk * m_chunkItems);
  }
  bool needsOutputs() const override { return true; }
  Result<store::WriteBatch> predict(const contenders::Predictor& predictor, RunId run, std::int64_t chunk,
                                    const base::CancelToken& token) const override;
  std::vector<TestScore> scores(std::span<const store::AddPrediction> predictions) const override;

 private:
  std::vector<TestScore> maskScores(const std::vector<const store::AddPrediction*>& ordered) const;

  const std::shared_ptr<const data::ExampleTask> m_task;
  const std::string m_metric;
  const std::shared_ptr<const data::ExampleInputs> m_inputs;  // of the test items
  const data::Targets m_targets;                              // likewise
  const std::int64_t m_chunkItems;
};

}  // namespace touchstone::exec
