// Every trial gets all the resource: at once, or in steps after each of which it leaves a checkpoint.
// Thread, blocking, errors: as Scheduler.
#pragma once

#include "engine/search/rung_table.h"
#include "engine/search/scheduler.h"

namespace touchstone::search {

class NoScheduler final : public Scheduler {
 public:
  // step 0: at once.
  explicit NoScheduler(int maxResource, int step = 0) : m_maxResource(maxResource), m_step(step) {}

  int firstTarget() const override { return targetAfter(0); }
  RungEvent report(const SegmentResult& result) override;
  std::optional<RungEvent> promote() override { return std::nullopt; }

 private:
  int targetAfter(int resource) const;

  // constant after construction
  int m_maxResource;
  int m_step;

  Rung m_finished;  // for the rank only
};

}  // namespace touchstone::search
