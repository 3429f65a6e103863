// The runs of one task, in study order: contender, seed, progress, and score or time left or why it failed.
// Roles beside the texts: kSortRole, and those of RunListModel.
// Thread: GUI. Blocking: never. Tested with QAbstractItemModelTester.
#pragma once

#include "ui/models/run_list_model.h"

namespace touchstone::ui {

class RunsModel : public RunListModel {
  Q_OBJECT

 public:
  enum Column { kContender, kSeed, kProgress, kResult, kColumnCount };

  explicit RunsModel(QObject* parent = nullptr);

  void setRuns(const ProjectSnapshot& snapshot, TaskId task);

  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 private:
  QString textOf(const RunRow& run, int column) const;
  QVariant sortValueOf(const RunRow& run, int column) const;
  QString resultOf(const RunRow& run) const;
  QString toolTipOf(const RunRow& run) const;

  int m_decimals = 3;
};

}  // namespace touchstone::ui
