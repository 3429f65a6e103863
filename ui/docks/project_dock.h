// The Project dock: tasks and studies of the open project with their states; choosing one sets what the views show.
// Thread: GUI. Blocking: never.
#pragma once

#include <QStyledItemDelegate>
#include <QTreeView>
#include <QWidget>

#include "engine/api/ids.h"

class QStackedWidget;

namespace touchstone::ui {

class EmptyPanel;
class ProjectState;
class ProjectTreeModel;

class ProjectTreeDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

// Branches are part of the row here: the whole row is tinted, and groups have a chevron.
class ProjectTree : public QTreeView {
  Q_OBJECT

 public:
  explicit ProjectTree(QWidget* parent = nullptr);

 protected:
  void drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const override;
};

class ProjectPanel : public QWidget {
  Q_OBJECT

 public:
  explicit ProjectPanel(ProjectState& state, QWidget* parent = nullptr);

 signals:
  void taskChosen(touchstone::TaskId task);  // by the user, also when it is the current one already

 private:
  void showState();
  void choose(const QModelIndex& index);

  ProjectState& m_state;
  ProjectTreeModel* m_model;
  QStackedWidget* m_pages;
  EmptyPanel* m_empty;
  ProjectTree* m_tree;
  bool m_isShowing = false;
};

}  // namespace touchstone::ui
