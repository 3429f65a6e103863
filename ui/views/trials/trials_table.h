// The table of the Trials view: family mark and contender, state glyph and word, numbers right.
// copy() asks its owner for the rows, since most of a long table is not in memory: copyWanted() follows.
// Thread: GUI.
#pragma once

#include <QStyledItemDelegate>

#include "engine/api/ids.h"
#include "ui/widgets/data_table.h"

class QMenu;

namespace touchstone::ui {

class ColumnMemory;
class TrialsModel;

class TrialsDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

class TrialsTable : public DataTable {
  Q_OBJECT

 public:
  explicit TrialsTable(TrialsModel* model, QWidget* parent = nullptr);

  // Selects it and scrolls there; false: it is not among the rows read so far, and no row is selected.
  bool showTrial(TrialId trial);
  void showRow(int row);
  // After rows changed: the selection stays on this trial, wherever it is now, and nothing scrolls.
  void keepTrial(TrialId trial);
  // Which columns are shown, and what the rows are sorted by, for a menu that the keyboard reaches.
  void addMenus(QMenu* menu);

 public slots:
  void copy() override;

 signals:
  void trialChosen(touchstone::TrialId trial);  // by the user
  void copyWanted();

 protected:
  void changeEvent(QEvent* event) override;
  void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
  void fillSortMenu(QMenu* menu) override;

 private:
  void applyRowHeight();
  void setDefaultWidths();
  void keepSortable(int column, Qt::SortOrder order);
  void choose(const QModelIndex& index);
  void select(int row, bool isScrolled);

  TrialsModel* m_model;
  ColumnMemory* m_columns;
  int m_sortColumn = 0;
  Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
  bool m_isShowing = false;
  bool m_isChoosing = false;  // the chosen row is still on its way
};

}  // namespace touchstone::ui
