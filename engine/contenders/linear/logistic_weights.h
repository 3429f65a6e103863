// The weights of a logistic regression, and what they say about rows of features.
// Shapes: D features, K classes, L outputs: 1 for two classes (the log-odds of the second), else K.
//   coefficients [D, L], intercepts [L], logits z = x coefficients + intercepts.
// Links: kBinary p = (1 - s(z), s(z)); kSoftmax p_k = exp(z_k) / sum exp(z); kLabels p_k = s(z_k) each; s(z) = 1/(1 + e^-z).
// A class that no training item has keeps an intercept of minus infinity: probability 0.
// Thread: a value; predict() is const, any thread. Blocking: never. Errors: none.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/contenders/linear/feature_rows.h"

namespace touchstone::contenders {

enum class Link { kBinary, kSoftmax, kLabels };

struct LogisticWeights {
  Link link = Link::kBinary;
  std::size_t features = 0;          // D
  std::vector<double> coefficients;  // [D, L]
  std::vector<double> intercepts;    // [L]

  std::size_t outputs() const { return intercepts.size(); }
  std::size_t classCount() const { return link == Link::kBinary ? 2 : outputs(); }
  std::size_t parameters() const { return coefficients.size() + intercepts.size(); }
  bool hasShapeOf(const LogisticWeights& other) const {
    return link == other.link && features == other.features && outputs() == other.outputs();
  }
};

// Probabilities of rows [N, D]: out [N, K].
void predict(const LogisticWeights& weights, const FeatureRows& rows, std::span<float> out);

double logistic(double z);
// exp(z_k) / sum exp(z) in place, [K]; returns ln sum exp(z).
double softmax(std::span<double> z);

}  // namespace touchstone::contenders
