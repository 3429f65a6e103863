#include "ui/views/live/live_layout.h"

#include <QApplication>
#include <QEvent>
#include <QSplitter>
#include <QTimer>
#include <algorithm>
#include <numeric>

#include "ui/theme/theme.h"

namespace touchstone::ui {

QString toWord(LiveCards cards) {
  switch (cards) {
  case LiveCards::kOne:
    return QStringLiteral("one");
  case LiveCards::kTwo:
    return QStringLiteral("two");
  case LiveCards::kAll:
    break;
  }
  return QStringLiteral("all");
}

LiveCards liveCardsFrom(const QString& word) {
  for (const LiveCards cards : {LiveCards::kOne, LiveCards::kTwo}) {
    if (word == toWord(cards)) return cards;
  }
  return LiveCards::kAll;
}

LiveLayout::LiveLayout(QWidget* parent) : QScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::NoFocus);
  viewport()->setAutoFillBackground(false);
  m_column = new QSplitter(Qt::Vertical);
  m_column->setObjectName(QStringLiteral("live/column"));
  for (QSplitter*& row : m_rows) {
    row = new QSplitter(Qt::Horizontal, m_column);
    row->setHandleWidth(frame::kSplitterHandle);
    row->setChildrenCollapsible(false);
    connect(row, &QSplitter::splitterMoved, this, [this] { m_isMoved = true; });
  }
  connect(m_column, &QSplitter::splitterMoved, this, [this] { m_isMoved = true; });
  m_column->setHandleWidth(frame::kSplitterHandle);
  m_column->setChildrenCollapsible(false);
  setWidget(m_column);
  m_column->setAutoFillBackground(false);
}

void LiveLayout::setCard(LiveCard which, QWidget* card) {
  m_widgets[static_cast<std::size_t>(which)] = card;
  if (std::find(m_widgets.begin(), m_widgets.end(), nullptr) == m_widgets.end()) arrange();
}

void LiveLayout::setCards(LiveCards cards) {
  if (cards == m_cards && !m_isEnlarged) return;
  m_cards = cards;
  m_isEnlarged = false;
  arrange();
}

void LiveLayout::toggleEnlarged(LiveCard which) {
  m_isEnlarged = !(m_isEnlarged && m_enlarged == which);
  m_enlarged = which;
  arrange();
}

void LiveLayout::setNarrow(bool isNarrow) {
  if (isNarrow == m_isNarrow) return;
  m_isNarrow = isNarrow;
  arrange();
}

std::vector<LiveLayout::Row> LiveLayout::plan() const {
  using enum LiveCard;
  using namespace live;
  const Row timeline{{kTimeline}, {1}, kTimelineShare, kLeastTimeline};
  const std::vector<int> sides{kLeftShare, kRightShare};
  if (m_isEnlarged) return {{{m_enlarged}, {1}, 1, 0}};
  if (m_cards == LiveCards::kOne) return {{{kCurves}, {1}, 1, 0}};
  if (m_cards == LiveCards::kTwo) return {{{kCurves}, {1}, 1, kLeastRow}, {{kBest}, {1}, 1, kLeastRow}};
  if (m_isNarrow)
    return {{{kCurves}, {1}, kRungsShare, kLeastRowNarrow},
            {{kBest, kRuns}, {1, 1}, kRungsShare, kLeastRowNarrow},
            {{kRungs}, {1}, kRungsShare, kLeastRowNarrow},
            timeline};
  return {
      {{kCurves, kBest}, sides, kCurvesShare, kLeastRow}, {{kRungs, kRuns}, sides, kRungsShare, kLeastRow}, timeline};
}

// Out of sight, so that no plot is drawn in sizes on the way; who had the focus keeps it.
void LiveLayout::arrange() {
  m_isMoved = false;
  const std::vector<Row> rows = plan();
  QWidget* focused = QApplication::focusWidget();
  m_column->hide();
  for (QWidget* card : m_widgets) card->hide();
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    m_rows[i]->setVisible(i < rows.size());
    for (std::size_t k = 0; i < rows.size() && k < rows[i].cards.size(); ++k) {
      QWidget* card = m_widgets[static_cast<std::size_t>(rows[i].cards[k])];
      m_rows[i]->insertWidget(static_cast<int>(k), card);
      card->show();
    }
    m_rows[i]->refresh();  // a splitter that was empty has no room until it looks again
  }
  m_column->refresh();
  share();
  m_column->show();
  if (focused != nullptr && m_column->isAncestorOf(focused) && focused->isVisible()) focused->setFocus();
}

void LiveLayout::shareHeight(const std::vector<Row>& rows) {
  int total = 0;
  int least = -frame::kSplitterHandle;
  for (const Row& row : rows) {
    total += row.share;
    least += row.least + frame::kSplitterHandle;
  }
  m_column->setMinimumHeight(std::max(least, m_column->minimumSizeHint().height()));
  const int height = std::max(viewport()->height(), m_column->minimumHeight());
  QList<int> heights;
  for (std::size_t i = 0; i < m_rows.size(); ++i) heights << (i < rows.size() ? height * rows[i].share / total : 0);
  m_column->setSizes(heights);
}

// The shares of the plan for the room there is; cards that wait hidden in a row come last and get nothing.
void LiveLayout::share() {
  const std::vector<Row> rows = plan();
  shareHeight(rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const int parts = std::accumulate(rows[i].shares.begin(), rows[i].shares.end(), 0);
    QList<int> widths;
    for (const int part : rows[i].shares) widths << viewport()->width() * part / parts;
    while (widths.size() < m_rows[i]->count()) widths << 0;
    m_rows[i]->setSizes(widths);
  }
}

void LiveLayout::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  if (!m_isMoved && m_widgets.back() != nullptr) share();
}

// Larger letters need more room in every card; they have it when the event is through.
void LiveLayout::changeEvent(QEvent* event) {
  QScrollArea::changeEvent(event);
  const bool isFont = event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange;
  if (isFont && m_widgets.back() != nullptr) QTimer::singleShot(0, this, &LiveLayout::share);
}

}  // namespace touchstone::ui
