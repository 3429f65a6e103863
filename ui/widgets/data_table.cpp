#include "ui/widgets/data_table.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QSortFilterProxyModel>

#include "ui/models/clipboard_text.h"
#include "ui/models/roles.h"
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

void DataTable::setSortedModel(QAbstractItemModel* model) {
  auto* sorted = new QSortFilterProxyModel(this);
  sorted->setSourceModel(model);
  sorted->setSortRole(kSortRole);
  sorted->setSortLocaleAware(true);
  setModel(sorted);
  horizontalHeader()->setSortIndicatorClearable(true);
  horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
  setSortingEnabled(true);
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
  showMenu(event->globalPos());
}

// The platform turns the Menu key into a context menu event, but not Shift+F10.
void DataTable::keyPressEvent(QKeyEvent* event) {
  if (event->key() != Qt::Key_F10 || event->modifiers() != Qt::ShiftModifier) {
    QTableView::keyPressEvent(event);
    return;
  }
  const QPoint place = currentIndex().isValid() ? visualRect(currentIndex()).center() : QPoint();
  showMenu(viewport()->mapToGlobal(place));
}

void DataTable::showMenu(QPoint globalPosition) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(icon(Icon::kCopy), tr("Copy"), this, &DataTable::copy);
  menu->addAction(tr("Select all"), this, &DataTable::selectAll);
  QMenu* sorting = menu->addMenu(tr("Sort by"));
  fillSortMenu(sorting);
  sorting->menuAction()->setVisible(!sorting->isEmpty());
  if (m_columnsMenu != nullptr) {
    menu->addMenu(m_columnsMenu);
  }
  menu->popup(globalPosition);
}

void DataTable::fillSortMenu(QMenu* menu) {
  if (!isSortingEnabled()) {
    return;
  }
  QHeaderView* header = horizontalHeader();
  for (int visual = 0; visual < header->count(); ++visual) {
    const int column = header->logicalIndex(visual);
    if (isColumnHidden(column)) {
      continue;
    }
    QAction* action = menu->addAction(model()->headerData(column, Qt::Horizontal).toString(), header, [header, column] {
      header->setSortIndicator(column, header->sortIndicatorOrder());
    });
    action->setCheckable(true);
    action->setChecked(column == header->sortIndicatorSection());
  }
  menu->addSeparator();
  QAction* descending = menu->addAction(tr("Largest first"));
  descending->setCheckable(true);
  descending->setChecked(header->sortIndicatorOrder() == Qt::DescendingOrder);
  connect(descending, &QAction::triggered, header, [header](bool isOn) {
    header->setSortIndicator(header->sortIndicatorSection(), isOn ? Qt::DescendingOrder : Qt::AscendingOrder);
  });
  if (header->isSortIndicatorClearable()) {
    menu->addAction(tr("Not sorted"), header, [header] { header->setSortIndicator(-1, Qt::AscendingOrder); });
  }
}

}  // namespace touchstone::ui
