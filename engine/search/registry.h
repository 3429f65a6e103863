// Samplers and schedulers by name, as study files and contenders ask for them. A new one is one line in registry.cpp.
// Thread: free functions without state. Blocking: never.
// Errors: kBadInput for an unknown name (with the nearest known one), a space that does not pass check(), or bad rungs.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/result.h"
#include "engine/search/rung_table.h"
#include "engine/search/sampler.h"
#include "engine/search/scheduler.h"
#include "engine/search/space.h"

namespace touchstone::search {

std::vector<std::string> samplerNames();    // random, tpe, tpe-univariate, tpe-hyperopt
std::vector<std::string> schedulerNames();  // none, asha (promotion), asha-stopping (Ray's)

Result<void> check(const RungOptions& options);

Result<std::unique_ptr<Sampler>> makeSampler(std::string_view name, const Space& space, std::uint64_t seed);
Result<std::unique_ptr<Scheduler>> makeScheduler(std::string_view name, const RungOptions& options);

}  // namespace touchstone::search
