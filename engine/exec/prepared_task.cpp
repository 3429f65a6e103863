#include "engine/exec/prepared_task.h"

#include "engine/api/engine.h"

namespace touchstone::exec {

Result<std::shared_ptr<const PreparedTask>> prepareTask(const TaskSpec& spec, const std::filesystem::path& folder) {
  auto series = data::loadSeriesTask(spec, folder);
  if (!series) {
    return series.error();
  }
  auto task = std::make_shared<PreparedTask>();
  task->series = std::make_shared<const data::SeriesTask>(std::move(*series));
  task->dataFile = spec.data.empty() ? spec.train : spec.data;
  std::error_code ignored;
  const auto size =
      std::filesystem::file_size(folder / task->dataFile, ignored);  // an absolute path replaces the folder
  task->sizeBytes = ignored ? 0 : static_cast<std::int64_t>(size);
  task->view.horizon = task->series->horizon;
  task->view.season = task->series->season;
  task->view.metric = spec.metric;
  for (std::size_t i = 0; i < task->series->channelCount(); ++i) {
    task->view.channels.push_back({task->series->visible(i), task->series->splits[i].trainEnd});
  }
  return std::shared_ptr<const PreparedTask>(std::move(task));
}

}  // namespace touchstone::exec

namespace touchstone {

Result<void> checkTaskData(const TaskSpec& task, const std::filesystem::path& folder) {
  const auto series = data::loadSeriesTask(task, folder);
  return series ? Result<void>() : series.error();
}

}  // namespace touchstone
