// The Project dock's tree: the tasks of the chosen study, and all studies of the project, each with its state.
// Roles: kKindRole (Kind), kIdRole, kStateRole on leaves, kCountRole on groups.
// Thread: GUI. Blocking: never. Tested with QAbstractItemModelTester.
#pragma once

#include <QAbstractItemModel>
#include <QString>
#include <array>
#include <vector>

#include "ui/models/project_state.h"
#include "ui/models/roles.h"
#include "ui/plots/marks.h"
#include "ui/theme/icons.h"

namespace touchstone::ui {

// The icon of a task, wherever it is listed.
Icon modalityIcon(Modality modality);

class ProjectTreeModel : public QAbstractItemModel {
  Q_OBJECT

 public:
  enum Kind { kTaskGroup, kStudyGroup, kTask, kStudy };

  explicit ProjectTreeModel(QObject* parent = nullptr);

  void setSnapshot(const ProjectSnapshot& snapshot);
  QModelIndex indexOf(StudyId study) const;
  QModelIndex indexOf(TaskId task) const;

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  QModelIndex parent(const QModelIndex& child) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;

 private:
  struct Leaf {
    qint64 id = 0;
    QString name;
    State mark = State::kQueued;
    Modality modality = Modality::kTimeSeries;
    QString detail;
    friend bool operator==(const Leaf&, const Leaf&) = default;
  };
  using Leaves = std::vector<Leaf>;

  void setGroup(int group, Leaves leaves);
  QModelIndex leafIndex(int group, qint64 id) const;
  QVariant groupData(int group, int role) const;
  QVariant leafData(int group, const Leaf& leaf, int role) const;

  std::array<Leaves, 2> m_groups;  // tasks, studies
};

}  // namespace touchstone::ui
