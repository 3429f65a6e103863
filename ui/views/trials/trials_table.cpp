#include "ui/views/trials/trials_table.h"

#include <QEvent>
#include <QHeaderView>
#include <QPainter>

#include "ui/models/roles.h"
#include "ui/plots/marks.h"
#include "ui/theme/theme.h"
#include "ui/views/trials/trials_model.h"
#include "ui/widgets/cell_painting.h"
#include "ui/widgets/column_memory.h"

namespace touchstone::ui {
namespace {

constexpr int kPadding = 8;
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
  setDefaultWidths();
  new ColumnMemory(horizontalHeader(), QStringLiteral("trials"));
  horizontalHeader()->setSortIndicator(TrialsModel::kTrial, Qt::AscendingOrder);
  setSortingEnabled(true);
}

void TrialsTable::setDefaultWidths() {
  const QFontMetrics metrics(figureFont(Role::kSmall));
  const auto width = [&metrics](int characters) { return metrics.averageCharWidth() * characters + 2 * kPadding; };
  const std::pair<int, int> characters[] = {
      {TrialsModel::kTrial, 8},  {TrialsModel::kContender, 18}, {TrialsModel::kTask, 24},
      {TrialsModel::kSeed, 6},   {TrialsModel::kState, 12},     {TrialsModel::kValue, 11},
      {TrialsModel::kEpochs, 9}, {TrialsModel::kSeconds, 10},   {TrialsModel::kConfig, 46}};
  for (const auto& [column, count] : characters) {
    horizontalHeader()->resizeSection(column, width(count));
  }
  horizontalHeader()->setStretchLastSection(true);
}

void TrialsTable::showTrial(TrialId trial) {
  const int row = m_model->rowOf(trial);
  if (row < 0 || row == currentIndex().row()) {
    return;
  }
  m_isShowing = true;
  setCurrentIndex(m_model->index(row, std::max(0, currentIndex().column())));
  m_isShowing = false;
}

void TrialsTable::copy() {
  emit copyWanted();
}

void TrialsTable::changeEvent(QEvent* event) {
  DataTable::changeEvent(event);
  if (event->type() == QEvent::ApplicationFontChange) {
    setRowHeight(std::max(frame::kTableRow, QFontMetrics(figureFont(Role::kSmall)).height() + 6));
  }
}

void TrialsTable::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
  DataTable::currentChanged(current, previous);
  const TrialId trial = m_model->trialAt(current.row());
  if (!m_isShowing && current.isValid() && trial.isValid()) {
    emit trialChosen(trial);
  }
}

}  // namespace touchstone::ui
