#include "engine/exec/prepared_task.h"

#include "engine/api/engine.h"
#include "engine/data/metrics.h"

namespace touchstone::exec {

namespace {

contenders::SeriesView viewOf(const data::SeriesTask& series, const TaskSpec& spec) {
  contenders::SeriesView view;
  view.horizon = series.horizon;
  view.season = series.season;
  view.metric = spec.metric;
  for (std::size_t i = 0; i < series.channelCount(); ++i) {
    view.channels.push_back({series.visible(i), series.splits[i].trainEnd});
  }
  return view;
}

contenders::ExampleView viewOf(const data::ExampleTask& examples, const TaskSpec& spec) {
  std::vector<std::uint32_t> visible = examples.train;
  visible.insert(visible.end(), examples.validation.begin(), examples.validation.end());
  contenders::ExampleView view;
  view.modality = spec.modality;
  view.targets = examples.set.targets.select(visible);
  view.inputs = std::make_shared<data::InputSelection>(examples.set.inputs, std::move(visible));
  view.trainCount = examples.train.size();
  view.metric = spec.metric;
  const auto* metric = data::findMetric(spec.metric);
  view.isLowerBetter = metric != nullptr && metric->lowerIsBetter;
  return view;
}

std::int64_t sizeOf(const std::filesystem::path& file) {
  std::error_code ignored;
  const auto size = std::filesystem::file_size(file, ignored);
  return ignored ? 0 : static_cast<std::int64_t>(size);
}

}  // namespace

Result<std::shared_ptr<const PreparedTask>> prepareTask(const TaskSpec& spec, const std::filesystem::path& folder) {
  auto task = std::make_shared<PreparedTask>();
  task->dataFile = spec.data.empty() ? spec.train : spec.data;
  if (spec.modality == Modality::kTimeSeries) {
    auto series = data::loadSeriesTask(spec, folder);
    if (!series) {
      return series.error();
    }
    task->series = std::make_shared<const data::SeriesTask>(std::move(*series));
    task->view = viewOf(*task->series, spec);
    task->sizeBytes = sizeOf(folder / task->dataFile);  // an absolute path replaces the folder
  } else {
    auto examples = data::loadExampleTask(spec, folder);
    if (!examples) {
      return examples.error();
    }
    task->examples = std::make_shared<const data::ExampleTask>(std::move(*examples));
    task->view = viewOf(*task->examples, spec);
    task->sizeBytes = task->examples->set.sizeBytes;
  }
  return std::shared_ptr<const PreparedTask>(std::move(task));
}

}  // namespace touchstone::exec

namespace touchstone {

Result<void> checkTaskData(const TaskSpec& task, const std::filesystem::path& folder) {
  const auto prepared = exec::prepareTask(task, folder);
  return prepared ? Result<void>() : prepared.error();
}

}  // namespace touchstone
