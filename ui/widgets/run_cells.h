// How a run looks in a cell: contender with its mark, and progress as a bar.
// Thread: GUI (painting).
#pragma once

#include <QModelIndex>
#include <QStyleOptionViewItem>

class QPainter;

namespace touchstone::ui {

// DisplayRole with the mark of kFamilyRole and kFamilyIndexRole.
void paintContenderCell(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index);
// A bar by kProgressRole in the colour of kStateRole.
void paintProgressCell(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index);

}  // namespace touchstone::ui
