// Auto-AR's checkpoint: the model as JSON,
// {"format":"touchstone auto-ar 1","difference":1,"coefficients":[const, lag 1, ...]}.
// Numbers are written with the digits that read back as the same double.
// Thread: any. Errors: those of checkpoint_file.h; kBadInput for a file that is no such model.
#pragma once

#include <filesystem>

#include "engine/api/result.h"
#include "engine/contenders/auto_ar/ar_forecaster.h"

namespace touchstone::contenders {

Result<void> writeArModel(const std::filesystem::path& path, const ArModel& model);
Result<ArModel> readArModel(const std::filesystem::path& path);

}  // namespace touchstone::contenders
