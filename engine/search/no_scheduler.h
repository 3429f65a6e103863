// Every trial gets all the resource at once.
// Thread, blocking, errors: as Scheduler.
#pragma once

#include "engine/search/rung_table.h"
#include "engine/search/scheduler.h"

namespace touchstone::search {

class NoScheduler final : public Scheduler {
 public:
  explicit NoScheduler(int maxResource) : m_maxResource(maxResource) {}

  int firstTarget() const override { return m_maxResource; }
  RungEvent report(const SegmentResult& result) override;
  std::optional<RungEvent> promote() override { return std::nullopt; }

 private:
  int m_maxResource;  // constant after construction
  Rung m_finished;    // for the rank only
};

}  // namespace touchstone::search
