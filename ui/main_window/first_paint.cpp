#include "ui/main_window/first_paint.h"

#include <QEvent>
#include <QGuiApplication>
#include <QTimer>
#include <chrono>
#include <cstdio>

#include "ui/main_window/main_window.h"

namespace touchstone::ui {

FirstPaint::FirstPaint(MainWindow& window) : QObject(&window) {
  window.installEventFilter(this);
}

bool FirstPaint::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Paint) {
    watched->removeEventFilter(this);
    // the children are painted and sent with the window; the timer comes after them
    QTimer::singleShot(0, this, [] {
      QGuiApplication::sync();
      const auto now = std::chrono::steady_clock::now().time_since_epoch();
      std::printf("%lld\n", static_cast<long long>(std::chrono::nanoseconds(now).count()));
      QCoreApplication::quit();
    });
  }
  return QObject::eventFilter(watched, event);
}

}  // namespace touchstone::ui
