#include "ui/theme/enter_key.h"

#include <QCoreApplication>
#include <QDialog>
#include <QKeyEvent>
#include <QPushButton>
#include <QToolButton>

namespace touchstone::ui {
namespace {

bool isPressedByEnter(const QObject* watched) {
  if (!watched->isWidgetType()) return false;
  const bool isButton =
      qobject_cast<const QPushButton*>(watched) != nullptr || qobject_cast<const QToolButton*>(watched) != nullptr;
  return isButton && qobject_cast<const QDialog*>(static_cast<const QWidget*>(watched)->window()) == nullptr;
}

}  // namespace

bool EnterKey::eventFilter(QObject* watched, QEvent* event) {
  const bool isPress = event->type() == QEvent::KeyPress;
  if ((!isPress && event->type() != QEvent::KeyRelease) || !isPressedByEnter(watched)) return false;
  const auto* key = static_cast<QKeyEvent*>(event);
  const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
  if (!isEnter || (key->modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier) return false;
  // What the space bar would do also opens the menu of a button that has one.
  QKeyEvent space(event->type(), Qt::Key_Space, Qt::NoModifier, QString(), key->isAutoRepeat());
  QCoreApplication::sendEvent(watched, &space);
  return true;
}

}  // namespace touchstone::ui
