#include "engine/exec/task_rows.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/data/metrics.h"
#include "engine/exec/example_rows.h"

namespace touchstone::exec {

namespace {

constexpr std::size_t kMostKeptValues = 4'000'000;

void describeSeries(TaskRow& row, const data::SeriesTask& series) {
  row.season = series.season;
  row.channels = static_cast<int>(series.raw.channels.size());
  for (const data::SplitRows& rows : series.splits) {
    row.trainRows = std::max(row.trainRows, static_cast<std::int64_t>(rows.trainEnd));
    row.validationRows = std::max(row.validationRows, static_cast<std::int64_t>(rows.validationEnd - rows.trainEnd));
    row.testRows = std::max(row.testRows, static_cast<std::int64_t>(rows.testEnd - rows.validationEnd));
  }
  row.testItems = static_cast<std::int64_t>(series.testItems());
}

void describeExamples(TaskRow& row, const data::ExampleTask& examples) {
  const data::InputShape shape = examples.set.inputs->shape();
  row.channels = shape.channels;
  row.height = shape.height;
  row.width = shape.width;
  row.trainRows = static_cast<std::int64_t>(examples.train.size());
  row.validationRows = static_cast<std::int64_t>(examples.validation.size());
  row.testRows = row.testItems = static_cast<std::int64_t>(examples.test.size());
  row.target = data::toWord(examples.set.targets.kind);
  row.classes = examples.set.targets.classes;
  row.overlap = examples.overlap.flag();
}

store::WriteBatch seriesRows(TaskId id, const data::SeriesTask& series) {
  store::WriteBatch rows;
  const std::size_t most = kMostKeptValues / std::max<std::size_t>(1, series.channelCount());
  for (std::size_t channel = 0; channel < series.channelCount(); ++channel) {
    const data::Channel& raw = series.raw.channels[channel];
    const data::SplitRows& split = series.splits[channel];
    const std::size_t first = raw.values.size() > most ? raw.values.size() - most : 0;
    SeriesRow row;
    row.task = id;
    row.channel = static_cast<int>(channel);
    row.name = raw.name;
    row.firstRow = static_cast<std::int64_t>(first);
    row.trainEnd = static_cast<std::int64_t>(split.trainEnd);
    row.validationEnd = static_cast<std::int64_t>(split.validationEnd);
    row.testEnd = static_cast<std::int64_t>(split.testEnd);
    row.mean = series.scales[channel].mean;
    row.deviation = series.scales[channel].deviation;
    row.startS = series.raw.timesUtcS.empty() ? kNoValue : static_cast<double>(series.raw.timesUtcS.front());
    row.stepS = series.clock.isKnown() ? series.clock.stepS : kNoValue;
    row.stepUnit = data::stepUnit(series.clock);
    row.values.reserve(raw.values.size() - first);
    std::transform(raw.values.begin() + static_cast<std::ptrdiff_t>(first), raw.values.end(),
                   std::back_inserter(row.values), [](double value) { return static_cast<float>(value); });
    rows.push_back(store::AddSeries{std::move(row)});
  }
  return rows;
}

}  // namespace

store::AddDataset datasetRow(DatasetId id, const PreparedTask& prepared) {
  store::AddDataset row;
  row.id = id;
  row.name = base::dataStem(prepared.dataFile);
  row.path = prepared.dataFile;
  row.hash = prepared.dataHash();
  row.sizeBytes = prepared.sizeBytes;
  return row;
}

TaskRow taskRow(TaskId id, StudyId study, const TaskSpec& spec, const PreparedTask& prepared) {
  TaskRow row;
  row.id = id;
  row.study = study;
  row.name = spec.name;
  row.modality = spec.modality;
  row.metric = spec.metric;
  const auto* metric = data::findMetric(spec.metric);
  row.lowerIsBetter = metric == nullptr || metric->lowerIsBetter;
  row.horizon = spec.horizon;
  row.split = spec.split;
  row.splitHash = prepared.splitHash();
  row.notes = prepared.notes();
  if (prepared.series != nullptr) {
    describeSeries(row, *prepared.series);
  } else {
    describeExamples(row, *prepared.examples);
  }
  return row;
}

store::WriteBatch dataRows(TaskId id, const PreparedTask& prepared) {
  return prepared.series != nullptr ? seriesRows(id, *prepared.series) : exampleRows(id, *prepared.examples);
}

}  // namespace touchstone::exec
