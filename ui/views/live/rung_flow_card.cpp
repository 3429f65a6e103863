#include "ui/views/live/rung_flow_card.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QSignalBlocker>
#include <algorithm>

#include "engine/api/metric_name.h"
#include "ui/models/words.h"
#include "ui/plots/rung_flow_plot.h"
#include "ui/theme/theme.h"

namespace touchstone::ui {
namespace {

QString runName(const RunRow& run) {
  return RungFlowCard::tr("%1, seed %2").arg(shortName(run.contenderName)).arg(run.seed);
}

}  // namespace

RungFlowCard::RungFlowCard(QWidget* parent) : PlotCard(tr("Rung flow"), parent), m_flow(new RungFlowPlot) {
  setPlot(m_flow);
  setExportName(QStringLiteral("rung-flow"));
  m_runs = new QComboBox(this);
  m_runs->setFixedHeight(frame::kControlInStrip);
  m_runs->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_runs->setMinimumContentsLength(8);
  m_runs->setAccessibleName(tr("Run of the rung flow"));
  m_runs->setToolTip(tr("Which run is shown"));
  m_runs->hide();
  connect(m_runs, &QComboBox::activated, this, [this](int index) {
    m_chosen = RunId{m_runs->itemData(index).toLongLong()};
    emit runChosen();
  });
  addTool(m_runs);
  showMessage({});
}

RungQuery RungFlowCard::query(TaskId task, std::vector<RunRow> runs) {
  if (task != m_task) {
    m_task = task;
    m_chosen = {};
    m_known.clear();
  }
  return {std::move(runs), m_chosen, m_known};
}

void RungFlowCard::showFlow(const RungRead& read, const TaskRow& task, const std::vector<RunRow>& runs,
                            const std::vector<double>& resources) {
  m_known = read.known;
  fillRuns(read, runs);
  const auto run = std::find_if(runs.begin(), runs.end(), [&read](const RunRow& each) { return each.id == read.run; });
  RungFlowData ladder;
  ladder.metric = tr("validation %1").arg(QString::fromStdString(metricName(task.metric)));
  ladder.lowerIsBetter = task.lowerIsBetter;
  ladder.task = shortName(task.name);
  if (run == runs.end()) {
    setSubtitle({});
    showMessage(runs);
  } else {
    ladder.rungs = ladderOf(read.rows, read.trials, resources, run->resource);
    ladder.contender = shortName(run->contenderName);
    ladder.seed = run->seed;
    ladder.family = run->family;
    ladder.unit = QString::fromStdString(run->resourceUnit);
    setSubtitle(tr("%1 · ▲ promoted ‖ paused ■ stopped ● running").arg(runName(*run)));
  }
  m_flow->setData(std::move(ladder));
}

// One entry a run with rungs, the newest first; with one run there is nothing to choose.
void RungFlowCard::fillRuns(const RungRead& read, const std::vector<RunRow>& runs) {
  std::vector<std::pair<QString, qlonglong>> entries{{tr("newest"), 0}};
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    const auto known = read.known.find(run->id);
    if (known != read.known.end() && known->second) entries.emplace_back(runName(*run), run->id.value);
  }
  m_runs->setVisible(entries.size() > 2);
  if (m_runs->view() != nullptr && m_runs->view()->isVisible()) return;  // not under the user's hands
  bool isSame = m_runs->count() == static_cast<int>(entries.size());
  for (int i = 0; isSame && i < m_runs->count(); ++i) {
    isSame = m_runs->itemData(i).toLongLong() == entries[static_cast<std::size_t>(i)].second;
  }
  if (!isSame) {
    const QSignalBlocker blocker(m_runs);
    m_runs->clear();
    int widest = 0;
    for (const auto& [name, id] : entries) {
      m_runs->addItem(name, id);
      widest = std::max(widest, m_runs->fontMetrics().horizontalAdvance(name));
    }
    m_runs->view()->setMinimumWidth(widest + space::k24);
  }
  m_runs->setCurrentIndex(std::max(0, m_runs->findData(QVariant::fromValue<qlonglong>(m_chosen.value))));
}

void RungFlowCard::showMessage(const std::vector<RunRow>& runs) {
  const bool isWaiting = std::any_of(runs.begin(), runs.end(), [](const RunRow& run) {
    return run.state == RunState::kRunning || run.state == RunState::kQueued;
  });
  if (isWaiting)
    setEmptyMessage(Icon::kPulse, tr("No trial has come to a rung yet"),
                    tr("Runs that stop weak trials early show here how far each trial came."));
  else
    setEmptyMessage(Icon::kPulse, tr("No run with rungs on this task"),
                    tr("Its contenders train in one step, or every trial gets the whole budget."));
}

}  // namespace touchstone::ui
