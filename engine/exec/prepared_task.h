// A task ready to run: its data read, split, scaled and filled, and the part that contenders may see.
// Thread: made on a slot, const afterwards. Errors: as data::loadSeriesTask.
#pragma once

#include <memory>

#include "engine/api/read_models.h"
#include "engine/api/result.h"
#include "engine/api/spec.h"
#include "engine/contenders/contender.h"
#include "engine/data/series_task.h"

namespace touchstone::exec {

struct PreparedTask {
  std::shared_ptr<const data::SeriesTask> series;
  contenders::SeriesView view;  // points into `series`; the test block is not reachable from it
  std::string dataFile;         // as the study names it
  std::int64_t sizeBytes = 0;   // of that file, as stored
};

Result<std::shared_ptr<const PreparedTask>> prepareTask(const TaskSpec& spec, const std::filesystem::path& folder);

}  // namespace touchstone::exec
