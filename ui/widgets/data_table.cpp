#include "ui/widgets/data_table.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>

#include "ui/models/clipboard_text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace touchstone::ui {

DataTable::DataTable(QWidget* parent) : QTableView(parent) {
  setFrameShape(QFrame::NoFrame);
  setShowGrid(false);
  setWordWrap(false);
  setAlternatingRowColors(false);
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setSelectionMode(QAbstractItemView::ExtendedSelection);
  setEditTriggers(QAbstractItemView::NoEditTriggers);
  setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setTabKeyNavigation(false);
  setCornerButtonEnabled(false);
  verticalHeader()->hide();
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  setRowHeight(frame::kTableRow);
  applyFonts();
}

void DataTable::setRowHeight(int height) {
  verticalHeader()->setMinimumSectionSize(height);
  verticalHeader()->setDefaultSectionSize(height);
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
}

void DataTable::copy() {
  if (model() != nullptr) {
    QApplication::clipboard()->setText(tabSeparated(*model(), selectionModel(), shownColumns()));
  }
}

std::vector<int> DataTable::shownColumns() const {
  std::vector<int> columns;
  for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
    const int column = horizontalHeader()->logicalIndex(visual);
    if (!isColumnHidden(column)) {
      columns.push_back(column);
    }
  }
  return columns;
}

void DataTable::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationFontChange) {
    applyFonts();
  }
  QTableView::changeEvent(event);
}

void DataTable::applyFonts() {
  setFont(figureFont(Role::kSmall));
  horizontalHeader()->setFont(uiFont(Role::kSmall, true));
}

void DataTable::contextMenuEvent(QContextMenuEvent* event) {
  QMenu menu(this);
  menu.addAction(icon(Icon::kCopy), tr("Copy"), this, &DataTable::copy);
  menu.addAction(tr("Select all"), this, &DataTable::selectAll);
  if (m_columnsMenu != nullptr) {
    menu.addMenu(m_columnsMenu);
  }
  menu.exec(event->globalPos());
}

}  // namespace touchstone::ui
