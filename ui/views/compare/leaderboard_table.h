// The leaderboard's table: two-line header (task, metric with its arrow), the first two columns frozen, a click on a
// header or its menu sorts, best first; a click on a cell or arrow keys choose the task. Task columns move and hide.
// Thread: GUI.
#pragma once

#include <QHeaderView>

#include "ui/models/leaderboard_model.h"
#include "ui/widgets/data_table.h"

namespace touchstone::ui {

class FrozenColumns;
class TaskColumns;

class LeaderboardHeader : public QHeaderView {
  Q_OBJECT

 public:
  explicit LeaderboardHeader(const LeaderboardModel& model, QWidget* parent = nullptr);

  void setChosenColumn(int column);
  QSize sizeHint() const override;

 protected:
  void paintSection(QPainter* painter, const QRect& rect, int section) const override;

 private:
  const LeaderboardModel& m_model;
  int m_chosen = -1;
};

class LeaderboardTable : public DataTable {
  Q_OBJECT

 public:
  explicit LeaderboardTable(LeaderboardModel* model, QWidget* parent = nullptr);

  void chooseTask(TaskId task);
  // Height that shows every row without scrolling.
  int contentHeight() const;

 signals:
  void taskChosen(touchstone::TaskId task);
  void cellChosen(touchstone::TaskId task, touchstone::ContenderId contender);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
  void fillSortMenu(QMenu* menu) override;

 private:
  void choose(const QModelIndex& index);
  void sortBy(int column);
  void layoutColumns();

  LeaderboardModel* m_model;
  LeaderboardHeader* m_header;
  LeaderboardHeader* m_frozenHeader;
  FrozenColumns* m_frozen;
  TaskColumns* m_columns;
};

}  // namespace touchstone::ui
