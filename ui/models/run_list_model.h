// A table with one run a row: what the runs have in common wherever they are listed. Which runs, and the texts of the columns,
// are the derived model's.
// Roles: kFamilyRole, kFamilyIndexRole, kStateRole, kProgressRole, kIdRole.
// Thread: GUI. Blocking: never.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "ui/models/project_state.h"
#include "ui/models/roles.h"

namespace touchstone::ui {

class RunListModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  // The roles above; nothing for others.
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

 protected:
  RunListModel(int columns, QObject* parent) : QAbstractTableModel(parent), m_columns(columns) {}

  // The same runs as before are updated in place, so that selection and scrolling stay.
  void setRows(std::vector<RunRow> runs, const ProjectSnapshot& snapshot);
  const RunRow& runAtRow(int row) const { return m_rows[static_cast<std::size_t>(row)].run; }

 private:
  struct Row {
    RunRow run;
    int familyIndex = 0;
  };

  const int m_columns;
  std::vector<Row> m_rows;
};

}  // namespace touchstone::ui
