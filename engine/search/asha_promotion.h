// Asynchronous successive halving as published: every trial waits at its rung; whenever a worker is free, the best waiting
// trial that is in the top 1/eta of its rung goes on, from the highest rung down; if there is none, a new trial starts.
// Trials resume from their checkpoints. A rung of n trials has floor(n / eta) places; because later trials can push
// promoted ones out of the top, more than that may be promoted over time (so does the paper's algorithm).
// From the highest milestone a trial goes on to R and is finished there.
// Diverged trials rank last, count in n, and are never promoted. A trial that ends by itself is not compared further.
// Thread, blocking, errors: as Scheduler.
// Source: Li et al. 2020, "A system for massively parallel hyperparameter tuning" (arXiv 1810.05934), algorithm 2.
#pragma once

#include <set>
#include <vector>

#include "engine/search/rung_table.h"
#include "engine/search/scheduler.h"

namespace touchstone::search {

class AshaPromotion final : public Scheduler {
 public:
  explicit AshaPromotion(const RungOptions& options)
      : m_table(options), m_waiting(static_cast<std::size_t>(m_table.count())) {}

  int firstTarget() const override { return m_table.targetAfter(0); }
  RungEvent report(const SegmentResult& result) override;
  std::optional<RungEvent> promote() override;

 private:
  RungEvent eventAt(int rung, const RungEntry& entry) const;

  RungTable m_table;
  std::vector<std::set<RungEntry>> m_waiting;  // by rung: recorded there and neither promoted nor over
};

}  // namespace touchstone::search
