// Blocking work on a thread of the pool; its answer is delivered in the GUI thread, unless the receiver is gone by then.
// Thread: called and delivered in the GUI thread. Blocking: never.
#pragma once

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>
#include <functional>
#include <memory>

namespace touchstone::ui {

template <typename T>
void inBackground(QObject* receiver, std::function<T()> work, std::function<void(T)> deliver) {
  QThreadPool::globalInstance()->start(
      [work = std::move(work), deliver = std::move(deliver), guard = QPointer<QObject>(receiver)] {
        auto answer = std::make_shared<T>(work());
        // Through the application object: it outlives every receiver, and `guard` is only read in its thread.
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [answer, deliver, guard] {
              if (guard) {
                deliver(std::move(*answer));
              }
            },
            Qt::QueuedConnection);
      });
}

}  // namespace touchstone::ui
