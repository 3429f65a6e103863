// The checkpoint of a linear model: one line of JSON, then the numbers as 64-bit floats, lowest byte first:
//   {"format":"touchstone linear 1","features":{"kind":"k-mers","shortest":3,...},"shape":[C,H,W],"image":false,
//    "link":"binary","outputs":1,"strength":0.01,"shifts":0,"scales":5440,"sha256":"..."}
//   shifts, scales, coefficients [D, L], intercepts [L].
// Thread: any. Errors: those of checkpoint_file.h; kBadInput for a file that is no such model or a damaged one.
#pragma once

#include <filesystem>

#include "engine/api/result.h"
#include "engine/contenders/linear/linear_model.h"

namespace touchstone::contenders {

Result<void> writeLinearModel(const std::filesystem::path& path, const LinearModel& model);
Result<LinearModel> readLinearModel(const std::filesystem::path& path);

}  // namespace touchstone::contenders
