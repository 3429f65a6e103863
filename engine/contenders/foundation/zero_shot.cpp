#include "engine/contenders/foundation/zero_shot.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/contenders/checkpoint_file.h"
#include "engine/contenders/validation_windows.h"
#include "engine/train/guard.h"

namespace touchstone::contenders {

namespace {

constexpr std::size_t kMostWindows = 64;

class ZeroShot : public SeriesContender {
 public:
  explicit ZeroShot(ZeroShotModel model) : m_model(std::move(model)) {}

  bool isRandom() const override { return false; }

  SearchPlan plan(const SeriesView&, const BudgetSpec&) const override {
    SearchPlan plan;
    plan.resourceUnit = "pass";
    return plan;
  }

  Result<SegmentOutcome> runSegment(const SeriesView& task, const Segment& segment, PointSink& sink,
                                    const base::CancelToken& token) const override {
    return train::guarded("The validation of " + m_model.name, [&] { return validate(task, segment, sink, token); });
  }

  Result<std::unique_ptr<Forecaster>> predictor(const SeriesView& task, const Segment&,
                                                const base::CancelToken&) const override {
    return train::guarded("The set-up of " + m_model.name,
                          [&]() -> Result<std::unique_ptr<Forecaster>> { return makeForecaster(task); });
  }

 private:
  Result<SegmentOutcome> validate(const SeriesView& task, const Segment& segment, PointSink& sink,
                                  const base::CancelToken& token) const {
    const auto metric = validationMetric(task.metric);
    if (!metric) {
      return metric.error();
    }
    const auto forecaster = makeForecaster(task);
    const auto value = validationError(task, *forecaster, *metric, token, kMostWindows);
    if (!value) {
      return value.error();
    }
    const auto windows = static_cast<std::int64_t>(validationWindows(task, kMostWindows).size());
    const nlohmann::json details = {
        {"model", m_model.name}, {"adapt", "zero-shot"}, {"context", m_model.context}, {"validation_windows", windows}};
    if (const auto written = writeCheckpoint(segment.checkpointOut, details.dump()); !written) {
      return written.error();
    }
    sink.point(std::string("validation ") + toWord(*metric), 1, *value);
    sink.point("validation windows", 1, static_cast<double>(windows));
    SegmentOutcome outcome;
    outcome.value = *value;
    outcome.reachedResource = 1;
    outcome.isFinished = true;
    outcome.hasDiverged = !std::isfinite(*value);
    outcome.detailsJson = details.dump();
    return outcome;
  }

  std::unique_ptr<Forecaster> makeForecaster(const SeriesView& task) const {
    return m_model.makeForecaster(static_cast<std::size_t>(std::max(task.horizon, 1)));
  }

  const ZeroShotModel m_model;
};

}  // namespace

std::unique_ptr<SeriesContender> makeZeroShot(ZeroShotModel model) {
  return std::make_unique<ZeroShot>(std::move(model));
}

}  // namespace touchstone::contenders
