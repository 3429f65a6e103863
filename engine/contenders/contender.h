// A contender: a complete automated workflow from a task to a predictor. It sees training and validation data only;
// the runner keeps the test block, asks the predictor for it once, and scores.
// The work is cut into segments (configuration, from epoch, to epoch, checkpoint in and out), so that a scheduler can
// stop, pause and promote trials, and so that slots in this process and cluster jobs run the same unit.
// A workflow may have stages, one search after the other, each built on the winners of those before it.
// Thread: trial slots, several trials at a time on one contender object, hence const. Blocking: runSegment() as long as
// the training takes; it polls the token per batch.
// Errors: Result for everything outside the program; a loss that became NaN is an outcome (diverged), not an error.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/api/config.h"
#include "engine/api/result.h"
#include "engine/api/spec.h"
#include "engine/base/cancel.h"
#include "engine/data/examples/example_set.h"
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

// A task of labelled examples without its test block.
struct ExampleView {
  Modality modality = Modality::kGenomics;
  std::shared_ptr<const data::ExampleInputs> inputs;  // training items first, then validation items
  data::Targets targets;                              // of these
  std::size_t trainCount = 0;
  std::string metric;         // the metric that validation chooses by: accuracy, mcc, ...
  bool isLowerBetter = false;

  std::size_t validationCount() const { return inputs->count() - trainCount; }
};

using TaskView = std::variant<SeriesView, ExampleView>;

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

class Classifier {
 public:
  virtual ~Classifier() = default;
  // Writes K probabilities for each item, by pixel for masks: out [items, K] or [items, K, H, W]. Classes exclude one
  // another and sum to 1, except for multi-label targets. Const and safe from several slots at once.
  // Polls the token at least every 100 ms and answers kCancelled; then `out` is undefined.
  virtual Result<void> classify(const data::ExampleInputs& inputs, std::span<const std::uint32_t> items,
                                const base::CancelToken& token, std::span<float> out) const = 0;
};

// What a contender hands back: of the kind that its task asks for.
using Predictor = std::variant<std::shared_ptr<const Forecaster>, std::shared_ptr<const Classifier>>;

// One search of a contender's workflow; most contenders have only one. An empty space means one trial.
struct SearchPlan {
  std::string stage;             // name, shown in the window: "architecture search"; empty for an only search
  search::Space space;
  bool usesRungs = false;        // the scheduler may compare trials at rungs; else each trial runs to its end
  int resourcePerTrial = 1;      // most resource units (epochs) that a trial may reach
  int segmentResource = 0;       // without rungs: units between two checkpoints; 0: one segment
  std::string resourceUnit = "epoch";
  int trials = 0;                // configurations; 0: the budget's
  int minResource = 1;           // of the first rung
  std::string scheduler;         // "asha", "asha-stopping"; empty: the contender's option, else asha
  int reductionFactor = 0;       // 0: the contender's option, else 3
  double timeEnd = 1.0;          // share of the run's seconds at which this stage must be over
  int stageCount = 1;            // stages of the whole workflow, as far as known now
  std::string note;              // what was chosen and why, one or two sentences for the log
  std::string decisionJson;      // what a measurement decided; stored, and handed back on resume
};

// An earlier stage of the same run, as its winner left it.
struct StageResult {
  std::string stage;
  Config config;
  double value = 0.0;
  int resource = 0;
  std::uint64_t seed = 0;
  std::string detailsJson;
  std::string decisionJson;          // of the stage's plan
  std::filesystem::path checkpoint;  // empty: swept
};

// One unit of work.
struct Segment {
  Config config;
  std::uint64_t seed = 0;                  // key of all random streams of this trial
  int fromResource = 0;                    // 0: a new trial
  int toResource = 1;
  std::filesystem::path checkpointIn;      // state at fromResource; empty when fromResource is 0
  std::filesystem::path checkpointOut;     // where to leave the state at toResource, written atomically
  int stage = 0;
  std::string decisionJson;                                 // of the stage's plan
  std::shared_ptr<const std::vector<StageResult>> earlier;  // stages before this one; null: none
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
  virtual bool isRandom() const { return true; }  // false: every seed gives the same score, the runner computes it once
  // The search of stage earlier.size(), or nothing when the workflow is over. On resume `decided` is the decisionJson that
  // this stage's plan had, and the plan must come out the same. Thread: trial slot, because it may measure.
  virtual Result<std::optional<SearchPlan>> plan(const TaskView& task, const BudgetSpec& budget,
                                                 std::span<const StageResult> earlier, const std::string& decided,
                                                 const base::CancelToken& token) const = 0;
  virtual Result<SegmentOutcome> runSegment(const TaskView& task, const Segment& segment, PointSink& sink,
                                            const base::CancelToken& token) const = 0;
  // The predictor of the last stage's winning trial, from its last checkpoint.
  virtual Result<Predictor> predictor(const TaskView& task, const Segment& winner,
                                      const base::CancelToken& token) const = 0;
};

// What a factory made, as any contender.
template <typename Special>
Result<std::unique_ptr<Contender>> asContender(Result<std::unique_ptr<Special>> made) {
  if (!made) {
    return made.error();
  }
  return std::unique_ptr<Contender>(std::move(*made));
}

// A contender of one search for forecasting tasks.
class SeriesContender : public Contender {
 public:
  virtual SearchPlan plan(const SeriesView& task, const BudgetSpec& budget) const = 0;
  virtual Result<SegmentOutcome> runSegment(const SeriesView& task, const Segment& segment, PointSink& sink,
                                            const base::CancelToken& token) const = 0;
  virtual Result<std::unique_ptr<Forecaster>> predictor(const SeriesView& task, const Segment& winner,
                                                        const base::CancelToken& token) const = 0;

  Result<std::optional<SearchPlan>> plan(const TaskView& task, const BudgetSpec& budget,
                                         std::span<const StageResult> earlier, const std::string& decided,
                                         const base::CancelToken& token) const final;
  Result<SegmentOutcome> runSegment(const TaskView& task, const Segment& segment, PointSink& sink,
                                    const base::CancelToken& token) const final;
  Result<Predictor> predictor(const TaskView& task, const Segment& winner, const base::CancelToken& token) const final;
};

}  // namespace touchstone::contenders
