// The test of one run: the winner's predictor on all test items, chunk by chunk; chunks of earlier sessions are kept.
// Thread: engine thread only; the work it hands out runs on slots. Blocking: never.
// Errors: error() once the predictor or a chunk failed; the run is over then.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/base/cancel.h"
#include "engine/exec/project_session.h"
#include "engine/exec/run_stages.h"
#include "engine/exec/run_setup.h"
#include "engine/exec/evaluation.h"
#include "engine/exec/work.h"

namespace touchstone::exec {

class RunTest : public std::enable_shared_from_this<RunTest> {
 public:
  RunTest(std::shared_ptr<const RunSetup> setup, ProjectSession& session);

  Result<void> readStored();
  void begin(RunWinner winner);  // from now on nextWork() has work
  std::optional<Work> nextWork(const base::CancelToken& token);

  bool isComplete() const;
  const std::optional<Error>& error() const { return m_error; }
  std::optional<Error> takeDiskError() { return std::exchange(m_diskError, std::nullopt); }
  std::int64_t itemCount() const { return m_evaluation->itemCount(); }
  double share() const;  // of the items, 0..1
  // Writes the scores. Returns the one in the task's metric; not finite where no item has a finite error.
  double writeScores(store::WriteBatch& batch) const;
  double seconds() const { return m_seconds; }
  double cpuSeconds() const { return m_cpuSeconds; }

 private:
  using MadePredictor = Result<contenders::Predictor>;

  Work predictorWork(const base::CancelToken& token);
  Work chunkWork(std::int64_t chunk, const base::CancelToken& token);
  MadePredictor makePredictor(const base::CancelToken& token) const;
  void onPredictor(MadePredictor made);
  void onChunk(std::int64_t chunk, Result<store::WriteBatch> rows);

  const std::shared_ptr<const RunSetup> m_setup;
  ProjectSession& m_session;
  const std::unique_ptr<const Evaluation> m_evaluation;
  std::optional<RunWinner> m_winner;
  bool m_isPredictorOut = false;  // a slot makes it
  std::optional<contenders::Predictor> m_predictor;
  std::deque<std::int64_t> m_chunks;                // still to predict
  std::vector<store::AddPrediction> m_predictions;  // errors only where these are enough
  double m_seconds = 0.0, m_cpuSeconds = 0.0;
  std::optional<Error> m_error, m_diskError;
};

}  // namespace touchstone::exec
