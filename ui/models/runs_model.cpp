#include "ui/models/runs_model.h"

#include <algorithm>
#include <cmath>

#include "ui/models/words.h"
#include "ui/plots/numbers.h"

namespace touchstone::ui {

RunsModel::RunsModel(QObject* parent) : RunListModel(kColumnCount, parent) {}

void RunsModel::setRuns(const ProjectSnapshot& snapshot, TaskId task) {
  std::vector<RunRow> runs = snapshot.runsOf(task);
  std::vector<double> scores;
  for (const RunRow& run : runs) {
    scores.push_back(run.score);
  }
  m_decimals = columnDecimals(scores);
  setRows(std::move(runs), snapshot);
}

QVariant RunsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
    return {};
  }
  const RunRow& run = runAtRow(index.row());
  switch (role) {
  case Qt::DisplayRole:
    return textOf(run, index.column());
  case Qt::ToolTipRole:
    return toolTipOf(run);
  case Qt::AccessibleTextRole:
    return index.column() == kProgress ? tr("%1, %2").arg(stateWord(stateOf(run.state)), percentText(run.progress))
                                       : textOf(run, index.column());
  case Qt::TextAlignmentRole:
    return index.column() == kResult ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
  case kSortRole:
    return sortValueOf(run, index.column());
  default:
    return RunListModel::data(index, role);
  }
}

QString RunsModel::textOf(const RunRow& run, int column) const {
  switch (column) {
  case kContender:
    return shortName(run.contenderName);
  case kSeed:
    return tr("seed %1").arg(run.seed);
  case kProgress:
    return percentText(run.state == RunState::kDone ? 1.0 : run.progress);
  case kResult:
    return resultOf(run);
  default:
    return {};
  }
}

// Runs without a score come behind those that have one.
QVariant RunsModel::sortValueOf(const RunRow& run, int column) const {
  switch (column) {
  case kSeed:
    return static_cast<qlonglong>(run.seed);
  case kProgress:
    return run.state == RunState::kDone ? 1.0 : run.progress;
  case kResult:
    return run.state == RunState::kDone && std::isfinite(run.score) ? run.score : HUGE_VAL;
  default:
    return textOf(run, column);
  }
}

QString RunsModel::resultOf(const RunRow& run) const {
  switch (run.state) {
  case RunState::kDone:
    return fixedNumber(run.score, m_decimals);
  case RunState::kRunning:
    return run.etaS >= 0.0 ? tr("%1 left").arg(duration(run.etaS)) : tr("running");
  default:
    return stateWord(stateOf(run.state));
  }
}

QString RunsModel::toolTipOf(const RunRow& run) const {
  QStringList lines;
  if (!run.error.empty()) {
    lines << QString::fromStdString(run.error);
  }
  if (run.sameAs) {
    lines << tr("No randomness in this contender: the same as its first seed.");
  }
  if (!run.leakage.empty()) {
    lines << QString::fromStdString(run.leakage);
  }
  if (run.trialsPlanned > 0) {
    lines << tr("trial %1 of %2").arg(run.trials).arg(run.trialsPlanned);
  }
  if (run.seconds > 0.0) {
    lines << tr("took %1").arg(duration(run.seconds));
  }
  return lines.join(QLatin1Char('\n'));
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
    return {};
  }
  switch (section) {
  case kContender:
    return tr("Contender");
  case kSeed:
    return tr("Seed");
  case kProgress:
    return tr("Progress");
  case kResult:
    return tr("Score or time left");
  default:
    return {};
  }
}

}  // namespace touchstone::ui
