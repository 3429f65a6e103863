// The 2 px accent ring with a 1 px gap around the control that has the focus, only when it came there by keyboard.
// Item views, tabs and plots draw their ring inside and are left out. Thread: GUI; an event filter of the application.
#pragma once

#include <QObject>
#include <QPointer>

class QFocusFrame;

namespace touchstone::ui {

class FocusRing : public QObject {
  Q_OBJECT

 public:
  explicit FocusRing(QObject* parent) : QObject(parent) {}
  bool eventFilter(QObject* watched, QEvent* event) override;

  // The control that wears the ring; null: none.
  QWidget* target() const;

 private:
  void show(QWidget* control);
  void hide();

  QPointer<QFocusFrame> m_frame;
};

}  // namespace touchstone::ui
