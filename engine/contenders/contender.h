// A contender: a complete automated workflow from a task to a predictor. It sees training and validation data only;
// the runner keeps the test block, asks the predictor for it once, and scores.
// The work is cut into segments (configuration, from epoch, to epoch, checkpoint in and out), so that a scheduler can
// stop, pause and promote trials, and so that slots in this process and cluster jobs run the same unit.
// Thread: plan() on the engine thread; runSegment() and predictor() on a trial slot, several trials at a time on one
// contender object, hence const. Blocking: runSegment() as long as the training takes; it polls the token per batch.
// Errors: Result for everything outside the program; a loss that became NaN is an outcome (diverged), not an error.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/config.h"
#include "engine/api/result.h"
#include "engine/api/spec.h"
#include "engine/base/cancel.h"
#include "engine/search/space.h"

namespace touchstone::contenders {

// A forecasting task without its test block. Values are scaled with the training rows and have no gaps.
struct SeriesView {
  struct Channel {
    std::span<const double> values;  // [validationEnd] training rows, then validation rows
    std::size_t trainEnd = 0;
  };
  std::vector<Channel> channels;  // one for each channel of the task, same order
  int horizon = 1;                // steps to forecast, H
  int season = 1;                 // seasonal period in steps: given, or detected on the training rows; 1 = none
  std::string metric;             // the metric that validation chooses by: mse, mae, ...
};

// Where forecasts start: everything observed so far of one channel, scaled, no gaps. Newest value last.
struct Origin {
  int channel = 0;
  std::span<const double> history;  // [at least 1]
};

class Forecaster {
 public:
  virtual ~Forecaster() = default;
  // Writes H steps for each origin: out [origins, H], scaled. Const and safe from several slots at once.
  // Polls the token at least every 100 ms and answers kCancelled; then `out` is undefined.
  virtual Result<void> forecast(std::span<const Origin> origins, const base::CancelToken& token,
                                std::span<double> out) const = 0;
};

// What the search over this contender looks like; an empty space means one trial.
struct SearchPlan {
  search::Space space;
  bool usesRungs = false;        // the scheduler may compare trials at rungs; else each trial runs to its end
  int resourcePerTrial = 1;      // most resource units (epochs) that a trial may reach
  std::string resourceUnit = "epoch";
  bool isRandom = true;          // false: every seed gives the same score, the runner computes it once
};

// One unit of work.
struct Segment {
  Config config;
  std::uint64_t seed = 0;                  // key of all random streams of this trial
  int fromResource = 0;                    // 0: a new trial
  int toResource = 1;
  std::filesystem::path checkpointIn;      // state at fromResource; empty when fromResource is 0
  std::filesystem::path checkpointOut;     // where to leave the state at toResource, written atomically
};

// Receives the curve while it grows. Thread: any; blocking: never for long.
class PointSink {
 public:
  virtual ~PointSink() = default;
  virtual void point(std::string_view metric, std::int64_t step, double value) = 0;
};

struct SegmentOutcome {
  double value = 0.0;            // best validation value so far, in the metric's own direction; what rungs compare
  int reachedResource = 0;       // less than toResource when the trial ended by itself (early stopping)
  bool isFinished = false;       // the trial ended by itself and must not be continued
  bool hasDiverged = false;      // NaN or infinite loss; value is then meaningless
  std::int64_t trainedParameters = 0;
  std::string detailsJson;       // contender's own findings (chosen order, coefficients); empty: none
};

class Contender {
 public:
  virtual ~Contender() = default;
  virtual SearchPlan plan(const SeriesView& task, const BudgetSpec& budget) const = 0;
  virtual Result<SegmentOutcome> runSegment(const SeriesView& task, const Segment& segment, PointSink& sink,
                                            const base::CancelToken& token) const = 0;
  // The predictor of the winning trial, from its last checkpoint.
  virtual Result<std::unique_ptr<Forecaster>> predictor(const SeriesView& task, const Segment& winner,
                                                        const base::CancelToken& token) const = 0;
};

}  // namespace touchstone::contenders
