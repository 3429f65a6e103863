// The menu of a table's header: a check box for each column, of which one stays, and a way back to how it was at first.
// Opens by a right click on the header; a place that the keyboard reaches shows it, too.
// Thread: GUI.
#pragma once

#include <functional>

#include "ui/widgets/check_menu.h"

class QHeaderView;

namespace touchstone::ui {

class ColumnsMenu : public CheckMenu {
  Q_OBJECT

 public:
  // Of the columns from the place `first` on; `nameOf` names a column, without it the header does. Lives with the header.
  explicit ColumnsMenu(QHeaderView* header, int first = 0, std::function<QString(int)> nameOf = {});

 signals:
  void switched(int column, bool isShown);  // the column is hidden or shown by then
  void resetWanted();

 private:
  void fill();
  void addColumn(int column);

  QHeaderView* const m_header;
  const int m_first;
  const std::function<QString(int)> m_nameOf;
};

}  // namespace touchstone::ui
