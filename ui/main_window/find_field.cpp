#include "ui/main_window/find_field.h"

#include <QAction>
#include <QPainter>

#include "ui/theme/icons.h"
#include "ui/theme/style_shapes.h"
#include "ui/theme/theme.h"

namespace touchstone::ui {
namespace {

constexpr int kWidth = 200;

}  // namespace

FindField::FindField(QAction* action, QWidget* parent) : QToolButton(parent) {
  setObjectName(QStringLiteral("findField"));
  const QString name = tr("Find or run");
  action->setToolTip(QStringLiteral("%1 (%2)").arg(name, action->shortcut().toString(QKeySequence::NativeText)));
  setDefaultAction(action);
  setAccessibleName(name);
  setToolButtonStyle(Qt::ToolButtonIconOnly);
  setFocusPolicy(Qt::TabFocus);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void FindField::setCompact(bool isCompact) {
  if (m_isCompact != isCompact) {
    m_isCompact = isCompact;
    updateGeometry();
    update();
  }
}

QSize FindField::sizeHint() const {
  return {m_isCompact ? frame::kControlInViewBar : kWidth, frame::kControlInViewBar};
}

void FindField::paintEvent(QPaintEvent* event) {
  if (m_isCompact) {
    QToolButton::paintEvent(event);
    return;
  }
  const Colours& colours = coloursOf(palette());
  QPainter painter(this);
  shapes::roundedBox(painter, rect(), corner::kField, underMouse() ? colours.sunken : colours.surface, colours.control);
  ui::icon(Icon::kLens).paint(&painter, space::k8, (height() - frame::kIcon) / 2, frame::kIcon, frame::kIcon);
  painter.setPen(colours.muted);
  painter.setFont(uiFont(Role::kMicro));
  const QString keys =
      defaultAction()->shortcut().toString(QKeySequence::NativeText).replace(QLatin1Char('+'), QLatin1Char(' '));
  const QFontMetrics metrics(painter.font());
  const QRect cap(width() - metrics.horizontalAdvance(keys) - space::k12 - space::k4, (height() - 18) / 2,
                  metrics.horizontalAdvance(keys) + space::k12, 18);
  shapes::roundedBox(painter, cap, corner::kCheck, QColor(), colours.border);
  painter.drawText(cap, Qt::AlignCenter, keys);
  painter.setFont(uiFont(Role::kDense));
  painter.drawText(rect().adjusted(space::k8 + frame::kIcon + space::k6, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                   tr("Find or run"));
}

}  // namespace touchstone::ui
