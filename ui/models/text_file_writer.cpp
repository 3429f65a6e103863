#include "ui/models/text_file_writer.h"

#include <QCoreApplication>
#include <QPointer>
#include <QSaveFile>
#include <QThreadPool>

namespace touchstone::ui {

void writeTextFile(const QString& file, const QString& text, QObject* receiver,
                   std::function<void(const QString& file, const QString& error)> done) {
  QThreadPool::globalInstance()->start([file, text, done = std::move(done), guard = QPointer<QObject>(receiver)] {
    QString error;
    QSaveFile out(file);
    const QByteArray bytes = text.toUtf8();
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit()) {
      error = QStringLiteral("%1: %2").arg(file, out.errorString());
    }
    // Delivered through the application object: it outlives every receiver, and `guard` is only read in its thread.
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [file, error, done, guard] {
          if (guard) {
            done(file, error);
          }
        },
        Qt::QueuedConnection);
  });
}

}  // namespace touchstone::ui
