// The test of one run: all items of the test block, none dropped, cut into chunks that are predicted and stored as a
// whole, so that an interrupted test goes on where it was. One implementation for each kind of task.
// Thread: const, any thread. Blocking: predict() as long as the predictor takes; it polls the token.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/api/ids.h"
#include "engine/api/spec.h"
#include "engine/base/cancel.h"
#include "engine/contenders/contender.h"
#include "engine/exec/prepared_task.h"
#include "engine/store/write_ops.h"

namespace touchstone::exec {

struct TestScore {
  std::string metric;
  std::string part;  // '' overall, else a channel or a class
  double value = 0.0;
  std::int64_t items = 0;
};

class Evaluation {
 public:
  virtual ~Evaluation() = default;

  virtual std::int64_t itemCount() const = 0;
  virtual std::int64_t chunkCount() const = 0;
  virtual std::int64_t chunkOf(const store::AddPrediction& row) const = 0;
  virtual std::int64_t chunkSize(std::int64_t chunk) const = 0;  // rows
  virtual bool needsOutputs() const = 0;                         // scores() needs what was predicted, not errors alone

  // One chunk's predictions with their errors, as rows of the project file.
  virtual Result<store::WriteBatch> predict(const contenders::Predictor& predictor, RunId run, std::int64_t chunk,
                                            const base::CancelToken& token) const = 0;
  // The task's metric and all the others, overall and per part, from all items.
  virtual std::vector<TestScore> scores(std::span<const store::AddPrediction> predictions) const = 0;

  // Rows of earlier sessions: the chunks that are complete among them. A chunk is committed whole.
  std::vector<bool> completeChunks(std::span<const store::AddPrediction> stored) const;
};

std::unique_ptr<const Evaluation> makeEvaluation(const PreparedTask& task, const TaskSpec& spec);

}  // namespace touchstone::exec
