#include "ui/dialogs/palette/palette_delegate.h"

#include <QIcon>
#include <QPainter>
#include <QTextLayout>

#include "ui/dialogs/palette/palette_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cell_painting.h"

namespace touchstone::ui {
namespace {

constexpr double kNameShare = 0.52;  // of what icon and shortcut leave
constexpr int kKeysWidth = 96;       // at the normal size of letters

struct Letters {
  const QString text;
  const QList<int> bold;
};

// By QTextLayout: bold letters keep their places in right-to-left and joined scripts too.
void paintLetters(QPainter& painter, const QRect& box, const Letters& letters) {
  QFont bold = painter.font();
  bold.setBold(true);
  const QFontMetrics widest(letters.bold.isEmpty() ? painter.font() : bold);
  const QString cut = widest.elidedText(letters.text, Qt::ElideRight, box.width());
  const auto shown = cut == letters.text ? cut.size() : cut.size() - 1;
  QTextLayout layout(cut, painter.font());
  QTextOption option(Qt::AlignLeft | Qt::AlignAbsolute);
  option.setWrapMode(QTextOption::NoWrap);
  layout.setTextOption(option);
  QList<QTextLayout::FormatRange> ranges;
  for (int position : letters.bold) {
    if (position < shown) {
      QTextCharFormat format;
      format.setFontWeight(QFont::Bold);
      ranges << QTextLayout::FormatRange{position, 1, format};
    }
  }
  layout.setFormats(ranges);
  layout.beginLayout();
  QTextLine line = layout.createLine();
  line.setLineWidth(box.width());
  layout.endLayout();
  layout.draw(&painter, QPointF(box.left(), box.top() + (box.height() - line.height()) / 2.0));
}

}  // namespace

int PaletteDelegate::rowHeight() {
  return QFontMetrics(uiFont(Role::kBody)).height() + space::k12;
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
  return {option.rect.width(), rowHeight()};
}

void PaletteDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const Colours& colours = coloursOf(option.palette);
  painter->save();
  paintCellGround(*painter, option, true);
  QRect box = option.rect.adjusted(space::k12, 0, -space::k12, 0);
  const QRect iconBox(box.left(), box.center().y() - frame::kIcon / 2 + 1, frame::kIcon, frame::kIcon);
  qvariant_cast<QIcon>(index.data(Qt::DecorationRole)).paint(painter, iconBox);
  box.setLeft(iconBox.right() + space::k8);

  const double scale = uiFont(Role::kBody).pointSizeF() / rolePoints(Role::kBody);
  const int keysWidth = qRound(kKeysWidth * scale);
  const int nameWidth = qRound((box.width() - keysWidth) * kNameShare);
  painter->setFont(uiFont(Role::kBody));
  painter->setPen(colours.text);
  paintLetters(*painter, QRect(box.left(), box.top(), nameWidth - space::k12, box.height()),
               {index.data().toString(), index.data(kPaletteLettersRole).value<QList<int>>()});
  painter->setPen(colours.muted);
  painter->setFont(figureFont(Role::kSmall));
  paintElided(*painter, QRect(box.right() - keysWidth, box.top(), keysWidth + 1, box.height()), Qt::AlignRight,
              index.data(kPaletteKeysRole).toString());
  painter->setFont(uiFont(Role::kSmall));
  paintLetters(*painter, box.adjusted(nameWidth, 0, -keysWidth - space::k8, 0),
               {index.data(kDetailRole).toString(), index.data(kPaletteDetailLettersRole).value<QList<int>>()});
  painter->restore();
}

}  // namespace touchstone::ui
