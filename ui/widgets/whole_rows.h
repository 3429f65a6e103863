// Holds a table without a header and gives it a height of whole rows: none is cut in half at the bottom.
// Thread: GUI.
#pragma once

#include <QHeaderView>
#include <QTableView>

namespace touchstone::ui {

class WholeRows : public QWidget {
  Q_OBJECT

 public:
  // Takes `table`.
  explicit WholeRows(QTableView* table, QWidget* parent = nullptr) : QWidget(parent), m_table(table) {
    table->setParent(this);
    setMinimumSize(table->minimumSize().expandedTo(QSize(0, table->minimumSizeHint().height())));
    setSizePolicy(table->sizePolicy());
    setFocusProxy(table);
  }
  QSize sizeHint() const override { return m_table->sizeHint(); }

 protected:
  void resizeEvent(QResizeEvent* event) override {
    QWidget::resizeEvent(event);
    const int row = m_table->verticalHeader()->defaultSectionSize();
    const int frame = 2 * m_table->frameWidth();
    const int rows = row > 0 ? (height() - frame) / row : 0;
    m_table->setGeometry(0, 0, width(), rows > 0 ? rows * row + frame : height());
  }

 private:
  QTableView* const m_table;
};

}  // namespace touchstone::ui
