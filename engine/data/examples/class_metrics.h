// Metrics of labelled tasks, by the names of the metrics catalogue; which apply to which kind of target, the catalogue says.
// Classes: accuracy, balanced-accuracy, macro-f1, mcc, auroc, average-precision, cross-entropy, ece.
// Multi-label: accuracy (all labels of an item right), macro-f1, auroc, micro-map, macro-map, cross-entropy.
// Masks, over pixels: accuracy, balanced-accuracy, macro-f1, mcc, miou, cross-entropy, ece.
// Units: fractions from 0 to 1, mcc from -1 to 1, cross-entropy in nats.
// With two classes auroc and average-precision are those of the second class; with more, the mean over one-vs-rest.
// Where scikit-learn has the metric, this is its value. A class without items in the truth:
//   auroc, average-precision: left out of the mean, as is for auroc a class that all items have (scikit-learn: NaN, an error);
//   macro-map, macro-f1 of multi-label tasks: counts 0, as in scikit-learn; confusion_matrix.h has the rest.
// Sums run in the order of items and classes: the same predictions give the same last digit.
// Thread: any, no shared state. Blocking: never; N K, and N log N a class for auroc and the precisions.
// Errors: kBadInput for probabilities that are none (checkPredictions), a metric that does not apply, or one that is not
// defined on these items (auroc of a single class), with the reason.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/examples/class_predictions.h"
#include "engine/data/examples/confusion_matrix.h"
#include "engine/data/examples/mask_metrics.h"

namespace touchstone::data {

struct MetricValue {
  std::string metric;
  std::string part;        // a class; empty: overall
  double value = 0.0;      // never NaN: what is not defined has no row
  std::int64_t items = 0;  // scored; of a class: its support. Pixels for masks
};

// Every metric that applies, overall in the order of the catalogue, then class by class: "precision", "recall", "f1", and
// "auroc" and "average-precision" one-vs-rest, or for masks "iou".
Result<std::vector<MetricValue>> scoreClasses(const ClassPredictions& predictions);
// The same of masks, from the counts of their items.
std::vector<MetricValue> scoreMasks(const Targets& targets, const MaskCounts& counts);

// One metric alone, overall: for validation after each epoch.
Result<double> classMetric(std::string_view metric, const ClassPredictions& predictions);
Result<double> maskMetric(std::string_view metric, const MaskCounts& counts);

// Of labels that exclude one another.
ConfusionMatrix confusionOf(const ClassPredictions& predictions);

}  // namespace touchstone::data
