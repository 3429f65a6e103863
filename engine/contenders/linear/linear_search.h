// The whole workflow of the contender `linear`: features and the strength of the penalty chosen by validation, then one fit.
// For each kind of features a path of strengths from strong to weak penalty, each fit starting from the one before. The strength of
// a kind is that of the least cross-entropy on the validation items, and the path ends two strengths after it: the task's metric on
// a thousand items is too coarse for that (GUE tf/4: MCC takes C 1000 and 0.58 in the test, cross-entropy C 3 and 0.74).
// The kind is that with the best metric at its strength, of equals the first.
// The last fit is on training and validation items together, unless told
// otherwise. Masks: on at most kMostPixels pixels with a true class, evenly spread; all pixels of the validation items are scored.
// Nothing is random. Thread: trial slot. Blocking: the fits; the token is polled.
// Errors: those of FeatureMaker, LogisticProblem and data::classMetric (a validation block that the metric is not defined on).
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/base/cancel.h"
#include "engine/contenders/contender.h"
#include "engine/contenders/linear/linear_model.h"
#include "engine/contenders/linear/logistic_fit.h"
#include "engine/data/examples/example_set.h"

namespace touchstone::contenders {

inline constexpr std::size_t kMostPixels = 200'000;

struct LinearOptions {
  std::vector<FeatureSpec> features;  // empty: those of featuresFor()
  std::vector<double> strengths;      // ascending; empty: 1e-4, 3e-4, ..., 1e3
  bool balancesClasses = false;       // class weights that make every class count the same
  bool refits = true;                 // the last fit sees the validation items too
};

struct LinearStep {
  std::size_t features = 0;  // index into the choice's features
  double strength = 1.0;
  double value = 0.0;         // the metric on the validation items
  double crossEntropy = 0.0;  // there
  int iterations = 0;
  bool isConverged = false;
};

struct LinearChoice {
  LinearModel model;
  std::vector<FeatureSpec> features;
  std::vector<LinearStep> steps;  // in the order of the fits
  std::size_t best = 0;           // of the steps: the chosen one
  bool isConverged = false;       // of the last fit
};

// step: called after each fit; may be empty.
Result<LinearChoice> chooseLinear(const ExampleView& task, const LinearOptions& options,
                                  const std::function<void(const LinearStep&)>& step, const base::CancelToken& token);

// One fit with given features and strength, on all items of the list. Labels and masks as in the task's targets.
Result<LinearModel> fitLinear(const data::ExampleInputs& inputs, const data::Targets& targets,
                              std::span<const std::uint32_t> items, const FeatureSpec& features, double strength,
                              const base::CancelToken& token);

}  // namespace touchstone::contenders
