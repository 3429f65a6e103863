#include "engine/api/study_data.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/data/describe.h"
#include "engine/data/metrics.h"
#include "engine/data/split.h"

namespace touchstone {

namespace fs = std::filesystem;

namespace {

constexpr int kLongestProposal = 48;

std::vector<std::size_t> lengthsOf(const SeriesSummary& data) {
  return {static_cast<std::size_t>(data.rows), static_cast<std::size_t>(data.longest)};
}

Result<void> checkRows(const TaskSpec& task, const SeriesSummary& data, const std::string& split) {
  const auto rule = data::parseSplit(split, {});
  if (!rule) {
    return rule.error();
  }
  const std::vector<std::size_t> lengths = lengthsOf(data);
  const auto splits = data::applySplit(*rule, {lengths, {}, data::clockOf(data.stepS, data.stepUnit), 0.0});
  if (!splits) {
    return splits.error();
  }
  return data::checkSplit(*splits, static_cast<std::size_t>(task.horizon), {});
}

}  // namespace

Result<SeriesSummary> summariseSeries(const fs::path& path) {
  if (data::looksLikeImages(path)) {  // asked first: describing them takes the time to decode them all
    return Error{ErrorCode::kUnsupported, "These are images, and no time series. Give a file of numbers.", path.string()};
  }
  const auto found = data::describe(path);
  if (!found) {
    return found.error();
  }
  if (found->kind == data::TableKind::kFolder) {
    return Error{ErrorCode::kUnsupported, "This is a folder. Give its CSV files one by one.", path.string()};
  }
  if (found->kind == data::TableKind::kSequences && found->texts.empty()) {
    return Error{ErrorCode::kUnsupported, "These are sequences, no time series. Give a file of numbers.",
                 path.string()};
  }
  if (found->kind == data::TableKind::kTextTable || found->kind == data::TableKind::kSequences) {
    return Error{ErrorCode::kUnsupported,
                 "This table has columns of text (\"" + found->texts.front().name +
                     "\" first), so it is no time series. Remove them, or give a file of numbers.",
                 path.string()};
  }
  if (found->channels.empty()) {
    return Error{ErrorCode::kBadInput, "The file has no column of numbers. Give a file with a time series.",
                 path.string()};
  }
  SeriesSummary summary;
  summary.path = found->path;
  summary.rows = static_cast<std::int64_t>(found->shortest);
  summary.longest = static_cast<std::int64_t>(found->longest);
  summary.isSeriesInRows = found->kind == data::TableKind::kSeriesInRows;
  for (const data::ChannelSummary& channel : found->channels) {
    summary.channels.push_back(channel.name);
  }
  summary.season = found->season;
  summary.firstDate = found->firstDate;
  summary.lastDate = found->lastDate;
  summary.step = found->clock.isKnown() ? data::stepText(found->clock) : std::string();
  summary.stepS = found->clock.stepS;
  summary.stepUnit = data::stepUnit(found->clock);
  summary.notes = found->problems;
  return summary;
}

TaskSpec proposeTask(const SeriesSummary& data) {
  TaskSpec task;
  task.name = base::dataStem(data.path);
  task.data = data.path;
  task.metric = "mase";
  task.keepForecasts = "some";
  task.split = "70/10/20";
  task.horizon = std::min(data.season > 1 ? data.season : 12, kLongestProposal);
  const auto fits = [&] { return checkRows(task, data, task.split).ok(); };
  if (fits()) {
    return task;
  }
  // The last horizon for the test and the one before for validation leave most for training; then a shorter horizon.
  for (; task.horizon >= 1; --task.horizon) {
    task.split = "last " + std::to_string(task.horizon);
    if (fits()) {
      return task;
    }
  }
  task.horizon = 1;
  task.split = "70/10/20";
  return task;
}

std::vector<TaskProblem> taskProblems(const TaskSpec& task, const SeriesSummary& data) {
  std::vector<TaskProblem> problems;
  const data::MetricCard* metric = data::findMetric(task.metric);
  if (metric == nullptr || !metric->appliesTo(task.modality)) {
    problems.push_back({"metric", "There is no metric \"" + task.metric + "\". Choose one of the list."});
  }
  for (const std::string& column : task.columns) {
    if (std::find(data.channels.begin(), data.channels.end(), column) == data.channels.end()) {
      problems.push_back({"columns", "The file has no channel \"" + column + "\". Mend the study file."});
    }
  }
  if (task.horizon < 1) {
    problems.push_back({"horizon", "The horizon must be at least 1."});
    return problems;
  }
  const bool isOwnFiles = task.data.empty();
  if (isOwnFiles || task.split.starts_with(kSplitFile)) {
    return problems;
  }
  if (const auto checked = checkRows(task, data, task.split); !checked) {
    // A split that stands by itself is too short for this horizon.
    TaskSpec least = task;
    least.horizon = 1;
    const bool isSplit = !checkRows(least, data, task.split).ok();
    problems.push_back({isSplit ? "split" : "horizon", checked.error().message});
  }
  return problems;
}

}  // namespace touchstone
