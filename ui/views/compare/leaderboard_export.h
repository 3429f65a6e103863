// The leaderboard as text, for the clipboard and for files.
// Thread: GUI. Blocking: never.
#pragma once

#include <QString>
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

}  // namespace touchstone::ui
