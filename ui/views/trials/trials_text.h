// Rows of trials as text: for the clipboard, and as a file of everything that is known of them.
// Numbers have every digit and an ASCII minus; a configuration is JSON. Thread: any (pure functions).
#pragma once

#include <QString>
#include <vector>

#include "engine/api/read_models.h"

namespace touchstone::ui {

// Tab-separated, with the titles of these columns (TrialsModel::Column).
QString trialsTsv(const std::vector<TrialRow>& rows, const std::vector<int>& columns);
// All columns, quoted as RFC 4180 says.
QString trialsCsv(const std::vector<TrialRow>& rows);

}  // namespace touchstone::ui
