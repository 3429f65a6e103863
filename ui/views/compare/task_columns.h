// Lets the leaderboard's task columns be moved and hidden, and keeps that between starts by the tasks' names: the columns are
// those of the open project. Contender and rank stay at the left.
// Thread: GUI. Blocking: never.
#pragma once

#include <QObject>
#include <QStringList>

class QHeaderView;
class QMenu;

namespace touchstone::ui {

class ColumnsMenu;
class LeaderboardModel;

class TaskColumns : public QObject {
  Q_OBJECT

 public:
  // Lives with `header`, which shows `model`.
  TaskColumns(QHeaderView* header, const LeaderboardModel& model);

  QMenu* menu() const;
  // Places and hides the columns as remembered. Call it whenever the model has other columns.
  void apply();

 signals:
  void changed();  // other columns are hidden or shown

 private:
  void keepFirst(int logical, int oldVisual, int newVisual);
  void noteShown(int column, bool isShown);
  void reset();
  void remember();
  QString nameOf(int column) const;

  QHeaderView* const m_header;
  const LeaderboardModel& m_model;
  ColumnsMenu* m_menu;
  QStringList m_order, m_hidden;  // names of tasks, of earlier projects too
  bool m_isApplying = false;
};

}  // namespace touchstone::ui
