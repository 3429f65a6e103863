#include "ui/docks/queue_pane.h"

#include <QEvent>
#include <QHeaderView>
#include <QPainter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "ui/models/queue_model.h"
#include "ui/plots/marks.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cell_painting.h"
#include "ui/widgets/column_memory.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/muted_label.h"
#include "ui/widgets/run_cells.h"

namespace touchstone::ui {
namespace {

constexpr int kGlyph = 10;

class QueueDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintCellGround(*painter, option, index.column() == QueueModel::kContender);
    if (index.column() == QueueModel::kContender) {
      paintContenderCell(*painter, option, index);
    } else if (index.column() == QueueModel::kProgress) {
      paintProgressCell(*painter, option, index);
    } else {
      paintText(*painter, option, index);
    }
    painter->restore();
  }

 private:
  void paintText(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Colours& colours = coloursOf(option.palette);
    QRect box = option.rect.adjusted(space::k6, 0, -space::k6, 0);
    painter.setFont(figureFont(Role::kSmall));
    painter.setPen(colours.text);
    if (index.column() == QueueModel::kState) {
      const auto state = static_cast<State>(index.data(kStateRole).toInt());
      paintState(painter, QRectF(box.left(), box.center().y() - kGlyph / 2.0 + 0.5, kGlyph, kGlyph), state, colours);
      painter.setPen(stateTextColour(state, colours));
      box.setLeft(box.left() + kGlyph + space::k6);
    }
    const bool isNumber = index.data(Qt::TextAlignmentRole).isValid();
    paintElided(painter, box, isNumber ? Qt::AlignRight : Qt::AlignLeft, index.data().toString());
  }
};

}  // namespace

QueuePane::QueuePane(ProjectState& state, QWidget* parent)
    : QWidget(parent), m_state(state), m_model(new QueueModel(this)) {
  m_pages = new QStackedWidget(this);
  auto* empty = new MutedLabel(tr("Nothing is queued."), m_pages);
  empty->setAlignment(Qt::AlignCenter);
  makeTable();
  setFocusProxy(m_table);
  m_pages->addWidget(empty);
  m_pages->addWidget(m_table);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_pages);
  connect(&state, &ProjectState::changed, this, &QueuePane::showState);
  showState();
}

void QueuePane::makeTable() {
  m_table = new DataTable(m_pages);
  m_table->setAccessibleName(tr("Queue"));
  m_table->setSortedModel(m_model);
  m_table->setItemDelegate(new QueueDelegate(m_table));
  layoutColumns();
  m_table->setColumnsMenu((new ColumnMemory(m_table->horizontalHeader(), QStringLiteral("queue")))->menu());
}

// Contender and task share what the others leave.
void QueuePane::layoutColumns() {
  QHeaderView* head = m_table->horizontalHeader();
  const int letter = QFontMetrics(figureFont(Role::kSmall)).averageCharWidth();
  head->setSectionResizeMode(QHeaderView::Interactive);
  head->setSectionResizeMode(QueueModel::kContender, QHeaderView::Stretch);
  head->setSectionResizeMode(QueueModel::kTask, QHeaderView::Stretch);
  m_table->setColumnWidth(QueueModel::kSeed, letter * 10);
  m_table->setColumnWidth(QueueModel::kState, letter * 16);
  m_table->setColumnWidth(QueueModel::kProgress, letter * 24);
  m_table->setColumnWidth(QueueModel::kTimeLeft, letter * 16);
}

void QueuePane::showState() {
  m_model->setSnapshot(m_state.snapshot());
  m_pages->setCurrentIndex(m_model->rowCount() > 0 ? 1 : 0);
  emit countChanged(m_model->rowCount());
}

void QueuePane::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationFontChange) {
    layoutColumns();
  }
  QWidget::changeEvent(event);
}

}  // namespace touchstone::ui
