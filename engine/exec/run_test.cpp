#include "engine/exec/run_test.h"

#include <algorithm>

#include "engine/base/clock.h"
#include "engine/exec/disk_error.h"
#include "engine/exec/slot_sink.h"

namespace touchstone::exec {

RunTest::RunTest(std::shared_ptr<const RunSetup> setup, ProjectSession& session)
    : m_setup(std::move(setup)), m_session(session), m_evaluation(makeEvaluation(*m_setup->task, m_setup->taskSpec)) {}

Result<void> RunTest::readStored() {
  auto rows = m_session.replay().predictions(m_setup->run, m_evaluation->needsOutputs());
  if (!rows) {
    return rows.error();
  }
  const std::vector<bool> isComplete = m_evaluation->completeChunks(*rows);
  for (std::int64_t chunk = 0; chunk < m_evaluation->chunkCount(); ++chunk) {
    if (!isComplete[static_cast<std::size_t>(chunk)]) {
      m_chunks.push_back(chunk);
    }
  }
  std::erase_if(*rows, [&](const store::AddPrediction& row) {
    return !isComplete[static_cast<std::size_t>(m_evaluation->chunkOf(row))];
  });
  m_predictions = std::move(*rows);
  return {};
}

void RunTest::begin(RunWinner winner) {
  m_winner = std::move(winner);
  m_session.write({store::SetTestProgress{m_setup->run, static_cast<std::int64_t>(m_predictions.size()), 0}});
}

std::optional<Work> RunTest::nextWork(const base::CancelToken& token) {
  if (m_error || m_chunks.empty() || m_isPredictorOut) {
    return std::nullopt;
  }
  if (!m_predictor) {
    m_isPredictorOut = true;
    return predictorWork(token);
  }
  const std::int64_t chunk = m_chunks.front();
  m_chunks.pop_front();
  return chunkWork(chunk, token);
}

Work RunTest::predictorWork(const base::CancelToken& token) {
  return {[self = shared_from_this(), token](int) -> Continuation {
    auto made = std::make_shared<MadePredictor>(self->makePredictor(token));  // shared: a continuation is copyable
    return [self, made] { self->onPredictor(std::move(*made)); };
  }};
}

RunTest::MadePredictor RunTest::makePredictor(const base::CancelToken& token) const {
  const contenders::Segment& segment = m_winner->segment;
  std::error_code ignored;
  if (!std::filesystem::exists(segment.checkpointIn, ignored)) {
    // The winner's state was swept away: the same training again gives the same state.
    contenders::Segment again = segment;
    again.fromResource = 0;
    again.checkpointOut = std::exchange(again.checkpointIn, {});
    SlotSink sink(m_session, m_setup->study, m_setup->run, m_winner->id);
    const auto outcome = m_setup->contender->runSegment(m_setup->task->view, again, sink, token);
    sink.flush();
    if (!outcome) {
      return outcome.error();
    }
  }
  return m_setup->contender->predictor(m_setup->task->view, segment, token);
}

void RunTest::onPredictor(MadePredictor made) {
  m_isPredictorOut = false;
  if (made) {
    m_predictor = std::move(*made);
  } else if (isAboutTheDisk(made.error())) {
    m_diskError = made.error();
  } else if (made.error().code != ErrorCode::kCancelled) {
    m_error = made.error();
  }
}

Work RunTest::chunkWork(std::int64_t chunk, const base::CancelToken& token) {
  return {[self = shared_from_this(), chunk, token](int) -> Continuation {
    const double steady = base::steadyS(), cpu = base::threadCpuS();
    auto rows = std::make_shared<Result<store::WriteBatch>>(Error{ErrorCode::kCancelled, "Cancelled.", ""});
    if (!token.isCancelled()) {
      *rows = self->m_evaluation->predict(*self->m_predictor, self->m_setup->run, chunk, token);
    }
    return [self, chunk, rows, seconds = base::steadyS() - steady, cpuSeconds = base::threadCpuS() - cpu] {
      self->m_seconds += seconds;
      self->m_cpuSeconds += cpuSeconds;
      self->onChunk(chunk, std::move(*rows));
    };
  }};
}

void RunTest::onChunk(std::int64_t chunk, Result<store::WriteBatch> rows) {
  if (!rows) {
    if (rows.error().code == ErrorCode::kCancelled) {
      m_chunks.push_front(chunk);
    } else if (!m_error) {
      m_error = rows.error();
    }
    return;
  }
  for (const store::WriteOp& op : *rows) {
    store::AddPrediction row = std::get<store::AddPrediction>(op);
    if (!m_evaluation->needsOutputs()) {
      row.output.clear();
    }
    m_predictions.push_back(std::move(row));
  }
  rows->push_back(store::SetTestProgress{m_setup->run, static_cast<std::int64_t>(m_predictions.size()), 0});
  m_session.write(std::move(*rows));
}

bool RunTest::isComplete() const {
  return m_winner && static_cast<std::int64_t>(m_predictions.size()) == itemCount();
}

double RunTest::share() const {
  return static_cast<double>(m_predictions.size()) / static_cast<double>(std::max<std::int64_t>(1, itemCount()));
}

double RunTest::writeScores(store::WriteBatch& batch) const {
  double main = kNoValue;
  const double now = base::wallClockS();
  for (const TestScore& score : m_evaluation->scores(m_predictions)) {
    batch.push_back(
        store::AddScore{m_setup->run, score.metric, score.part, "test", "measured", score.value, score.items, now});
    if (score.part.empty() && score.metric == m_setup->taskSpec.metric) {
      main = score.value;
    }
  }
  batch.push_back(store::SetTestProgress{m_setup->run, itemCount(), 1});
  return main;
}

}  // namespace touchstone::exec
