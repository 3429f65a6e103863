#include "ui/views/compare/leaderboard_table.h"

#include <QEvent>
#include <QMenu>
#include <QPainter>
#include <algorithm>

#include "ui/models/words.h"
#include "ui/theme/theme.h"
#include "ui/views/compare/leaderboard_delegate.h"
#include "ui/views/compare/task_columns.h"
#include "ui/widgets/cell_painting.h"
#include "ui/widgets/frozen_columns.h"

namespace touchstone::ui {
namespace {

constexpr int kLeastName = 150;
constexpr int kMostName = 280;
constexpr int kMostTask = 300;

}  // namespace

LeaderboardHeader::LeaderboardHeader(const LeaderboardModel& model, QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent), m_model(model) {
  setSectionsClickable(true);
  setHighlightSections(false);
  setAccessibleName(tr("Leaderboard columns; activate one to sort by it"));
}

void LeaderboardHeader::setChosenColumn(int column) {
  if (m_chosen == column) {
    return;
  }
  m_chosen = column;
  viewport()->update();
}

QSize LeaderboardHeader::sizeHint() const {
  const int lines = QFontMetrics(uiFont(Role::kSmall, true)).height() + QFontMetrics(uiFont(Role::kMicro)).height();
  return {QHeaderView::sizeHint().width(), lines + 12};
}

void LeaderboardHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
  const Colours& colours = coloursOf(palette());
  painter->save();
  painter->fillRect(rect, colours.surface);
  painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), colours.border);
  const bool isName = section == LeaderboardModel::kName;
  const QRect box =
      rect.adjusted(isName ? LeaderboardDelegate::kFirstPadding : 4, 4, -LeaderboardDelegate::kPadding, -4);
  const Qt::Alignment side = isName ? Qt::AlignLeft : Qt::AlignRight;
  QString title = m_model.headerData(section, Qt::Horizontal, kTitleRole).toString();
  painter->setFont(uiFont(Role::kSmall, true));
  QRect upper(box.left(), box.top(), box.width(), painter->fontMetrics().height());
  if (section == m_model.sortColumn()) {
    const QString arrow = QString(QChar(m_model.sortOrder() == Qt::AscendingOrder ? 0x25B4 : 0x25BE));
    title = painter->fontMetrics().elidedText(title, Qt::ElideRight, upper.width() - 14) + QLatin1Char(' ') + arrow;
  }
  painter->setPen(section == m_chosen ? colours.accent : colours.text);
  paintElided(*painter, upper, side, title);
  painter->setFont(uiFont(Role::kMicro));
  painter->setPen(colours.muted);
  QString detail = m_model.headerData(section, Qt::Horizontal, kDetailRole).toString();
  if (isName) {
    detail = tr("sorted by %1").arg(m_model.headerData(m_model.sortColumn(), Qt::Horizontal, kTitleRole).toString());
  }
  const QRect lower(box.left(), upper.bottom() + 1, box.width(), box.bottom() - upper.bottom());
  paintElided(*painter, lower, side, detail);
  painter->restore();
}

LeaderboardTable::LeaderboardTable(LeaderboardModel* model, QWidget* parent) : DataTable(parent), m_model(model) {
  setAccessibleName(tr("Leaderboard"));
  setModel(model);
  auto* delegate = new LeaderboardDelegate(*model, this);
  setItemDelegate(delegate);
  m_header = new LeaderboardHeader(*model, this);
  setHorizontalHeader(m_header);
  setSelectionBehavior(QAbstractItemView::SelectItems);
  setRowHeight(LeaderboardDelegate::rowHeight());

  auto* overlay = new DataTable(this);
  overlay->setItemDelegate(delegate);
  overlay->setModel(model);
  overlay->setSelectionBehavior(QAbstractItemView::SelectItems);
  overlay->setRowHeight(LeaderboardDelegate::rowHeight());
  m_frozenHeader = new LeaderboardHeader(*model, overlay);
  overlay->setHorizontalHeader(m_frozenHeader);
  m_frozen = new FrozenColumns(this, overlay, LeaderboardModel::kFirstTask);
  m_columns = new TaskColumns(m_header, *model);
  setColumnsMenu(m_columns->menu());
  connect(m_columns, &TaskColumns::changed, this, &LeaderboardTable::layoutColumns);
  for (LeaderboardHeader* header : {m_header, m_frozenHeader}) {
    connect(header, &QHeaderView::sectionClicked, this, &LeaderboardTable::sortBy);
  }
  // A click on the current cell chooses it again, after something else was chosen elsewhere.
  connect(this, &QTableView::clicked, this, &LeaderboardTable::choose);
  connect(this, &QTableView::activated, this, &LeaderboardTable::choose);
  connect(model, &QAbstractItemModel::modelReset, this, [this] {
    m_columns->apply();
    layoutColumns();
  });
  connect(model, &QAbstractItemModel::dataChanged, this, &LeaderboardTable::layoutColumns);
  m_columns->apply();
  layoutColumns();
}

void LeaderboardTable::sortBy(int column) {
  const Qt::SortOrder natural = m_model->naturalOrder(column);
  const bool isSecondClick = column == m_model->sortColumn() && m_model->sortOrder() == natural;
  const Qt::SortOrder opposite = natural == Qt::AscendingOrder ? Qt::DescendingOrder : Qt::AscendingOrder;
  m_model->sort(column, isSecondClick ? opposite : natural);
  m_header->viewport()->update();
  m_frozenHeader->viewport()->update();
}

// As a click on the header: best first, and the other way round when chosen again.
void LeaderboardTable::fillSortMenu(QMenu* menu) {
  for (int column = 0; column < m_model->columnCount(); ++column) {
    const QString title = briefName(m_model->headerData(column, Qt::Horizontal).toString().toStdString());
    QAction* action = menu->addAction(menuText(title), this, [this, column] { sortBy(column); });
    action->setCheckable(true);
    action->setChecked(column == m_model->sortColumn());
  }
}

void LeaderboardTable::chooseTask(TaskId task) {
  const int column = m_model->columnOf(task);
  m_header->setChosenColumn(column);
  m_frozenHeader->setChosenColumn(column);
}

int LeaderboardTable::contentHeight() const {
  return m_header->sizeHint().height() + m_model->rowCount() * LeaderboardDelegate::rowHeight() + 2 * frameWidth();
}

void LeaderboardTable::resizeEvent(QResizeEvent* event) {
  DataTable::resizeEvent(event);
  layoutColumns();
}

void LeaderboardTable::changeEvent(QEvent* event) {
  DataTable::changeEvent(event);
  if (event->type() == QEvent::ApplicationFontChange) {
    setRowHeight(LeaderboardDelegate::rowHeight());
    layoutColumns();
  }
}

void LeaderboardTable::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
  DataTable::currentChanged(current, previous);
  choose(current);
}

void LeaderboardTable::choose(const QModelIndex& index) {
  if (const LeaderboardColumn* column = m_model->columnAt(index.column())) {
    // Kept here: the first signal may bring another board.
    const TaskId task = column->task;
    const ContenderId contender = m_model->rowAt(index.row()).contender;
    emit taskChosen(task);
    emit cellChosen(task, contender);
  }
}

// Names first get what they need, then the tasks share what is left, up to a width at which rows still read as rows.
void LeaderboardTable::layoutColumns() {
  const Leaderboard& board = m_model->board();
  const QFontMetrics dense(uiFont(Role::kDense));
  int name = kLeastName;
  for (const LeaderboardRow& row : board.rows) {
    name = std::max(name, dense.horizontalAdvance(row.name) + LeaderboardDelegate::kFirstPadding +
                              LeaderboardDelegate::kMarkWidth + 8);
  }
  name = std::min(name, kMostName);
  const int rank = QFontMetrics(uiFont(Role::kSmall, true)).horizontalAdvance(tr("rank") + QStringLiteral(" ▾")) + 20;
  std::vector<std::pair<int, int>> tasks;  // column and width
  int needed = name + rank;
  for (std::size_t i = 0; i < board.columns.size(); ++i) {
    const int column = LeaderboardModel::kFirstTask + static_cast<int>(i);
    if (!isColumnHidden(column)) {
      tasks.emplace_back(column, LeaderboardDelegate::taskWidth(board, i));
      needed += tasks.back().second;
    }
  }
  const int spare = std::max(0, viewport()->width() - needed);
  const int share = tasks.empty() ? 0 : spare / static_cast<int>(tasks.size());
  int used = rank;
  for (const auto& [column, least] : tasks) {
    const int width = std::max(least, std::min(kMostTask, least + share));
    setColumnWidth(column, width);
    used += width;
  }
  setColumnWidth(LeaderboardModel::kRank, rank);
  setColumnWidth(LeaderboardModel::kName, std::max(name, viewport()->width() - used));
  m_frozen->update();
}

}  // namespace touchstone::ui
