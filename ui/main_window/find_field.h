// The button at the right of the view bar that opens the command palette: it looks like a field with its shortcut at the
// end, or is an icon where there is no room.
// Thread: GUI.
#pragma once

#include <QToolButton>

namespace touchstone::ui {

class FindField : public QToolButton {
  Q_OBJECT

 public:
  FindField(QAction* action, QWidget* parent);

  void setCompact(bool isCompact);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  bool m_isCompact = false;
};

}  // namespace touchstone::ui
