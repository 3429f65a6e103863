#include "ui/models/queue_model.h"

#include <algorithm>
#include <iterator>
#include <limits>

#include "ui/models/words.h"
#include "ui/plots/numbers.h"

namespace touchstone::ui {

QueueModel::QueueModel(QObject* parent) : RunListModel(kColumnCount, parent) {}

void QueueModel::setSnapshot(const ProjectSnapshot& snapshot) {
  std::vector<RunRow> open;
  std::copy_if(snapshot.runs.begin(), snapshot.runs.end(), std::back_inserter(open),
               [](const RunRow& run) { return run.state == RunState::kRunning || run.state == RunState::kQueued; });
  setRows(std::move(open), snapshot);
}

QVariant QueueModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
    return {};
  }
  const RunRow& run = runAtRow(index.row());
  switch (role) {
  case Qt::DisplayRole:
  case Qt::AccessibleTextRole:
  case Qt::ToolTipRole:
    return textOf(run, index.column());
  case Qt::TextAlignmentRole:
    return index.column() == kSeed || index.column() == kTimeLeft ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                                                  : QVariant();
  case kSortRole:
    return sortValueOf(run, index.column());
  default:
    return RunListModel::data(index, role);
  }
}

QVariant QueueModel::textOf(const RunRow& run, int column) const {
  switch (column) {
  case kContender:
    return shortName(run.contenderName);
  case kTask:
    return shortName(run.taskName);
  case kSeed:
    return QString::number(run.seed);
  case kState:
    return stateWord(stateOf(run.state));
  case kProgress:
    return percentText(run.progress);
  case kTimeLeft:
    return run.state == RunState::kRunning && run.etaS >= 0.0 ? duration(run.etaS) : QString();
  default:
    return {};
  }
}

// Numbers by size, and what has no time left yet after all that have.
QVariant QueueModel::sortValueOf(const RunRow& run, int column) const {
  switch (column) {
  case kSeed:
    return static_cast<qint64>(run.seed);
  case kProgress:
    return run.progress;
  case kTimeLeft:
    return run.state == RunState::kRunning && run.etaS >= 0.0 ? run.etaS : std::numeric_limits<double>::max();
  default:
    return textOf(run, column);
  }
}

QVariant QueueModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) {
    return {};
  }
  if (role == Qt::TextAlignmentRole && (section == kSeed || section == kTimeLeft)) {
    return QVariant(Qt::AlignRight | Qt::AlignVCenter);
  }
  if (role != Qt::DisplayRole) {
    return {};
  }
  switch (section) {
  case kContender:
    return tr("Contender");
  case kTask:
    return tr("Task");
  case kSeed:
    return tr("Seed");
  case kState:
    return tr("State");
  case kProgress:
    return tr("Progress");
  case kTimeLeft:
    return tr("Time left");
  default:
    return {};
  }
}

}  // namespace touchstone::ui
