// How well scores rank positives before negatives: area under the ROC curve and average precision.
// Shapes: scores [N] (higher: more likely positive, finite), isPositive [N] 0 or 1. Only the order of the scores counts; equal
// scores are one threshold, so the order of the items never matters.
// AUROC = share of (positive, negative) pairs in the right order, a tie counting one half; counted in whole numbers.
// Average precision = sum over thresholds, highest first, of (recall_n - recall_(n-1)) precision_n; no interpolation.
// Thread: any, no shared state. Blocking: never; N log N. Errors: none.
// Source: scikit-learn's roc_auc_score and average_precision_score (tests/golden/class_metrics.json).
#pragma once

#include <cstdint>
#include <span>

namespace touchstone::data {

// NaN where positives or negatives are missing.
double auroc(std::span<const float> scores, std::span<const std::uint8_t> isPositive);

// 0 without positives, as in scikit-learn; NaN without items.
double averagePrecision(std::span<const float> scores, std::span<const std::uint8_t> isPositive);

}  // namespace touchstone::data
