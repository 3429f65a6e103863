#include "ui/widgets/frozen_columns.h"

#include <QEvent>
#include <QHeaderView>
#include <QScrollBar>
#include <QTableView>

namespace touchstone::ui {

FrozenColumns::FrozenColumns(QTableView* table, QTableView* overlay, int count)
    : QObject(table), m_table(table), m_overlay(overlay), m_count(count) {
  overlay->setParent(table);
  overlay->setFocusPolicy(Qt::NoFocus);
  overlay->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  overlay->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  connect(table->verticalScrollBar(), &QScrollBar::valueChanged, overlay->verticalScrollBar(), &QScrollBar::setValue);
  connect(overlay->verticalScrollBar(), &QScrollBar::valueChanged, table->verticalScrollBar(), &QScrollBar::setValue);
  connect(table->horizontalHeader(), &QHeaderView::sectionResized, this, &FrozenColumns::update);
  // Nothing to keep in place while all columns fit: the overlay would only double the painting.
  connect(table->horizontalScrollBar(), &QScrollBar::valueChanged, this, &FrozenColumns::update);
  table->viewport()->installEventFilter(this);
  update();
}

void FrozenColumns::update() {
  const bool isScrolled = m_table->horizontalScrollBar()->value() > 0;
  m_overlay->setVisible(isScrolled && m_table->model() != nullptr);
  if (!isScrolled || m_table->model() == nullptr) {
    return;
  }
  if (m_overlay->model() != m_table->model()) {
    m_overlay->setModel(m_table->model());
  }
  if (m_overlay->selectionModel() != m_table->selectionModel()) {
    m_overlay->setSelectionModel(m_table->selectionModel());
  }
  int width = 0;
  for (int column = 0; column < m_table->model()->columnCount(); ++column) {
    const bool isFrozen = column < m_count;
    m_overlay->setColumnHidden(column, !isFrozen);
    if (!isFrozen) {
      continue;
    }
    m_overlay->setColumnWidth(column, m_table->columnWidth(column));
    width += m_table->columnWidth(column);
  }
  const int header = m_table->horizontalHeader()->height();
  m_overlay->horizontalHeader()->setFixedHeight(header);
  m_overlay->setGeometry(m_table->frameWidth(), m_table->frameWidth(), width, m_table->viewport()->height() + header);
  m_overlay->verticalScrollBar()->setValue(m_table->verticalScrollBar()->value());
  m_overlay->raise();
}

bool FrozenColumns::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize) {
    update();
  }
  return QObject::eventFilter(watched, event);
}

}  // namespace touchstone::ui
