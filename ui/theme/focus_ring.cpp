#include "ui/theme/focus_ring.h"

#include <QAbstractButton>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QFocusEvent>
#include <QFocusFrame>
#include <QLineEdit>
#include <QScrollBar>

namespace touchstone::ui {

namespace {

bool wearsRing(const QWidget* widget) {
  if (qobject_cast<const QScrollBar*>(widget) != nullptr) return false;
  return qobject_cast<const QAbstractButton*>(widget) != nullptr || qobject_cast<const QComboBox*>(widget) != nullptr ||
         qobject_cast<const QLineEdit*>(widget) != nullptr ||
         qobject_cast<const QAbstractSpinBox*>(widget) != nullptr ||
         qobject_cast<const QAbstractSlider*>(widget) != nullptr;
}

// The line edit inside a spin box or an editable combo box has the focus, but the box is what the user sees.
QWidget* visibleControl(QWidget* widget) {
  QWidget* parent = widget->parentWidget();
  const bool isInner =
      qobject_cast<QLineEdit*>(widget) != nullptr &&
      (qobject_cast<QAbstractSpinBox*>(parent) != nullptr || qobject_cast<QComboBox*>(parent) != nullptr);
  return isInner ? parent : widget;
}

bool isByKeyboard(Qt::FocusReason reason) {
  return reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason;
}

}  // namespace

bool FocusRing::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::FocusIn && watched->isWidgetType()) {
    auto* widget = static_cast<QWidget*>(watched);
    const auto reason = static_cast<QFocusEvent*>(event)->reason();
    if (isByKeyboard(reason) && wearsRing(widget)) {
      show(visibleControl(widget));
    } else if (reason != Qt::ActiveWindowFocusReason && reason != Qt::PopupFocusReason) {
      hide();
    }
  } else if (event->type() == QEvent::MouseButtonPress) {
    hide();
  }
  return QObject::eventFilter(watched, event);
}

QWidget* FocusRing::target() const {
  return m_frame && m_frame->isVisible() ? m_frame->widget() : nullptr;
}

// One frame per control: QFocusFrame follows its control's moves and is destroyed with its parent.
void FocusRing::show(QWidget* control) {
  if (!m_frame) m_frame = new QFocusFrame(control->parentWidget());
  m_frame->setWidget(control);
}

void FocusRing::hide() {
  if (m_frame) m_frame->setWidget(nullptr);
}

}  // namespace touchstone::ui
