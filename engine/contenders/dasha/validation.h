// The task's metric on the validation items, as a learner asks for it.
// Thread: const, any. Errors: a metric that is not defined on these items is NaN, which ends the trial as diverged.
#pragma once

#include <functional>
#include <memory>
#include <span>

#include "engine/contenders/contender.h"
#include "engine/train/torch_learner.h"

namespace touchstone::contenders {

std::function<double(std::span<const float>)> validationMetricOf(const ExampleView& view);

// Training and validation items of the view; with all of them in training and none left where `isAll`.
train::LabelledData labelledData(const ExampleView& view, bool isAll);

}  // namespace touchstone::contenders
