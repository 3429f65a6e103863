// Keeps the first columns of a table in place while the others scroll sideways: a second view over the first one that
// shares its model, selection, delegate and row positions.
// Thread: GUI. Blocking: never.
#pragma once

#include <QObject>

class QTableView;

namespace touchstone::ui {

class FrozenColumns : public QObject {
  Q_OBJECT

 public:
  // `overlay` becomes a child of `table`; both live as long as the table. Call after both have delegate and header.
  FrozenColumns(QTableView* table, QTableView* overlay, int count);

  // Follows the table's model, columns and size.
  void update();

  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QTableView* const m_table;
  QTableView* const m_overlay;
  const int m_count;
};

}  // namespace touchstone::ui
