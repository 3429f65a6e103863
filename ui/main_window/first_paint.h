// How long a start takes: when the window is on the screen for the first time, the monotonic clock is printed in
// nanoseconds and the program quits. Asked for by the developer option `touchstone --first-paint` (tests/bench).
// Thread: GUI.
#pragma once

#include <QObject>

namespace touchstone::ui {

class MainWindow;

class FirstPaint : public QObject {
  Q_OBJECT

 public:
  explicit FirstPaint(MainWindow& window);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace touchstone::ui
