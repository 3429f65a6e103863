// The data behind a plot as a table in a small window: sorts, hides and moves columns, copies the shown ones as
// tab-separated text.
// Thread: GUI.
#pragma once

#include <QAbstractTableModel>
#include <QWidget>

#include "ui/plots/tidy_table.h"

class QTableView;

namespace touchstone::ui {

class DataTable;

class TidyModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  explicit TidyModel(TidyTable table, QObject* parent = nullptr)
      : QAbstractTableModel(parent), m_table(std::move(table)) {}

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 private:
  TidyTable m_table;
};

class PlotTable : public QWidget {
  Q_OBJECT

 public:
  PlotTable(TidyTable table, QWidget* parent);
  QTableView* view() const;
  // What Ctrl+C copies: the selection, or everything when nothing is selected; shown columns only.
  QString selectionAsTsv() const;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  DataTable* m_view;
};

}  // namespace touchstone::ui
