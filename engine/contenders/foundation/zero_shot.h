// A pretrained forecaster as it is: nothing is trained and nothing is searched, so one trial of one pass.
// The pass measures the validation error on at most 64 windows over all channels, evenly spaced: it only serves to show
// the model beside others, since nothing is chosen by it. Points: ("validation METRIC", 1, value) and
// ("validation windows", 1, how many). Checkpoint: a few words of JSON; the predictor needs none and reads none.
// detailsJson: {"model", "adapt", "context", "validation_windows"}.
// Thread and errors: as Contender says.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engine/contenders/contender.h"

namespace touchstone::contenders {

struct ZeroShotModel {
  std::string name;     // of the model, for detailsJson
  std::size_t context;  // values of a history that are used
  std::function<std::unique_ptr<Forecaster>(std::size_t horizon)> makeForecaster;
};

std::unique_ptr<SeriesContender> makeZeroShot(ZeroShotModel model);

}  // namespace touchstone::contenders
