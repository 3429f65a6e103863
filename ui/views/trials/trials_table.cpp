#include "ui/views/trials/trials_table.h"

#include <QActionGroup>
#include <QEvent>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QSignalBlocker>

#include "ui/models/roles.h"
#include "ui/plots/marks.h"
#include "ui/theme/theme.h"
#include "ui/views/trials/trials_model.h"
#include "ui/widgets/cell_painting.h"
#include "ui/widgets/column_memory.h"

namespace touchstone::ui {
namespace {

constexpr int kPadding = 6;  // the header's
constexpr int kMarkWidth = 18;

}  // namespace

void TrialsDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const Colours& colours = coloursOf(option.palette);
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  paintCellGround(*painter, option, index.column() == TrialsModel::kTrial);
  painter->setFont(figureFont(Role::kSmall));
  painter->setPen(colours.text);
  QRect box = option.rect.adjusted(kPadding, 0, -kPadding, 0);
  const QString text = index.data().toString();
  Qt::Alignment side = Qt::AlignLeft;
  const QPointF mark(box.left() + 5, box.center().y() + 0.5);
  switch (index.column()) {
  case TrialsModel::kContender:
    if (!text.isEmpty()) {
      const auto family = static_cast<Family>(index.data(kFamilyRole).toInt());
      paintMark(*painter, mark, methodMark(family, index.data(kFamilyIndexRole).toInt(), colours));
    }
    box.setLeft(box.left() + kMarkWidth);
    break;
  case TrialsModel::kState:
    if (!text.isEmpty()) {
      const auto state = static_cast<State>(index.data(kStateRole).toInt());
      paintState(*painter, QRectF(box.left(), box.center().y() - 4.5, 10, 10), state, colours);
      painter->setPen(stateTextColour(state, colours));
    }
    box.setLeft(box.left() + kMarkWidth);
    break;
  case TrialsModel::kConfig:
  case TrialsModel::kReason:
    painter->setPen(colours.muted);
    break;
  default:
    side = index.data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight ? Qt::AlignRight : Qt::AlignLeft;
  }
  paintElided(*painter, box, side, text);
  painter->restore();
}

TrialsTable::TrialsTable(TrialsModel* model, QWidget* parent) : DataTable(parent), m_model(model) {
  setAccessibleName(tr("Trials"));
  setModel(model);
  setItemDelegate(new TrialsDelegate(this));
  applyRowHeight();
  setDefaultWidths();
  m_columns = new ColumnMemory(horizontalHeader(), QStringLiteral("trials"));
  setColumnsMenu(m_columns->menu());
  horizontalHeader()->setSortIndicator(m_sortColumn, m_sortOrder);
  setSortingEnabled(true);
  connect(horizontalHeader(), &QHeaderView::sortIndicatorChanged, this, &TrialsTable::keepSortable);
  // A click on the row that is current already chooses it again, after something else was chosen elsewhere.
  connect(this, &QTableView::clicked, this, &TrialsTable::choose);
  connect(this, &QTableView::activated, this, &TrialsTable::choose);
}

void TrialsTable::setDefaultWidths() {
  const QFontMetrics metrics(figureFont(Role::kSmall));
  const auto width = [&metrics](int characters) { return metrics.averageCharWidth() * characters + 2 * kPadding; };
  const std::pair<int, int> characters[] = {
      {TrialsModel::kTrial, 8},  {TrialsModel::kContender, 22}, {TrialsModel::kTask, 28},
      {TrialsModel::kSeed, 6},   {TrialsModel::kState, 12},     {TrialsModel::kValue, 11},
      {TrialsModel::kEpochs, 9}, {TrialsModel::kSeconds, 10},   {TrialsModel::kConfig, 46}};
  for (const auto& [column, count] : characters) {
    horizontalHeader()->resizeSection(column, width(count));
  }
  horizontalHeader()->setStretchLastSection(true);
}

// The store cannot sort by every column: the arrow stays where it tells the truth.
void TrialsTable::keepSortable(int column, Qt::SortOrder order) {
  if (TrialsModel::canSort(column)) {
    m_sortColumn = column;
    m_sortOrder = order;
    return;
  }
  const QSignalBlocker blocker(horizontalHeader());
  horizontalHeader()->setSortIndicator(m_sortColumn, m_sortOrder);
}

void TrialsTable::addMenus(QMenu* menu) {
  QMenu* sorting = menu->addMenu(tr("Sort by"));
  fillSortMenu(sorting);
  menu->addMenu(m_columns->menu());
}

void TrialsTable::fillSortMenu(QMenu* menu) {
  auto* group = new QActionGroup(menu);
  for (int column = 0; column < TrialsModel::kColumnCount; ++column) {
    if (TrialsModel::canSort(column)) {
      QAction* action = group->addAction(menu->addAction(TrialsModel::titleOf(column)));
      action->setCheckable(true);
      action->setData(column);
      connect(action, &QAction::triggered, this,
              [this, column] { horizontalHeader()->setSortIndicator(column, m_sortOrder); });
    }
  }
  menu->addSeparator();
  QAction* descending = menu->addAction(tr("Largest first"));
  descending->setCheckable(true);
  connect(descending, &QAction::triggered, this, [this](bool isOn) {
    horizontalHeader()->setSortIndicator(m_sortColumn, isOn ? Qt::DescendingOrder : Qt::AscendingOrder);
  });
  connect(menu, &QMenu::aboutToShow, this, [this, group, descending] {
    for (QAction* action : group->actions()) {
      action->setChecked(action->data().toInt() == m_sortColumn);
    }
    descending->setChecked(m_sortOrder == Qt::DescendingOrder);
  });
}

bool TrialsTable::showTrial(TrialId trial) {
  const int row = m_model->rowOf(trial);
  if (row < 0) {
    m_isChoosing = false;
    select(-1, false);
    return false;
  }
  showRow(row);
  return true;
}

void TrialsTable::showRow(int row) {
  m_isChoosing = false;
  if (row != currentIndex().row() || !selectionModel()->isRowSelected(row)) {
    select(row, true);
  }
}

void TrialsTable::keepTrial(TrialId trial) {
  const TrialId current = m_model->trialAt(currentIndex().row());
  if (m_isChoosing) {
    choose(currentIndex());
    return;
  }
  const int row = m_model->rowOf(trial);
  if (row >= 0 && row != currentIndex().row()) {
    select(row, false);
  } else if (row < 0 && current.isValid() && current != trial) {
    select(-1, false);  // its place is another trial's now
  }
}

void TrialsTable::select(int row, bool isScrolled) {
  m_isShowing = true;
  const bool scrollsItself = hasAutoScroll();
  setAutoScroll(scrollsItself && isScrolled);
  const QModelIndex index = m_model->index(row, std::max(0, currentIndex().column()));
  selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
  setAutoScroll(scrollsItself);
  m_isShowing = false;
}

void TrialsTable::copy() {
  emit copyWanted();
}

void TrialsTable::applyRowHeight() {
  setRowHeight(std::max(frame::kTableRow, QFontMetrics(figureFont(Role::kSmall)).height() + 6));
}

void TrialsTable::changeEvent(QEvent* event) {
  DataTable::changeEvent(event);
  if (event->type() == QEvent::ApplicationFontChange) {
    applyRowHeight();
  }
}

void TrialsTable::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
  DataTable::currentChanged(current, previous);
  if (!m_isShowing) {
    choose(current);
  }
}

void TrialsTable::choose(const QModelIndex& index) {
  const TrialId trial = m_model->trialAt(index.row());
  m_isChoosing = index.isValid() && !trial.isValid();
  if (trial.isValid()) {
    emit trialChosen(trial);
  }
}

}  // namespace touchstone::ui
