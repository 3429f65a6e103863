#include "ui/models/text_file_writer.h"

#include <QSaveFile>

#include "ui/bridge/background.h"

namespace touchstone::ui {

QString saveText(const QString& file, const QByteArray& text) {
  QSaveFile out(file);
  if (!out.open(QIODevice::WriteOnly) || out.write(text) != text.size() || !out.commit()) {
    return QStringLiteral("%1: %2").arg(file, out.errorString());
  }
  return {};
}

void writeTextFile(const QString& file, const QString& text, QObject* receiver,
                   std::function<void(const QString& file, const QString& error)> done) {
  inBackground<QString>(
      receiver, [file, text] { return saveText(file, text.toUtf8()); },
      [file, done = std::move(done)](const QString& error) { done(file, error); });
}

}  // namespace touchstone::ui
