// Takes the points of one trial on its slot and passes them to the file in small batches. The listener gets one event a
// batch and metric: that there is more to read is all it needs to know.
// Thread: one slot. Blocking: only while the writer's bounded queue is full.
#pragma once

#include <map>
#include <string>

#include "engine/contenders/contender.h"
#include "engine/exec/project_session.h"

namespace touchstone::exec {

class SlotSink : public contenders::PointSink {
 public:
  SlotSink(ProjectSession& session, StudyId study, RunId run, TrialId trial);

  void point(std::string_view metric, std::int64_t step, double value) override;
  void flush();

 private:
  static constexpr std::size_t kBatch = 256;
  static constexpr double kLongestWaitS = 0.1;  // a live curve is never further behind

  ProjectSession& m_session;
  const StudyId m_study;
  const RunId m_run;
  const TrialId m_trial;
  struct Metric {
    MetricId id;
    std::int64_t lastStep = 0;
    double lastValue = 0.0;
    int waiting = 0;  // points since the last flush
  };

  store::WriteBatch m_batch;
  double m_flushedS = 0.0;
  std::map<std::string, Metric, std::less<>> m_metrics;
};

}  // namespace touchstone::exec
