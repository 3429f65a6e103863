#include "ui/models/project_tree_model.h"

#include <algorithm>

#include "ui/models/words.h"

namespace touchstone::ui {
namespace {

constexpr int kTasks = 0;
constexpr int kStudies = 1;

}  // namespace

Icon modalityIcon(Modality modality) {
  switch (modality) {
  case Modality::kGenomics:
    return Icon::kHelix;
  case Modality::kSatellite:
    return Icon::kTile;
  case Modality::kTimeSeries:
    break;
  }
  return Icon::kWave;
}

ProjectTreeModel::ProjectTreeModel(QObject* parent) : QAbstractItemModel(parent) {}

void ProjectTreeModel::setSnapshot(const ProjectSnapshot& snapshot) {
  Leaves tasks, studies;
  for (const TaskRow& task : snapshot.tasks) {
    const QString metric = metricText(task.metric, task.lowerIsBetter);
    tasks.push_back({task.id.value, shortName(task.name), taskState(snapshot, task.id), task.modality, metric});
  }
  for (const StudyRow& study : snapshot.studies) {
    const QString detail = tr("%1 of %2 runs done").arg(study.runsDone).arg(study.runsTotal);
    studies.push_back({study.id.value, shortName(study.name), stateOf(study.state), Modality::kTimeSeries, detail});
  }
  setGroup(kTasks, std::move(tasks));
  setGroup(kStudies, std::move(studies));
}

// Keeps rows, and so selection and focus, where the ids are the same.
void ProjectTreeModel::setGroup(int group, Leaves leaves) {
  Leaves& mine = m_groups[static_cast<std::size_t>(group)];
  if (mine == leaves) {
    return;
  }
  const QModelIndex parentIndex = index(group, 0);
  const auto sameId = [](const Leaf& a, const Leaf& b) { return a.id == b.id; };
  if (!std::equal(mine.begin(), mine.end(), leaves.begin(), leaves.end(), sameId)) {
    if (!mine.empty()) {
      beginRemoveRows(parentIndex, 0, static_cast<int>(mine.size()) - 1);
      mine.clear();
      endRemoveRows();
    }
    if (!leaves.empty()) {
      beginInsertRows(parentIndex, 0, static_cast<int>(leaves.size()) - 1);
      mine = std::move(leaves);
      endInsertRows();
    }
  } else {
    mine = std::move(leaves);
    emit dataChanged(index(0, 0, parentIndex), index(static_cast<int>(mine.size()) - 1, 0, parentIndex));
  }
  emit dataChanged(parentIndex, parentIndex);
}

QModelIndex ProjectTreeModel::leafIndex(int group, qint64 id) const {
  const Leaves& leaves = m_groups[static_cast<std::size_t>(group)];
  const auto found = std::find_if(leaves.begin(), leaves.end(), [id](const Leaf& leaf) { return leaf.id == id; });
  return found == leaves.end() ? QModelIndex() : index(static_cast<int>(found - leaves.begin()), 0, index(group, 0));
}

QModelIndex ProjectTreeModel::indexOf(StudyId study) const {
  return leafIndex(kStudies, study.value);
}

QModelIndex ProjectTreeModel::indexOf(TaskId task) const {
  return leafIndex(kTasks, task.value);
}

// The internal id of a leaf is its group's row + 1; a group's is 0.
QModelIndex ProjectTreeModel::index(int row, int column, const QModelIndex& parent) const {
  if (!hasIndex(row, column, parent)) {
    return {};
  }
  return parent.isValid() ? createIndex(row, column, static_cast<quintptr>(parent.row() + 1))
                          : createIndex(row, column, static_cast<quintptr>(0));
}

QModelIndex ProjectTreeModel::parent(const QModelIndex& child) const {
  if (!child.isValid() || child.internalId() == 0) {
    return {};
  }
  return createIndex(static_cast<int>(child.internalId()) - 1, 0, static_cast<quintptr>(0));
}

int ProjectTreeModel::rowCount(const QModelIndex& parent) const {
  if (!parent.isValid()) {
    return static_cast<int>(m_groups.size());
  }
  if (parent.internalId() != 0 || parent.column() != 0) {
    return 0;
  }
  return static_cast<int>(m_groups[static_cast<std::size_t>(parent.row())].size());
}

int ProjectTreeModel::columnCount(const QModelIndex&) const {
  return 1;
}

QVariant ProjectTreeModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
    return {};
  }
  if (index.internalId() == 0) {
    return groupData(index.row(), role);
  }
  const int group = static_cast<int>(index.internalId()) - 1;
  return leafData(group, m_groups[static_cast<std::size_t>(group)][static_cast<std::size_t>(index.row())], role);
}

QVariant ProjectTreeModel::groupData(int group, int role) const {
  switch (role) {
  case Qt::DisplayRole:
    return group == kTasks ? tr("Tasks") : tr("Studies");
  case kKindRole:
    return group == kTasks ? kTaskGroup : kStudyGroup;
  case kCountRole:
    return static_cast<int>(m_groups[static_cast<std::size_t>(group)].size());
  default:
    return {};
  }
}

QVariant ProjectTreeModel::leafData(int group, const Leaf& leaf, int role) const {
  switch (role) {
  case Qt::DisplayRole:
    return leaf.name;
  case Qt::DecorationRole:
    return icon(group == kTasks ? modalityIcon(leaf.modality) : Icon::kClock);
  case Qt::ToolTipRole:
  case Qt::AccessibleTextRole:
    return tr("%1: %2, %3").arg(leaf.name, stateWord(leaf.mark), leaf.detail);
  case kKindRole:
    return group == kTasks ? kTask : kStudy;
  case kIdRole:
    return leaf.id;
  case kStateRole:
    return static_cast<int>(leaf.mark);
  default:
    return {};
  }
}

Qt::ItemFlags ProjectTreeModel::flags(const QModelIndex& index) const {
  if (!index.isValid()) {
    return Qt::NoItemFlags;
  }
  return index.internalId() == 0 ? Qt::ItemIsEnabled
                                 : Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

}  // namespace touchstone::ui
