// A row of the command palette: icon, name and place with the matched letters bold, shortcut at the right.
// Thread: GUI (painting).
#pragma once

#include <QStyledItemDelegate>

namespace touchstone::ui {

class PaletteDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  static int rowHeight();
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace touchstone::ui
