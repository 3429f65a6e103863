// The leaderboard as text: to the clipboard, or to a file that a background thread writes.
// Thread: GUI. Blocking: never. Errors: told by `done` with an empty file name and the message.
#pragma once

#include <QObject>
#include <QString>
#include <functional>
#include <string>
#include <vector>

#include "engine/api/read_models.h"

namespace touchstone::ui {

struct TableFormat {
  const char* id;  // as the command line names it
  const char* suffix;
  QString title;
};
std::vector<TableFormat> tableFormats();

QString leaderboardAsText(const std::vector<RunRow>& runs, const TableFormat& format);

// Writes whole or not at all; `done(file, error)` is called in the GUI thread while `receiver` lives.
void writeTextFile(const QString& file, const QString& text, QObject* receiver,
                   std::function<void(const QString& file, const QString& error)> done);

}  // namespace touchstone::ui
