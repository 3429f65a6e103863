#include "ui/plots/plot_table.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>
#include <array>
#include <cmath>

#include "ui/plots/numbers.h"
#include "ui/theme/theme.h"
#include "ui/widgets/column_memory.h"

namespace touchstone::ui {

namespace {

enum Column { kSeries, kFamily, kTask, kSeeds, kX, kY, kLo, kHi, kColumns };

double numberOf(const TidyRow& row, int column) {
  switch (column) {
  case kSeeds:
    return row.seedCount;
  case kX:
    return row.x;
  case kY:
    return row.y;
  case kLo:
    return row.lo;
  case kHi:
    return row.hi;
  default:
    return TidyRow::kNone;
  }
}

// As programs read it: no U+2212, no thousands separators.
QString plainCell(const QModelIndex& index) {
  if (index.column() <= kTask) return index.data().toString().simplified();
  const double value = index.data(TidyModel::kSortRole).toDouble();
  return std::isfinite(value) ? QString::number(value, 'g', 12) : QString();
}

const QString& textOf(const TidyRow& row, int column) {
  return column == kSeries ? row.series : column == kFamily ? row.family : row.task;
}

}  // namespace

int TidyModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_table.size());
}

int TidyModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

QVariant TidyModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const TidyRow& row = m_table[static_cast<std::size_t>(index.row())];
  const int column = index.column();
  const bool isText = column <= kTask;
  if (role == Qt::TextAlignmentRole) return QVariant(Qt::AlignVCenter | (isText ? Qt::AlignLeft : Qt::AlignRight));
  if (role == Qt::FontRole) return isText ? uiFont(Role::kSmall) : figureFont(Role::kSmall);
  if (role != Qt::DisplayRole && role != kSortRole) return {};
  if (isText) return textOf(row, column);
  const double value = numberOf(row, column);
  if (role == kSortRole) return std::isnan(value) ? -HUGE_VAL : value;
  if (!std::isfinite(value)) return QString();
  return column == kSeeds ? QString::number(row.seedCount) : readableNumber(value, 6);
}

QVariant TidyModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section >= kColumns) return {};
  const std::array<QString, kColumns> names = {tr("series"), tr("family"), tr("task"), tr("seeds"),
                                               tr("x"),      tr("y"),      tr("lo"),   tr("hi")};
  return names[static_cast<std::size_t>(section)];
}

PlotTable::PlotTable(TidyTable table, QWidget* parent) : QWidget(parent, Qt::Window), m_view(new QTableView(this)) {
  auto* sorted = new QSortFilterProxyModel(this);
  sorted->setSourceModel(new TidyModel(std::move(table), this));
  sorted->setSortRole(TidyModel::kSortRole);
  m_view->setModel(sorted);
  m_view->setSortingEnabled(true);
  m_view->setShowGrid(false);
  m_view->verticalHeader()->setVisible(false);
  m_view->verticalHeader()->setDefaultSectionSize(frame::kTableRow);
  m_view->horizontalHeader()->setHighlightSections(false);
  m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_view->setFrameShape(QFrame::NoFrame);
  m_view->setColumnWidth(kSeries, 200);
  m_view->horizontalHeader()->setSortIndicatorClearable(true);
  new ColumnMemory(m_view->horizontalHeader(), QStringLiteral("plot-data"));
  m_view->sortByColumn(-1, Qt::AscendingOrder);  // each plot's data in its own order first
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_view);
  m_view->installEventFilter(this);
  resize(760, 420);
  m_view->setFocus();
}

// Before the table view, which would copy the one current cell.
bool PlotTable::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  if (key->matches(QKeySequence::Copy)) {
    QApplication::clipboard()->setText(selectionAsTsv());
    return true;
  }
  if (key->key() == Qt::Key_Escape) return close();
  return QWidget::eventFilter(watched, event);
}

QString PlotTable::selectionAsTsv() const {
  const QAbstractItemModel& model = *m_view->model();
  QList<int> rows;
  for (const QModelIndex& index : m_view->selectionModel()->selectedRows()) rows.append(index.row());
  std::sort(rows.begin(), rows.end());
  if (rows.isEmpty()) {
    for (int row = 0; row < model.rowCount(); ++row) rows.append(row);
  }
  QList<int> columns;
  const QHeaderView& header = *m_view->horizontalHeader();
  for (int visual = 0; visual < header.count(); ++visual) {
    if (!header.isSectionHidden(header.logicalIndex(visual))) columns.append(header.logicalIndex(visual));
  }
  QStringList head;
  for (const int column : columns) head.append(model.headerData(column, Qt::Horizontal).toString());
  QStringList lines{head.join(u'\t')};
  for (const int row : rows) {
    QStringList cells;
    for (const int column : columns) cells.append(plainCell(model.index(row, column)));
    lines.append(cells.join(u'\t'));
  }
  return lines.join(u'\n') + u'\n';
}

}  // namespace touchstone::ui
