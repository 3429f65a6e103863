// Enter presses the button that has the focus, as the space bar does, on every desktop: Qt asks the platform theme, and
// without one only the space bar works. In a dialog Enter belongs to its default button and is left alone.
// Thread: GUI; an event filter of the application.
#pragma once

#include <QObject>

namespace touchstone::ui {

class EnterKey : public QObject {
  Q_OBJECT

 public:
  explicit EnterKey(QObject* parent) : QObject(parent) {}
  bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace touchstone::ui
