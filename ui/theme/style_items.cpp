#include <QFontMetrics>
#include <QHeaderView>
#include <QPainter>
#include <QStyle>
#include <QTableView>
#include <QTreeView>
#include <algorithm>

#include "ui/theme/style_shapes.h"

namespace touchstone::ui::shapes {

namespace {

bool isOn(const QStyleOption& option, QStyle::StateFlag flag) {
  return option.state.testFlag(flag);
}

constexpr double kGroove = 4.0;
constexpr double kProgress = 6.0;

QRectF progressBar(const QRect& rect) {
  const double height = std::min<double>(kProgress, rect.height());
  return {static_cast<double>(rect.left()), rect.top() + (rect.height() - height) / 2.0,
          static_cast<double>(rect.width()), height};
}

void pill(QPainter& painter, const QRectF& rect, const QColor& colour) {
  const double radius = std::min(rect.width(), rect.height()) / 2.0;
  roundedBox(painter, rect, radius, colour, {});
}

}  // namespace

void slider(QPainter& painter, const QStyleOptionSlider& option, const QRect& groove, const QRect& handle) {
  const Colours& colours = coloursOf(option.palette);
  const bool isEnabled = isOn(option, QStyle::State_Enabled);
  const bool isFlat = option.orientation == Qt::Horizontal;
  const QPointF middle = QRectF(groove).center();
  const QRectF line = isFlat ? QRectF(groove.left(), middle.y() - kGroove / 2, groove.width(), kGroove)
                             : QRectF(middle.x() - kGroove / 2, groove.top(), kGroove, groove.height());
  pill(painter, line, isOn(option, QStyle::State_MouseOver) ? colours.equal : colours.border);
  QRectF done = line;
  const QPointF knob = QRectF(handle).center();
  if (isFlat && !option.upsideDown) done.setRight(knob.x());
  if (isFlat && option.upsideDown) done.setLeft(knob.x());
  if (!isFlat && !option.upsideDown) done.setBottom(knob.y());
  if (!isFlat && option.upsideDown) done.setTop(knob.y());
  const QColor accent = isEnabled ? colours.accent : colours.control;
  pill(painter, done, accent);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(accent, 2.0));
  painter.setBrush(colours.surface);
  painter.drawEllipse(knob, 7.0, 7.0);
  painter.restore();
}

void scrollBar(QPainter& painter, const QStyleOptionSlider& option, const QRect& handle) {
  const Colours& colours = coloursOf(option.palette);
  if (option.minimum == option.maximum) return;
  const bool isHot = isOn(option, QStyle::State_MouseOver) || isOn(option, QStyle::State_Sunken);
  const double inset = isHot ? 2.0 : 3.0;
  const QRectF bar = option.orientation == Qt::Horizontal ? QRectF(handle).adjusted(2, inset, -2, -inset)
                                                          : QRectF(handle).adjusted(inset, 2, -inset, -2);
  pill(painter, bar, isHot ? colours.control : colours.equal);
}

void progressGroove(QPainter& painter, const QStyleOption& option) {
  pill(painter, progressBar(option.rect), coloursOf(option.palette).border);
}

void progressContents(QPainter& painter, const QStyleOptionProgressBar& option) {
  const Colours& colours = coloursOf(option.palette);
  QRectF bar = progressBar(option.rect);
  if (option.minimum == option.maximum) {  // busy: a steady third, nothing moves in this window
    pill(painter, QRectF(bar.left() + bar.width() / 3.0, bar.top(), bar.width() / 3.0, bar.height()), colours.accent);
    return;
  }
  const double share =
      (static_cast<double>(option.progress) - option.minimum) / (static_cast<double>(option.maximum) - option.minimum);
  if (share <= 0.0) return;
  const double width = std::max(bar.height(), bar.width() * std::min(share, 1.0));
  if (option.invertedAppearance != (option.direction == Qt::RightToLeft))
    bar.setLeft(bar.right() - width);
  else
    bar.setWidth(width);
  pill(painter, bar, isOn(option, QStyle::State_Enabled) ? colours.accent : colours.control);
}

// A cell that starts its row: in a tree the row is painted first and has the bar already.
bool startsRow(const QStyleOptionViewItem& option, const QWidget* view) {
  if (qobject_cast<const QTreeView*>(view) != nullptr) return false;
  if (const auto* table = qobject_cast<const QTableView*>(view)) {
    const QHeaderView* header = table->horizontalHeader();
    return option.index.isValid() && header->visualIndex(option.index.column()) == 0;
  }
  return true;
}

// Selected rows are tinted with a 2 px bar at their left.
void itemBackground(QPainter& painter, const QStyleOptionViewItem& option, bool isRow, const QWidget* view) {
  const Colours& colours = coloursOf(option.palette);
  const bool isSelected = isOn(option, QStyle::State_Selected);
  if (isSelected) {
    painter.fillRect(option.rect, colours.accentTint);
    if (isRow || startsRow(option, view))
      painter.fillRect(QRect(option.rect.topLeft(), QSize(2, option.rect.height())), colours.accent);
  } else if (isOn(option, QStyle::State_MouseOver) && isOn(option, QStyle::State_Enabled)) {
    painter.fillRect(option.rect, colours.hover);
  } else if (!isRow && option.backgroundBrush.style() != Qt::NoBrush) {
    painter.fillRect(option.rect, option.backgroundBrush);
  }
}

void tab(QPainter& painter, const QStyleOptionTab& option) {
  const Colours& colours = coloursOf(option.palette);
  const QRect rect = option.rect;
  const bool isEnabled = isOn(option, QStyle::State_Enabled);  // else no page is shown that one could be on
  if (isEnabled && isOn(option, QStyle::State_Selected)) {
    painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2), colours.accent);
  } else if (isEnabled && isOn(option, QStyle::State_MouseOver)) {
    roundedBox(painter, QRectF(rect).adjusted(2, 4, -2, -4), corner::kField, colours.hover, {});
  }
  const bool isByKeyboard = isOn(option, QStyle::State_KeyboardFocusChange);
  if (isOn(option, QStyle::State_HasFocus) && isByKeyboard) {
    focusRing(painter, QRectF(rect).adjusted(1, 1, -1, -3), corner::kField, colours);
  }
}

// Icon and word side by side, centred together; the active one bold.
void tabLabel(QPainter& painter, const QStyleOptionTab& option) {
  const Colours& colours = coloursOf(option.palette);
  const bool isEnabled = isOn(option, QStyle::State_Enabled);
  const bool isActive = isEnabled && isOn(option, QStyle::State_Selected);
  painter.save();
  QFont font = painter.font();
  font.setBold(isActive);
  painter.setFont(font);
  const int text = QFontMetrics(font).size(Qt::TextShowMnemonic, option.text).width();
  const int icon = option.icon.isNull() ? 0 : option.iconSize.width() + space::k6;
  QRect rect = option.rect;
  rect.setLeft(rect.left() + std::max(0, (rect.width() - text - icon) / 2));
  if (icon > 0) {
    const QRect box(rect.left(), rect.center().y() - option.iconSize.height() / 2, option.iconSize.width(),
                    option.iconSize.height());
    option.icon.paint(&painter, box, Qt::AlignCenter, isEnabled ? QIcon::Normal : QIcon::Disabled,
                      isActive ? QIcon::On : QIcon::Off);
    rect.setLeft(rect.left() + icon);
  }
  painter.setPen(!isEnabled ? colours.control : isActive ? colours.text : colours.muted);
  painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextShowMnemonic | Qt::TextSingleLine, option.text);
  painter.restore();
}

void menuBarItem(QPainter& painter, const QStyleOptionMenuItem& option) {
  const Colours& colours = coloursOf(option.palette);
  const bool isHot = isOn(option, QStyle::State_Selected) || isOn(option, QStyle::State_Sunken);
  if (isHot) roundedBox(painter, QRectF(option.rect).adjusted(0, 2, 0, -2), corner::kField, colours.hover, {});
  painter.setPen(isOn(option, QStyle::State_Enabled) ? colours.text : colours.control);
  painter.drawText(option.rect, Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextSingleLine, option.text);
}

void headerSection(QPainter& painter, const QStyleOption& option) {
  const Colours& colours = coloursOf(option.palette);
  const bool isHot = isOn(option, QStyle::State_MouseOver) && isOn(option, QStyle::State_Enabled);
  painter.fillRect(option.rect, isHot ? colours.hover : colours.sunken);
  painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), colours.border);
}

void tip(QPainter& painter, const QStyleOption& option) {
  const Colours& colours = coloursOf(option.palette);
  painter.fillRect(option.rect, colours.surface);
  painter.setPen(colours.control);
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(option.rect.adjusted(0, 0, -1, -1));
}

}  // namespace touchstone::ui::shapes
