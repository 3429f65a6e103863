// The runs of one task, in study order: contender, seed, progress, and score or time left or why it failed.
// Roles beside the texts: kSortRole, kFamilyRole, kFamilyIndexRole, kStateRole, kProgressRole, kIdRole.
// Thread: GUI. Blocking: never. Tested with QAbstractItemModelTester.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "ui/models/project_state.h"
#include "ui/models/roles.h"

namespace touchstone::ui {

class RunsModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { kContender, kSeed, kProgress, kResult, kColumnCount };

  explicit RunsModel(QObject* parent = nullptr);

  void setRuns(const ProjectSnapshot& snapshot, TaskId task);
  RunId runAt(int row) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 private:
  struct Row {
    RunRow run;
    int familyIndex = 0;
  };

  QString textOf(const Row& row, int column) const;
  QVariant sortValueOf(const Row& row, int column) const;
  QString resultOf(const RunRow& run) const;
  QString toolTipOf(const RunRow& run) const;

  std::vector<Row> m_rows;
  int m_decimals = 3;
};

}  // namespace touchstone::ui
