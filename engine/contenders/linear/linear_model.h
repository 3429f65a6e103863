// A fitted linear model: how items become features, and the weights of a logistic regression on them.
// Shapes: probabilities [items, K]; of masks [items, K, H, W].
// Thread: const, any thread, several at once. Blocking: classify() reads the items; it polls the token for every few of them.
// Errors: those of FeatureMaker::rows(); kCancelled, then `out` is undefined.
#pragma once

#include <cstdint>
#include <span>

#include "engine/api/result.h"
#include "engine/base/cancel.h"
#include "engine/contenders/linear/feature_maker.h"
#include "engine/contenders/linear/logistic_weights.h"

namespace touchstone::contenders {

struct LinearModel {
  FeatureMaker maker;
  LogisticWeights weights;
  double strength = 1.0;  // C

  bool isOfPixels() const { return maker.spec().kind == FeatureKind::kPixelBands; }
};

Result<void> classify(const LinearModel& model, const data::ExampleInputs& inputs, std::span<const std::uint32_t> items,
                      const base::CancelToken& token, std::span<float> out);

}  // namespace touchstone::contenders
