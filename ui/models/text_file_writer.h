// Text to a file, written by a background thread.
// Thread: GUI. Blocking: never. Errors: told by `done` with the message; empty: written.
#pragma once

#include <QObject>
#include <QString>
#include <functional>

namespace touchstone::ui {

// Writes whole or not at all; `done(file, error)` is called in the GUI thread while `receiver` lives.
void writeTextFile(const QString& file, const QString& text, QObject* receiver,
                   std::function<void(const QString& file, const QString& error)> done);

}  // namespace touchstone::ui
