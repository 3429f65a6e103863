#include "ui/widgets/column_memory.h"

#include <QHeaderView>
#include <QSettings>
#include <QSignalBlocker>

#include "ui/widgets/check_menu.h"

namespace touchstone::ui {
namespace {

QString settingsKey(const QString& key) {
  return QStringLiteral("tables/") + key;
}

}  // namespace

ColumnMemory::ColumnMemory(QHeaderView* header, const QString& key)
    : QObject(header), m_header(header), m_key(key), m_default(header->saveState()), m_menu(new CheckMenu(header)) {
  header->setSectionsMovable(true);
  header->setContextMenuPolicy(Qt::CustomContextMenu);
  const QByteArray saved = QSettings().value(settingsKey(key)).toByteArray();
  // A table of another version has other columns: its state does not fit.
  const int columns = header->count();
  if (!saved.isEmpty() &&
      (!header->restoreState(saved) || header->count() != columns || header->hiddenSectionCount() >= columns)) {
    header->restoreState(m_default);
  }
  header->setSectionsMovable(true);  // a saved state may say otherwise
  m_menu->setTitle(tr("Columns"));
  fillMenu();
  connect(m_menu, &QMenu::aboutToShow, this, &ColumnMemory::fillMenu);
  connect(header, &QHeaderView::customContextMenuRequested, this,
          [this](const QPoint& position) { m_menu->popup(m_header->mapToGlobal(position)); });
  connect(header, &QHeaderView::sectionMoved, this, &ColumnMemory::save);
  connect(header, &QHeaderView::sectionResized, this, &ColumnMemory::save);
  connect(header, &QHeaderView::sortIndicatorChanged, this, &ColumnMemory::save);
}

QMenu* ColumnMemory::menu() const {
  return m_menu;
}

void ColumnMemory::reset() {
  const int sorted = m_header->sortIndicatorSection();
  const Qt::SortOrder order = m_header->sortIndicatorOrder();
  m_header->restoreState(m_default);
  m_header->setSectionsMovable(true);
  // The rows are sorted as before.
  const QSignalBlocker blocker(m_header);
  m_header->setSortIndicator(sorted, order);
  save();
}

void ColumnMemory::save() const {
  QSettings().setValue(settingsKey(m_key), m_header->saveState());
}

void ColumnMemory::fillMenu() {
  m_menu->clear();
  for (int visual = 0; visual < m_header->count(); ++visual) {
    const int column = m_header->logicalIndex(visual);
    QAction* action = m_menu->addAction(m_header->model()->headerData(column, Qt::Horizontal).toString());
    action->setCheckable(true);
    action->setChecked(!m_header->isSectionHidden(column));
    connect(action, &QAction::toggled, this, [this, column, action](bool isShown) {
      const bool isLast = m_header->hiddenSectionCount() + 1 >= m_header->count();
      if (!isShown && isLast) {
        action->setChecked(true);  // one stays
        return;
      }
      m_header->setSectionHidden(column, !isShown);
      save();  // the header tells of the new width before it marks the column
    });
  }
  m_menu->addSeparator();
  m_menu->addAction(tr("Columns as at first"), this, &ColumnMemory::reset);
}

}  // namespace touchstone::ui
