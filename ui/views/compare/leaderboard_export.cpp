#include "ui/views/compare/leaderboard_export.h"

#include "engine/api/report.h"

namespace touchstone::ui {

std::vector<TableFormat> tableFormats() {
  return {{"csv", "csv", QStringLiteral("CSV")},
          {"markdown", "md", QStringLiteral("Markdown")},
          {"latex", "tex", QStringLiteral("LaTeX")}};
}

QString leaderboardAsText(const std::vector<RunRow>& runs, const TableFormat& format) {
  const Result<std::string> text = leaderboardText(runs, format.id);
  return text ? QString::fromStdString(*text) : QString::fromStdString(text.error().text());
}

}  // namespace touchstone::ui
