#include "ui/docks/project_dock.h"

#include <QHeaderView>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/models/project_state.h"
#include "ui/models/project_tree_model.h"
#include "ui/plots/marks.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cell_painting.h"
#include "ui/widgets/empty_panel.h"

namespace touchstone::ui {
namespace {

constexpr int kLeafIndent = 32;
constexpr int kGroupIndent = 24;
constexpr int kRightPadding = 14;

bool isGroup(const QModelIndex& index) {
  return !index.parent().isValid();
}

}  // namespace

void ProjectTreeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const Colours& colours = coloursOf(option.palette);
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  QStyleOptionViewItem whole = option;
  whole.rect.setLeft(0);
  if (!isGroup(index)) {
    paintCellGround(*painter, whole, true);
  }
  painter->setPen(colours.text);
  const QRect row = whole.rect;
  if (isGroup(index)) {
    painter->setFont(uiFont(Role::kDense, true));
    paintElided(*painter, row.adjusted(kGroupIndent, 0, -40, 0), Qt::AlignLeft, index.data().toString());
    painter->setFont(figureFont(Role::kMicro));
    painter->setPen(colours.muted);
    painter->drawText(row.adjusted(0, 0, -kRightPadding, 0), Qt::AlignRight | Qt::AlignVCenter,
                      QString::number(index.data(kCountRole).toInt()));
  } else {
    const QRect iconBox(kLeafIndent, row.center().y() - frame::kIcon / 2 + 1, frame::kIcon, frame::kIcon);
    index.data(Qt::DecorationRole).value<QIcon>().paint(painter, iconBox);
    painter->setFont(uiFont(Role::kDense));
    paintElided(*painter, row.adjusted(kLeafIndent + frame::kIcon + 7, 0, -kRightPadding - 16, 0), Qt::AlignLeft,
                index.data().toString());
    const auto state = static_cast<State>(index.data(kStateRole).toInt());
    paintState(*painter, QRectF(row.right() - kRightPadding - 9, row.center().y() - 4.5, 10, 10), state, colours);
  }
  if (option.state & QStyle::State_HasFocus && option.state & QStyle::State_KeyboardFocusChange) {
    painter->setPen(QPen(colours.accent, frame::kFocusRing));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(QRectF(row).adjusted(1, 1, -1, -1));
  }
  painter->restore();
}

QSize ProjectTreeDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
  return {frame::kProjectDock, std::max(frame::kTreeRow, QFontMetrics(uiFont(Role::kDense)).height() + 6)};
}

ProjectTree::ProjectTree(QWidget* parent) : QTreeView(parent) {
  setAccessibleName(tr("Project: tasks and studies"));
  setFrameShape(QFrame::NoFrame);
  setHeaderHidden(true);
  setIndentation(frame::kTreeIndent);
  setUniformRowHeights(true);
  setMouseTracking(true);
  setExpandsOnDoubleClick(false);
  setEditTriggers(QAbstractItemView::NoEditTriggers);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  viewport()->setBackgroundRole(QPalette::AlternateBase);
  setItemDelegate(new ProjectTreeDelegate(this));
  // A click anywhere on a group opens and closes it.
  connect(this, &QTreeView::clicked, this, [this](const QModelIndex& index) {
    if (isGroup(index)) {
      setExpanded(index, !isExpanded(index));
    }
  });
}

void ProjectTree::drawBranches(QPainter* painter, const QRect& rect, const QModelIndex& index) const {
  if (!isGroup(index)) {
    return;
  }
  const Icon which = isExpanded(index) ? Icon::kChevronDown : Icon::kChevronRight;
  icon(which).paint(painter, QRect(6, rect.center().y() - 6, 13, 13));
}

ProjectPanel::ProjectPanel(ProjectState& state, QWidget* parent)
    : QWidget(parent), m_state(state), m_model(new ProjectTreeModel(this)) {
  setMinimumWidth(frame::kProjectDock - 48);
  setBackgroundRole(QPalette::AlternateBase);
  setAutoFillBackground(true);
  m_pages = new QStackedWidget(this);
  m_empty = new EmptyPanel(m_pages);
  m_empty->setContent(Icon::kFolder, tr("No project open"), tr("Tasks and studies are listed here."));
  m_tree = new ProjectTree(m_pages);
  m_tree->setModel(m_model);
  m_tree->expandAll();
  m_pages->addWidget(m_empty);
  m_pages->addWidget(m_tree);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 6, 0, 0);
  layout->addWidget(m_pages);
  connect(&state, &ProjectState::changed, this, &ProjectPanel::showState);
  connect(&state, &ProjectState::contextChanged, this, &ProjectPanel::showState);
  connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &ProjectPanel::choose);
  showState();
}

void ProjectPanel::showState() {
  m_isShowing = true;
  m_pages->setCurrentIndex(m_state.isLoaded() ? 1 : 0);
  m_model->setSnapshot(m_state.snapshot());
  // The tree shows one selection: the study when the user chose one there, else the task.
  const bool isStudyCurrent =
      m_tree->currentIndex().data(kKindRole).toInt() == ProjectTreeModel::kStudy && m_tree->currentIndex().isValid();
  const QModelIndex wanted = isStudyCurrent ? m_model->indexOf(m_state.study()) : m_model->indexOf(m_state.task());
  if (wanted.isValid() && wanted != m_tree->currentIndex()) {
    m_tree->setCurrentIndex(wanted);
  }
  m_isShowing = false;
}

void ProjectPanel::choose(const QModelIndex& index) {
  if (m_isShowing || !index.isValid()) {
    return;
  }
  const auto id = index.data(kIdRole).toLongLong();
  switch (index.data(kKindRole).toInt()) {
  case ProjectTreeModel::kTask:
    m_state.selectTask(TaskId{id});
    emit taskChosen(TaskId{id});
    break;
  case ProjectTreeModel::kStudy:
    m_state.selectStudy(StudyId{id});
    break;
  default:
    break;
  }
}

}  // namespace touchstone::ui
