#include "ui/views/live/runs_table.h"

#include <QEvent>
#include <QHeaderView>
#include <QPainter>
#include <algorithm>

#include "ui/models/runs_model.h"
#include "ui/plots/marks.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cell_painting.h"
#include "ui/widgets/column_memory.h"
#include "ui/widgets/run_cells.h"

namespace touchstone::ui {
namespace {

constexpr int kPadding = 12;
constexpr int kLeastBar = 48;

}  // namespace

void RunsDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  paintCellGround(*painter, option, index.column() == 0);
  switch (index.column()) {
  case RunsModel::kContender:
    paintContenderCell(*painter, option, index);
    break;
  case RunsModel::kProgress:
    paintProgressCell(*painter, option, index);
    break;
  case RunsModel::kResult:
    paintResult(*painter, option, index);
    break;
  default:
    painter->setPen(coloursOf(option.palette).muted);
    painter->setFont(figureFont(Role::kSmall));
    painter->drawText(option.rect, Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
  }
  painter->restore();
}

void RunsDelegate::paintResult(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const Colours& colours = coloursOf(option.palette);
  const auto state = static_cast<State>(index.data(kStateRole).toInt());
  const QString text = index.data().toString();
  QRect box = option.rect.adjusted(4, 0, -kPadding, 0);
  painter.setFont(figureFont(Role::kSmall));
  painter.setPen(state == State::kFinished                            ? colours.text
                 : state == State::kFailed || state == State::kPaused ? stateTextColour(state, colours)
                                                                      : colours.muted);
  painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, text);
  if (state == State::kFailed || state == State::kPaused) {
    const int width = QFontMetrics(painter.font()).horizontalAdvance(text);
    paintState(painter, QRectF(box.right() - width - 15, box.center().y() - 4.5, 10, 10), state, colours);
  }
}

RunsTable::RunsTable(QWidget* parent) : DataTable(parent), m_model(new RunsModel(this)) {
  setAccessibleName(tr("Runs"));
  setSortedModel(m_model);
  setItemDelegate(new RunsDelegate(this));
  horizontalHeader()->hide();
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setRowHeight(frame::kTableRowMicro);
  layoutColumns();
  setColumnsMenu((new ColumnMemory(horizontalHeader(), QStringLiteral("runs")))->menu());
  connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this](int, int before, int now) {
    if (before == 0 || now == 0) {  // hidden or shown again
      layoutColumns();
    }
  });
}

void RunsTable::showRunning() {
  for (int row = model()->rowCount() - 1; row >= 0; --row) {
    const QModelIndex index = model()->index(row, RunsModel::kContender);
    if (static_cast<ui::State>(index.data(kStateRole).toInt()) != ui::State::kRunning) {
      continue;
    }
    const qint64 run = index.data(kIdRole).toLongLong();
    if (run != m_running && !hasFocus() && !underMouse()) {
      m_running = run;
      scrollTo(index);
    }
    return;
  }
}

void RunsTable::resizeEvent(QResizeEvent* event) {
  DataTable::resizeEvent(event);
  layoutColumns();
  m_running = 0;
  showRunning();
}

void RunsTable::changeEvent(QEvent* event) {
  DataTable::changeEvent(event);
  if (event->type() == QEvent::ApplicationFontChange) {
    layoutColumns();
  }
}

// Seed and result get what their longest text needs; contender and bar share the rest. What is hidden leaves its room.
void RunsTable::layoutColumns() {
  const QFontMetrics metrics(figureFont(Role::kSmall));
  setRowHeight(std::max(frame::kTableRowMicro, metrics.height() + 2));
  const auto shown = [this](int column, int width) { return isColumnHidden(column) ? 0 : width; };
  const int seed = metrics.horizontalAdvance(tr("seed %1").arg(9999)) + 4;
  const int result = metrics.horizontalAdvance(tr("%1 left").arg(QStringLiteral("1 h 00 min"))) + kPadding + 4;
  const int rest = std::max(0, viewport()->width() - shown(RunsModel::kSeed, seed) - shown(RunsModel::kResult, result));
  const int share = std::max(60, std::min(rest - kLeastBar, std::max(rest * 55 / 100, 120)));
  const int contender = isColumnHidden(RunsModel::kProgress) ? rest : shown(RunsModel::kContender, share);
  setColumnWidth(RunsModel::kContender, contender);
  setColumnWidth(RunsModel::kSeed, seed);
  setColumnWidth(RunsModel::kProgress, std::max(0, rest - contender));
  setColumnWidth(RunsModel::kResult, result);
}

}  // namespace touchstone::ui
