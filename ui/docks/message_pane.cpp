#include "ui/docks/message_pane.h"

#include <QHeaderView>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/models/message_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/column_memory.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/muted_label.h"

namespace touchstone::ui {

MessagePane::MessagePane(const QString& name, const QString& whenEmpty, MessageModel* model, QWidget* parent)
    : QWidget(parent), m_model(model) {
  m_pages = new QStackedWidget(this);
  auto* empty = new MutedLabel(whenEmpty, m_pages);
  empty->setAlignment(Qt::AlignCenter);
  makeTable(name);
  setFocusProxy(m_table);
  m_pages->addWidget(empty);
  m_pages->addWidget(m_table);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_pages);
  connect(model, &MessageModel::countChanged, this, &MessagePane::showRows);
  showRows();
}

// Unsorted at first: the newest is below.
void MessagePane::makeTable(const QString& name) {
  m_table = new DataTable(m_pages);
  m_table->setAccessibleName(name);
  m_table->setSortedModel(m_model);
  QHeaderView* head = m_table->horizontalHeader();
  head->setStretchLastSection(true);
  m_table->setColumnWidth(MessageModel::kTime, 84);
  m_table->setColumnWidth(MessageModel::kLevel, 104);
  m_table->setColumnsMenu((new ColumnMemory(head, m_model->settingsKey()))->menu());
}

void MessagePane::showRows() {
  m_pages->setCurrentIndex(m_model->rowCount() > 0 ? 1 : 0);
  if (m_table->horizontalHeader()->sortIndicatorSection() >= 0) {
    return;
  }
  const QScrollBar* bar = m_table->verticalScrollBar();
  if (bar->value() >= bar->maximum() - bar->pageStep() / 4) {
    m_table->scrollToBottom();
  }
}

}  // namespace touchstone::ui
