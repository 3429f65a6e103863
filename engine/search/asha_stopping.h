// Asynchronous successive halving as Ray Tune does it: a trial that reaches a milestone below the cut-off of those that
// came before is stopped, every other goes on at once. Nobody waits and nobody is resumed.
// The rule, exactly: at resource t >= R a trial is finished. Otherwise the rungs are scanned from the highest; at the first
// one with milestone <= t where the trial is not recorded yet, the cut-off is the (1 - 1/eta) percentile of the scores
// recorded so far (linear interpolation; none while empty); below it the trial stops; then it is recorded.
// Deviation: Ray lets a trial whose score is NaN go on; here it stops. As in Ray, NaN does not count for the percentile.
// Thread, blocking, errors: as Scheduler.
// Source: ray/tune/schedulers/async_hyperband.py (2.60.0), checked by tests/golden/ray_asha.json.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/search/rung_table.h"
#include "engine/search/scheduler.h"

namespace touchstone::search {

class AshaStopping final : public Scheduler {
 public:
  explicit AshaStopping(const RungOptions& options) : m_table(options) {}

  int firstTarget() const override { return m_table.targetAfter(0); }
  RungEvent report(const SegmentResult& result) override;
  std::optional<RungEvent> promote() override { return std::nullopt; }

 private:
  bool isRecorded(int trial, int rung) const;
  void markRecorded(int trial, int rung);
  RungEvent recordAt(int rung, const SegmentResult& result);

  RungTable m_table;
  std::vector<std::uint64_t> m_recorded;  // by trial: one bit per rung; 64 rungs are more than an int of resource has
};

}  // namespace touchstone::search
