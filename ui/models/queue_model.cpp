#include "ui/models/queue_model.h"

#include <algorithm>
#include <limits>

#include "ui/models/words.h"
#include "ui/plots/numbers.h"

namespace touchstone::ui {

QueueModel::QueueModel(QObject* parent) : QAbstractTableModel(parent) {}

// The same runs as before are updated in place, so that selection and scrolling stay.
void QueueModel::setSnapshot(const ProjectSnapshot& snapshot) {
  std::vector<Row> rows;
  for (const RunRow& run : snapshot.runs) {
    if (run.state == RunState::kRunning || run.state == RunState::kQueued) {
      const ContenderRow* contender = snapshot.findContender(run.contender);
      rows.push_back({run, contender != nullptr ? contender->familyIndex : 0});
    }
  }
  const auto sameRun = [](const Row& a, const Row& b) { return a.run.id == b.run.id; };
  if (std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(), sameRun)) {
    m_rows = std::move(rows);
    if (!m_rows.empty()) {
      emit dataChanged(index(0, 0), index(rowCount() - 1, kColumnCount - 1));
    }
    return;
  }
  beginResetModel();
  m_rows = std::move(rows);
  endResetModel();
}

int QueueModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int QueueModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumnCount;
}

QVariant QueueModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
    return {};
  }
  const Row& row = m_rows[static_cast<std::size_t>(index.row())];
  switch (role) {
  case Qt::DisplayRole:
  case Qt::AccessibleTextRole:
  case Qt::ToolTipRole:
    return textOf(row.run, index.column());
  case Qt::TextAlignmentRole:
    return index.column() == kSeed || index.column() == kTimeLeft ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                                                  : QVariant();
  case kSortRole:
    return sortValueOf(row.run, index.column());
  case kFamilyRole:
    return static_cast<int>(row.run.family);
  case kFamilyIndexRole:
    return row.familyIndex;
  case kStateRole:
    return static_cast<int>(stateOf(row.run.state));
  case kProgressRole:
    return row.run.progress;
  case kIdRole:
    return static_cast<qint64>(row.run.id.value);
  default:
    return {};
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
