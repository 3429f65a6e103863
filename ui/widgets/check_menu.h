// A menu of check boxes that stays open while they are switched, by mouse, Space or Enter; Esc closes it.
// Thread: GUI.
#pragma once

#include <QMenu>

namespace touchstone::ui {

class CheckMenu : public QMenu {
  Q_OBJECT

 public:
  using QMenu::QMenu;

 protected:
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
};

}  // namespace touchstone::ui
