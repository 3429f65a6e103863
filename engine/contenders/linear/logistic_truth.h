// The truth of a logistic regression in the form that its loss reads, with the classes that there is anything to learn about.
// Shapes: N items, K classes of the task, L active outputs.
// Classes that exclude one another: those with an item are active; with two of them one logit is enough (L 1). Labels: those
// that some items have and others have not.
// Thread: a value. Errors: none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/contenders/linear/logistic_weights.h"
#include "engine/data/examples/example_set.h"

namespace touchstone::contenders {

struct LogisticTruth {
  Link taskLink = Link::kBinary;     // of the weights that the task gets
  std::size_t taskClasses = 0;       // K
  Link link = Link::kBinary;         // of what is fitted
  std::vector<std::size_t> classes;  // [L] the class of each output; kBinary: of the second of two
  std::size_t firstClass = 0;        // kBinary: the class whose log-odds are those of the output, turned round
  std::vector<std::int32_t> labels;  // kBinary, kSoftmax: [N] active class in 0..L-1, or 0 and 1
  std::vector<std::uint8_t> bits;    // kLabels: [N, L]
  std::vector<double> itemWeights;   // [N]
  double weightSum = 0.0;
  std::vector<double> shares;          // [L] of the weight: items of the output's class
  std::vector<double> restIntercepts;  // [outputs of the task] of what is not active; NaN where active

  std::size_t outputs() const { return classes.size(); }
  std::size_t items() const { return itemWeights.size(); }
};

// targets of kind kClass or kMultiLabel; classWeights [K] or empty, for kClass.
LogisticTruth makeTruth(const data::Targets& targets, std::span<const double> classWeights);

}  // namespace touchstone::contenders
