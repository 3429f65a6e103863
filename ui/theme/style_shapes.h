// Painting of the style's shapes, each from a style option and the colours of its palette.
// Thread: GUI.
#pragma once

#include <QStyleOption>

#include "ui/theme/theme.h"

class QPainter;
class QWidget;

namespace touchstone::ui::shapes {

// A 1 px edge of `edge` around `fill`, sharp on any scale. An invalid colour paints nothing.
// Over a window whose turn it is not.
void dim(QPainter& painter, const QRect& rect);
void roundedBox(QPainter& painter, const QRectF& rect, double radius, const QColor& fill, const QColor& edge);
// One of four chevrons, 16 px, centred.
void chevron(QPainter& painter, const QRect& rect, Qt::ArrowType direction, const QColor& colour);
void focusRing(QPainter& painter, const QRectF& outer, double radius, const Colours& colours);

void pushButton(QPainter& painter, const QStyleOption& option, const QWidget* widget);
void toolButton(QPainter& painter, const QStyleOption& option, const QWidget* widget);
void field(QPainter& painter, const QStyleOption& option, const QWidget* widget);
void checkBox(QPainter& painter, const QStyleOption& option);
void radioButton(QPainter& painter, const QStyleOption& option);
void comboBox(QPainter& painter, const QStyleOptionComboBox& option, const QWidget* widget);
void slider(QPainter& painter, const QStyleOptionSlider& option, const QRect& groove, const QRect& handle);
void scrollBar(QPainter& painter, const QStyleOptionSlider& option, const QRect& handle);
void progressGroove(QPainter& painter, const QStyleOption& option);
void progressContents(QPainter& painter, const QStyleOptionProgressBar& option);
// `isRow`: the whole row of a tree; else one cell.
void itemBackground(QPainter& painter, const QStyleOptionViewItem& option, bool isRow, const QWidget* view);
void tab(QPainter& painter, const QStyleOptionTab& option);
void tabLabel(QPainter& painter, const QStyleOptionTab& option);
void menuBarItem(QPainter& painter, const QStyleOptionMenuItem& option);
void headerSection(QPainter& painter, const QStyleOption& option);
void tip(QPainter& painter, const QStyleOption& option);

}  // namespace touchstone::ui::shapes
