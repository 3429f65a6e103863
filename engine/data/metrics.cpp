#include "engine/data/metrics.h"

#include <algorithm>

namespace touchstone::data {

namespace {

std::vector<MetricCard> seriesMetrics() {
  return {
      {"mse",
       "Mean squared error",
       true,
       "squared training deviations",
       "mean (y - f)^2 over all test windows, channels and steps, on the series scaled by its training rows",
       {Modality::kTimeSeries}},
      {"mae",
       "Mean absolute error",
       true,
       "training deviations",
       "mean |y - f| over all test windows, channels and steps, on the series scaled by its training rows",
       {Modality::kTimeSeries}},
      {"rmse", "Root mean squared error", true, "training deviations", "square root of mse", {Modality::kTimeSeries}},
      {"mase",
       "Mean absolute scaled error",
       true,
       "errors of in-sample seasonal naive",
       "mean |y - f| / mean |y_t - y_(t-season)| over the rows before the test block, on the values as in the file",
       {Modality::kTimeSeries}},
      {"smape",
       "Symmetric mean absolute percentage error",
       true,
       "percent",
       "mean 200 |y - f| / (|y| + |f|), 0 where both are 0, on the values as in the file",
       {Modality::kTimeSeries}},
  };
}

MetricCard labelled(const char* name, const char* title, const char* formula, std::vector<TargetKind> targets) {
  return {name, title, false, "fraction", formula, {Modality::kGenomics, Modality::kSatellite}, std::move(targets)};
}

MetricCard labelledLoss(const char* name, const char* title, const char* unit, const char* formula,
                        std::vector<TargetKind> targets) {
  return {name, title, true, unit, formula, {Modality::kGenomics, Modality::kSatellite}, std::move(targets)};
}

// Edge cases: engine/data/examples/class_metrics.h.
std::vector<MetricCard> labelledMetrics() {
  constexpr TargetKind kClass = TargetKind::kClass, kLabels = TargetKind::kMultiLabel, kMask = TargetKind::kMask;
  return {
      labelled("accuracy", "Accuracy",
               "share of the test items (pixels of masks) whose most probable class is the true one; multi-label: "
               "whose labels "
               "are all right at 0.5",
               {kClass, kLabels, kMask}),
      labelled("balanced-accuracy", "Balanced accuracy", "mean over the true classes of the share of their items found",
               {kClass, kMask}),
      labelled("macro-f1", "Macro F1",
               "mean over classes of 2 hits / (true + predicted items); multi-label: over labels, at 0.5",
               {kClass, kLabels, kMask}),
      labelled(
          "mcc", "Matthews correlation coefficient",
          "correlation of truth and prediction from the confusion matrix, -1 to 1; several classes: Gorodkin's R_K",
          {kClass, kMask}),
      labelled("auroc", "Area under the ROC curve",
               "share of pairs of a positive and a negative item in the right order, ties one half; two classes: of "
               "the second; "
               "more, and labels: mean of one against the rest",
               {kClass, kLabels}),
      labelled("average-precision", "Average precision",
               "sum over thresholds of the gain in recall x precision; two classes: of the second; more: mean of one "
               "against "
               "the rest",
               {kClass}),
      labelled("micro-map", "Micro mean average precision",
               "average precision over all pairs of item and label at once", {kLabels}),
      labelled("macro-map", "Macro mean average precision",
               "mean over labels of the average precision; a label that no item has counts 0", {kLabels}),
      labelled("miou", "Mean intersection over union",
               "mean over classes of hits / (true + predicted - hits) pixels of all masks together", {kMask}),
      labelledLoss("cross-entropy", "Cross-entropy", "nats",
                   "mean -ln p of the true class; multi-label: mean binary cross-entropy over items and labels",
                   {kClass, kLabels, kMask}),
      labelledLoss("ece", "Expected calibration error", "fraction",
                   "over 15 bins of the top probability, mean |share right - mean probability| weighted by their items",
                   {kClass, kMask}),
  };
}

template <typename Kind>
std::vector<std::string> namesOf(Kind kind) {
  std::vector<std::string> names;
  for (const MetricCard& card : metrics()) {
    if (card.appliesTo(kind)) {
      names.push_back(card.name);
    }
  }
  return names;
}

}  // namespace

bool MetricCard::appliesTo(Modality modality) const {
  return std::find(modalities.begin(), modalities.end(), modality) != modalities.end();
}

bool MetricCard::appliesTo(TargetKind kind) const {
  return std::find(targets.begin(), targets.end(), kind) != targets.end();
}

std::span<const MetricCard> metrics() {
  static const std::vector<MetricCard> kCards = [] {
    std::vector<MetricCard> cards = seriesMetrics();
    for (MetricCard& card : labelledMetrics()) {
      cards.push_back(std::move(card));
    }
    return cards;
  }();
  return kCards;
}

const MetricCard* findMetric(std::string_view name) {
  const auto cards = metrics();
  const auto found =
      std::find_if(cards.begin(), cards.end(), [name](const MetricCard& card) { return card.name == name; });
  return found != cards.end() ? &*found : nullptr;
}

const std::vector<std::string>& metricNames() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const MetricCard& card : metrics()) {
      names.push_back(card.name);
    }
    return names;
  }();
  return kNames;
}

std::vector<std::string> metricNames(Modality modality) {
  return namesOf(modality);
}

std::vector<std::string> metricNames(TargetKind kind) {
  return namesOf(kind);
}

const char* defaultMetric(Modality modality, TargetKind kind) {
  return modality == Modality::kTimeSeries ? "mse"
         : kind == TargetKind::kMultiLabel ? "macro-map"
         : kind == TargetKind::kMask       ? "miou"
                                           : "accuracy";
}

}  // namespace touchstone::data
