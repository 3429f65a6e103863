// Text to a file, whole or not at all.
// Errors: a message with the file and the reason; empty: written.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <functional>

namespace touchstone::ui {

// Thread: any. Blocking: writes.
QString saveText(const QString& file, const QByteArray& text);
// On a background thread. Thread: GUI. Blocking: never. `done(file, error)` is called in the GUI thread while `receiver` lives.
void writeTextFile(const QString& file, const QString& text, QObject* receiver,
                   std::function<void(const QString& file, const QString& error)> done);

}  // namespace touchstone::ui
