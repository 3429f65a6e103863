// A table in the house style: rows of 24, hairlines only, tabular figures, sorting by its model, copy as TSV.
// copy() is found by the window's Edit > Copy, which asks the widget that has the focus.
// Thread: GUI. Blocking: never.
#pragma once

#include <QTableView>
#include <vector>

namespace touchstone::ui {

class DataTable : public QTableView {
  Q_OBJECT

 public:
  explicit DataTable(QWidget* parent = nullptr);

  void setRowHeight(int height);
  std::vector<int> shownColumns() const;  // from left to right
  // Which columns are shown: becomes part of the table's menu.
  void setColumnsMenu(QMenu* menu) { m_columnsMenu = menu; }

 public slots:
  virtual void copy();
  void selectEverything() { selectAll(); }

 protected:
  void changeEvent(QEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  void applyFonts();

  QMenu* m_columnsMenu = nullptr;
};

}  // namespace touchstone::ui
