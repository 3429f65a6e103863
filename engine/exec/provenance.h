// Where a result comes from: code and library versions, machine, data and split hashes, the spec as used.
// Thread: free functions; machineJson() reads /proc once.
#pragma once

#include <optional>
#include <string>

#include "engine/api/spec.h"
#include "engine/contenders/registry.h"
#include "engine/exec/prepared_task.h"
#include "engine/store/write_ops.h"

namespace touchstone::exec {

std::string codeVersion();  // "0.1.0 (a1b2c3d)"
std::string machineJson();  // cpu, cores, memory, system, host
std::string librariesJson(const std::string& torchVersion);
std::string optionsJson(const Options& options);

store::SetProvenance provenanceRow(RunId run, const StudySpec& study, std::size_t task, std::size_t contender,
                                   std::int64_t seed, const PreparedTask& prepared,
                                   const std::optional<contenders::ModelCard>& model,
                                   const contenders::Registry& registry, const std::string& device, int slotCount);

}  // namespace touchstone::exec
