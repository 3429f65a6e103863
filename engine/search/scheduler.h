// A scheduler decides how much resource a trial gets: after each segment whether the trial goes on, waits or ends, and
// which waiting trial may go on now. Losses are lower-is-better throughout; resources are whole numbers (epochs, steps).
// Decisions depend only on the order of the calls. Each costs O(rungs + log trials).
// Thread: engine thread. Blocking: never. Errors: none at run time; options are checked by makeScheduler.
#pragma once

#include <optional>

#include "engine/search/rung_event.h"

namespace touchstone::search {

struct SegmentResult {
  int trial = 0;
  int resource = 0;         // reached in total
  int target = 0;           // what the segment was to reach; more than `resource` only where the trial is over
  double loss = 0.0;        // best so far, if that is what is compared; NaN or infinite: diverged
  bool isFinished = false;  // ended by itself: there is nothing more to train
};

class Scheduler {
 public:
  virtual ~Scheduler() = default;

  // Where the first segment of a trial goes to.
  virtual int firstTarget() const = 0;
  // kPromoted: goes on at once, to nextResource. kPaused: waits for promote(). kStopped, kFinished: over.
  virtual RungEvent report(const SegmentResult& result) = 0;
  // The waiting trial that may go on now, as a kPromoted event; asked whenever a worker is free, before a new trial is made.
  virtual std::optional<RungEvent> promote() = 0;
};

}  // namespace touchstone::search
