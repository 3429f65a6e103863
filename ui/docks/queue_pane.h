// The Queue pane: the runs of the chosen study that are running or wait for their turn. A third click on a column's head
// gives the study's order back.
// Thread: GUI. Blocking: never.
#pragma once

#include <QWidget>

class QStackedWidget;

namespace touchstone::ui {

class DataTable;
class ProjectState;
class QueueModel;

class QueuePane : public QWidget {
  Q_OBJECT

 public:
  explicit QueuePane(ProjectState& state, QWidget* parent = nullptr);

  DataTable& table() { return *m_table; }

 signals:
  void countChanged(int openRuns);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void makeTable();
  void layoutColumns();
  void showState();

  ProjectState& m_state;
  QueueModel* m_model;
  QStackedWidget* m_pages;
  DataTable* m_table;
};

}  // namespace touchstone::ui
