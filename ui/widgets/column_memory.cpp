#include "ui/widgets/column_memory.h"

#include <QHeaderView>
#include <QMenu>
#include <QSettings>

namespace touchstone::ui {
namespace {

constexpr int kSaveDelayMs = 300;  // after the last change: a drag is saved once

QString settingsKey(const QString& key) {
  return QStringLiteral("tables/") + key;
}

}  // namespace

ColumnMemory::ColumnMemory(QHeaderView* header, const QString& key)
    : QObject(header), m_header(header), m_key(key), m_default(header->saveState()) {
  header->setSectionsMovable(true);
  header->setContextMenuPolicy(Qt::CustomContextMenu);
  const QByteArray saved = QSettings().value(settingsKey(key)).toByteArray();
  // A table of another version has other columns: its state does not fit.
  const int columns = header->count();
  if (!saved.isEmpty() && (!header->restoreState(saved) || header->count() != columns ||
                           header->hiddenSectionCount() >= columns)) {
    header->restoreState(m_default);
  }
  m_saveTimer.setSingleShot(true);
  m_saveTimer.setInterval(kSaveDelayMs);
  connect(&m_saveTimer, &QTimer::timeout, this, &ColumnMemory::save);
  connect(header, &QHeaderView::customContextMenuRequested, this, &ColumnMemory::showMenu);
  const auto later = [this] { m_saveTimer.start(); };
  connect(header, &QHeaderView::sectionMoved, this, later);
  connect(header, &QHeaderView::sectionResized, this, later);
}

void ColumnMemory::reset() {
  m_header->restoreState(m_default);
  save();
}

void ColumnMemory::save() const {
  QSettings().setValue(settingsKey(m_key), m_header->saveState());
}

void ColumnMemory::showMenu(const QPoint& position) {
  auto* menu = new QMenu(m_header);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const int shown = m_header->count() - m_header->hiddenSectionCount();
  for (int visual = 0; visual < m_header->count(); ++visual) {
    const int column = m_header->logicalIndex(visual);
    QAction* action = menu->addAction(m_header->model()->headerData(column, Qt::Horizontal).toString());
    action->setCheckable(true);
    action->setChecked(!m_header->isSectionHidden(column));
    action->setEnabled(m_header->isSectionHidden(column) || shown > 1);  // one stays
    connect(action, &QAction::toggled, this, [this, column](bool isShown) {
      m_header->setSectionHidden(column, !isShown);
      m_saveTimer.start();
    });
  }
  menu->addSeparator();
  menu->addAction(tr("Columns as at first"), this, &ColumnMemory::reset);
  menu->popup(m_header->mapToGlobal(position));
}

}  // namespace touchstone::ui
