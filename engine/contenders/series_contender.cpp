#include "engine/contenders/contender.h"

namespace touchstone::contenders {

namespace {

// The study file was checked against the catalogue, so another kind of task never gets here.
Error notASeries() {
  return {ErrorCode::kInternal, "This contender forecasts; the task has no series.", ""};
}

}  // namespace

Result<std::optional<SearchPlan>> SeriesContender::plan(const TaskView& task, const BudgetSpec& budget,
                                                        std::span<const StageResult> earlier, const std::string&,
                                                        const base::CancelToken&) const {
  const auto* series = std::get_if<SeriesView>(&task);
  if (series == nullptr) {
    return notASeries();
  }
  return earlier.empty() ? std::optional(plan(*series, budget)) : std::nullopt;
}

Result<SegmentOutcome> SeriesContender::runSegment(const TaskView& task, const Segment& segment, PointSink& sink,
                                                   const base::CancelToken& token) const {
  const auto* series = std::get_if<SeriesView>(&task);
  if (series == nullptr) {
    return notASeries();
  }
  return runSegment(*series, segment, sink, token);
}

Result<Predictor> SeriesContender::predictor(const TaskView& task, const Segment& winner,
                                             const base::CancelToken& token) const {
  const auto* series = std::get_if<SeriesView>(&task);
  if (series == nullptr) {
    return notASeries();
  }
  auto forecaster = predictor(*series, winner, token);
  if (!forecaster) {
    return forecaster.error();
  }
  return Predictor(std::shared_ptr<const Forecaster>(std::move(*forecaster)));
}

}  // namespace touchstone::contenders
