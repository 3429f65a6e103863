#include "ui/models/runs_model.h"

#include <algorithm>
#include <cmath>

#include "ui/models/words.h"
#include "ui/plots/numbers.h"

namespace touchstone::ui {

RunsModel::RunsModel(QObject* parent) : QAbstractTableModel(parent) {}

void RunsModel::setRuns(const ProjectSnapshot& snapshot, TaskId task) {
  std::vector<Row> rows;
  std::vector<double> scores;
  for (RunRow& run : snapshot.runsOf(task)) {
    const ContenderRow* contender = snapshot.findContender(run.contender);
    scores.push_back(run.score);
    rows.push_back({std::move(run), contender != nullptr ? contender->familyIndex : 0});
  }
  m_decimals = columnDecimals(scores);
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

RunId RunsModel::runAt(int row) const {
  return row >= 0 && row < rowCount() ? m_rows[static_cast<std::size_t>(row)].run.id : RunId{};
}

int RunsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RunsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumnCount;
}

QVariant RunsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
    return {};
  }
  const Row& row = m_rows[static_cast<std::size_t>(index.row())];
  switch (role) {
  case Qt::DisplayRole:
    return textOf(row, index.column());
  case Qt::ToolTipRole:
    return toolTipOf(row.run);
  case Qt::AccessibleTextRole:
    return index.column() == kProgress
               ? tr("%1, %2").arg(stateWord(stateOf(row.run.state)), percentText(row.run.progress))
               : textOf(row, index.column());
  case Qt::TextAlignmentRole:
    return index.column() == kResult ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
  case kSortRole:
    return sortValueOf(row, index.column());
  case kFamilyRole:
    return static_cast<int>(row.run.family);
  case kFamilyIndexRole:
    return row.familyIndex;
  case kStateRole:
    return static_cast<int>(stateOf(row.run.state));
  case kProgressRole:
    return row.run.state == RunState::kDone ? 1.0 : row.run.progress;
  case kIdRole:
    return static_cast<qint64>(row.run.id.value);
  default:
    return {};
  }
}

QString RunsModel::textOf(const Row& row, int column) const {
  switch (column) {
  case kContender:
    return shortName(row.run.contenderName);
  case kSeed:
    return tr("seed %1").arg(row.run.seed);
  case kProgress:
    return percentText(row.run.state == RunState::kDone ? 1.0 : row.run.progress);
  case kResult:
    return resultOf(row.run);
  default:
    return {};
  }
}

// Runs without a score come behind those that have one.
QVariant RunsModel::sortValueOf(const Row& row, int column) const {
  switch (column) {
  case kSeed:
    return static_cast<qlonglong>(row.run.seed);
  case kProgress:
    return row.run.state == RunState::kDone ? 1.0 : row.run.progress;
  case kResult:
    return row.run.state == RunState::kDone && std::isfinite(row.run.score) ? row.run.score : HUGE_VAL;
  default:
    return textOf(row, column);
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
