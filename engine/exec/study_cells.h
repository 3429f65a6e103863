// The runs of a study: each task with each contender that can take its modality, once a seed.
// Thread: free functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/api/spec.h"

namespace touchstone::exec {

struct StudyCell {
  std::size_t task = 0, contender = 0;  // as in the spec
  std::int64_t seed = 0;
};

bool canTake(const ContenderSpec& contender, const TaskSpec& task);
// Task by task, contender by contender, seed by seed.
std::vector<StudyCell> cellsOf(const StudySpec& spec);

}  // namespace touchstone::exec
