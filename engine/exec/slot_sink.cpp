#include "engine/exec/slot_sink.h"

#include "engine/base/clock.h"

namespace touchstone::exec {

SlotSink::SlotSink(ProjectSession& session, StudyId study, RunId run, TrialId trial)
    : m_session(session), m_study(study), m_run(run), m_trial(trial), m_flushedS(base::wallClockS()) {}

void SlotSink::point(std::string_view metric, std::int64_t step, double value) {
  auto known = m_metrics.find(metric);
  if (known == m_metrics.end()) {
    known = m_metrics.emplace(std::string(metric), Metric{m_session.metric(metric)}).first;
  }
  const double now = base::wallClockS();
  m_batch.push_back(store::AddPoint{m_trial, known->second.id, step, value, now});
  known->second.lastStep = step;
  known->second.lastValue = value;
  ++known->second.waiting;
  if (m_batch.size() >= kBatch || now - m_flushedS > kLongestWaitS) {
    flush();
  }
}

void SlotSink::flush() {
  if (m_batch.empty()) {
    return;
  }
  m_session.write(std::exchange(m_batch, {}));
  for (auto& [name, metric] : m_metrics) {
    if (metric.waiting > 0) {
      m_session.post(PointEvent{m_study, m_run, m_trial, name, metric.lastStep, metric.lastValue,
                                std::exchange(metric.waiting, 0)});
    }
  }
  m_flushedS = base::wallClockS();
}

}  // namespace touchstone::exec
