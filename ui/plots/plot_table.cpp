#include "ui/plots/plot_table.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QVBoxLayout>
#include <array>
#include <cmath>

#include "ui/models/clipboard_text.h"
#include "ui/models/roles.h"
#include "ui/plots/numbers.h"
#include "ui/theme/theme.h"
#include "ui/widgets/column_memory.h"
#include "ui/widgets/data_table.h"

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
QString plainNumber(double value) {
  return std::isfinite(value) ? QString::number(value, 'g', 12) : QString();
}

QVariant sideOf(int column) {
  return QVariant(Qt::AlignVCenter | (column <= kTask ? Qt::AlignLeft : Qt::AlignRight));
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
  if (role == Qt::TextAlignmentRole) return sideOf(column);
  if (role == Qt::FontRole) return isText ? uiFont(Role::kSmall) : figureFont(Role::kSmall);
  if (role != Qt::DisplayRole && role != kSortRole && role != kCopyRole) return {};
  if (isText) return role == kCopyRole ? textOf(row, column).simplified() : textOf(row, column);
  const double value = numberOf(row, column);
  if (role == kCopyRole) return plainNumber(value);
  if (role == kSortRole) return std::isnan(value) ? -HUGE_VAL : value;
  if (!std::isfinite(value)) return QString();
  return column == kSeeds ? QString::number(row.seedCount) : readableNumber(value, 6);
}

QVariant TidyModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole) return sideOf(section);
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section >= kColumns) return {};
  const std::array<QString, kColumns> names = {tr("series"), tr("family"), tr("task"), tr("seeds"),
                                               tr("x"),      tr("y"),      tr("lo"),   tr("hi")};
  return names[static_cast<std::size_t>(section)];
}

PlotTable::PlotTable(TidyTable table, QWidget* parent) : QWidget(parent, Qt::Window), m_view(new DataTable(this)) {
  m_view->setSortedModel(new TidyModel(std::move(table), this));
  m_view->setColumnWidth(kSeries, 200);
  m_view->setColumnsMenu((new ColumnMemory(m_view->horizontalHeader(), QStringLiteral("plot-data")))->menu());
  m_view->sortByColumn(-1, Qt::AscendingOrder);  // each plot's data in its own order first
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_view);
  m_view->installEventFilter(this);
  resize(760, 420);
  m_view->setFocus();
}

QTableView* PlotTable::view() const {
  return m_view;
}

// Before the table view, which would copy the one current cell.
bool PlotTable::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress) return QWidget::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  if (key->matches(QKeySequence::Copy)) {
    m_view->copy();
    return true;
  }
  if (key->key() == Qt::Key_Escape) return close();
  return QWidget::eventFilter(watched, event);
}

QString PlotTable::selectionAsTsv() const {
  return tabSeparated(*m_view->model(), m_view->selectionModel(), m_view->shownColumns());
}

}  // namespace touchstone::ui
