#include "ui/widgets/columns_menu.h"

#include <QHeaderView>

#include "ui/models/words.h"

namespace touchstone::ui {

ColumnsMenu::ColumnsMenu(QHeaderView* header, int first, std::function<QString(int)> nameOf)
    : CheckMenu(header), m_header(header), m_first(first), m_nameOf(std::move(nameOf)) {
  setTitle(tr("Columns"));
  header->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(header, &QHeaderView::customContextMenuRequested, this,
          [this](const QPoint& position) { popup(m_header->mapToGlobal(position)); });
  connect(this, &QMenu::aboutToShow, this, &ColumnsMenu::fill);
  fill();
}

void ColumnsMenu::fill() {
  clear();
  for (int visual = m_first; visual < m_header->count(); ++visual) {
    addColumn(m_header->logicalIndex(visual));
  }
  addSeparator();
  addAction(tr("Columns as at first"), this, &ColumnsMenu::resetWanted);
}

void ColumnsMenu::addColumn(int column) {
  const QString name = m_nameOf ? m_nameOf(column) : m_header->model()->headerData(column, Qt::Horizontal).toString();
  QAction* action = addAction(menuText(name));
  action->setCheckable(true);
  action->setChecked(!m_header->isSectionHidden(column));
  connect(action, &QAction::toggled, this, [this, column, action](bool isShown) {
    if (!isShown && m_header->hiddenSectionCount() + 1 >= m_header->count() - m_first) {
      action->setChecked(true);  // one stays
      return;
    }
    m_header->setSectionHidden(column, !isShown);
    emit switched(column, isShown);
  });
}

}  // namespace touchstone::ui
