// The contender `linear`: logistic regression on one-hot letters, k-mer counts or pixels, features and penalty chosen by
// validation. The floor of every labelled task: a study without one misleads.
// One trial of as many fits as its choice takes (linear_search.h); nothing is random.
// Thread, blocking: as Contender. Errors: kBadInput for options that do not fit each other.
#pragma once

#include <memory>

#include "engine/api/result.h"
#include "engine/contenders/contender.h"

namespace touchstone::contenders {

Result<std::unique_ptr<Contender>> makeLinear(const ContenderSpec& spec);

}  // namespace touchstone::contenders
