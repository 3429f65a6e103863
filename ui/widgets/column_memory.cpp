#include "ui/widgets/column_memory.h"

#include <QHeaderView>
#include <QSettings>
#include <QSignalBlocker>

#include "ui/widgets/columns_menu.h"

namespace touchstone::ui {
namespace {

QString settingsKey(const QString& key) {
  return QStringLiteral("tables/") + key;
}

}  // namespace

ColumnMemory::ColumnMemory(QHeaderView* header, const QString& key)
    : QObject(header), m_header(header), m_key(key), m_default(header->saveState()), m_menu(new ColumnsMenu(header)) {
  header->setSectionsMovable(true);
  const QByteArray saved = QSettings().value(settingsKey(key)).toByteArray();
  // A table of another version has other columns: its state does not fit.
  const int columns = header->count();
  if (!saved.isEmpty() &&
      (!header->restoreState(saved) || header->count() != columns || header->hiddenSectionCount() >= columns)) {
    header->restoreState(m_default);
  }
  header->setSectionsMovable(true);  // a saved state may say otherwise
  connect(m_menu, &ColumnsMenu::resetWanted, this, &ColumnMemory::reset);
  connect(m_menu, &ColumnsMenu::switched, this, &ColumnMemory::save);
  connect(header, &QHeaderView::sectionMoved, this, &ColumnMemory::save);
  // Not enough for a column that is hidden: the header tells of its new width before it marks it.
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

}  // namespace touchstone::ui
