// The table of the Trials view: family mark and contender, state glyph and word, numbers right.
// copy() asks its owner for the rows, since most of a long table is not in memory: copyWanted() follows.
// Thread: GUI.
#pragma once

#include <QStyledItemDelegate>

#include "engine/api/ids.h"
#include "ui/widgets/data_table.h"

namespace touchstone::ui {

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

  void showTrial(TrialId trial);  // selects and scrolls to it, where it is among the rows read

 public slots:
  void copy() override;

 signals:
  void trialChosen(touchstone::TrialId trial);
  void copyWanted();

 protected:
  void changeEvent(QEvent* event) override;
  void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

 private:
  void setDefaultWidths();

  TrialsModel* m_model;
  bool m_isShowing = false;
};

}  // namespace touchstone::ui
