#include "ui/models/leaderboard_model.h"

#include <algorithm>
#include <numeric>

#include "ui/models/words.h"
#include "ui/plots/numbers.h"

namespace touchstone::ui {
namespace {

const QLatin1String kNameBreak(", ");

// "ETTh1, 96 hours" stands in two lines: the name, and below it what is forecast with the metric.
QString titleOf(const QString& name) {
  return name.section(kNameBreak, 0, 0);
}

QString detailOf(const LeaderboardColumn& task) {
  const QString rest = task.name.section(kNameBreak, 1);
  return rest.isEmpty() ? task.metric : QStringLiteral("%1 · %2").arg(rest, task.metric);
}

}  // namespace

LeaderboardModel::LeaderboardModel(QObject* parent) : QAbstractTableModel(parent) {}

void LeaderboardModel::setBoard(Leaderboard board) {
  const auto sameColumn = [](const LeaderboardColumn& a, const LeaderboardColumn& b) { return a.task == b.task; };
  const auto sameRow = [](const LeaderboardRow& a, const LeaderboardRow& b) { return a.contender == b.contender; };
  const bool isSameShape =
      std::equal(board.columns.begin(), board.columns.end(), m_board.columns.begin(), m_board.columns.end(),
                 sameColumn) &&
      std::equal(board.rows.begin(), board.rows.end(), m_board.rows.begin(), m_board.rows.end(), sameRow);
  if (!isSameShape) {
    beginResetModel();
    m_board = std::move(board);
    if (m_sortColumn >= kFirstTask + static_cast<int>(m_board.columns.size())) {
      m_sortColumn = kRank;
    }
    m_order = sortedOrder();
    endResetModel();
    return;
  }
  m_board = std::move(board);
  sort(m_sortColumn, m_sortOrder);
  if (rowCount() > 0) {
    emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
  }
  emit headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

const LeaderboardCell* LeaderboardModel::cellAt(const QModelIndex& index) const {
  if (!index.isValid() || index.column() < kFirstTask) {
    return nullptr;
  }
  return &rowAt(index.row()).cells[static_cast<std::size_t>(index.column() - kFirstTask)];
}

const LeaderboardColumn* LeaderboardModel::columnAt(int column) const {
  return column >= kFirstTask && column < columnCount()
             ? &m_board.columns[static_cast<std::size_t>(column - kFirstTask)]
             : nullptr;
}

int LeaderboardModel::columnOf(TaskId task) const {
  for (std::size_t i = 0; i < m_board.columns.size(); ++i) {
    if (m_board.columns[i].task == task) {
      return kFirstTask + static_cast<int>(i);
    }
  }
  return -1;
}

Qt::SortOrder LeaderboardModel::naturalOrder(int column) const {
  const LeaderboardColumn* task = columnAt(column);
  return task != nullptr && !task->lowerIsBetter ? Qt::DescendingOrder : Qt::AscendingOrder;
}

int LeaderboardModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}

int LeaderboardModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kFirstTask + static_cast<int>(m_board.columns.size());
}

QVariant LeaderboardModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
    return {};
  }
  const LeaderboardRow& row = rowAt(index.row());
  switch (role) {
  case Qt::DisplayRole:
  case Qt::AccessibleTextRole:
    return textOf(index);
  case kCopyRole:
    return textOf(index).replace(QChar(0x2212), QLatin1Char('-'));
  case Qt::ToolTipRole:
    return toolTipOf(index);
  case kDetailRole:
    return index.column() == kName ? row.detail : QString();
  case kFamilyRole:
    return static_cast<int>(row.family);
  case kFamilyIndexRole:
    return row.familyIndex;
  case kIdRole:
    return static_cast<qint64>(row.contender.value);
  case Qt::TextAlignmentRole:
    return index.column() == kName ? QVariant(Qt::AlignLeft | Qt::AlignVCenter)
                                   : QVariant(Qt::AlignRight | Qt::AlignVCenter);
  default:
    return {};
  }
}

QString LeaderboardModel::textOf(const QModelIndex& index) const {
  const LeaderboardRow& row = rowAt(index.row());
  if (index.column() == kName) {
    return row.name;
  }
  if (index.column() == kRank) {
    return std::isnan(row.rank) ? QString() : fixedNumber(row.rank, 1);
  }
  const LeaderboardCell& cell = *cellAt(index);
  const LeaderboardColumn& column = *columnAt(index.column());
  if (!cell.hasRuns()) {
    return {};
  }
  if (!cell.hasScore()) {
    return stateWord(cell.state);
  }
  QString text = fixedNumber(cell.mean, column.decimals);
  if (!std::isnan(cell.spread)) {
    text += QStringLiteral(" ± ") + fixedNumber(cell.spread, column.decimals);
  }
  return text;
}

QString LeaderboardModel::toolTipOf(const QModelIndex& index) const {
  const LeaderboardRow& row = rowAt(index.row());
  QStringList lines;
  if (index.column() == kRank) {
    if (row.rankedTasks > 0) {
      lines << counted(row.rankedTasks, tr("mean rank over %1 task"), tr("mean rank over %1 tasks"));
    }
    return lines.join(QLatin1Char('\n'));
  }
  const LeaderboardCell* cell = cellAt(index);
  if (cell == nullptr) {
    return QStringLiteral("%1\n%2").arg(row.name, row.detail);
  }
  if (cell->isReported) {
    lines << tr("reported by its authors, not measured here");
  } else {
    lines << counted(cell->seedsTotal, tr("%2 of %1 seed done"), tr("%2 of %1 seeds done")).arg(cell->seedsDone);
  }
  if (cell->isDeterministic) {
    lines << tr("no randomness: every seed gives the same score");
  }
  if (!cell->leakage.isEmpty()) {
    lines << cell->leakage;
  }
  if (!cell->error.isEmpty()) {
    lines << cell->error;
  }
  return lines.join(QLatin1Char('\n'));
}

QVariant LeaderboardModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) {
    return {};
  }
  const LeaderboardColumn* task = columnAt(section);
  switch (role) {
  case Qt::DisplayRole:
    return section == kName ? tr("Contender") : task != nullptr ? task->name : tr("rank");
  case kTitleRole:
    return section == kName ? tr("Contender") : task != nullptr ? titleOf(task->name) : tr("rank");
  case kDetailRole:
    return task != nullptr ? detailOf(*task) : QString();
  case Qt::ToolTipRole:
    return task != nullptr ? tr("%1, %2").arg(task->name, task->metric) : QString();
  default:
    return {};
  }
}

std::vector<std::size_t> LeaderboardModel::sortedOrder() const {
  std::vector<std::size_t> order(m_board.rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto value = [this](std::size_t row) {
    const LeaderboardRow& r = m_board.rows[row];
    return m_sortColumn == kRank ? r.rank : r.cells[static_cast<std::size_t>(m_sortColumn - kFirstTask)].mean;
  };
  const bool isAscending = m_sortOrder == Qt::AscendingOrder;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (m_sortColumn == kName) {
      const int compared = QString::localeAwareCompare(m_board.rows[a].name, m_board.rows[b].name);
      return isAscending ? compared < 0 : compared > 0;
    }
    const double left = value(a), right = value(b);
    if (std::isnan(left) || std::isnan(right)) {
      return !std::isnan(left) && std::isnan(right);
    }
    return isAscending ? left < right : left > right;
  });
  return order;
}

void LeaderboardModel::sort(int column, Qt::SortOrder order) {
  if (column < 0 || column >= std::max(columnCount(), static_cast<int>(kFirstTask))) {
    return;
  }
  m_sortColumn = column;
  m_sortOrder = order;
  std::vector<std::size_t> wanted = sortedOrder();
  if (wanted == m_order) {
    return;
  }
  emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
  const QModelIndexList before = persistentIndexList();
  QModelIndexList after;
  for (const QModelIndex& index : before) {
    const std::size_t row = m_order[static_cast<std::size_t>(index.row())];
    const auto place = std::find(wanted.begin(), wanted.end(), row) - wanted.begin();
    after << createIndex(static_cast<int>(place), index.column());
  }
  m_order = std::move(wanted);
  changePersistentIndexList(before, after);
  emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

}  // namespace touchstone::ui
