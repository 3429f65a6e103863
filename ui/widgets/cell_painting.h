// What the delegates of all tables share: the ground of a cell (hover, selection with its bar, focus) and elided text.
// Thread: GUI (painting).
#pragma once

#include <QString>
#include <QStyleOptionViewItem>

class QPainter;

namespace touchstone::ui {

// Selected: accent-tint, with a 2 px accent bar in the row's first cell. Focus: a 2 px frame inside, by keyboard only.
void paintCellGround(QPainter& painter, const QStyleOptionViewItem& option, bool isFirst);
// One line, vertically centred, cut with "…" where it does not fit.
void paintElided(QPainter& painter, const QRect& box, Qt::Alignment horizontal, const QString& text);

}  // namespace touchstone::ui
