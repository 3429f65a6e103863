#include "ui/views/tasks/tasks_data.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <cmath>

namespace touchstone::ui {

std::vector<ChosenRun> chooseRuns(const std::vector<RunRow>& runs, const std::vector<ContenderRow>& contenders,
                                  TaskId task) {
  std::vector<ChosenRun> chosen;
  for (const ContenderRow& contender : contenders) {
    ChosenRun best;
    int seeds = 0;
    for (const RunRow& run : runs) {
      const bool isOurs = run.task == task && run.contender == contender.id;
      if (!isOurs || run.state != RunState::kDone || run.isReported || run.sameAs) continue;
      ++seeds;
      const bool isBetter = run.lowerIsBetter ? run.validation < best.validation : run.validation > best.validation;
      const bool isFirst = !best.run.isValid() || (std::isnan(best.validation) && !std::isnan(run.validation));
      if (!isFirst && !isBetter) continue;
      best.run = run.id;
      best.seed = run.seed;
      best.validation = run.validation;
    }
    if (!best.run.isValid()) continue;
    best.contender = contender.id;
    best.name = contender.name;
    best.family = contender.family;
    best.familyIndex = contender.familyIndex;
    best.seeds = seeds;
    chosen.push_back(std::move(best));
  }
  return chosen;
}

Result<SeriesRead> readSeries(const ProjectView& view, TaskId task, int channel) {
  SeriesRead read;
  auto heads = view.seriesHeads(task);
  if (!heads) return heads.error();
  read.heads = std::move(*heads);
  if (read.heads.empty()) return read;
  const bool isThere = std::any_of(read.heads.begin(), read.heads.end(),
                                   [channel](const SeriesRow& head) { return head.channel == channel; });
  auto series = view.series(task, isThere ? channel : read.heads.front().channel);
  if (!series) return series.error();
  read.series = std::move(*series);
  return read;
}

Result<ForecastsRead> readForecasts(const ProjectView& view, const std::vector<ChosenRun>& runs, int channel) {
  ForecastsRead read;
  for (const ChosenRun& run : runs) {
    auto rows = view.forecasts(run.run, channel);
    if (!rows) return rows.error();
    std::erase_if(*rows, [](const ForecastRow& row) { return row.forecast.empty(); });
    read.sets.push_back(std::move(*rows));
  }
  read.windows = storedWindows(read.sets);
  return read;
}

std::vector<StepErrors> readStepErrors(const SeriesRow& series, const ForecastsRead& forecasts,
                                       const TaskQuery& query) {
  std::vector<StepErrors> errors;
  for (const std::vector<ForecastRow>& rows : forecasts.sets) {
    errors.push_back(errorsByStep(series, rows, query.horizon, stepMeasure(query.metric)));
  }
  return errors;
}

AutoArRead autoArOf(const std::string& detailsJson) {
  const QJsonObject details = QJsonDocument::fromJson(QByteArray::fromStdString(detailsJson)).object();
  AutoArRead read;
  const QJsonArray coefficients = details.value(QStringLiteral("coefficients")).toArray();
  for (const QJsonValue& value : coefficients) read.coefficients.push_back(value.toDouble(kNoValue));
  read.order = details.value(QStringLiteral("order")).toInt(static_cast<int>(read.coefficients.size()) - 1);
  read.difference = details.value(QStringLiteral("difference")).toInt();
  return read;
}

Result<AutoArRead> readAutoAr(const ProjectView& view, RunId run) {
  auto details = view.artifact(run, "details");
  if (!details) return details.error();
  return autoArOf(*details);
}

Result<TaskRead> readTask(const ProjectView& view, const TaskQuery& query) {
  TaskRead read;
  read.query = query;
  auto series = readSeries(view, query.task, query.channel);
  if (!series) return series.error();
  read.series = std::move(*series);
  if (read.series.isStored()) {
    auto forecasts = readForecasts(view, query.runs, read.series.series.channel);
    if (!forecasts) return forecasts.error();
    read.forecasts = std::move(*forecasts);
    read.errors = readStepErrors(read.series.series, read.forecasts, query);
  }
  if (query.autoAr) {
    auto autoAr = readAutoAr(view, *query.autoAr);
    if (!autoAr) return autoAr.error();
    read.autoAr = std::move(*autoAr);
  }
  return read;
}

}  // namespace touchstone::ui
