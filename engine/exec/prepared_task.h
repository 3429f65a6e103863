// A task ready to run: its data, its view for contenders, and where they came from.
// Exactly one of `series` and `examples` is there.
// Thread: made on a slot, const afterwards. Errors: as data::loadSeriesTask and data::loadExampleTask.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/api/spec.h"
#include "engine/contenders/contender.h"
#include "engine/data/examples/example_task.h"
#include "engine/data/series_task.h"

namespace touchstone::exec {

struct PreparedTask {
  std::shared_ptr<const data::SeriesTask> series;
  std::shared_ptr<const data::ExampleTask> examples;
  contenders::TaskView view;
  std::string dataFile;
  std::int64_t sizeBytes = 0;

  const std::string& dataHash() const { return series ? series->dataHash : examples->set.dataHash; }
  const std::string& splitHash() const { return series ? series->splitHash : examples->splitHash; }
  const std::vector<std::string>& notes() const { return series ? series->notes : examples->notes; }
};

Result<std::shared_ptr<const PreparedTask>> prepareTask(const TaskSpec& spec, const std::filesystem::path& folder);

}  // namespace touchstone::exec
