// The Runs card's table: family mark and contender, seed, progress bar, and the score, time left or state.
// Thread: GUI.
#pragma once

#include <QStyledItemDelegate>

#include "ui/widgets/data_table.h"

namespace touchstone::ui {

class RunsModel;

class RunsDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  void paintResult(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
};

class RunsTable : public DataTable {
  Q_OBJECT

 public:
  explicit RunsTable(QWidget* parent = nullptr);

  RunsModel& runs() { return *m_model; }
  // Scrolls so that the last of the running runs is in sight, when another one runs and nobody is using the table.
  void showRunning();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void layoutColumns();

  RunsModel* m_model;
  qint64 m_running = 0;  // id of the run that was scrolled to
};

}  // namespace touchstone::ui
