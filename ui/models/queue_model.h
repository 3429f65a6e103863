// The runs of a study that are not over: running or queued, in the order in which the study takes them.
// Roles beside the texts: kFamilyRole, kFamilyIndexRole, kStateRole, kProgressRole, kIdRole, kSortRole.
// Thread: GUI. Blocking: never. Tested with QAbstractItemModelTester.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "ui/models/project_state.h"
#include "ui/models/roles.h"

namespace touchstone::ui {

class QueueModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { kContender, kTask, kSeed, kState, kProgress, kTimeLeft, kColumnCount };

  explicit QueueModel(QObject* parent = nullptr);

  void setSnapshot(const ProjectSnapshot& snapshot);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 private:
  struct Row {
    RunRow run;
    int familyIndex = 0;
  };

  QVariant textOf(const RunRow& run, int column) const;
  QVariant sortValueOf(const RunRow& run, int column) const;

  std::vector<Row> m_rows;
};

}  // namespace touchstone::ui
