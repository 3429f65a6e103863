#include "ui/views/trials/trials_model.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/models/config_text.h"
#include "ui/models/roles.h"
#include "ui/models/words.h"
#include "ui/plots/learning_curves_plot.h"
#include "ui/plots/marks.h"
#include "ui/plots/numbers.h"

namespace touchstone::ui {
namespace {

// The store's names of the columns that it sorts by; empty: it cannot.
constexpr std::array<const char*, TrialsModel::kColumnCount> kSortNames{
    "number", "contender", "task", "seed", "state", "value", "epochs", "seconds", "", ""};

bool isNumber(int column) {
  return column == TrialsModel::kSeed || column == TrialsModel::kValue || column == TrialsModel::kEpochs ||
         column == TrialsModel::kSeconds;
}

QString exact(double value) {
  return std::isnan(value) ? QString() : QString::number(value, 'g', 17);
}

}  // namespace

TrialsModel::TrialsModel(EngineBridge& bridge, QObject* parent)
    : QAbstractTableModel(parent), m_pages(new TrialPages(bridge, this)) {
  connect(m_pages, &TrialPages::started, this, &TrialsModel::showStarted);
  connect(m_pages, &TrialPages::arrived, this, &TrialsModel::showArrived);
  connect(m_pages, &TrialPages::aboutToReplace, this, &TrialsModel::prepareReplacing);
  connect(m_pages, &TrialPages::failed, this, &TrialsModel::failed);
  connect(m_pages, &TrialPages::located, this, &TrialsModel::located);
}

void TrialsModel::setFilter(TrialFilter filter) {
  filter.sortColumn = m_pages->filter().sortColumn;
  filter.descending = m_pages->filter().descending;
  m_pages->start(filter);
}

bool TrialsModel::canSort(int column) {
  return column >= 0 && column < kColumnCount && *kSortNames[static_cast<std::size_t>(column)] != '\0';
}

void TrialsModel::sort(int column, Qt::SortOrder order) {
  if (!canSort(column)) {
    return;
  }
  const char* name = kSortNames[static_cast<std::size_t>(column)];
  const bool isDescending = order == Qt::DescendingOrder;
  TrialFilter filter = m_pages->filter();
  if (filter.sortColumn == name && filter.descending == isDescending) {
    return;
  }
  filter.sortColumn = name;
  filter.descending = isDescending;
  m_pages->start(filter);
}

void TrialsModel::showStarted(int total) {
  beginResetModel();
  m_total = total;
  m_isLoaded = true;
  endResetModel();
  emit loaded();
}

// Rows may stand in another order: what holds on to them, a selection above all, goes with the trial, not the place.
void TrialsModel::prepareReplacing(int total, int firstRow, const std::vector<TrialRow>& rows) {
  growTo(total);
  m_movedFrom.clear();
  m_movedTo.clear();
  bool isMoved = false;
  for (const QModelIndex& held : persistentIndexList()) {
    const TrialRow* before = m_pages->find(held.row());
    if (held.row() < firstRow || held.row() >= firstRow + TrialPages::kRows || before == nullptr) {
      continue;
    }
    const auto now = std::find_if(rows.begin(), rows.end(), [&](const TrialRow& row) { return row.id == before->id; });
    const int row = now == rows.end() ? -1 : firstRow + static_cast<int>(now - rows.begin());
    isMoved = isMoved || row != held.row();
    m_movedFrom << held;
    m_movedTo << (row < 0 ? QModelIndex() : index(row, held.column()));
  }
  if (isMoved) {
    emit layoutAboutToBeChanged({}, VerticalSortHint);
  } else {
    m_movedFrom.clear();
  }
}

void TrialsModel::finishReplacing() {
  if (!m_movedFrom.isEmpty()) {
    changePersistentIndexList(m_movedFrom, m_movedTo);
    m_movedFrom.clear();
    emit layoutChanged({}, VerticalSortHint);
  }
}

void TrialsModel::growTo(int total) {
  if (total > m_total) {
    beginInsertRows({}, m_total, total - 1);
    m_total = total;
    endInsertRows();
  }
}

void TrialsModel::showArrived(int total, int firstRow, int rowCount) {
  finishReplacing();
  growTo(total);
  if (total < m_total) {
    beginRemoveRows({}, total, m_total - 1);
    m_total = total;
    endRemoveRows();
  }
  const int lastRow = std::min(m_total, firstRow + rowCount) - 1;
  if (lastRow >= firstRow) {
    emit dataChanged(index(firstRow, 0), index(lastRow, kColumnCount - 1));
  }
  emit loaded();
}

TrialId TrialsModel::trialAt(int row) const {
  const TrialRow* found = find(row);
  return found != nullptr ? found->id : TrialId{};
}

std::vector<TrialRow> TrialsModel::findAll(const std::vector<int>& rows) const {
  std::vector<TrialRow> found;
  for (const int row : rows) {
    if (const TrialRow* each = find(row)) {
      found.push_back(*each);
    }
  }
  return found;
}

int TrialsModel::rowOf(TrialId trial) const {
  const int row = trial.isValid() ? m_pages->rowOf(trial) : -1;
  return row < m_total ? row : -1;
}

int TrialsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : m_total;
}

int TrialsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumnCount;
}

QVariant TrialsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
    return {};
  }
  const int column = index.column();
  if (role == Qt::TextAlignmentRole) {
    return isNumber(column) ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
  }
  const TrialRow* row = m_pages->want(index.row());
  if (row == nullptr) {
    return {};
  }
  switch (role) {
  case Qt::DisplayRole:
    return textOf(*row, column);
  case Qt::ToolTipRole:
    return column == kContender || column == kReason || column == kConfig || column == kTask
               ? QVariant(textOf(*row, column))
               : QVariant();
  case kCopyRole:
    return copyTextOf(*row, column);
  case kFamilyRole:
    return static_cast<int>(row->family);
  case kFamilyIndexRole:
    return row->familyIndex;
  case kStateRole:
    return static_cast<int>(stateOf(row->state));
  case kIdRole:
    return static_cast<qint64>(row->id.value);
  default:
    return {};
  }
}

QString TrialsModel::textOf(const TrialRow& row, int column) {
  switch (column) {
  case kTrial:
    return trialName(row.number);
  case kContender:
    return shortName(row.contenderName);
  case kTask:
    return shortName(row.taskName);
  case kSeed:
    return QString::number(row.seed);
  case kState:
    return stateWord(stateOf(row.state));
  case kValue:
    return readableNumber(row.value);
  case kEpochs:
    return QString::number(row.epochs);
  case kSeconds:
    return shortDuration(row.seconds);
  case kConfig:
    return configLine(row.configJson);
  case kReason:
    return QString::fromStdString(row.stopReason).simplified();
  default:
    return {};
  }
}

QString TrialsModel::copyTextOf(const TrialRow& row, int column) {
  switch (column) {
  case kValue:
    return exact(row.value);
  case kSeconds:
    return exact(row.seconds);
  case kConfig:
    return QString::fromStdString(row.configJson);
  default:
    return textOf(row, column);
  }
}

QVariant TrialsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) {
    return {};
  }
  if (role == Qt::TextAlignmentRole) {
    return isNumber(section) ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
  }
  return role == Qt::DisplayRole ? QVariant(titleOf(section)) : QVariant();
}

QString TrialsModel::titleOf(int column) {
  switch (column) {
  case kTrial:
    return tr("Trial");
  case kContender:
    return tr("Contender");
  case kTask:
    return tr("Task");
  case kSeed:
    return tr("Seed");
  case kState:
    return tr("State");
  case kValue:
    return tr("Validation");
  case kEpochs:
    return tr("Epochs");
  case kSeconds:
    return tr("Time");
  case kConfig:
    return tr("Configuration");
  case kReason:
    return tr("Why it ended");
  default:
    return {};
  }
}

}  // namespace touchstone::ui
