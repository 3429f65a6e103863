#include "engine/contenders/dlinear/dlinear.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/contenders/dlinear/dlinear_forecaster.h"
#include "engine/contenders/dlinear/dlinear_learner.h"
#include "engine/train/guard.h"
#include "engine/train/threads.h"

namespace touchstone::contenders {

namespace {

constexpr std::int64_t kLookbacks[] = {96, 192, 336, 512, 720};
constexpr int kPatience = 5;
constexpr double kRateFactor = 0.8;  // LTSF's 0.5 stops learning early at small rates; 1.0 never settles at large ones
constexpr std::int64_t kFewestWindows = 16;

std::int64_t trainingWindows(const SeriesView& task, std::int64_t lookback) {
  std::int64_t windows = 0;
  for (const SeriesView::Channel& channel : task.channels) {
    windows += std::max<std::int64_t>(0, static_cast<std::int64_t>(channel.trainEnd) - lookback - task.horizon + 1);
  }
  return windows;
}

// Look-backs that leave at least 16 windows to train on, and the larger part of the channels at least one each.
bool isPossible(const SeriesView& task, std::int64_t lookback) {
  const auto channels =
      std::count_if(task.channels.begin(), task.channels.end(), [&](const SeriesView::Channel& channel) {
        return static_cast<std::int64_t>(channel.trainEnd) >= lookback + task.horizon;
      });
  return trainingWindows(task, lookback) >= kFewestWindows &&
         2 * channels >= static_cast<std::ptrdiff_t>(task.channels.size());
}

std::vector<ParamValue> possibleLookbacks(const SeriesView& task) {
  std::vector<ParamValue> lookbacks;
  for (const std::int64_t lookback : kLookbacks) {
    if (isPossible(task, lookback)) {
      lookbacks.emplace_back(lookback);
    }
  }
  for (std::int64_t lookback = 64; lookbacks.empty() && lookback > 1; lookback /= 2) {
    if (isPossible(task, lookback)) {
      lookbacks.emplace_back(lookback);
    }
  }
  return lookbacks;
}

class DLinear : public SeriesContender {
 public:
  // lookback 0: searched.
  explicit DLinear(std::int64_t lookback) : m_lookback(lookback) {}

  SearchPlan plan(const SeriesView& task, const BudgetSpec& budget) const override {
    SearchPlan plan;
    plan.usesRungs = true;
    plan.resourcePerTrial = std::max(budget.resource, 1);
    plan.space.params.push_back(search::Param::logReal("learning rate", 3e-5, 1e-2));
    if (const auto lookbacks = possibleLookbacks(task); m_lookback == 0 && !lookbacks.empty()) {
      plan.space.params.push_back(search::Param::category("look-back", lookbacks));
    }
    plan.space.params.push_back(
        search::Param::category("kernel", {std::int64_t{13}, std::int64_t{25}, std::int64_t{49}}));
    return plan;
  }

  Result<SegmentOutcome> runSegment(const SeriesView& task, const Segment& segment, PointSink& sink,
                                    const base::CancelToken& token) const override {
    return train::guarded("The training of DLinear", [&]() -> Result<SegmentOutcome> {
      train::useOneThread();
      const auto metric = validationMetric(task.metric);
      if (!metric) {
        return metric.error();
      }
      const auto shape = shapeOf(task, segment.config);
      if (!shape) {
        return shape.error();
      }
      if (validationWindows(task, 1).empty()) {
        return noValidationWindow(task);
      }
      const train::Schedule schedule{train::ScheduleKind::kDecay, segment.config.number("learning rate", 1e-3),
                                     kRateFactor};
      DLinearLearner learner(task, {*shape, schedule, segment.seed, 0}, *metric);
      const train::LoopOptions loop{.seed = segment.seed,
                                    .fromEpoch = segment.fromResource,
                                    .toEpoch = segment.toResource,
                                    .patience = kPatience,
                                    .validationMetric = toWord(*metric),
                                    .checkpointIn = segment.checkpointIn,
                                    .checkpointOut = segment.checkpointOut};
      const auto point = [&sink](std::string_view name, std::int64_t step, double value) {
        sink.point(name, step, value);
      };
      const auto done = train::runEpochs(learner, loop, point, token);
      if (!done) {
        return done.error();
      }
      if (done->checkpointError) {
        return *done->checkpointError;
      }
      return outcomeOf(*done, *shape, learner);
    });
  }

  Result<std::unique_ptr<Forecaster>> predictor(const SeriesView& task, const Segment& winner,
                                                const base::CancelToken&) const override {
    return train::guarded("The set-up of DLinear's forecasts", [&]() -> Result<std::unique_ptr<Forecaster>> {
      const auto shape = shapeOf(task, winner.config);
      if (!shape) {
        return shape.error();
      }
      const auto state = train::readTrialState(winner.checkpointIn, "dlinear");
      if (!state) {
        return state.error();
      }
      auto forecast = bestForecast(*state, *shape);
      if (!forecast) {
        return Error{forecast.error().code, forecast.error().message, winner.checkpointIn.string()};
      }
      return std::unique_ptr<Forecaster>(std::make_unique<DLinearForecaster>(std::move(forecast).value()));
    });
  }

 private:
  Result<nn::Decomposition> shapeOf(const SeriesView& task, const Config& config) const {
    const std::int64_t lookback = m_lookback != 0 ? m_lookback : config.whole("look-back", 0);
    const std::int64_t kernel = config.whole("kernel", 25);
    if (lookback < 1 || trainingWindows(task, lookback) < 1) {
      return Error{ErrorCode::kBadInput,
                   "The training rows are too few for DLinear: no channel has a look-back of " +
                       std::to_string(std::max<std::int64_t>(lookback, 2)) + " rows and a horizon of " +
                       std::to_string(task.horizon) + ". Shorten the horizon or give more rows.",
                   "dlinear"};
    }
    if (kernel < 1 || kernel % 2 == 0) {
      return Error{ErrorCode::kBadInput, "The decomposition kernel must be odd, not " + std::to_string(kernel) + ".",
                   "dlinear"};
    }
    return nn::Decomposition{static_cast<std::size_t>(lookback), static_cast<std::size_t>(task.horizon),
                             static_cast<std::size_t>(kernel)};
  }

  static SegmentOutcome outcomeOf(const train::LoopOutcome& done, const nn::Decomposition& shape,
                                  const DLinearLearner& learner) {
    SegmentOutcome outcome;
    outcome.value = done.bestValue;
    outcome.reachedResource = done.reachedEpoch;
    outcome.isFinished = done.isFinished;
    outcome.hasDiverged = done.hasDiverged;
    outcome.trainedParameters = static_cast<std::int64_t>(learner.parameterCount());
    outcome.detailsJson = nlohmann::json({{"look_back", shape.lookback},
                                          {"kernel", shape.kernel},
                                          {"best_epoch", done.bestEpoch},
                                          {"windows", learner.windowCount()},
                                          {"batch", learner.batchSize()}})
                              .dump();
    return outcome;
  }

  const std::int64_t m_lookback;
};

}  // namespace

Result<std::unique_ptr<SeriesContender>> makeDLinear(const ContenderSpec& spec) {
  constexpr std::int64_t kLongest = 8192;
  std::int64_t lookback = 0;
  if (const auto found = spec.options.find("lookback"); found != spec.options.end()) {
    const auto* whole = std::get_if<std::int64_t>(&found->second);
    if (whole == nullptr || *whole < 1 || *whole > kLongest) {
      return Error{ErrorCode::kBadInput,
                   "The option `lookback` must be a whole number from 1 to " + std::to_string(kLongest) + ".",
                   "contender " + spec.name};
    }
    lookback = *whole;
  }
  return std::unique_ptr<SeriesContender>(std::make_unique<DLinear>(lookback));
}

}  // namespace touchstone::contenders
