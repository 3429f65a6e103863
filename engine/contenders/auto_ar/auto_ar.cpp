#include "engine/contenders/auto_ar/auto_ar.h"

#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "engine/contenders/auto_ar/ar_forecaster.h"
#include "engine/contenders/auto_ar/ar_model_file.h"
#include "engine/contenders/auto_ar/kpss.h"
#include "engine/contenders/auto_ar/order_choice.h"
#include "engine/contenders/validation_windows.h"

namespace touchstone::contenders {

namespace {

constexpr const char* kMetric = "validation mse by order";
constexpr std::int64_t kDefaultMaxOrder = 512;
constexpr std::int64_t kMostOrder = 4096;  // its Gram matrix alone takes 134 MB

struct AutoArOptions {
  std::size_t maxOrder = kDefaultMaxOrder;
  int fixedOrder = -1;            // -1: chosen
  std::optional<int> difference;  // empty: by KPSS
};

Error optionError(const std::string& key, const std::string& allowed) {
  return {ErrorCode::kBadInput, "Auto-AR's option `" + key + "` must be " + allowed + ".", "contender auto-ar"};
}

Result<AutoArOptions> readOptions(const Options& given) {
  AutoArOptions options;
  for (const char* key : {"max_order", "order"}) {
    const auto found = given.find(key);
    if (found == given.end()) {
      continue;
    }
    const auto* whole = std::get_if<std::int64_t>(&found->second);
    if (whole == nullptr || *whole < 0 || *whole > kMostOrder) {
      return optionError(key, "a whole number from 0 to " + std::to_string(kMostOrder));
    }
    if (std::string_view(key) == "order") {
      options.fixedOrder = static_cast<int>(*whole);
    } else {
      options.maxOrder = static_cast<std::size_t>(*whole);
    }
  }
  if (const auto found = given.find("difference"); found != given.end()) {
    const auto* word = std::get_if<std::string>(&found->second);
    const auto* whole = std::get_if<std::int64_t>(&found->second);
    const std::string text = word != nullptr ? *word : whole != nullptr ? std::to_string(*whole) : "";
    if (text == "0" || text == "1" || text == "2") {
      options.difference = text[0] - '0';
    } else if (text != "kpss") {
      return optionError("difference", "\"kpss\", 0, 1 or 2");
    }
  }
  return options;
}

// What a run finds out besides the model; becomes detailsJson.
struct Findings {
  DifferenceChoice kpss;
  std::vector<std::string> notes;
};

Result<void> checkTask(const SeriesView& task) {
  for (std::size_t c = 0; c < task.channels.size(); ++c) {
    if (task.channels[c].trainEnd == 0 || task.channels[c].trainEnd > task.channels[c].values.size()) {
      return Error{ErrorCode::kBadInput,
                   "Channel " + std::to_string(c + 1) + " has no training row. Drop it or change the split.", "split"};
    }
  }
  if (task.channels.empty() || task.horizon < 1) {
    return Error{ErrorCode::kBadInput, "The task has no channel or no horizon.", "task"};
  }
  return {};
}

int chooseD(const SeriesView& task, const AutoArOptions& options, Findings& findings) {
  int wanted = options.difference.value_or(0);
  if (!options.difference) {
    std::vector<std::span<const double>> channels;
    for (const SeriesView::Channel& channel : task.channels) {
      channels.emplace_back(channel.values);
    }
    findings.kpss = chooseDifference(channels);
    wanted = findings.kpss.difference;
  }
  const int possible = possibleDifference(task, wanted);
  if (possible < wanted) {
    findings.notes.push_back("A channel is too short to be differenced " + std::to_string(wanted) + " times; " +
                             std::to_string(possible) + " is used.");
  }
  return possible;
}

void reportOrders(const OrderChoice& choice, PointSink& sink) {
  for (std::size_t p = 0; p < choice.errors.size(); ++p) {
    if (std::isfinite(choice.errors[p])) {
      sink.point(kMetric, static_cast<std::int64_t>(p), choice.errors[p]);
    }
  }
}

void noteLimits(const OrderChoice& choice, const AutoArOptions& options, Findings& findings) {
  const std::size_t wanted = options.fixedOrder >= 0 ? static_cast<std::size_t>(options.fixedOrder) : options.maxOrder;
  if (choice.fits.maxOrder < wanted) {
    findings.notes.push_back("The largest order is " + std::to_string(choice.fits.maxOrder) + " instead of " +
                             std::to_string(wanted) + ": the training rows, or the shortest channel, allow no more.");
  }
  if (choice.fits.ridge > 0.0) {
    findings.notes.push_back(
        "The lags are nearly collinear (a constant or noise-free channel): a tiny ridge was added.");
  }
}

// The chosen order's error on the validation windows, in the task's metric.
Result<double> validationValue(const SeriesView& task, const OrderChoice& choice, ValidationMetric metric,
                               const base::CancelToken& token) {
  const double mse = choice.errors[choice.best];
  if (metric != ValidationMetric::kMae) {
    return toMetric(metric, mse, 0.0, 1.0);
  }
  const auto coefficients = choice.fits.order(choice.best);
  const ArModel model{choice.difference, {coefficients.begin(), coefficients.end()}};
  return validationError(task, ArForecaster(model, task.horizon), metric, token);
}

std::string detailsOf(const OrderChoice& choice, const Findings& findings, const OrderFit& fit, double seconds) {
  const nlohmann::json json = {{"order", choice.best},
                               {"difference", choice.difference},
                               {"kpss", findings.kpss.etas},
                               {"max_order", choice.fits.maxOrder},
                               {"rows", choice.rows},
                               {"ridge", std::max(choice.fits.ridge, fit.ridge)},
                               {"validation_mse", choice.errors[choice.best]},
                               {"coefficients", fit.coefficients},
                               {"seconds", seconds},
                               {"notes", findings.notes}};
  return json.dump();
}

class AutoAr : public SeriesContender {
 public:
  explicit AutoAr(const AutoArOptions& options) : m_options(options) {}

  bool isRandom() const override { return false; }

  SearchPlan plan(const SeriesView&, const BudgetSpec&) const override {
    SearchPlan plan;
    plan.resourceUnit = "fit";
    return plan;
  }

  Result<SegmentOutcome> runSegment(const SeriesView& task, const Segment& segment, PointSink& sink,
                                    const base::CancelToken& token) const override {
    const auto start = std::chrono::steady_clock::now();
    const Result<ValidationMetric> metric = validationMetric(task.metric);
    if (!metric.ok()) {
      return metric.error();
    }
    if (auto checked = checkTask(task); !checked.ok()) {
      return checked.error();
    }
    Findings findings;
    const int d = chooseD(task, m_options, findings);
    const auto choice = chooseOrder(task, d, m_options.maxOrder, m_options.fixedOrder, token);
    if (!choice.ok()) {
      return choice.error();
    }
    reportOrders(*choice, sink);
    noteLimits(*choice, m_options, findings);
    SegmentOutcome outcome;
    outcome.reachedResource = 1;
    outcome.isFinished = true;
    outcome.hasDiverged = !std::isfinite(choice->errors[choice->best]);
    if (outcome.hasDiverged) {
      return outcome;  // a fixed order whose forecasts explode
    }
    const auto value = validationValue(task, *choice, *metric, token);
    if (!value.ok()) {
      return value.error();
    }
    const auto fit = refit(task, d, choice->best);
    if (!fit.ok()) {
      return fit.error();
    }
    if (auto written = writeArModel(segment.checkpointOut, {d, fit->coefficients}); !written.ok()) {
      return written.error();
    }
    outcome.value = *value;
    outcome.trainedParameters = static_cast<std::int64_t>(fit->coefficients.size());
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    outcome.detailsJson = detailsOf(*choice, findings, *fit, seconds.count());
    return outcome;
  }

  Result<std::unique_ptr<Forecaster>> predictor(const SeriesView& task, const Segment& winner,
                                                const base::CancelToken&) const override {
    const auto model = readArModel(winner.checkpointIn);
    if (!model.ok()) {
      return model.error();
    }
    return std::unique_ptr<Forecaster>(std::make_unique<ArForecaster>(*model, task.horizon));
  }

 private:
  const AutoArOptions m_options;
};

}  // namespace

Result<std::unique_ptr<SeriesContender>> makeAutoAr(const ContenderSpec& spec) {
  const Result<AutoArOptions> options = readOptions(spec.options);
  if (!options.ok()) {
    return options.error();
  }
  return std::unique_ptr<SeriesContender>(std::make_unique<AutoAr>(*options));
}

}  // namespace touchstone::contenders
