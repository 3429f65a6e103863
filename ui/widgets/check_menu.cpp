#include "ui/widgets/check_menu.h"

#include <QKeyEvent>
#include <QMouseEvent>

namespace touchstone::ui {

void CheckMenu::mouseReleaseEvent(QMouseEvent* event) {
  QAction* action = actionAt(event->position().toPoint());
  if (action != nullptr && action->isCheckable() && action->isEnabled()) {
    action->trigger();
    return;
  }
  QMenu::mouseReleaseEvent(event);
}

void CheckMenu::keyPressEvent(QKeyEvent* event) {
  const bool isSwitch =
      event->key() == Qt::Key_Space || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  if (isSwitch && activeAction() != nullptr && activeAction()->isCheckable()) {
    activeAction()->trigger();
    return;
  }
  QMenu::keyPressEvent(event);
}

}  // namespace touchstone::ui
