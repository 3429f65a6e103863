#include "ui/views/compare/leaderboard_delegate.h"

#include <QApplication>
#include <QPainter>
#include <QRegularExpression>
#include <algorithm>

#include "ui/plots/marks.h"
#include "ui/plots/numbers.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cell_painting.h"

namespace touchstone::ui {
namespace {

constexpr int kStripWidth = 64;
constexpr double kDotRadius = 2.0;
constexpr int kLeastTaskWidth = 104;

QRect upperLine(const QRect& cell) {
  return {cell.left(), cell.top() + 3, cell.width(), (cell.height() - 6) / 2 + 1};
}

QRect lowerLine(const QRect& cell) {
  const int top = cell.top() + 3 + (cell.height() - 6) / 2;
  return {cell.left(), top, cell.width(), cell.bottom() - 3 - top};
}

QFont italic(QFont font) {
  font.setItalic(true);
  return font;
}

// Two words at most stand in a cell; the whole sentence is in the tool tip.
QString shortReason(const QString& error) {
  const QString first = error.section(QRegularExpression(QStringLiteral("[.:;\n]")), 0, 0);
  return first.simplified();
}

}  // namespace

LeaderboardDelegate::LeaderboardDelegate(const LeaderboardModel& model, QObject* parent)
    : QStyledItemDelegate(parent), m_model(model) {}

int LeaderboardDelegate::rowHeight() {
  const int lines = QFontMetrics(figureFont(Role::kDense)).height() + QFontMetrics(uiFont(Role::kMicro)).height();
  return std::max(frame::kTableRowTwoLines, lines + 8);
}

int LeaderboardDelegate::taskWidth(const Leaderboard& board, std::size_t column) {
  const QFontMetrics mean(figureFont(Role::kDense, true)), spread(figureFont(Role::kMicro));
  const LeaderboardColumn& head = board.columns[column];
  int means = 0, spreads = spread.horizontalAdvance(spreadNumber(0.004, 3));
  for (const LeaderboardRow& row : board.rows) {
    const LeaderboardCell& cell = row.cells[column];
    if (!cell.hasScore()) {
      continue;
    }
    means = std::max(means, mean.horizontalAdvance(fixedNumber(cell.mean, head.decimals)));
    spreads = std::max(spreads, spread.horizontalAdvance(spreadNumber(cell.spread, head.decimals)));
  }
  return std::max(kLeastTaskWidth, means + kWarningWidth + spreads + 2 * kPadding + 4);
}

void LeaderboardDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const Colours& colours = coloursOf(option.palette);
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  // Here a cell is chosen, not a row: tinted, with a frame around the current one.
  if (option.state & QStyle::State_Selected) {
    painter->fillRect(option.rect, colours.accentTint);
  }
  painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), colours.line);
  const LeaderboardRow& row = m_model.rowAt(index.row());
  if (index.column() == LeaderboardModel::kName) {
    paintName(*painter, option, row);
  } else if (index.column() == LeaderboardModel::kRank) {
    painter->setFont(figureFont(Role::kDense));
    painter->setPen(colours.text);
    painter->drawText(upperLine(option.rect).adjusted(0, 0, -kPadding, 0), Qt::AlignRight | Qt::AlignVCenter,
                      index.data().toString());
  } else {
    const LeaderboardCell& cell = *m_model.cellAt(index);
    if (cell.hasScore()) {
      paintScore(*painter, option, row, cell, *m_model.columnAt(index.column()));
    } else if (cell.hasRuns()) {
      paintOpen(*painter, option, cell);
    }
  }
  if (option.state & QStyle::State_HasFocus || option.state & QStyle::State_Selected) {
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(QPen(colours.accent, 2));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(option.rect.adjusted(1, 1, -1, -2));
  }
  painter->restore();
}

void LeaderboardDelegate::paintName(QPainter& painter, const QStyleOptionViewItem& option,
                                    const LeaderboardRow& row) const {
  const Colours& colours = coloursOf(option.palette);
  const QRect box = option.rect.adjusted(kFirstPadding, 0, -4, 0);
  const QRect upper = upperLine(box).adjusted(kMarkWidth, 0, 0, 0);
  paintMark(painter, QPointF(box.left() + 5, upper.center().y() + 0.5),
            methodMark(row.family, row.familyIndex, colours, row.isReported));
  painter.setFont(uiFont(Role::kDense));
  painter.setPen(colours.text);
  paintElided(painter, upper, Qt::AlignLeft, row.name);
  painter.setFont(uiFont(Role::kMicro));
  painter.setPen(colours.muted);
  paintElided(painter, lowerLine(box).adjusted(kMarkWidth, 0, 0, 0), Qt::AlignLeft, row.detail);
}

void LeaderboardDelegate::paintScore(QPainter& painter, const QStyleOptionViewItem& option, const LeaderboardRow& row,
                                     const LeaderboardCell& cell, const LeaderboardColumn& column) const {
  const Colours& colours = coloursOf(option.palette);
  const QRect upper = upperLine(option.rect).adjusted(0, 0, -kPadding, 0);
  const QRect lower = lowerLine(option.rect).adjusted(kPadding, 0, -kPadding, 0);
  const QFont micro = figureFont(Role::kMicro);
  const int spreadWidth = std::max(QFontMetrics(micro).horizontalAdvance(spreadNumber(0.004, column.decimals)),
                                   QFontMetrics(micro).horizontalAdvance(spreadNumber(cell.spread, column.decimals)));
  const QRect mean = upper.adjusted(0, 0, -spreadWidth - kWarningWidth - 2, 0);
  painter.setFont(cell.isReported ? italic(figureFont(Role::kDense)) : figureFont(Role::kDense, cell.isBest));
  painter.setPen(cell.isReported ? colours.muted : colours.text);
  painter.drawText(mean, Qt::AlignRight | Qt::AlignVCenter, fixedNumber(cell.mean, column.decimals));
  if (!cell.leakage.isEmpty()) {
    const double size = kWarningWidth - 1;
    const double ratio = painter.device()->devicePixelRatioF();
    painter.drawPixmap(QRectF(mean.right() + 2, upper.center().y() - size / 2 + 0.5, size, size),
                       iconPixmap(Icon::kWarning, colours.paused.text, size, ratio), QRectF());
  }
  painter.setFont(micro);
  painter.setPen(colours.muted);
  if (!std::isnan(cell.spread)) {
    painter.drawText(upper, Qt::AlignRight | Qt::AlignVCenter, spreadNumber(cell.spread, column.decimals));
  }
  if (cell.isReported) {
    painter.drawText(lower, Qt::AlignRight | Qt::AlignVCenter, stateWord(State::kReported));
    return;
  }
  const int width = std::min(std::max(kStripWidth, lower.width() / 2), lower.width());
  const QRect strip(lower.right() - width + 1, lower.top(), width, lower.height());
  if (cell.seedsDone < cell.seedsTotal) {
    painter.setPen(cell.seedsFailed > 0 ? colours.failed.text : colours.muted);
    painter.drawText(lower.adjusted(0, 0, -width - 4, 0), Qt::AlignRight | Qt::AlignVCenter,
                     tr("%1 of %2").arg(cell.seedsDone).arg(cell.seedsTotal));
  }
  paintStrip(painter, option, strip, row, cell, column);
}

void LeaderboardDelegate::paintStrip(QPainter& painter, const QStyleOptionViewItem& option, const QRect& box,
                                     const LeaderboardRow& row, const LeaderboardCell& cell,
                                     const LeaderboardColumn& column) const {
  const Colours& colours = coloursOf(option.palette);
  const double y = box.center().y() + 0.5;
  const double left = box.left() + kDotRadius, length = box.width() - 2 * kDotRadius;
  painter.setPen(QPen(colours.line, 1));
  painter.drawLine(QPointF(box.left(), y), QPointF(box.right() + 1, y));
  if (!std::isnan(column.best)) {
    const double best = left + length * stripPosition(column, column.best);
    painter.setPen(QPen(colours.axis, 1));
    painter.drawLine(QPointF(best, y - 4), QPointF(best, y + 4));
  }
  const QColor colour = methodColour(row.family, row.familyIndex, colours);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  bool isOffScale = false;
  for (double seed : cell.seeds) {
    const double position = stripPosition(column, seed);
    isOffScale |= position < 0.0;
    if (position < 0.0) {
      continue;
    }
    painter.drawEllipse(QPointF(left + length * std::min(position, 1.0), y), kDotRadius, kDotRadius);
  }
  if (isOffScale) {
    const QPointF arrow[] = {{box.left() - 1.0, y}, {box.left() + 4.0, y - 3.0}, {box.left() + 4.0, y + 3.0}};
    painter.drawPolygon(arrow, 3);
  }
}

// No score yet, or none ever: the state, and for a failed one why.
void LeaderboardDelegate::paintOpen(QPainter& painter, const QStyleOptionViewItem& option,
                                    const LeaderboardCell& cell) const {
  const Colours& colours = coloursOf(option.palette);
  const QRect upper = upperLine(option.rect).adjusted(kPadding, 0, -kPadding, 0);
  const QString word = stateWord(cell.state);
  painter.setFont(uiFont(Role::kSmall));
  painter.setPen(cell.state == State::kQueued ? colours.muted : stateTextColour(cell.state, colours));
  painter.drawText(upper, Qt::AlignRight | Qt::AlignVCenter, word);
  const int width = painter.fontMetrics().horizontalAdvance(word);
  paintState(painter, QRectF(upper.right() - width - 14, upper.center().y() - 4.5, 10, 10), cell.state, colours);
  painter.setFont(uiFont(Role::kMicro));
  painter.setPen(colours.muted);
  const QRect lower = lowerLine(option.rect).adjusted(kPadding, 0, -kPadding, 0);
  if (cell.state == State::kFailed) {
    paintElided(painter, lower, Qt::AlignRight, shortReason(cell.error));
  } else if (cell.seedsTotal > 1) {
    painter.drawText(lower, Qt::AlignRight | Qt::AlignVCenter, tr("%1 of %2").arg(cell.seedsDone).arg(cell.seedsTotal));
  }
}

}  // namespace touchstone::ui
