// A table in the house style: rows of 24, hairlines only, tabular figures, sorting by its model, copy as TSV.
// copy() is found by the window's Edit > Copy, which asks the widget that has the focus.
// Its menu (right click, the Menu key, Shift+F10) copies, selects, sorts and chooses columns.
// Thread: GUI. Blocking: never.
#pragma once

#include <QTableView>
#include <vector>

class QMenu;

namespace touchstone::ui {

class DataTable : public QTableView {
  Q_OBJECT

 public:
  explicit DataTable(QWidget* parent = nullptr);

  void setRowHeight(int height);
  // Shows `model` sorted by its kSortRole, at first in its own order; a third click on a header goes back to that.
  void setSortedModel(QAbstractItemModel* model);
  std::vector<int> shownColumns() const;  // from left to right
  // Which columns are shown: becomes part of the table's menu.
  void setColumnsMenu(QMenu* menu) { m_columnsMenu = menu; }

 public slots:
  virtual void copy();
  void selectEverything() { selectAll(); }

 protected:
  void changeEvent(QEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  // What the rows can be sorted by; nothing added: the menu has no "Sort by".
  virtual void fillSortMenu(QMenu* menu);

 private:
  void applyFonts();
  void showMenu(QPoint globalPosition);

  QMenu* m_columnsMenu = nullptr;
};

}  // namespace touchstone::ui
