// The leaderboard as a table: contender, rank, then one column a task. Sorts itself: by name, rank or any task's mean;
// rows without a value stay at the bottom in both directions.
// Delegates read the numbers from board(); the roles give the same as text, for copying and for screen readers.
// Thread: GUI. Blocking: never. Tested with QAbstractItemModelTester.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "ui/models/leaderboard.h"
#include "ui/models/roles.h"

namespace touchstone::ui {

class LeaderboardModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  static constexpr int kName = 0, kRank = 1, kFirstTask = 2;

  explicit LeaderboardModel(QObject* parent = nullptr);

  void setBoard(Leaderboard board);
  const Leaderboard& board() const { return m_board; }
  const LeaderboardRow& rowAt(int row) const { return m_board.rows[m_order[static_cast<std::size_t>(row)]]; }
  // The cell of an index; null for the name and rank columns.
  const LeaderboardCell* cellAt(const QModelIndex& index) const;
  const LeaderboardColumn* columnAt(int column) const;
  int columnOf(TaskId task) const;  // -1: none
  int sortColumn() const { return m_sortColumn; }
  Qt::SortOrder sortOrder() const { return m_sortOrder; }
  // The direction that puts the best first: ascending for lower-is-better.
  Qt::SortOrder naturalOrder(int column) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
  void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

 private:
  std::vector<std::size_t> sortedOrder() const;
  QString textOf(const QModelIndex& index) const;
  QString toolTipOf(const QModelIndex& index) const;

  Leaderboard m_board;
  std::vector<std::size_t> m_order;  // shown row -> row of the board
  int m_sortColumn = kRank;
  Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

}  // namespace touchstone::ui
