#include "engine/contenders/reference/seasonal_naive.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "engine/contenders/checkpoint_file.h"
#include "engine/contenders/validation_windows.h"

namespace touchstone::contenders {

namespace {

constexpr std::size_t kOriginsPerPoll = 4096;

class SeasonalNaive : public SeriesContender {
 public:
  // season 0: the task's.
  explicit SeasonalNaive(int season) : m_season(season) {}

  bool isRandom() const override { return false; }

  SearchPlan plan(const SeriesView&, const BudgetSpec&) const override {
    SearchPlan plan;
    plan.resourceUnit = "pass";
    return plan;
  }

  Result<SegmentOutcome> runSegment(const SeriesView& task, const Segment& segment, PointSink& sink,
                                    const base::CancelToken& token) const override {
    const Result<ValidationMetric> metric = validationMetric(task.metric);
    if (!metric.ok()) {
      return metric.error();
    }
    const int season = seasonOf(task);
    const auto value = validationError(task, SeasonalForecaster(season, task.horizon), *metric, token);
    if (!value.ok()) {
      return value.error();
    }
    const nlohmann::json checkpoint = {{"format", "touchstone seasonal-naive 1"}, {"season", season}};
    if (auto written = writeCheckpoint(segment.checkpointOut, checkpoint.dump()); !written.ok()) {
      return written.error();
    }
    sink.point(std::string("validation ") + toWord(*metric), 1, *value);
    SegmentOutcome outcome;
    outcome.value = *value;
    outcome.reachedResource = 1;
    outcome.isFinished = true;
    outcome.hasDiverged = !std::isfinite(*value);
    outcome.detailsJson = nlohmann::json({{"season", season}}).dump();
    return outcome;
  }

  Result<std::unique_ptr<Forecaster>> predictor(const SeriesView& task, const Segment&,
                                                const base::CancelToken&) const override {
    return std::unique_ptr<Forecaster>(std::make_unique<SeasonalForecaster>(seasonOf(task), task.horizon));
  }

 private:
  int seasonOf(const SeriesView& task) const { return m_season > 0 ? m_season : std::max(task.season, 1); }

  const int m_season;
};

}  // namespace

SeasonalForecaster::SeasonalForecaster(int season, int horizon)
    : m_season(static_cast<std::size_t>(std::max(season, 1))),
      m_horizon(static_cast<std::size_t>(std::max(horizon, 1))) {}

Result<void> SeasonalForecaster::forecast(std::span<const Origin> origins, const base::CancelToken& token,
                                          std::span<double> out) const {
  if (out.size() != origins.size() * m_horizon) {
    return Error{ErrorCode::kInternal,
                 "The naive forecast was given room for " + std::to_string(out.size()) + " values and needs " +
                     std::to_string(origins.size() * m_horizon) + ".",
                 "naive"};
  }
  for (std::size_t o = 0; o < origins.size(); ++o) {
    if (o % kOriginsPerPoll == 0 && token.isCancelled()) {
      return Error{ErrorCode::kCancelled, "The forecast was stopped.", ""};
    }
    const std::span<const double> history = origins[o].history;
    if (history.empty()) {
      return Error{ErrorCode::kInternal, "A naive forecast was asked for without a single observed value.", "naive"};
    }
    const std::size_t period = history.size() < m_season ? 1 : m_season;
    const double* lastSeason = history.data() + (history.size() - period);
    for (std::size_t h = 0; h < m_horizon; ++h) {
      out[o * m_horizon + h] = lastSeason[h % period];
    }
  }
  return {};
}

Result<std::unique_ptr<SeriesContender>> makeNaive(const ContenderSpec&) {
  return std::unique_ptr<SeriesContender>(std::make_unique<SeasonalNaive>(1));
}

Result<std::unique_ptr<SeriesContender>> makeSeasonalNaive(const ContenderSpec& spec) {
  constexpr std::int64_t kLongestSeason = 100'000;
  int season = 0;
  if (const auto found = spec.options.find("season"); found != spec.options.end()) {
    const auto* whole = std::get_if<std::int64_t>(&found->second);
    if (whole == nullptr || *whole < 1 || *whole > kLongestSeason) {
      return Error{ErrorCode::kBadInput,
                   "The option `season` must be a whole number from 1 to " + std::to_string(kLongestSeason) + ".",
                   "contender seasonal-naive"};
    }
    season = static_cast<int>(*whole);
  }
  return std::unique_ptr<SeriesContender>(std::make_unique<SeasonalNaive>(season));
}

}  // namespace touchstone::contenders
