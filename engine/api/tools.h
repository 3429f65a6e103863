// What the command line and the window can ask without a project: data files, metrics, models and this machine.
// Thread: any; blocking: file reads, and doctor's one-second speed check. Texts end with a line break.
// Errors: kBadInput and kNotFound with the place and what to do.
#pragma once

#include <filesystem>
#include <string>

#include "engine/api/result.h"

namespace touchstone {

// What the readers make of a data file or folder: kind, rows, shapes, problems.
Result<std::string> describeData(const std::filesystem::path& path, bool asJson);
// The catalogue of metrics: name, direction, meaning.
std::string describeMetrics(bool asJson);
// The catalogue of foundation models and which of them are on this machine.
Result<std::string> listModels();
// Checks the weights of a model by its checksum, and that they fit its architecture. Loads LibTorch.
Result<std::string> checkModel(const std::string& nameOrFile);
// Machine, devices, library versions, a speed check.
std::string doctor(bool asJson);
// Program and commit, as in every project file: "0.1.0 (a1b2c3d)".
std::string programVersion();

}  // namespace touchstone
