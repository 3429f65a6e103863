#include "ui/models/run_list_model.h"

#include <algorithm>

namespace touchstone::ui {

void RunListModel::setRows(std::vector<RunRow> runs, const ProjectSnapshot& snapshot) {
  std::vector<Row> rows;
  for (RunRow& run : runs) {
    const ContenderRow* contender = snapshot.findContender(run.contender);
    rows.push_back({std::move(run), contender != nullptr ? contender->familyIndex : 0});
  }
  const auto sameRun = [](const Row& a, const Row& b) { return a.run.id == b.run.id; };
  if (std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(), sameRun)) {
    m_rows = std::move(rows);
    if (!m_rows.empty()) {
      emit dataChanged(index(0, 0), index(rowCount() - 1, m_columns - 1));
    }
    return;
  }
  beginResetModel();
  m_rows = std::move(rows);
  endResetModel();
}

int RunListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RunListModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : m_columns;
}

QVariant RunListModel::data(const QModelIndex& index, int role) const {
  const Row& row = m_rows[static_cast<std::size_t>(index.row())];
  switch (role) {
  case kFamilyRole:
    return static_cast<int>(row.run.family);
  case kFamilyIndexRole:
    return row.familyIndex;
  case kStateRole:
    return static_cast<int>(stateOf(row.run.state));
  case kProgressRole:
    return row.run.state == RunState::kDone ? 1.0 : row.run.progress;
  case kIdRole:
    return static_cast<qint64>(row.run.id.value);
  default:
    return {};
  }
}

}  // namespace touchstone::ui
