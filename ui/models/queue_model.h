// The runs of a study that are not over: running or queued, in the order in which the study takes them.
// Roles beside the texts: kSortRole, and those of RunListModel.
// Thread: GUI. Blocking: never. Tested with QAbstractItemModelTester.
#pragma once

#include "ui/models/run_list_model.h"

namespace touchstone::ui {

class QueueModel : public RunListModel {
  Q_OBJECT

 public:
  enum Column { kContender, kTask, kSeed, kState, kProgress, kTimeLeft, kColumnCount };

  explicit QueueModel(QObject* parent = nullptr);

  void setSnapshot(const ProjectSnapshot& snapshot);

  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 private:
  QVariant textOf(const RunRow& run, int column) const;
  QVariant sortValueOf(const RunRow& run, int column) const;
};

}  // namespace touchstone::ui
