// Contenders with pretrained weights: reads the weights, checks them against the model's card, and builds the network
// that the card's architecture names ("fracast", "patchtst"). A new architecture is one more line in foundation.cpp.
// Option: context, the values before each forecast that the model sees (at most what it was trained on).
// Thread: engine thread. Blocking: reading the weights (milliseconds).
// Errors: kNotFound, kBadInput (damaged weights, another checksum, another model's), kUnsupported (adapt,
// architecture).
#pragma once

#include <memory>

#include "engine/api/result.h"
#include "engine/contenders/contender.h"
#include "engine/contenders/torch_module.h"

namespace touchstone::contenders {

Result<std::unique_ptr<SeriesContender>> makeFoundation(const TorchRequest& request);

}  // namespace touchstone::contenders
