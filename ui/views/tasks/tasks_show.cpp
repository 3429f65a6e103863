// The part of TasksView that puts what was read on its cards.
#include <QComboBox>
#include <QSignalBlocker>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "ui/models/project_state.h"
#include "ui/models/words.h"
#include "ui/plots/forecast_plot.h"
#include "ui/plots/plot_card.h"
#include "ui/plots/series_plot.h"
#include "ui/plots/stem_plot.h"
#include "ui/plots/step_error_plot.h"
#include "ui/theme/icons.h"
#include "ui/views/tasks/tasks_view.h"
#include "ui/views/tasks/window_picker.h"
#include "ui/widgets/check_menu.h"

namespace touchstone::ui {
namespace {

constexpr int kNameLength = 40;

QString lineName(const ChosenRun& run) {
  return shortName(run.name).left(kNameLength);
}

QString fullName(const ChosenRun& run) {
  return run.seeds > 1 ? TasksView::tr("%1, seed %2").arg(lineName(run)).arg(run.seed) : lineName(run);
}

Calendar calendarOf(const SeriesRow& series) {
  return Calendar::of(series.stepUnit, series.startS, series.stepS);
}

double meanOf(const std::vector<double>& values) {
  double sum = 0.0, count = 0.0;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    sum += value;
    count += 1.0;
  }
  return count > 0.0 ? sum / count : kNoValue;
}

}  // namespace

void TasksView::showRead(bool isOther) {
  showMissing();
  showChannels();
  showSeries();
  fillContenders();
  showWindows(isOther);
  showForecasts();
  showErrors();
  showAutoAr();
  if (isOther) {
    m_forecasts->fit();
    m_errors->fit();
    m_stems->fit();
  }
}

// What stands in the cards while they have nothing to draw.
void TasksView::showMissing() {
  const QString older =
      tr("The project comes from an older version. Run the study again to store series and forecasts.");
  if (!m_read.series.isStored()) {
    m_seriesCard->setEmptyMessage(Icon::kWave, tr("No series is stored for this task"), {});
    m_forecastCard->setEmptyMessage(Icon::kWave, tr("No series is stored for this task"), older);
    m_errorCard->setEmptyMessage(Icon::kWave, tr("No error by step without the series"), {});
    return;
  }
  const bool hasForecasts = !m_read.forecasts.windows.empty();
  const bool hasNoneShown = std::none_of(m_read.query.runs.begin(), m_read.query.runs.end(),
                                         [this](const ChosenRun& run) { return isShown(run); });
  const QString missing = hasForecasts && hasNoneShown ? tr("No contender is switched on") : tr("No forecast yet");
  const QString advice = hasForecasts && hasNoneShown ? tr("Switch some on in the menu of the funnel.")
                                                      : tr("The first finished run brings its forecasts.");
  m_forecastCard->setEmptyMessage(Icon::kWave, missing, advice);
  m_errorCard->setEmptyMessage(Icon::kWave, missing, advice);
}

void TasksView::showChannels() {
  const QSignalBlocker blocker(m_channels);
  m_channels->clear();
  for (const SeriesRow& head : m_read.series.heads) m_channels->addItem(channelName(head), head.channel);
  m_channels->setCurrentIndex(m_channels->findData(m_read.series.series.channel));
  m_channels->setVisible(m_read.series.heads.size() > 1);
}

void TasksView::showSeries() {
  const TaskRow* task = m_context.state.currentTask();
  const SeriesRow& series = m_read.series.series;
  m_series->setData({series, task != nullptr ? shortName(task->name) : QString()});
  m_seriesCard->setTitle(m_read.series.isStored() ? channelName(series).left(kNameLength) : tr("Series"));
  QStringList facts;
  if (m_read.series.isStored()) {
    const QString step = calendarOf(series).stepText();
    if (!step.isEmpty()) facts << step;
    facts << m_series->extentText();
    const auto channels = static_cast<qint64>(m_read.series.heads.size());
    facts << counted(channels, tr("%1 channel"), tr("%1 channels"));
  }
  m_seriesCard->setSubtitle(facts.join(QStringLiteral(" · ")));
}

// The middle window at first; the same one after a read that only brought new runs.
void TasksView::showWindows(bool isOther) {
  const SeriesRow& series = m_read.series.series;
  const std::int64_t count = windowCount(series, m_read.query.horizon);
  const std::int64_t wanted = isOther || m_window->item() < 0 ? (count - 1) / 2 : m_window->item();
  std::vector<std::int64_t> windows = m_read.forecasts.windows;
  const int index = nearestWindow(windows, wanted);
  m_window->setWindows(std::move(windows), count, index);
  m_contenders->setVisible(!m_read.forecasts.windows.empty());
}

bool TasksView::isShown(const ChosenRun& run) const {
  return !m_hidden.contains(QString::fromStdString(run.name));
}

// Of each family the one shown with the least error: its label is bold.
std::vector<bool> TasksView::leading() const {
  const std::vector<ChosenRun>& runs = m_read.query.runs;
  std::vector<bool> leads(runs.size(), false);
  for (const Family family : {Family::kSupervised, Family::kFoundation}) {
    double least = HUGE_VAL;
    std::size_t best = runs.size();
    for (std::size_t i = 0; i < runs.size() && i < m_read.errors.size(); ++i) {
      const double error = meanOf(m_read.errors[i].mean);
      if (runs[i].family != family || !isShown(runs[i]) || !(error < least)) continue;
      least = error;
      best = i;
    }
    if (best < runs.size()) leads[best] = true;
  }
  return leads;
}

QString TasksView::seedNote() const {
  bool hasChoice = false, hasValue = false;
  for (const ChosenRun& run : m_read.query.runs) {
    if (run.seeds < 2 || !isShown(run)) continue;
    hasChoice = true;
    hasValue = hasValue || std::isfinite(run.validation);
  }
  if (!hasChoice) return {};
  return hasValue ? tr("best seed by validation") : tr("first seed");
}

void TasksView::showForecasts() {
  showMissing();
  const SeriesRow& series = m_read.series.series;
  const TaskRow* task = m_context.state.currentTask();
  const std::int64_t item = m_window->item();
  ForecastPlotData shown;
  if (item < 0 || task == nullptr || !m_read.series.isStored()) {
    m_forecasts->setData(std::move(shown));
    m_series->setFrame(0, 0);
    m_forecastCard->setSubtitle({});
    return;
  }
  const int horizon = m_read.query.horizon;
  const std::int64_t origin = firstRowOf(series, item);
  const std::int64_t history = std::min(shownHistory(horizon) + 1, origin - series.firstRow);
  shown.task = shortName(task->name);
  shown.channel = channelName(series);
  shown.window = item;
  shown.past = valuesBetween(series, origin - history, origin);
  shown.future = valuesBetween(series, origin, origin + horizon);
  shown.period = task->season;
  shown.xTitle = aheadTitle(calendarOf(series));
  const std::vector<bool> leads = leading();
  for (std::size_t i = 0; i < m_read.query.runs.size(); ++i) {
    const ChosenRun& run = m_read.query.runs[i];
    const ForecastRow* row = findForecast(m_read.forecasts.sets[i], item);
    if (row == nullptr || !isShown(run)) continue;
    ForecastLine line{.name = lineName(run),
                      .fullName = fullName(run),
                      .family = run.family,
                      .familyIndex = run.familyIndex,
                      .id = static_cast<std::int64_t>(i) + 1,
                      .isLeading = leads[i],
                      .values = unscaled(series, row->forecast)};
    shown.lines.push_back(std::move(line));
  }
  QStringList facts = {shown.channel};
  if (calendarOf(series).isKnown()) facts << tr("from %1").arg(calendarOf(series).text(static_cast<double>(origin)));
  if (const QString seeds = seedNote(); !seeds.isEmpty()) facts << seeds;
  shown.note = tr("window %1 of %2").arg(item + 1).arg(windowCount(series, horizon));
  for (const QString& fact : facts.mid(1)) shown.note += QStringLiteral(" · ") + fact;
  m_forecasts->setData(std::move(shown));
  m_series->setFrame(origin, origin + horizon);
  m_forecastCard->setSubtitle(facts.join(QStringLiteral(" · ")));
}

void TasksView::showErrors() {
  const TaskRow* task = m_context.state.currentTask();
  StepErrorPlotData shown;
  std::int64_t windows = 0;
  const std::vector<bool> leads = leading();
  for (std::size_t i = 0; i < m_read.errors.size(); ++i) {
    const ChosenRun& run = m_read.query.runs[i];
    if (!isShown(run) || m_read.errors[i].windows == 0) continue;
    windows = std::max(windows, m_read.errors[i].windows);
    StepErrorLine line{.name = lineName(run),
                       .fullName = fullName(run),
                       .family = run.family,
                       .familyIndex = run.familyIndex,
                       .id = static_cast<std::int64_t>(i) + 1,
                       .isLeading = leads[i],
                       .mean = m_read.errors[i].mean,
                       .standardError = m_read.errors[i].standardError};
    shown.lines.push_back(std::move(line));
  }
  const bool isSquared = stepMeasure(m_read.query.metric) == StepMeasure::kSquared;
  shown.measure = isSquared ? tr("squared error, scaled") : tr("absolute error, scaled");
  shown.task = task != nullptr ? shortName(task->name) : QString();
  shown.period = task != nullptr ? task->season : 0;
  const QString mean = counted(windows, tr("mean of %1 stored window"), tr("mean of %1 stored windows"));
  shown.note = mean + tr(", band: ± standard error");
  const QString measure = shown.measure;
  m_errors->setData(std::move(shown));
  m_errorCard->setSubtitle(windows == 0 ? QString() : QStringLiteral("%1 ↓ · %2 ± s.e.").arg(measure, mean));
}

void TasksView::showAutoAr() {
  const AutoArRead& model = m_read.autoAr;
  const TaskRow* task = m_context.state.currentTask();
  StemPlotData shown;
  if (model.coefficients.size() > 1 && task != nullptr) {
    shown.weights.assign(model.coefficients.begin() + 1, model.coefficients.end());
    shown.task = shortName(task->name);
    shown.period = task->season;
    shown.calendar = calendarOf(m_read.series.series);
    for (const ChosenRun& run : m_read.query.runs) {
      if (run.run != m_read.query.autoAr) continue;
      shown.name = lineName(run);
      shown.familyIndex = run.familyIndex;
    }
    m_autoArCard->setTitle(tr("%1 coefficients").arg(shown.name));
    m_autoArCard->setSubtitle(tr("look-back %1, chosen by the %2-step error · difference order %3 · %4 weights in all")
                                  .arg(model.order)
                                  .arg(m_read.query.horizon)
                                  .arg(model.difference)
                                  .arg(model.coefficients.size()));
  }
  m_stems->setData(std::move(shown));
  const bool wasHidden = m_autoArCard->isHidden();
  m_autoArCard->setVisible(!m_stems->isEmpty() && (m_enlarged == nullptr || m_enlarged == m_autoArCard));
  if (wasHidden != m_autoArCard->isHidden()) shareHeight();
}

// A menu that is open while a run finishes must not close: it is made anew only for other contenders.
void TasksView::fillContenders() {
  QStringList names;
  for (const ChosenRun& run : m_read.query.runs) names << QString::fromStdString(run.name);
  if (names == m_listed) return;
  m_listed = names;
  m_contenderMenu->clear();
  for (const ChosenRun& run : m_read.query.runs) {
    const QString name = QString::fromStdString(run.name);
    QAction* action = m_contenderMenu->addAction(menuText(lineName(run)));
    action->setCheckable(true);
    action->setChecked(isShown(run));
    connect(action, &QAction::toggled, this, [this, name](bool isOn) { switchContender(name, isOn); });
  }
}

// The window whose middle is nearest to the click.
void TasksView::pickWindowAt(double row) {
  const SeriesRow& series = m_read.series.series;
  if (row < static_cast<double>(series.validationEnd) - 0.5 || row > static_cast<double>(series.testEnd) - 0.5) return;
  const double middle = static_cast<double>(m_read.query.horizon - 1) / 2.0;
  const auto item = std::llround(row - static_cast<double>(series.validationEnd) - middle);
  m_window->setIndex(nearestWindow(m_read.forecasts.windows, item));
}

}  // namespace touchstone::ui
