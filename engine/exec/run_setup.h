// What one run is made of, the same for its search and its test.
// Thread: value type, constant once the run has started.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include "engine/api/ids.h"
#include "engine/api/spec.h"
#include "engine/contenders/contender.h"
#include "engine/contenders/model_catalogue.h"
#include "engine/exec/prepared_task.h"
#include "engine/store/write_ops.h"

namespace touchstone::exec {

struct RunSetup {
  StudyId study;
  RunId run;
  std::uint64_t key = 0;  // of all random streams: study seed, task name, contender name
  TaskSpec taskSpec;
  ContenderSpec contenderSpec;
  BudgetSpec budget;
  std::shared_ptr<const PreparedTask> task;
  std::shared_ptr<const contenders::Contender> contender;
  std::optional<contenders::ModelCard> model;  // for foundation models
  store::SetProvenance provenance;             // without the times, which the end of the run adds
  std::filesystem::path checkpointFolder;
};

}  // namespace touchstone::exec
