#include "ui/widgets/cell_painting.h"

#include <QPainter>

#include "ui/theme/theme.h"

namespace touchstone::ui {

void paintCellGround(QPainter& painter, const QStyleOptionViewItem& option, bool isFirst) {
  const Colours& colours = coloursOf(option.palette);
  if (option.state & QStyle::State_Selected) {
    painter.fillRect(option.rect, colours.accentTint);
    if (isFirst) {
      painter.fillRect(QRect(option.rect.topLeft(), QSize(2, option.rect.height())), colours.accent);
    }
  } else if (option.state & QStyle::State_MouseOver) {
    painter.fillRect(option.rect, colours.hover);
  }
}

void paintElided(QPainter& painter, const QRect& box, Qt::Alignment horizontal, const QString& text) {
  const QString cut = painter.fontMetrics().elidedText(text, Qt::ElideRight, box.width());
  painter.drawText(box, static_cast<int>(horizontal | Qt::AlignVCenter), cut);
}

}  // namespace touchstone::ui
